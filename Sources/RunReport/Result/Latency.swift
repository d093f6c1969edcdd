// How long things took: one row for each metric, role and outcome, with the whole histogram behind it.

public import QueueModel

extension RunReport {
  /// How long one metric took, for one role and one outcome.
  public struct LatencyRow: Hashable, Sendable, Codable {
    /// One of the durations: `queue_wait`, `ttft`, `provider_ttft`, `tpot`, `e2e`.
    public var metric: Metric
    /// Whose requests; all roles where absent.
    public var role: Role?
    /// Requests that ended so; all that have a duration where absent.
    public var outcome: Outcome?
    /// What was observed.
    public var observed: LatencySummary
    /// The same with each failure (`Outcome.isFailure`) counted as +∞. For a row of one outcome that is not a
    /// failure it equals `observed`.
    public var observedWithFailures: LatencySummary
    /// What was observed, in full; failures are not in it.
    public var histogram: Histogram

    /// A row from its parts.
    public init(
      metric: Metric, role: Role? = nil, outcome: Outcome? = nil, observed: LatencySummary,
      observedWithFailures: LatencySummary, histogram: Histogram = Histogram()
    ) {
      self.metric = metric
      self.role = role
      self.outcome = outcome
      self.observed = observed
      self.observedWithFailures = observedWithFailures
      self.histogram = histogram
    }
  }

  /// The usual numbers about a set of durations; all zero when the set is empty.
  public struct LatencySummary: Hashable, Sendable, Codable {
    /// How many durations there were.
    public var count: Int
    /// Arithmetic mean, rounded to a nanosecond; infinite as soon as one duration is.
    public var avg: MeasuredDuration
    /// The shortest.
    public var min: MeasuredDuration
    /// The 50th percentile.
    public var med: MeasuredDuration
    /// The longest.
    public var max: MeasuredDuration
    /// The 90th percentile.
    public var p90: MeasuredDuration
    /// The 95th percentile.
    public var p95: MeasuredDuration
    /// The 99th percentile.
    public var p99: MeasuredDuration

    /// A summary from its numbers; without any, of an empty set.
    public init(
      count: Int = 0, avg: MeasuredDuration = .zero, min: MeasuredDuration = .zero,
      med: MeasuredDuration = .zero,
      max: MeasuredDuration = .zero, p90: MeasuredDuration = .zero, p95: MeasuredDuration = .zero,
      p99: MeasuredDuration = .zero
    ) {
      self.count = count
      self.avg = avg
      self.min = min
      self.med = med
      self.max = max
      self.p90 = p90
      self.p95 = p95
      self.p99 = p99
    }
  }

  /// A histogram without its empty buckets: `counts[i]` durations were at least `lowerBoundsMicroseconds[i]` and
  /// less than the next bucket's bound, as far as the recorder told them apart.
  public struct Histogram: Hashable, Sendable, Codable {
    /// Lower bounds of the buckets that hold something, ascending, in whole microseconds.
    public var lowerBoundsMicroseconds: [Int64]
    /// Durations in each of those buckets.
    public var counts: [Int]

    /// A histogram from its columns. Precondition: they are equally long.
    public init(lowerBoundsMicroseconds: [Int64] = [], counts: [Int] = []) {
      precondition(
        lowerBoundsMicroseconds.count == counts.count,
        "\(lowerBoundsMicroseconds.count) bounds for \(counts.count) counts")
      self.lowerBoundsMicroseconds = lowerBoundsMicroseconds
      self.counts = counts
    }
  }
}

extension RunReport.LatencySummary {
  /// The summary of nothing but `infinite` durations that never ended; all zero without any.
  public static func ofNone(butInfinite infinite: Int) -> RunReport.LatencySummary {
    let value: MeasuredDuration = infinite > 0 ? .infinite : .zero
    return RunReport.LatencySummary(
      count: infinite, avg: value, min: value, med: value, max: value, p90: value, p95: value, p99: value)
  }
}

extension RunReport.Histogram {
  /// Adds the durations of another histogram. Exact: as if all had been put into one.
  ///
  /// Precondition: the bounds of both ascend, as those of every report do.
  public mutating func merge(_ other: RunReport.Histogram) {
    guard !other.counts.isEmpty, !addInPlace(other) else { return }
    var bounds: [Int64] = []
    var sums: [Int] = []
    bounds.reserveCapacity(counts.count + other.counts.count)
    sums.reserveCapacity(counts.count + other.counts.count)
    var (own, others) = (0, 0)
    while own < counts.count || others < other.counts.count {
      let left = own < counts.count ? lowerBoundsMicroseconds[own] : .max
      let right = others < other.counts.count ? other.lowerBoundsMicroseconds[others] : .max
      bounds.append(min(left, right))
      sums.append((left <= right ? counts[own] : 0) + (right <= left ? other.counts[others] : 0))
      if left <= right { own += 1 }
      if right <= left { others += 1 }
    }
    self = RunReport.Histogram(lowerBoundsMicroseconds: bounds, counts: sums)
  }

  /// Adds the durations of a histogram all of whose buckets this one has, which is most of the time what a sum of many
  /// is given; false, and nothing added, when it lacks one.
  private mutating func addInPlace(_ other: RunReport.Histogram) -> Bool {
    var places: [Int] = []
    places.reserveCapacity(other.counts.count)
    var place = 0
    for bound in other.lowerBoundsMicroseconds {
      while place < counts.count, lowerBoundsMicroseconds[place] < bound { place += 1 }
      guard place < counts.count, lowerBoundsMicroseconds[place] == bound else { return false }
      places.append(place)
    }
    for (place, count) in zip(places, other.counts) { counts[place] += count }
    return true
  }
}
