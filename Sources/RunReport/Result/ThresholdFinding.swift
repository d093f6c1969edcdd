// What became of one threshold: data only; the language and its evaluation live in `Thresholds/`.

extension RunReport {
  /// A threshold, what was observed, and whether it held.
  ///
  /// Values are in the metric's own unit: seconds for durations and for time at a level, a share between 0 and
  /// 1, a count, a rate per second, US dollars.
  public struct ThresholdFinding: Hashable, Sendable, Codable {
    /// The selector as the scenario spells it: `queue_wait{role:student}`.
    public var selector: String
    /// The condition as the scenario spells it: `p(95)<2s`.
    public var condition: String
    /// Line of the scenario, from 1; 0 when the threshold does not come from a file.
    public var line: Int
    /// What a value of the metric is, which says how to print the values below.
    public var kind: Metric.Kind
    /// The value that must not be crossed.
    public var limit: Double
    /// The value over the whole run or the named window; absent without samples.
    public var observed: Double?
    /// Values that `observed` was made from.
    public var samples: Int
    /// True when the condition held. Without samples it does not.
    public var passed: Bool
    /// True when the interval over replications holds values on both sides of the limit; absent otherwise.
    public var isInconclusive: Bool?
    /// The 60 seconds in which the value was farthest on the wrong side; absent where none makes sense.
    public var worst: WorstWindow?
    /// Why the condition does not hold where the numbers alone do not say it, such as "no samples".
    public var reason: String?
    /// True when this breach ended the run.
    public var endedRun: Bool

    /// The finding on one threshold.
    public init(
      selector: String, condition: String, line: Int = 0, kind: Metric.Kind, limit: Double, observed: Double?,
      samples: Int, passed: Bool, worst: WorstWindow? = nil, reason: String? = nil, endedRun: Bool = false
    ) {
      self.selector = selector
      self.condition = condition
      self.line = line
      self.kind = kind
      self.limit = limit
      self.observed = observed
      self.samples = samples
      self.passed = passed
      self.worst = worst
      self.reason = reason
      self.endedRun = endedRun
    }

    /// The finding on `threshold`, whose text, line, kind and limit it takes over.
    public init(
      _ threshold: Threshold, observed: Double?, samples: Int, passed: Bool, worst: WorstWindow? = nil,
      reason: String? = nil, endedRun: Bool = false
    ) {
      self.init(
        selector: threshold.selectorText, condition: threshold.expressionText, line: threshold.line,
        kind: threshold.observedKind, limit: threshold.limit, observed: observed, samples: samples,
        passed: passed, worst: worst, reason: reason, endedRun: endedRun)
    }
  }

  /// The stretch of the run in which a threshold's value was farthest on the wrong side.
  public struct WorstWindow: Hashable, Sendable, Codable {
    /// The value there, in the metric's own unit.
    public var value: Double
    /// Where the stretch begins, since the start of the run.
    public var startNanoseconds: Int64
    /// How long it is.
    public var lengthNanoseconds: Int64

    /// A stretch of `lengthNanoseconds`, 60 seconds unless told otherwise.
    public init(value: Double, startNanoseconds: Int64, lengthNanoseconds: Int64 = 60_000_000_000) {
      self.value = value
      self.startNanoseconds = startNanoseconds
      self.lengthNanoseconds = lengthNanoseconds
    }
  }
}

extension Metric.Kind: Codable {}

extension Threshold {
  /// What the observed value is: the metric's kind, unless the aggregate makes something else of it.
  public var observedKind: Metric.Kind {
    switch (selector.metric.kind, aggregate) {
    case (.counter, .rate): .ratePerSecond
    case (_, .count): .counter
    case (let kind, _): kind
    }
  }
}
