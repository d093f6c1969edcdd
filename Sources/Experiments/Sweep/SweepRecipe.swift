// From a point of a sweep to the scenario that is run. Everything that it takes is in memory, so that what was checked
// is what is run, whatever becomes of the files meanwhile.

public import Scenario

internal import Statistics

/// What the points of a sweep have in common.
public struct SweepRecipe: Sendable {
  /// The bytes of the scenario's file.
  public var bytes: [UInt8]
  /// What errors call it; the scenario's name comes from it.
  public var fileName: String
  /// What is replaced at every point, before what is varied.
  public var overrides: [Override] = []
  /// Other files that the scenario names, by path.
  public var files: [String: [UInt8]] = [:]
  /// Time during which questions are sent, in place of the scenario's.
  public var duration: Duration?
  /// The system and its people times this.
  public var scale = 1.0
  /// Seed in place of the scenario's.
  public var seed: UInt64?

  /// The recipe of a file.
  public init(bytes: [UInt8], fileName: String) {
    self.bytes = bytes
    self.fileName = fileName
  }

  /// The scenario with `varied` replaced as well. Throws everything that is wrong with it.
  public func scenario(_ varied: [Override] = []) throws(ScenarioErrors) -> Scenario {
    struct NotRead: Error, CustomStringConvertible {
      var description: String
    }
    var scenario = try ScenarioReader.read(
      bytes: bytes, fileName: fileName, overrides: overrides + varied,
      readFile: { path in
        guard let bytes = files[path] else { throw NotRead(description: "\(path) was not read") }
        return bytes
      })
    if let duration { scenario = scenario.withDuration(duration).scenario }
    if let seed { scenario.seed = seed }
    return scale == 1 ? scenario : scenario.scaled(by: scale)
  }
}
