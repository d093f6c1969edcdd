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

  /// A scenario from its parts.
  public init(name: String, description: String, text: String) {
    self.name = name
    self.description = description
    self.text = text
  }

  /// The name of its file.
  public var fileName: String { "\(name).yaml" }

  /// The shipped scenario of that name, if there is one.
  public static func named(_ name: String) -> ShippedScenario? { all.first { $0.name == name } }
}
