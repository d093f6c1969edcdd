// Where a steady state begins: series that settle are cut where they do, others are refused.

import QueueModel
import RunReport
import Scenario
import Testing

@testable import Experiments

@Suite struct SteadyStateTests {
  /// Pilots whose series rise for `settling` intervals and then go up and down around a level.
  private func pilots(_ count: Int = 10, length: Int = 200, settling: Int, finishedSettling: Int = 0)
    -> [RunReport.TimeSeries]
  {
    (0..<count).map { pilot in
      func column(_ settling: Int) -> [Int] {
        (0..<length).map {
          $0 < settling ? 1_000 * $0 / max(1, settling) : 1_000 + ($0 % 2 == 0 ? 10 : -10) + pilot
        }
      }
      return RunReport.TimeSeries(
        waiting: column(settling), inFlight: [Int](repeating: 50, count: length),
        finished: column(finishedSettling))
    }
  }

  private let duration: Int64 = 2_000_000_000_000

  @Test func theLaterCutCounts() throws {
    let search = try SteadyState.search(in: pilots(settling: 60, finishedSettling: 40), duration: duration)
    #expect(search.cuts.map(\.series) == ["waiting and in flight", "finished"])
    #expect(
      search.cuts[0].atNanoseconds >= 550_000_000_000 && search.cuts[0].atNanoseconds <= 650_000_000_000)
    #expect(
      search.cuts[1].atNanoseconds >= 350_000_000_000 && search.cuts[1].atNanoseconds <= 450_000_000_000)
    #expect(search.warmUpNanoseconds == search.cuts[0].atNanoseconds)
    #expect(search.pilots == 10)
  }

  @Test func atLeastATenthIsCut() throws {
    let search = try SteadyState.search(in: pilots(settling: 0), duration: duration)
    #expect(search.warmUpNanoseconds == duration / 10 && search.leastNanoseconds == duration / 10)
  }

  @Test func whatHasNotSettledByHalfIsRefused() {
    #expect(throws: SteadyStateError.notSettled(series: "waiting and in flight")) {
      try SteadyState.search(in: pilots(settling: 199), duration: duration)
    }
    #expect(throws: SteadyStateError.notSettled(series: "finished")) {
      try SteadyState.search(in: pilots(settling: 0, finishedSettling: 199), duration: duration)
    }
  }

  /// What comes after the last question is no steady state.
  @Test func theTailIsNotLookedAt() throws {
    var series = pilots(settling: 20)
    for index in series.indices { series[index].waiting += [Int](repeating: 0, count: 100) }
    let search = try SteadyState.search(in: series, duration: duration)
    #expect(search.warmUpNanoseconds == duration / 10)
  }

  @Test func aShortRunIsRefusedBeforeItRuns() throws {
    var scenario = SmallScenarios.fourServers(.seconds(400))
    scenario.warmUpRule = .auto
    #expect(throws: SteadyStateError.runTooShort(values: 40)) {
      try Replications(scenario, .count(2), threads: 1)
    }
    scenario.warmUpRule = .stated(.seconds(10))
    _ = try Replications(scenario, .count(2), threads: 1)
  }

  // MARK: Runs

  @Test func onlyAutoCuts() async throws {
    var scenario = SmallScenarios.fourServers(.seconds(600))
    scenario.warmUpRule = .auto
    let report = try await Replications(scenario, .count(3), threads: 2).run().report
    let search = try #require(report.replication?.warmUp)
    #expect(report.run.warmUpNanoseconds == search.warmUpNanoseconds)
    #expect(report.run.warmUpNanoseconds >= 60_000_000_000)
    #expect(!report.run.notes.contains { $0.contains("a tenth of the run") })
    for rule in [WarmUpRule.stated(.zero), .stated(.seconds(70))] {
      scenario.warmUpRule = rule
      let stated = try await Replications(scenario, .count(2), threads: 2).run().report
      #expect(stated.replication?.warmUp == nil)
      #expect(WarmUpRule.stated(.nanoseconds(stated.run.warmUpNanoseconds)) == rule)
    }
  }

  @Test func aSingleRunTakesATenthAndSaysSo() async throws {
    var scenario = SmallScenarios.fourServers(.seconds(300))
    scenario.warmUpRule = .auto
    let report = try await ScenarioRun(scenario).report(RunControl())
    #expect(report.run.warmUpNanoseconds == 30_000_000_000)
    #expect(report.run.notes.contains { $0.contains("a tenth of the run") })
  }

  /// A line that grows without end has no steady state.
  @Test func anOverloadIsRefused() async throws {
    var scenario = SmallScenarios.fourServers(.seconds(600))
    scenario.arrivals.kind = .poisson(rate: 5)
    scenario.warmUpRule = .auto
    let replications = try Replications(scenario, .count(2), threads: 2)
    await #expect(throws: SteadyStateError.notSettled(series: "waiting and in flight")) {
      try await replications.run()
    }
  }
}
