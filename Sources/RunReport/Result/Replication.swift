// How often a run was repeated with other seeds, and how sure that makes its numbers: the head of a replicated report.
// The intervals themselves stand beside the numbers that they belong to.

extension RunReport {
  /// A number over replications: its mean with Student's t interval.
  public struct Interval: Hashable, Sendable, Codable {
    /// Mean of the replications' values; +∞ where one of them is.
    public var mean: Double
    /// Half the width of the interval, in the number's own unit; +∞ where there is none: with one replication that has
    /// the number, or where the mean is infinite.
    public var halfWidth: Double
    /// Replications that have the number: a percentile of nothing is no number.
    public var replications: Int
    /// Of these, the ones in which it was infinite.
    public var infinite: Int

    /// An interval from its parts.
    public init(mean: Double, halfWidth: Double, replications: Int, infinite: Int = 0) {
      self.mean = mean
      self.halfWidth = halfWidth
      self.replications = replications
      self.infinite = infinite
    }

    /// Lower end; -∞ without an interval.
    public var lower: Double { halfWidth.isFinite ? mean - halfWidth : -.infinity }
    /// Upper end; +∞ without an interval.
    public var upper: Double { halfWidth.isFinite ? mean + halfWidth : .infinity }
  }

  /// What makes a report one of several runs.
  public struct Replication: Hashable, Sendable {
    /// Replications that the numbers are means over: all that were finished.
    public var count: Int
    /// Replications that were asked for; with a precision, the most that were allowed.
    public var asked: Int
    /// The seed of each, in the order of their numbers: `run --seed` repeats one of them.
    public var seeds: [UInt64]
    /// Probability that an interval covers the mean over all seeds.
    public var level: Double
    /// How the warm-up was found; absent where the scenario states it or has none.
    public var warmUp: WarmUpSearch?
    /// The precision that was asked for and what became of it; absent where a number of replications was asked for.
    public var precision: Precision?
    /// The interval of each number of the report, and of each number that is computed from several of them.
    public var intervals: Intervals

    /// The facts of a replicated run.
    public init(
      count: Int, asked: Int, seeds: [UInt64], level: Double = 0.95, warmUp: WarmUpSearch? = nil,
      precision: Precision? = nil, intervals: Intervals = Intervals()
    ) {
      self.count = count
      self.asked = asked
      self.seeds = seeds
      self.level = level
      self.warmUp = warmUp
      self.precision = precision
      self.intervals = intervals
    }
  }

  /// How the beginning of a steady state was found: MSER-5 on series averaged over pilot replications.
  public struct WarmUpSearch: Hashable, Sendable, Codable {
    /// Replications that were run to find it, with seeds of their own.
    public var pilots: Int
    /// Length of an interval of the series.
    public var intervalNanoseconds: Int64
    /// Where each series settles, since the start of the run.
    public var cuts: [Cut]
    /// The least that is cut, whatever the series say: a tenth of the run.
    public var leastNanoseconds: Int64

    /// Where one series settles.
    public struct Cut: Hashable, Sendable, Codable {
      /// What the series holds.
      public var series: String
      /// Since the start of the run.
      public var atNanoseconds: Int64

      /// `series` settles at `atNanoseconds`.
      public init(series: String, atNanoseconds: Int64) {
        self.series = series
        self.atNanoseconds = atNanoseconds
      }
    }

    /// A search that found `cuts`.
    public init(pilots: Int, intervalNanoseconds: Int64, cuts: [Cut], leastNanoseconds: Int64) {
      self.pilots = pilots
      self.intervalNanoseconds = intervalNanoseconds
      self.cuts = cuts
      self.leastNanoseconds = leastNanoseconds
    }
  }

  /// A precision that was asked for.
  public struct Precision: Hashable, Sendable, Codable {
    /// Half-width over mean that means should have; p95 and p99 twice that.
    public var target: Double
    /// True when every number that is held to it has it.
    public var isReached: Bool
    /// The numbers that have not.
    public var missed: [Miss]

    /// A number that is less precise than was asked for.
    public struct Miss: Hashable, Sendable, Codable {
      /// Which one: `queue_wait p95`.
      public var number: String
      /// Half-width over mean; +∞ where there is no interval.
      public var relativeHalfWidth: Double
      /// What was asked for.
      public var target: Double
      /// About how many replications it would take; absent where more of them would not help.
      public var needed: Int?

      /// A number that missed its target.
      public init(number: String, relativeHalfWidth: Double, target: Double, needed: Int?) {
        self.number = number
        self.relativeHalfWidth = relativeHalfWidth
        self.target = target
        self.needed = needed
      }
    }

    /// What became of a precision.
    public init(target: Double, missed: [Miss]) {
      self.target = target
      self.missed = missed
      isReached = missed.isEmpty
    }
  }
}

extension RunReport.Replication: Codable {
  private enum CodingKeys: String, CodingKey { case count, asked, seeds, level, warmUp, precision, derived }

  /// A number that is computed from several of the report, with its interval.
  private struct Derived: Codable {
    var name: String
    var mean: Double
    var halfWidth: Double
    var replications: Int
    var infinite: Int
  }

  /// Reads everything but the intervals that stand beside their numbers.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    count = try container.decode(Int.self, forKey: .count)
    asked = try container.decode(Int.self, forKey: .asked)
    seeds = try container.decode([UInt64].self, forKey: .seeds)
    level = try container.decode(Double.self, forKey: .level)
    warmUp = try container.decodeIfPresent(RunReport.WarmUpSearch.self, forKey: .warmUp)
    precision = try container.decodeIfPresent(RunReport.Precision.self, forKey: .precision)
    intervals = RunReport.Intervals()
    for derived in try container.decode([Derived].self, forKey: .derived) {
      intervals[derived: derived.name] = RunReport.Interval(
        mean: derived.mean, halfWidth: derived.halfWidth, replications: derived.replications,
        infinite: derived.infinite)
    }
  }

  /// Writes everything but the intervals that stand beside their numbers.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(count, forKey: .count)
    try container.encode(asked, forKey: .asked)
    try container.encode(seeds, forKey: .seeds)
    try container.encode(level, forKey: .level)
    try container.encodeIfPresent(warmUp, forKey: .warmUp)
    try container.encodeIfPresent(precision, forKey: .precision)
    let derived = intervals.derived.map { name, interval in
      Derived(
        name: name, mean: interval.mean, halfWidth: interval.halfWidth, replications: interval.replications,
        infinite: interval.infinite)
    }
    try container.encode(derived, forKey: .derived)
  }
}
