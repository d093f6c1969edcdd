// What the actors counted becomes a report. Reads, never changes, and adds nothing that was not measured.

import QueueModel
import RunReport
import Scenario

/// Facts that the actors hand over at the end of a run.
struct RunTallies: Sendable {
  var people: PeopleCounts
  var limiter: LimiterCounts
  var queue: QueueTally
  var workers: WorkerCounts
  var calls: CallCounts
  var places: PlaceTally
  /// What the model's replicas did.
  var batch = BatchTally()
  var answers: AnswerCounts
  var platform: PlatformTally
  var ledger: CostLedger
  /// Requests that ended, by role and outcome.
  var outcomes: [Int]
  /// The same of those meant to be sent after the warm-up.
  var measuredOutcomes: [Int]
  /// Whole answers within the limits of a good one.
  var good: Int
  /// Only in runs with noisy people.
  var fairness: FairnessTally?
  var latency: LatencyTable
  var levels: LevelLedger
  var series: RunReport.TimeSeries
  var probes: [ThresholdReading]
  var sent: Int
  var ended: Int
  var tailDelivered: Int
  var tailOther: Int
  var tailUntil: Int64
  var endedAt: Int64
  /// The threshold whose breach ended the run.
  var endedBy: Threshold?
  var events: [RunReport.NamedCount]
  var audit: AuditFacts
}

/// How busy the workers' slots were, and what became of jobs.
struct QueueTally: Sendable {
  var jobs = JobCounters()
  var live = 0
  var slots = 0
  var busyNanoseconds: Int64 = 0
  var fullNanoseconds: Int64 = 0
  var peak = 0
  var retriesRefused = 0
  /// The sorted set of the original design, where a fault needs it.
  var sortedSet: SortedSet?
  /// Waiting jobs that a newer one of their person took the place of.
  var superseded = 0
  var transport = TransportCounts()
}

/// How busy the provider's places were.
struct PlaceTally: Sendable {
  var busyNanoseconds: Int64 = 0
  var peak = 0
  /// What was used of the account's limits.
  var quota = QuotaUse(limits: 0)
}

/// Makes the report of one run.
struct ReportBuilder {
  let plan: RunPlan
  let tallies: RunTallies

  /// The report, without verdict on interruption: the caller says why the run ended.
  func report(judges: Bool) -> RunReport {
    let scenario = plan.scenario
    var report = RunReport(
      run: RunReport.RunFacts(
        scenario: scenario.name, description: scenario.description, seed: scenario.seed,
        startNanosecondsSinceEpoch: plan.start.nanosecondsSinceEpoch, durationNanoseconds: plan.duration,
        drainNanoseconds: plan.deadline - plan.duration,
        warmUpNanoseconds: scenario.warmUp.wholeNanoseconds,
        people: scenario.arrivals.kind == .closed ? scenario.population.people : tallies.people.active,
        endNanoseconds: tallies.endedAt))
    report.thresholds = judges ? tallies.probes.map(finding) : []
    report.verdict =
      report.thresholds.isEmpty ? .notJudged : report.thresholds.allSatisfy(\.passed) ? .passed : .breached
    report.series = tallies.series
    report.latency = latency()
    report.requests = requests()
    report.degradation = degradation()
    report.goodput = goodput()
    report.cost = cost(delivered: report.goodput.delivered)
    report.bottleneck = bottleneck()
    report.limits = limits()
    report.tail = RunReport.Tail(
      delivered: tallies.tailDelivered, endedOtherwise: tallies.tailOther,
      lastEndNanoseconds: max(plan.duration, tallies.tailUntil), unfinished: tallies.sent - tallies.ended)
    fillCounts(&report)
    report.fairness = tallies.fairness.map(fairness)
    report.events = tallies.events
    report.design = design(delivered: report.goodput.delivered)
    report.invariants = tallies.audit.findings()
    return report
  }

  // MARK: Thresholds

  private func finding(_ reading: ThresholdReading) -> RunReport.ThresholdFinding {
    let evaluation = ThresholdEvaluation(reading.threshold, observed: reading.observed)
    return RunReport.ThresholdFinding(
      reading.threshold, observed: reading.observed, samples: reading.samples, passed: evaluation.passed,
      worst: reading.worst, reason: reading.observed == nil ? "no samples" : nil)
  }

  // MARK: Latency

  private func latency() -> [RunReport.LatencyRow] {
    LatencyTable.metrics.enumerated().flatMap { rows(of: $0.element, at: $0.offset) }
  }

  /// The rows of a metric: all roles, then each role, and of these all outcomes, then each outcome. Each histogram
  /// is gone through once; the rest are sums of bucket lists.
  private func rows(of metric: Metric, at place: Int) -> [RunReport.LatencyRow] {
    var ofAll = [LatencyDistribution?](repeating: nil, count: Outcome.places)
    var rows: [RunReport.LatencyRow] = []
    for role in Role.allCases {
      let ofRole = Outcome.allCases.map { tallies.latency.distribution(place, role, $0) }
      for outcome in Outcome.allCases { add(ofRole[outcome.place], to: &ofAll[outcome.place]) }
      rows += self.rows(of: metric, role, ofRole)
    }
    return self.rows(of: metric, nil, ofAll) + rows
  }

  /// The rows of a metric and a role, from what it took by outcome.
  private func rows(of metric: Metric, _ role: Role?, _ distributions: [LatencyDistribution?])
    -> [RunReport.LatencyRow]
  {
    var all: LatencyDistribution?
    // Who gave up was not dispatched: what they waited is a row of its own.
    for outcome in Outcome.allCases where outcome != .abandoned {
      add(distributions[outcome.place], to: &all)
    }
    var rows = all.map { [row(metric, role, nil, $0)] } ?? []
    for outcome in Outcome.allCases {
      if let distribution = distributions[outcome.place] {
        rows.append(row(metric, role, outcome, distribution))
      }
    }
    return rows
  }

  private func add(_ distribution: LatencyDistribution?, to sum: inout LatencyDistribution?) {
    guard let distribution else { return }
    if sum == nil { sum = distribution } else { sum?.merge(distribution) }
  }

  private func row(_ metric: Metric, _ role: Role?, _ outcome: Outcome?, _ distribution: LatencyDistribution)
    -> RunReport.LatencyRow
  {
    let failures = outcome == nil ? failures(of: role, metric) : 0
    return RunReport.LatencyRow(
      metric: metric, role: role, outcome: outcome, observed: summary(distribution, infinite: 0),
      observedWithFailures: summary(distribution, infinite: failures), histogram: histogram(distribution))
  }

  /// Failures of a role that a metric counts as infinite: those that could have had the duration.
  private func failures(of role: Role?, _ metric: Metric) -> Int {
    var sum = 0
    for outcome in Outcome.allCases where outcome.isFailure {
      for candidate in Role.allCases where role == nil || role == candidate {
        sum += tallies.measuredOutcomes[candidate.place * Outcome.places + outcome.place]
      }
    }
    return sum
  }

  func summary(_ distribution: LatencyDistribution, infinite: Int) -> RunReport.LatencySummary {
    guard distribution.count > 0 else { return .ofNone(butInfinite: infinite) }
    let values = distribution.percentiles([50, 90, 95, 99], infinite: infinite).map {
      $0.map { MeasuredDuration(nanoseconds: $0) } ?? .infinite
    }
    return RunReport.LatencySummary(
      count: distribution.count + infinite,
      avg: infinite > 0 ? .infinite : MeasuredDuration(nanoseconds: Int64(distribution.mean.rounded())),
      min: MeasuredDuration(nanoseconds: distribution.least), med: values[0],
      max: infinite > 0 ? .infinite : MeasuredDuration(nanoseconds: distribution.greatest),
      p90: values[1], p95: values[2], p99: values[3])
  }

  private func histogram(_ distribution: LatencyDistribution) -> RunReport.Histogram {
    var bounds: [Int64] = []
    var counts: [Int] = []
    for bucket in distribution.buckets {
      let microseconds = bucket.lower / 1000
      if bounds.last == microseconds {
        counts[counts.count - 1] += bucket.count
      } else {
        bounds.append(microseconds)
        counts.append(bucket.count)
      }
    }
    return RunReport.Histogram(lowerBoundsMicroseconds: bounds, counts: counts)
  }

  // MARK: Requests

  private func requests() -> RunReport.Requests {
    var rows: [RunReport.Requests.Row] = []
    for role in Role.allCases {
      for outcome in Outcome.allCases {
        let count = tallies.outcomes[role.place * Outcome.places + outcome.place]
        if count > 0 { rows.append(RunReport.Requests.Row(role: role, outcome: outcome, count: count)) }
      }
    }
    return RunReport.Requests(
      sent: tallies.sent, sentPerSecond: Double(tallies.sent) / seconds,
      unfinished: tallies.sent - tallies.ended,
      rows: rows)
  }

  /// The stated duration, or the time until the run was stopped.
  var seconds: Double { Double(max(1, min(plan.duration, tallies.endedAt))) / 1e9 }

  private func goodput() -> RunReport.Goodput {
    var delivered = 0
    for role in Role.allCases {
      for outcome in Outcome.allCases where outcome.isDelivered {
        delivered += tallies.outcomes[role.place * Outcome.places + outcome.place]
      }
    }
    return RunReport.Goodput(
      answers: tallies.good, perSecond: Double(tallies.good) / seconds,
      shareOfRequests: tallies.sent == 0 ? 0 : Double(tallies.good) / Double(tallies.sent),
      delivered: delivered)
  }

  private func degradation() -> RunReport.DegradationFacts {
    let met = max(1, tallies.levels.rows.reduce(0) { $0 + $1.requestsMet })
    return RunReport.DegradationFacts(
      isEnabled: plan.scenario.system.degradation.enabled,
      levels: DegradationLevel.allCases.map { level in
        let row = tallies.levels.rows[level.rawValue]
        return RunReport.LevelRow(
          level: level, timesEntered: row.timesEntered, firstEnteredNanoseconds: row.firstEntered,
          totalNanoseconds: row.total, requestsMet: row.requestsMet,
          shareOfRequests: Double(row.requestsMet) / Double(met), deepestQueue: row.deepest,
          oldestWaitNanoseconds: row.oldestWait)
      },
      changes: tallies.levels.changes.map {
        RunReport.LevelChange(atNanoseconds: $0.at, from: $0.from, to: $0.to, waiting: $0.waiting)
      })
  }

  // MARK: Bottleneck

  private func bottleneck() -> RunReport.Bottleneck {
    let span = Double(max(1, min(plan.duration, tallies.endedAt) - plan.warmUp))
    let places = plan.scenario.llm.concurrency + plan.fallbackPlaces
    let slots = tallies.queue.slots
    return RunReport.Bottleneck(
      resources: shortPlatforms() + [
        RunReport.ResourceUse(
          name: plan.transport.isService ? "QStash deliveries" : "worker slots", capacity: slots,
          unit: plan.transport.isService ? "at one time" : "slots",
          averageUse: Double(tallies.queue.busyNanoseconds) / span / Double(max(1, slots)),
          peakUse: Double(tallies.queue.peak) / Double(max(1, slots)),
          fullNanoseconds: tallies.queue.fullNanoseconds),
        RunReport.ResourceUse(
          name: "places at the language model", capacity: places, unit: "calls",
          averageUse: Double(tallies.places.busyNanoseconds) / span / Double(max(1, places)),
          peakUse: Double(tallies.places.peak) / Double(max(1, places)), refusals: tallies.calls.refused),
      ])
  }
}
