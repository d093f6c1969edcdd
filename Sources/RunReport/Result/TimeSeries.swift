// The run over time, a column for each quantity, so that any chart of it can be drawn later.

extension RunReport {
  /// Equally long columns of integers; entry `i` belongs to the interval that begins at `i` times
  /// `intervalNanoseconds` and lasts that long. The last interval may be cut short by the end of the run.
  public struct TimeSeries: Hashable, Sendable, Codable {
    /// Length of an interval.
    public var intervalNanoseconds: Int64
    /// Requests sent in the interval.
    public var offered: [Int]
    /// Requests that became a job in the interval.
    public var admitted: [Int]
    /// Jobs waiting at the end of the interval.
    public var waiting: [Int]
    /// Calls of the language model under way at the end of the interval.
    public var inFlight: [Int]
    /// Degradation level at the end of the interval: 0 normal, 1 hidden, 2 simple, 3 busy.
    public var level: [Int]
    /// Requests that the limiter refused in the interval.
    public var limited: [Int]
    /// Answers delivered whole in the interval, by whatever way.
    public var finished: [Int]
    /// Requests that the cache answered in the interval.
    public var cached: [Int]
    /// Requests that ended as failures in the interval.
    public var failed: [Int]
    /// Answers delivered whole and in time in the interval.
    public var goodput: [Int]
    /// Money spent in the interval, billionths of a US dollar.
    public var costNanoUSD: [Int]

    /// A series from its columns, ten seconds an interval unless told otherwise.
    public init(
      intervalNanoseconds: Int64 = 10_000_000_000, offered: [Int] = [], admitted: [Int] = [],
      waiting: [Int] = [],
      inFlight: [Int] = [], level: [Int] = [], limited: [Int] = [], finished: [Int] = [], cached: [Int] = [],
      failed: [Int] = [], goodput: [Int] = [], costNanoUSD: [Int] = []
    ) {
      self.intervalNanoseconds = intervalNanoseconds
      self.offered = offered
      self.admitted = admitted
      self.waiting = waiting
      self.inFlight = inFlight
      self.level = level
      self.limited = limited
      self.finished = finished
      self.cached = cached
      self.failed = failed
      self.goodput = goodput
      self.costNanoUSD = costNanoUSD
    }
  }
}
