// The scenarios that ship with the program, inside it: so that it finds them wherever it is run.

/// A scenario that ships with the program, as the text of its file.
///
/// ```swift
/// let shipped = ShippedScenario.named("normal-5k")!
/// let scenario = try ScenarioReader.read(text: shipped.text, fileName: shipped.fileName)
/// ```
public struct ShippedScenario: Hashable, Sendable {
  /// The file's name without its suffix, which is the scenario's name as well.
  public var name: String
  /// The sentence that the scenario says about itself.
  public var description: String
  /// The file, comments included.
  public var text: String
  /// The file of its provider, where it includes one.
  public var provider: ShippedProvider?

  /// A scenario from its parts.
  public init(name: String, description: String, text: String, provider: ShippedProvider? = nil) {
    self.name = name
    self.description = description
    self.text = text
    self.provider = provider
  }

  /// The name of its file.
  public var fileName: String { "\(name).yaml" }

  /// The shipped scenario of that name, if there is one.
  public static func named(_ name: String) -> ShippedScenario? { all.first { $0.name == name } }
}

/// The file of a provider that a shipped scenario includes.
public struct ShippedProvider: Hashable, Sendable {
  /// Its path from the folder of the scenario.
  public var path: String
  /// The file, comments included.
  public var text: String

  /// A file from its path and its text.
  public init(path: String, text: String) {
    self.path = path
    self.text = text
  }
}
