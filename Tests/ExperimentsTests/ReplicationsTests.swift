// Replications, run: the same bytes for any number of threads, the first the single run, more until it is precise, and
// what is finished when somebody stops them.

import RunReport
import Scenario
import Testing

@testable import Experiments

@Suite struct ReplicationsTests {
  @Test func theReportIsTheSameForAnyNumberOfThreads() async throws {
    let scenario = try SmallScenarios.fourServers(where: "queue_wait", is: "p(95)<2s")
    let alone = try await Replications(scenario, .count(7), threads: 1).run().report.canonicalJSON()
    for threads in [2, 5] {
      let bytes = try await Replications(scenario, .count(7), threads: threads).run().report.canonicalJSON()
      let isTheSame = bytes == alone
      #expect(isTheSame, "\(threads) threads give other bytes than one")
    }
  }

  /// Each number is the mean of the single runs with the listed seeds, computed here from their reports.
  @Test func everyNumberIsTheMeanOfTheSingleRuns() async throws {
    let scenario = SmallScenarios.fourServers(.seconds(200))
    let result = try await Replications(scenario, .count(4), threads: 2).run()
    let replication = try #require(result.report.replication)
    #expect(replication.seeds.first == scenario.seed && replication.count == 4)
    #expect(result.report.confidence == .replicated)
    var runs: [RunReport] = []
    for seed in replication.seeds {
      var single = scenario
      single.seed = seed
      runs.append(try await ScenarioRun(single).report(RunControl()))
    }
    #expect(result.events == runs.reduce(0) { $0 + $1.totalEvents })
    let all = try runs.map { try $0.placedNumbers() }
    var compared = 0
    for (place, interval) in replication.intervals.sorted {
      let values = all.compactMap { numbers in numbers.first { $0.place == place }?.value }
      guard values.count == 4 else { continue }
      compared += 1
      let mean = values.reduce(0, +) / 4
      #expect(abs(interval.mean - mean) <= 1e-12 * max(1, mean.magnitude), "\(place)")
      let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      let halfWidth = 3.182_446_305_284_263 * (squares / 3).squareRoot() / 2
      #expect(abs(interval.halfWidth - halfWidth) <= 1e-9 * max(1, mean.magnitude), "\(place)")
    }
    #expect(compared > 300)
  }

  @Test func theIntervalOfAKnownSystemHoldsItsValue() async throws {
    // Twice the half-width, which honest intervals of eight exceed once in three hundred seeds.
    let scenario = SmallScenarios.fourServers(.seconds(1_000))
    let result = try await Replications(scenario, .count(8), threads: 2).run()
    let busy = try #require(result.intervals["bottleneck/resources/worker slots/slots/averageUse"])
    #expect(abs(busy.mean - 0.75) < 2 * busy.halfWidth && busy.halfWidth < 0.05, "\(busy)")
    let wait = try #require(result.intervals["latency/queue_wait/observed/avg"])
    #expect(abs(wait.mean - 0.5094e9) < 2 * wait.halfWidth && wait.halfWidth < 0.3e9, "\(wait)")
  }

  // MARK: Precision

  @Test func thePrecisionIsReachedAndNoEarlier() async throws {
    let scenario = SmallScenarios.fourServers()
    let result = try await Replications(scenario, .precision(0.12, maximum: 100), threads: 2).run()
    let replication = try #require(result.report.replication)
    let precision = try #require(replication.precision)
    #expect(precision.isReached && precision.missed.isEmpty && replication.count > 10)
    for (place, target) in [
      ("latency/queue_wait/observed/avg", 0.12), ("latency/queue_wait/observed/p95", 0.24),
      ("latency/queue_wait/observed/p99", 0.24), ("goodput/perSecond", 0.12),
    ] {
      let interval = try #require(result.intervals[place])
      #expect(interval.halfWidth <= target * interval.mean, "\(place)")
    }
    // Ten were not enough: otherwise the test would show nothing.
    let ten = try await Replications(scenario, .precision(0.12, maximum: 10), threads: 2).run()
    #expect(ten.report.replication?.precision?.isReached == false)
  }

  @Test func whereTheBudgetEndsFirstItSaysWhatIsMissing() async throws {
    let scenario = SmallScenarios.fourServers(.seconds(100))
    let report = try await Replications(scenario, .precision(0.01, maximum: 12), threads: 2).run().report
    let replication = try #require(report.replication)
    #expect(replication.count == 12 && !report.run.isPartial)
    let precision = try #require(replication.precision)
    #expect(!precision.isReached)
    let miss = try #require(precision.missed.first { $0.number == "queue_wait avg" })
    #expect(miss.relativeHalfWidth > 0.01 && miss.target == 0.01)
    #expect(try #require(miss.needed) > 12)
  }

  // MARK: Thresholds

  @Test func aThresholdPassesFailsOrIsInconclusive() async throws {
    for (limit, verdict) in [("10s", RunReport.Verdict.passed), ("500ms", .inconclusive), ("1ms", .breached)]
    {
      let scenario = try SmallScenarios.fourServers(where: "queue_wait", is: "avg<\(limit)")
      let report = try await Replications(scenario, .count(5), threads: 2).run().report
      #expect(report.verdict == verdict, "\(limit): \(report.thresholds)")
    }
  }

  @Test func aBreachInOneReplicationEndsNone() async throws {
    var scenario = try SmallScenarios.fourServers(where: "queue_wait", is: "max<1ms")
    scenario.thresholds[0].abortOnFail = true
    let report = try await Replications(scenario, .count(3), threads: 2).run().report
    #expect(report.verdict == .breached && !report.run.isPartial)
    #expect(report.run.endNanoseconds >= 200_000_000_000)
  }

  // MARK: Stopping

  @Test func whatIsFinishedWhenItIsStoppedIsKept() async throws {
    let scenario = SmallScenarios.fourServers()
    let control = RunControl()
    let replications = try Replications(scenario, .count(10_000), threads: 2)
    async let result = replications.run(control)
    while control.progress.finished < 4 { try await Task.sleep(for: .milliseconds(5)) }
    control.requestStop()
    let report = try await result.report
    let replication = try #require(report.replication)
    #expect(report.run.isPartial && report.verdict == .interrupted)
    #expect(replication.count >= 3 && replication.count < 10_000 && replication.asked == 10_000)
    #expect(replication.seeds.count == replication.count)
    // They are whole: their mean is that of as many replications that nobody stopped.
    if replication.seeds == (0..<replication.count).map(ReplicationSeeds(scenario.seed).replication) {
      let whole = try await Replications(scenario, .count(replication.count), threads: 2).run()
      #expect(whole.intervals == replication.intervals)
    }
  }

  @Test func stoppedBeforeAnyIsFinishedItIsTheFirstSoFar() async throws {
    let control = RunControl()
    control.requestStop()
    for rule in [WarmUpRule.stated(.zero), .auto] {
      var scenario = SmallScenarios.fourServers(.seconds(600))
      scenario.warmUpRule = rule
      let report = try await Replications(scenario, .count(10_000), threads: 2).run(control).report
      #expect(report.run.isPartial && report.replication == nil && report.confidence == .unreplicated)
      #expect(report.run.seed == scenario.seed && report.verdict == .interrupted)
      #expect(report.run.notes.contains("0 of 10000 replications were finished: there are no intervals."))
    }
  }
}

@Suite struct WorkPoolInOrderTests {
  @Test(arguments: [1, 2, 5]) func resultsComeInOrder(width: Int) async throws {
    var taken: [Int] = []
    try await WorkPool(width: width).inOrder(3..<40) { number in
      for _ in 0..<(number * 7) % 5 { await Task.yield() }
      return number * number
    } take: { number, square in
      #expect(square == number * number)
      taken.append(number)
    }
    #expect(taken == Array(3..<40))
  }

  @Test func anErrorEndsIt() async {
    struct Broken: Error {}
    await #expect(throws: Broken.self) {
      try await WorkPool(width: 2).inOrder(0..<10) {
        if $0 == 3 { throw Broken() }
      } take: { _, _ in
      }
    }
  }
}
