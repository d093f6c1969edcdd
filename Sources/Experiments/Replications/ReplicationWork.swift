// What has come of replications so far, and the report that it becomes: of all of them, of the only one that was finished,
// of the first as far as it came, or of one that broke an invariant.

internal import RunReport
internal import Scenario

/// What a replication hands on.
struct FinishedReplication: Sendable {
  var report: RunReport
  var numbers: [PlacedNumber]
}

/// What has come of the replications so far.
struct ReplicationWork {
  private(set) var tally = ReplicationTally()
  private var combined = CombinedReport()
  private var seeds: [UInt64] = []
  private var events = 0
  private var simulatedNanoseconds: Int64 = 0
  /// The report of the first replication where it was not finished, and that of the first that was.
  private var unfinished: RunReport?
  private var single: RunReport?
  /// That of the first that broke an invariant.
  private var broken: RunReport?

  /// Adds the work of pilots.
  mutating func add(_ pilots: SteadyState.Found) {
    events += pilots.events
    simulatedNanoseconds += pilots.simulatedNanoseconds
  }

  /// Runs replications and adds those that are finished.
  mutating func add(
    _ numbers: Range<Int>, of scenario: Scenario, _ pool: WorkPool, _ control: RunControl
  ) async throws {
    control.begin(planned: numbers.upperBound, finished: numbers.lowerBound)
    let seeds = ReplicationSeeds(scenario.seed)
    var work = self
    try await pool.inOrder(
      numbers,
      { number -> FinishedReplication? in
        // The first is always begun, so that there is a report.
        guard number == 0 || !control.isStopRequested else { return nil }
        let report = try await ScenarioRun(scenario.with(seed: seeds.replication(number)))
          .report(control, number: number)
        return FinishedReplication(
          report: report, numbers: report.run.isPartial ? [] : try report.placedNumbers())
      },
      take: { number, finished in if let finished { try work.take(number, finished) } })
    self = work
  }

  /// Takes what replication `number` hands on; in their order.
  mutating func take(_ number: Int, _ finished: FinishedReplication) throws {
    let report = finished.report
    events += report.totalEvents
    simulatedNanoseconds += report.run.endNanoseconds
    guard report.invariantsHold else {
      if broken == nil { broken = report }
      return
    }
    guard !report.run.isPartial else {
      if number == 0 { unfinished = report }
      return
    }
    if tally.count == 0 { single = report }
    tally.add(finished.numbers)
    try combined.add(report, finished.numbers)
    seeds.append(report.run.seed)
  }

  /// The report of all that is finished.
  func result(
    of scenario: Scenario, asked: Int, isPartial: Bool, _ warmUp: RunReport.WarmUpSearch?,
    _ precision: RunReport.Precision?
  ) throws -> Replications.Result {
    var report: RunReport
    if let broken {
      report = broken
    } else if tally.count > 1 {
      report = try combined.report(
        RunReport.Replication(
          count: tally.count, asked: asked, seeds: seeds, level: ReplicationTally.level, warmUp: warmUp,
          precision: precision, intervals: tally.intervals()))
      for (index, threshold) in scenario.thresholds.enumerated() {
        let place = "thresholds/\(index)/observed"
        report.thresholds[index].judge(
          threshold.comparison, tally.interval(place),
          finite: tally.finiteEnds(place), count: tally.count)
      }
    } else if let single {
      report = single
    } else if let unfinished {
      report = unfinished
    } else {
      preconditionFailure("no replication was begun")
    }
    if isPartial, broken == nil {
      report.run.isPartial = true
      report.run.partialReason = nil
      if tally.count < 2 {
        report.run.notes.append(
          "\(tally.count) of \(asked) replications were finished: there are no intervals.")
      }
    }
    report.settleVerdict()
    return Replications.Result(report: report, events: events, simulatedNanoseconds: simulatedNanoseconds)
  }
}
