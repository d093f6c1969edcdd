// The meter: what happened, counted. Nothing in the run depends on it.

import QueueModel
import RunReport
import Scenario

/// Collects everything a report is made from.
actor Meter: SimulationActor {
  nonisolated let kernel: SimulationKernel
  nonisolated let plan: RunPlan

  private let log: RequestLog
  /// Only in runs with noisy people.
  private let fairness: FairnessLedger?
  private let hotSent: Hot<Int> = Hot(0)
  var sent: Int {
    _read { yield hotSent.value }
    _modify { yield &hotSent.value }
  }
  /// Requests that have ended.
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
  private var thresholdProbes: [ThresholdProbe]
  /// What the thresholds found; known when the books are closed.
  private(set) var probes: [ThresholdReading] = []
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
  }

  /// Requests by outcome at the last tick.
  private var goodBefore = 0
  /// Events besides ticks until the last tick.
  private var eventsBefore = -1
  private var workBefore = (attempts: 0, jobs: 0)
  private var outcomesBefore = [Int](repeating: 0, count: Outcome.places)

  static let tickNanoseconds: Int64 = 10_000_000_000

  init(kernel: SimulationKernel, plan: RunPlan) {
    self.kernel = kernel
    self.plan = plan
    eventCounts.grow(toInclude: Happening.allCases.count - 1, with: 0)
    billed = plan.tariff.bill(CostLedger())
    let judged = plan.scenario.thresholds.map { threshold in
      let window = plan.scenario.windows.first { $0.name == threshold.selector.window }
      let stretch = Stretch(
        from: (window?.from ?? plan.scenario.warmUp).wholeNanoseconds,
        to: window?.to.wholeNanoseconds ?? plan.duration)
      return (threshold, stretch, SampleSelection(threshold.selector, stretch))
    }
    var selections: [SampleSelection] = []
    for case (_, _, let selection?) in judged where !selections.contains(selection) {
      selections.append(selection)
    }
    let log = RequestLog(stretches: judged.map(\.1), selections: selections, warmUp: plan.warmUp)
    thresholdProbes = judged.map { threshold, stretch, selection in
      ThresholdProbe(threshold, stretch, set: selection.flatMap { selections.firstIndex(of: $0) }, log: log)
    }
    self.log = log
    fairness = plan.measuresFairness ? FairnessLedger() : nil
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
    let isLate = plan.goodput.isMissed(by: end)
    log.record(end, isLate: isLate)
    if let fairness { fairness.record(end, isLate: isLate) }
    ended += 1
    let now = kernel.now
    guard now > plan.duration else { return }
    if end.outcome.isDelivered { tailDelivered += 1 } else { tailOther += 1 }
    tailUntil = now
  }

  /// Workers have made so many tokens for a job of this account.
  func served(_ account: UInt32, tokens: Int) { fairness?.served(account, tokens: tokens) }

  /// Who got what; nil in runs without noisy people.
  func fairness(_ accounts: [AccountFacts]) -> FairnessTally? { fairness?.tally(accounts) }

  /// Events by kind.
  func events() -> [RunReport.NamedCount] {
    Happening.allCases.filter {
      $0.happens(in: plan.detail) && !($0.isOccasional && eventCounts[Int($0.rawValue)] == 0)
    }.map {
      RunReport.NamedCount(name: $0.name, count: eventCounts[Int($0.rawValue)])
    }
  }

  /// Closes the books at the end of the run.
  func close(at time: Int64) {
    levels.end(at: time, requestsMet: log.counts(DegradationLevel.places) { $0.level.rawValue })
    roll(at: time)
    probes = thresholdProbes.map { reading($0, until: time) }
  }

  // MARK: Totals

  /// Requests that have ended, by outcome.
  var endedByOutcome: [Int] { log.counts(Outcome.places) { $0.outcome.place } }

  /// Requests that have ended, by role and outcome.
  var outcomes: [Int] {
    log.counts(Role.places * Outcome.places) { $0.role.place * Outcome.places + $0.outcome.place }
  }

  /// Requests of after the warm-up that have ended, by role and outcome.
  var measuredOutcomes: [Int] {
    log.measuredCounts(Role.places * Outcome.places) { $0.role.place * Outcome.places + $0.outcome.place }
  }

  /// Every duration after the warm-up; complete when the books are closed.
  var latency: LatencyTable { log.latency() }

  /// Whole answers within the limits of a good one.
  var good: Int { log.counts(1) { $0.isGood ? 0 : nil }[0] }

  // MARK: Ticks

  /// Ten seconds have passed: another point of every series.
  func tick() {
    let now = kernel.now
    let waiting = send(to: system.queue) { $0.waiting() }
    let isQuiet = noteEvents()
    let bill = isQuiet ? billed : plan.tariff.bill(system.ledger())
    let spent = bill - billed
    billed = bill
    series.offered.append(interval.offered)
    series.admitted.append(interval.admitted)
    series.waiting.append(waiting)
    series.inFlight.append(send(to: system.model) { $0.underWay() })
    series.level.append(levels.level.rawValue)
    appendOutcomes(isQuiet: isQuiet)
    series.costNanoUSD.append(Int(spent.total.nanoUSD))
    interval = Interval()
    let work = work()
    for index in thresholdProbes.indices {
      thresholdProbes[index].record(
        waiting: waiting, spent: { service in (service.map { spent[$0] } ?? spent.total).nanoUSD },
        attempts: work.attempts - workBefore.attempts, jobs: work.jobs - workBefore.jobs, at: now)
    }
    workBefore = work
    roll(at: now)
    if let breached = breach(at: now) {
      endedBy = breached
      kernel.stop()
    }
  }

  /// Attempts begun and jobs attempted for the first time, so far.
  private func work() -> (attempts: Int, jobs: Int) {
    send(to: system.queue) {
      ($0.rules.value.counters.dispatched, $0.rules.value.counters.firstAttempts)
    }
  }

  /// True when nothing has happened since the last tick: then nothing was used either, and no request has ended. Where
  /// readers poll, they do so without events.
  private func noteEvents() -> Bool {
    var events = -eventCounts[Int(Happening.tick.rawValue)]
    for kind in 0..<eventCounts.count { events += eventCounts[kind] }
    defer { eventsBefore = events }
    return events == eventsBefore && plan.switches.polling == nil
  }

  /// The points of those series that count how requests ended.
  private func appendOutcomes(isQuiet: Bool) {
    let outcomes = isQuiet ? outcomesBefore : endedByOutcome
    let good = isQuiet ? goodBefore : good
    var points = (limited: 0, delivered: 0, cached: 0, failed: 0)
    for outcome in Outcome.allCases {
      let count = outcomes[outcome.place] - outcomesBefore[outcome.place]
      if outcome == .limited { points.limited += count }
      if outcome == .cached { points.cached += count }
      if outcome.isDelivered { points.delivered += count }
      if outcome.isFailure { points.failed += count }
    }
    outcomesBefore = outcomes
    series.limited.append(points.limited)
    series.finished.append(points.delivered)
    series.cached.append(points.cached)
    series.failed.append(points.failed)
    series.goodput.append(good - goodBefore)
    goodBefore = good
  }

  // MARK: Thresholds

  /// Ends the minutes of thresholds that are over at `time`.
  private func roll(at time: Int64) {
    log.settle()
    for index in thresholdProbes.indices { thresholdProbes[index].roll(at: time, log) }
    for set in log.sets { set.roll(at: time) }
  }

  /// The first threshold that ends the run when breached and is breached at `now`.
  private func breach(at now: Int64) -> Threshold? {
    for probe in thresholdProbes where probe.threshold.abortOnFail {
      guard now >= probe.stretch.from + probe.threshold.delayAbortEvaluation.wholeNanoseconds else {
        continue
      }
      guard let observed = reading(probe, until: now).observed else { continue }
      if !probe.threshold.comparison.holds(observed, probe.threshold.limit) { return probe.threshold }
    }
    return nil
  }

  /// What a threshold has found until `now`.
  private func reading(_ probe: ThresholdProbe, until now: Int64) -> ThresholdReading {
    guard probe.threshold.selector.metric == .timeAtLevel else { return probe.reading(until: now, log) }
    let level = probe.threshold.selector.level ?? .hidden
    let end = min(probe.stretch.to == plan.duration ? plan.deadline : probe.stretch.to, now)
    return ThresholdReading(
      threshold: probe.threshold,
      observed: Double(levels.time(atOrAbove: level, from: probe.stretch.from, to: end)) / 1e9, samples: 1)
  }
}
