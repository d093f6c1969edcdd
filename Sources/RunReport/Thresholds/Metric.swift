// What a run measures, by the names that thresholds and reports use.

public import QueueModel

/// A measured quantity.
public enum Metric: String, CaseIterable, Hashable, Sendable, Codable {
  /// Duration: from admission to dispatch.
  case queueWait = "queue_wait"
  /// Duration: from the moment the person meant to send to the first token; contains `queueWait`.
  case timeToFirstToken = "ttft"
  /// Duration: from the call of the provider to its first token.
  case providerTimeToFirstToken = "provider_ttft"
  /// Duration: (end to end − time to first token) / (tokens − 1), per answer.
  case timePerOutputToken = "tpot"
  /// Duration: from the moment the person meant to send to the last token.
  case endToEnd = "e2e"
  /// Counter: requests sent; `rate` is per second of the stated duration.
  case requests
  /// Rate: share of the requests that were failures.
  case failed
  /// Rate: share of the requests that the limiter refused.
  case limited
  /// Rate per second: answers delivered whole, before their person gave up.
  case goodput
  /// Money: US dollars.
  case cost
  /// Gauge: jobs admitted and not dispatched.
  case waiting
  /// Time spent at a degradation level or above.
  case timeAtLevel = "time_at_level"

  /// What a value of the metric is, which decides the aggregates and units that fit it.
  public enum Kind: String, Hashable, Sendable {
    case duration, counter, share, ratePerSecond, money, gauge, time
  }

  public var kind: Kind {
    switch self {
    case .queueWait, .timeToFirstToken, .providerTimeToFirstToken, .timePerOutputToken, .endToEnd: .duration
    case .requests: .counter
    case .failed, .limited: .share
    case .goodput: .ratePerSecond
    case .cost: .money
    case .waiting: .gauge
    case .timeAtLevel: .time
    }
  }
}

/// A metric, and which part of the run it is taken over. A tag left out means all.
public struct MetricSelector: Hashable, Sendable {
  public var metric: Metric
  public var role: Role?
  public var outcome: Outcome?
  public var level: DegradationLevel?
  public var service: BilledService?
  /// A window of the scenario; the whole run after the warm-up where absent.
  public var window: String?

  public init(
    _ metric: Metric, role: Role? = nil, outcome: Outcome? = nil, level: DegradationLevel? = nil,
    service: BilledService? = nil, window: String? = nil
  ) {
    self.metric = metric
    self.role = role
    self.outcome = outcome
    self.level = level
    self.service = service
    self.window = window
  }
}

/// How samples become one number.
public enum Aggregate: Hashable, Sendable {
  case average, minimum, median, maximum
  /// Between 0 and 100.
  case percentile(Double)
  case count, rate
  /// The number itself: of a gauge its last value, of money and time their sum.
  case value
}

/// The relation that must hold between the observed value and the limit.
public enum Comparison: String, CaseIterable, Hashable, Sendable, Codable {
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case equal = "=="
  case notEqual = "!="
}

/// One line of a scenario's thresholds: `'queue_wait{role:student}': ['p(95)<2s']`.
public struct Threshold: Hashable, Sendable {
  public var selector: MetricSelector
  public var aggregate: Aggregate
  public var comparison: Comparison
  /// In the metric's own unit: seconds, a count, a share between 0 and 1, a rate per second, US dollars.
  public var limit: Double
  /// The selector as the scenario spells it.
  public var selectorText: String
  /// The expression as the scenario spells it.
  public var expressionText: String
  /// Line of the scenario file, from 1; 0 where the threshold does not come from a file.
  public var line: Int
  /// True when a breach ends the run.
  public var abortOnFail: Bool
  /// Time from the start before which a breach does not end the run.
  public var delayAbortEvaluation: Duration

  public init(
    selector: MetricSelector, aggregate: Aggregate, comparison: Comparison, limit: Double,
    selectorText: String, expressionText: String, line: Int = 0, abortOnFail: Bool = false,
    delayAbortEvaluation: Duration = .zero
  ) {
    self.selector = selector
    self.aggregate = aggregate
    self.comparison = comparison
    self.limit = limit
    self.selectorText = selectorText
    self.expressionText = expressionText
    self.line = line
    self.abortOnFail = abortOnFail
    self.delayAbortEvaluation = delayAbortEvaluation
  }
}
