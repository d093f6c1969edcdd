// What decides the results of a sweep. A journal begins with it, so that points of two sweeps never meet in one table.

internal import RunReport

internal import QueueModel
internal import Scenario

/// Everything that the table of a sweep depends on.
public struct SweepIdentity: Hashable, Sendable, Codable {
  /// Version of the program.
  public var programVersion = PeakloadVersion.current
  /// Name of the scenario.
  public var scenario: String
  /// Hash of the scenario's file.
  public var scenarioHash: String
  /// Hash of each other file that the points read, with its path before it.
  public var fileHashes: [String]
  /// What is replaced at every point, as `key=value`.
  public var settings: [String]
  /// What is varied, as it was typed.
  public var variations: [String]
  /// Points of the Latin hypercube; absent for a grid.
  public var latinHypercube: Int?
  /// Number of points.
  public var points: Int
  /// Runs of each point.
  public var replications: Int
  /// The sweep's seed.
  public var seed: UInt64
  /// The stated duration in place of the scenario's, in nanoseconds.
  public var durationNanoseconds: Int64?
  /// The system and its people times this.
  public var scale: Double

  /// The identity of `sweep`.
  ///
  /// - Parameters:
  ///   - scenario: name of the scenario.
  ///   - seed: the seed of the sweep's scenario, given or its own.
  ///   - variations: as they were typed.
  ///   - latinHypercube: the number of points asked for, nil for a grid.
  public init(
    of sweep: Sweep, scenario: String, seed: UInt64, variations: [String], latinHypercube: Int? = nil
  ) {
    let recipe = sweep.recipe
    self.scenario = scenario
    scenarioHash = SecureHash256.hexadecimal(recipe.bytes)
    fileHashes = recipe.files.keys.sorted().map { path in
      "\(path) \(SecureHash256.hexadecimal(recipe.files[path] ?? []))"
    }
    settings = recipe.overrides.map { "\($0.key)=\($0.value)" }
    self.variations = variations
    self.latinHypercube = latinHypercube
    points = sweep.plan.points.count
    replications = sweep.replications
    self.seed = seed
    durationNanoseconds = recipe.duration?.wholeNanoseconds
    scale = recipe.scale
  }

  /// One hash over all of it.
  public func digest() throws -> String { SecureHash256.hexadecimal(try CanonicalJSON.encode(self)) }

  /// In what it differs from `other`, a few words each.
  func differences(from other: SweepIdentity) -> [String] {
    var found: [String] = []
    func compare<Value: Equatable>(_ path: KeyPath<SweepIdentity, Value>, _ text: String) {
      if self[keyPath: path] != other[keyPath: path] { found.append(text) }
    }
    compare(\.programVersion, "another version of the program, \(other.programVersion)")
    compare(\.scenario, "another scenario, \(other.scenario)")
    compare(\.scenarioHash, "another content of the scenario's file")
    compare(\.fileHashes, "another content of the files that it names")
    compare(\.settings, "other settings: \(Self.list(other.settings))")
    compare(\.variations, "other variations: \(Self.list(other.variations))")
    compare(\.latinHypercube, other.latinHypercube.map { "a Latin hypercube of \($0) points" } ?? "a grid")
    compare(\.replications, "replications: \(other.replications)")
    compare(\.seed, "seed \(other.seed)")
    compare(\.durationNanoseconds, "another duration")
    compare(\.scale, "scale \(other.scale)")
    return found.isEmpty ? ["another order or number of points"] : found
  }

  private static func list(_ texts: [String]) -> String {
    texts.isEmpty ? "none" : texts.joined(separator: " ")
  }
}
