// How far the service was degraded, for how long, and who met it.

public import QueueModel

extension RunReport {
  /// Time at each level, and every change of level.
  public struct DegradationFacts: Hashable, Sendable, Codable {
    /// False when degradation was switched off.
    public var isEnabled: Bool
    /// One row for each level, from `normal` to `busy`.
    public var levels: [LevelRow]
    /// Every change of level, in the order of time.
    public var changes: [LevelChange]

    /// Facts from their parts.
    public init(isEnabled: Bool = true, levels: [LevelRow] = [], changes: [LevelChange] = []) {
      self.isEnabled = isEnabled
      self.levels = levels
      self.changes = changes
    }
  }

  /// What happened at one level.
  public struct LevelRow: Hashable, Sendable, Codable {
    /// `normal`, `hidden`, `simple` or `busy`.
    public var level: String
    /// How often the level was entered; `normal` counts the start of the run.
    public var timesEntered: Int
    /// When it was first entered, since the start of the run; absent when it never was.
    public var firstEnteredNanoseconds: Int64?
    /// Time at this level and no other.
    public var totalNanoseconds: Int64
    /// Requests that were sent while the service was at this level.
    public var requestsMet: Int
    /// `requestsMet` over all requests, between 0 and 1.
    public var shareOfRequests: Double
    /// Most jobs waiting at one moment at this level.
    public var deepestQueue: Int
    /// Longest time that a waiting job had waited, at any moment at this level.
    public var oldestWaitNanoseconds: Int64

    /// What happened at `level`.
    public init(
      level: DegradationLevel, timesEntered: Int = 0, firstEnteredNanoseconds: Int64? = nil,
      totalNanoseconds: Int64 = 0, requestsMet: Int = 0, shareOfRequests: Double = 0, deepestQueue: Int = 0,
      oldestWaitNanoseconds: Int64 = 0
    ) {
      self.level = level.name
      self.timesEntered = timesEntered
      self.firstEnteredNanoseconds = firstEnteredNanoseconds
      self.totalNanoseconds = totalNanoseconds
      self.requestsMet = requestsMet
      self.shareOfRequests = shareOfRequests
      self.deepestQueue = deepestQueue
      self.oldestWaitNanoseconds = oldestWaitNanoseconds
    }
  }

  /// A change from one level to another.
  public struct LevelChange: Hashable, Sendable, Codable {
    /// When, since the start of the run.
    public var atNanoseconds: Int64
    /// Name of the level that was left.
    public var from: String
    /// Name of the level that was entered.
    public var to: String
    /// Jobs waiting at that moment.
    public var waiting: Int

    /// A change at `atNanoseconds` with `waiting` jobs in the queue.
    public init(atNanoseconds: Int64, from: DegradationLevel, to: DegradationLevel, waiting: Int) {
      self.atNanoseconds = atNanoseconds
      self.from = from.name
      self.to = to.name
      self.waiting = waiting
    }
  }
}
