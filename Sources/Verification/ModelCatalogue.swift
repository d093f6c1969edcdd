// Every system that `verify` knows, by the name that truth files give it.

/// The systems that truth files may name.
package enum ModelCatalogue {
  package static let all: [ModelEntry] = kernelModels + scenarioModels

  package static func entry(_ name: String) -> ModelEntry? { all.first { $0.name == name } }
}
