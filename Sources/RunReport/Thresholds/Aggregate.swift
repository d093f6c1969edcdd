// How the samples of a metric become the one number that a threshold judges, and which ways fit which metric.

/// How samples become one number.
public enum Aggregate: Hashable, Sendable {
  /// `avg`: the mean; of a gauge the mean over time.
  case average
  /// `min`: the least value.
  case minimum
  /// `med`: the median, the same as `p(50)`.
  case median
  /// `max`: the greatest value.
  case maximum
  /// `p(N)`: the value that N per cent of the samples do not exceed; between 0 and 100.
  case percentile(Double)
  /// `count`: how many there were.
  case count
  /// `rate`: of a share the share itself, between 0 and 1; of a counter the number per second.
  case rate
  /// `value`: the number itself. Of a gauge its last value, of money and time their sum, of goodput its mean
  /// per second.
  case value

  /// The aggregate as a threshold spells it: `avg`, `p(99.9)`.
  public var name: String {
    switch self {
    case .average: "avg"
    case .minimum: "min"
    case .median: "med"
    case .maximum: "max"
    case .percentile(let percent):
      percent == percent.rounded() ? "p(\(Int(percent)))" : "p(\(percent))"
    case .count: "count"
    case .rate: "rate"
    case .value: "value"
    }
  }

  /// The aggregates without a number, by name.
  static let named: [Aggregate] = [.average, .minimum, .median, .maximum, .count, .rate, .value]
}

extension Metric.Kind {
  /// The names of the aggregates that fit, `p(N)` among them.
  public var aggregateNames: [String] {
    switch self {
    case .duration: ["avg", "min", "med", "max", "p(N)", "count"]
    case .counter: ["count", "rate"]
    case .share: ["rate"]
    case .ratePerSecond, .money, .ratio, .time: ["value"]
    case .gauge: ["avg", "min", "max", "value"]
    }
  }

  /// True when `aggregate` has a meaning for values of this kind.
  public func accepts(_ aggregate: Aggregate) -> Bool {
    if case .percentile = aggregate { return self == .duration }
    return aggregateNames.contains(aggregate.name)
  }
}

extension Metric {
  /// The names of the tags that this metric is recorded by.
  public var tagNames: [String] {
    switch self {
    case .queueWait, .timeToFirstToken, .providerTimeToFirstToken, .timePerOutputToken, .endToEnd, .requests:
      ["role", "outcome", "level", "window"]
    case .failed: ["role", "level", "window"]
    case .limited, .goodput: ["role", "window"]
    case .cost: ["service", "window"]
    case .waiting, .attemptsPerJob: ["window"]
    case .timeAtLevel: ["level", "window"]
    }
  }
}
