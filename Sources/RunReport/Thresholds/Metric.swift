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
  /// Ratio: attempts for each job that was attempted at all.
  case attemptsPerJob = "attempts_per_job"
  /// Time spent at a degradation level or above.
  case timeAtLevel = "time_at_level"

  /// What a value of the metric is, which decides the aggregates and units that fit it.
  public enum Kind: String, Hashable, Sendable {
    case duration, counter, share, ratePerSecond, money, gauge, ratio, time
  }

  /// What a value of this metric is.
  public var kind: Kind {
    switch self {
    case .queueWait, .timeToFirstToken, .providerTimeToFirstToken, .timePerOutputToken, .endToEnd: .duration
    case .requests: .counter
    case .failed, .limited: .share
    case .goodput: .ratePerSecond
    case .cost: .money
    case .waiting: .gauge
    case .attemptsPerJob: .ratio
    case .timeAtLevel: .time
    }
  }
}

/// A metric, and which part of the run it is taken over. A tag left out means all.
public struct MetricSelector: Hashable, Sendable {
  /// What is measured.
  public var metric: Metric
  /// Of requests by this role only.
  public var role: Role?
  /// Of requests that ended so only.
  public var outcome: Outcome?
  /// At this degradation level only.
  public var level: DegradationLevel?
  /// Of this service's bill only.
  public var service: BilledService?
  /// A window of the scenario; the whole run after the warm-up where absent.
  public var window: String?

  /// A metric over the part of the run that the tags select.
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
