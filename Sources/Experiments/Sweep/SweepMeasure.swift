// The numbers that every row of a sweep's table has, whatever the scenario's thresholds are.

internal import QueueModel
public import RunReport

/// A key result of a run. The raw value is the column's name and ends in the unit.
public enum SweepMeasure: String, CaseIterable, Hashable, Sendable {
  /// Requests sent.
  case requestsSent = "requests_sent"
  /// Answers delivered whole, in time or not.
  case delivered = "delivered"
  /// Good answers per second of the stated duration.
  case goodput = "goodput_per_s"
  /// Requests that ended in failure, over requests sent.
  case failedShare = "failed_share"
  /// From admission to dispatch, of completed requests: mean.
  case queueWaitAverage = "queue_wait_avg_s"
  /// The same: 95th percentile.
  case queueWaitP95 = "queue_wait_p95_s"
  /// The same: 99th percentile.
  case queueWaitP99 = "queue_wait_p99_s"
  /// From the moment a person meant to send to the first token: median.
  case timeToFirstTokenP50 = "ttft_p50_s"
  /// The same: 95th percentile.
  case timeToFirstTokenP95 = "ttft_p95_s"
  /// The same: 99th percentile.
  case timeToFirstTokenP99 = "ttft_p99_s"
  /// The bill of the run.
  case cost = "cost_usd"
  /// The bill over the delivered answers, times 1,000.
  case costPerThousandAnswers = "cost_per_1000_answers_usd"
  /// Most jobs that waited at one moment.
  case deepestQueue = "deepest_queue_jobs"
  /// Slots in use over slots, mean over the stated duration; of deliveries where a service carries the jobs.
  case slotUse = "slot_use_share"

  /// What a value is, which says how to print it.
  var kind: Metric.Kind {
    switch self {
    case .requestsSent, .delivered, .deepestQueue: .counter
    case .goodput: .ratePerSecond
    case .failedShare, .slotUse: .share
    case .queueWaitAverage, .queueWaitP95, .queueWaitP99: .duration
    case .timeToFirstTokenP50, .timeToFirstTokenP95, .timeToFirstTokenP99: .duration
    case .cost, .costPerThousandAnswers: .money
    }
  }

  /// The value in `report`; nil where the run has none.
  public func value(in report: RunReport) -> Double? {
    let wait = Self.observed(.queueWait, in: report)
    let first = Self.observed(.timeToFirstToken, in: report)
    let value: Double? =
      switch self {
      case .requestsSent: Double(report.requests.sent)
      case .delivered: Double(report.goodput.delivered)
      case .goodput: report.goodput.perSecond
      case .failedShare: Self.failedShare(of: report.requests)
      case .queueWaitAverage: wait?.avg.seconds
      case .queueWaitP95: wait?.p95.seconds
      case .queueWaitP99: wait?.p99.seconds
      case .timeToFirstTokenP50: first?.med.seconds
      case .timeToFirstTokenP95: first?.p95.seconds
      case .timeToFirstTokenP99: first?.p99.seconds
      case .cost: Double(report.cost.totalNanoUSD) / 1e9
      case .costPerThousandAnswers: report.cost.perThousandAnswersNanoUSD.map { Double($0) / 1e9 }
      case .deepestQueue: Double(report.degradation.levels.map(\.deepestQueue).max() ?? 0)
      case .slotUse:
        report.bottleneck.resources.first { ["worker slots", "QStash deliveries"].contains($0.name) }?
          .averageUse
      }
    return value.flatMap { $0.isNaN ? nil : $0 }
  }

  private static func observed(_ metric: Metric, in report: RunReport) -> RunReport.LatencySummary? {
    let row = report.latency.first { $0.metric == metric && $0.role == nil && $0.outcome == nil }
    return row.flatMap { $0.observed.count > 0 ? $0.observed : nil }
  }

  private static func failedShare(of requests: RunReport.Requests) -> Double? {
    let failed = requests.rows.reduce(0) { $1.outcome.isFailure ? $0 + $1.count : $0 }
    return requests.sent > 0 ? Double(failed) / Double(requests.sent) : nil
  }
}
