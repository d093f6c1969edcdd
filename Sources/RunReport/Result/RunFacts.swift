// What was run: the head of a report, enough to run the same again.

extension RunReport {
  /// Scenario, seed, overrides, and how far the run came.
  public struct RunFacts: Hashable, Sendable, Codable {
    /// Version of the program that ran it.
    public var programVersion: String
    /// Name of the scenario.
    public var scenario: String
    /// The scenario's own sentence about itself; empty when it has none.
    public var description: String
    /// Seed of every random stream.
    public var seed: UInt64
    /// First instant of the run, nanoseconds since the Unix epoch.
    public var startNanosecondsSinceEpoch: Int64
    /// Time during which questions are sent: the stated duration that rates are taken over.
    public var durationNanoseconds: Int64
    /// Longest time after `durationNanoseconds` that the run may go on until every answer is ended.
    public var drainNanoseconds: Int64
    /// Time at the beginning that thresholds do not judge.
    public var warmUpNanoseconds: Int64
    /// People in a closed population; with open arrivals, how many arrived.
    public var people: Int
    /// The system and its people were this many times those of the scenario.
    public var scale: Double
    /// Keys replaced on the command line, in the order given.
    public var overrides: [Override]
    /// Simulated time at which the run ended, since its start.
    public var endNanoseconds: Int64
    /// True when the run was stopped before its end; the numbers are of the time until then.
    public var isPartial: Bool
    /// Why the run was stopped before its end; absent when it was not.
    public var partialReason: String?
    /// What a reader should know before trusting a number, a sentence each.
    public var notes: [String]

    /// The facts of a run. Only the scenario, its seed and its duration have no default.
    public init(
      programVersion: String = PeakloadVersion.current, scenario: String, description: String = "",
      seed: UInt64,
      startNanosecondsSinceEpoch: Int64 = 0, durationNanoseconds: Int64, drainNanoseconds: Int64 = 0,
      warmUpNanoseconds: Int64 = 0, people: Int = 0, scale: Double = 1, overrides: [Override] = [],
      endNanoseconds: Int64 = 0, isPartial: Bool = false, partialReason: String? = nil, notes: [String] = []
    ) {
      self.programVersion = programVersion
      self.scenario = scenario
      self.description = description
      self.seed = seed
      self.startNanosecondsSinceEpoch = startNanosecondsSinceEpoch
      self.durationNanoseconds = durationNanoseconds
      self.drainNanoseconds = drainNanoseconds
      self.warmUpNanoseconds = warmUpNanoseconds
      self.people = people
      self.scale = scale
      self.overrides = overrides
      self.endNanoseconds = endNanoseconds
      self.isPartial = isPartial
      self.partialReason = partialReason
      self.notes = notes
    }
  }

  /// A key of the scenario that the command line replaced.
  public struct Override: Hashable, Sendable, Codable {
    /// The key's path, such as `llm.concurrency`.
    public var key: String
    /// The value as it was typed.
    public var value: String

    /// `key` replaced by `value`.
    public init(key: String, value: String) {
      self.key = key
      self.value = value
    }
  }
}

/// The version of this program, in one place: `--version` prints it and reports carry it.
public enum PeakloadVersion {
  /// Semantic version.
  public static let current = "0.1.0"
}
