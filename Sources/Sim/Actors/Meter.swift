// The meter: what happened, counted. Nothing in the run depends on it.

import QueueModel
import RunReport
import Scenario

/// Collects everything a report is made from.
actor Meter: SimulationActor {
  nonisolated let kernel: SimulationKernel
  nonisolated let plan: RunPlan

  private let hotLatency: Hot<LatencyTable> = Hot(LatencyTable())
  var latency: LatencyTable {
    _read { yield hotLatency.value }
    _modify { yield &hotLatency.value }
  }
  private let hotOutcomes: Hot<[Int]> = Hot(
    [Int](repeating: 0, count: Role.allCases.count * Outcome.allCases.count))
  var outcomes: [Int] {
    _read { yield hotOutcomes.value }
    _modify { yield &hotOutcomes.value }
  }
  private let hotSent: Hot<Int> = Hot(0)
  var sent: Int {
    _read { yield hotSent.value }
    _modify { yield &hotSent.value }
  }
  private let hotEnded: Hot<Int> = Hot(0)
  var ended: Int {
    _read { yield hotEnded.value }
    _modify { yield &hotEnded.value }
  }
  var tailDelivered = 0
  var tailOther = 0
  var tailUntil: Int64 = -1
  private let hotLevels: Hot<LevelLedger> = Hot(LevelLedger())
  var levels: LevelLedger {
    _read { yield hotLevels.value }
    _modify { yield &hotLevels.value }
  }
  let eventCounts = GrowingRecords<Int>()
  /// The threshold whose breach ended the run.
  var endedBy: Threshold?
  var series = RunReport.TimeSeries()
  private let hotProbes: Hot<[ThresholdProbe]>
  var probes: [ThresholdProbe] {
    _read { yield hotProbes.value }
    _modify { yield &hotProbes.value }
  }
  private let hotInterval: Hot<Interval> = Hot(Interval())
  var interval: Interval {
    _read { yield hotInterval.value }
    _modify { yield &hotInterval.value }
  }
  /// The bill at the last tick.
  var billed: Bill
  /// The other actors; set when the run begins.
  var system: SimulatedSystem!

  /// What has happened since the last tick.
  struct Interval {
    var offered = 0
    var admitted = 0
    var limited = 0
    var finished = 0
    var cached = 0
    var failed = 0
    var good = 0
  }

  static let tickNanoseconds: Int64 = 10_000_000_000

  init(kernel: SimulationKernel, plan: RunPlan) {
    self.kernel = kernel
    self.plan = plan
    eventCounts.grow(toInclude: Happening.allCases.count - 1, with: 0)
    billed = plan.tariff.bill(CostLedger())
    let scenario = plan.scenario
    hotProbes = Hot(
      scenario.thresholds.map { threshold in
        let window = scenario.windows.first { $0.name == threshold.selector.window }
        return ThresholdProbe(
          threshold, from: (window?.from ?? scenario.warmUp).wholeNanoseconds,
          to: window?.to.wholeNanoseconds ?? plan.duration)
      })
  }

  // MARK: What the others tell

  /// An event of the run has been handled.
  @inline(__always) func eventHandled(_ happening: Happening) {
    eventCounts[Int(happening.rawValue)] += 1
  }

  /// A request was sent.
  func requestSent() {
    sent += 1
    interval.offered += 1
  }

  /// A request became a job; the line is now this deep.
  func admitted(depth: Int) {
    interval.admitted += 1
    levels.depth(depth)
  }

  /// A job left the line for a worker after this wait.
  func dispatched(after wait: Int64) {
    levels.wait(wait)
  }

  func levelChanged(_ change: LevelChange, waiting: Int) {
    levels.change(change, start: plan.start, waiting: waiting)
  }

  /// A request has ended.
  func requestEnded(_ end: RequestEnd) {
    ended += 1
    let role = end.role
    outcomes[role.place * Outcome.allCases.count + end.outcome.place] += 1
    levels.requestMet(end.level)
    count(end)
    for metric in 0..<LatencyTable.metrics.count {
      let duration = end.duration(LatencyTable.metrics[metric])
      if duration >= 0 { latency.record(duration, metric: metric, role: role, outcome: end.outcome) }
    }
    for index in probes.indices { probes[index].record(end) }
  }

  private func count(_ end: RequestEnd) {
    let isDelivered = end.outcome.isDelivered
    if isDelivered {
      interval.finished += 1
      interval.good += 1
    }
    if end.outcome == .cached { interval.cached += 1 }
    if end.outcome == .limited { interval.limited += 1 }
    if end.outcome.isFailure { interval.failed += 1 }
    let now = kernel.now
    guard now > plan.duration else { return }
    if isDelivered { tailDelivered += 1 } else { tailOther += 1 }
    tailUntil = now
  }

  /// Events by kind.
  func events() -> [RunReport.NamedCount] {
    Happening.allCases.filter { $0.happens(in: plan.detail) }.map {
      RunReport.NamedCount(name: $0.name, count: eventCounts[Int($0.rawValue)])
    }
  }

  /// Closes the books at the end of the run.
  func close(at time: Int64) {
    levels.end(at: time)
    for index in probes.indices { probes[index].roll(at: time) }
  }

  // MARK: Ticks

  /// Ten seconds have passed: another point of every series.
  func tick() {
    let now = kernel.now
    let waiting = send(to: system.queue) { $0.waiting() }
    let ledger = system.ledger()
    let bill = plan.tariff.bill(ledger)
    let spent = bill - billed
    billed = bill
    series.offered.append(interval.offered)
    series.admitted.append(interval.admitted)
    series.waiting.append(waiting)
    series.inFlight.append(send(to: system.model) { $0.underWay() })
    series.level.append(levels.level.rawValue)
    series.limited.append(interval.limited)
    series.finished.append(interval.finished)
    series.cached.append(interval.cached)
    series.failed.append(interval.failed)
    series.goodput.append(interval.good)
    series.costNanoUSD.append(Int(spent.total.nanoUSD))
    interval = Interval()
    for index in probes.indices {
      probes[index].record(
        waiting: waiting, spent: { service in (service.map { spent[$0] } ?? spent.total).nanoUSD }, at: now)
      probes[index].roll(at: now)
    }
    if let breached = breach(at: now) {
      endedBy = breached
      kernel.stop()
    }
  }

  /// The first threshold that ends the run when breached and is breached at `now`.
  func breach(at now: Int64) -> Threshold? {
    for probe in probes where probe.threshold.abortOnFail {
      guard now >= probe.from + probe.threshold.delayAbortEvaluation.wholeNanoseconds else { continue }
      guard let observed = observed(probe, until: now) else { continue }
      if !probe.threshold.comparison.holds(observed, probe.threshold.limit) { return probe.threshold }
    }
    return nil
  }

  /// The observed value of a threshold; nil without samples.
  func observed(_ probe: ThresholdProbe, until now: Int64) -> Double? {
    guard probe.threshold.selector.metric == .timeAtLevel else { return probe.observed(until: now) }
    let level = probe.threshold.selector.level ?? .hidden
    let end = min(probe.to == plan.duration ? plan.deadline : probe.to, now)
    return Double(levels.time(atOrAbove: level, from: probe.from, to: end)) / 1e9
  }
}
