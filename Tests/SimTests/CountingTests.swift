// What a report counts, where it would be easy to count something else.

import QueueModel
import RunReport
import Scenario
import Testing

@testable import Sim

@Suite struct CountingTests {
  @Test func aPersonOfSeveralTabsAsksAsOne() async throws {
    var scenario = eventfulScenario()
    scenario.behaviour.hasty.share = 1
    scenario.behaviour.hasty.tabs = 3
    let report = await (try Simulation(scenario)).run()
    #expect(report.people.active == scenario.population.people)
  }

  @Test func aRunBeginsAtLevelNormal() async throws {
    var scenario = eventfulScenario()
    scenario.system.degradation.enabled = false
    let report = await (try Simulation(scenario)).run()
    let normal = try #require(report.degradation.levels.first(where: { $0.level == "normal" }))
    #expect(normal.timesEntered == 1 && normal.firstEnteredNanoseconds == 0)
  }

  @Test func useIsThatOfTheStatedDuration() async throws {
    var scenario = eventfulScenario()
    // A tail far longer than the run, all of it busy.
    scenario.duration = .seconds(30)
    scenario.llm.concurrency = 4
    scenario.system.degradation.enabled = false
    let report = await (try Simulation(scenario)).run()
    for resource in report.bottleneck.resources {
      #expect(resource.averageUse > 0.5 && resource.averageUse <= 1, "\(resource.name)")
    }
  }

  @Test func anAnswerBeyondItsLimitsIsDeliveredButNotGood() async throws {
    var scenario = eventfulScenario()
    let free = await (try Simulation(scenario)).run()
    #expect(free.goodput.answers == free.goodput.delivered)
    var limits = GoodputLimits()
    limits.ttft = .seconds(2)
    scenario.goodput = limits
    scenario.thresholds = [try ThresholdParser.threshold(selector: "goodput", expression: ">0/s")]
    let report = await (try Simulation(scenario)).run()
    #expect(report.goodput.delivered == free.goodput.delivered)
    #expect(report.goodput.answers < report.goodput.delivered)
    let row = try #require(
      report.latency.first { $0.metric == .timeToFirstToken && $0.role == nil && $0.outcome == nil })
    var within = 0
    for (bound, count) in zip(row.histogram.lowerBoundsMicroseconds, row.histogram.counts)
    where bound < 2_000_000 {
      within += count
    }
    // To the width of the bucket that the limit lies in.
    #expect(abs(within - report.goodput.answers) <= within / 100)
    #expect(report.series.goodput.reduce(0, +) <= report.goodput.answers)
    let observed = try #require(report.thresholds.first?.observed)
    let perSecond = Double(report.goodput.answers) / 600
    #expect(abs(observed - perSecond) < perSecond / 100)
  }

  @Test func whoWaitsForAnEmailDoesNotWaitInTheLine() async throws {
    var scenario = eventfulScenario()
    scenario.behaviour.emailShare = 1
    scenario.llm.concurrency = 6
    let report = await (try Simulation(scenario)).run()
    #expect(report.jobs.parked > 0)
    let longest = try #require(
      report.latency.first { $0.metric == .queueWait && $0.role == nil && $0.outcome == nil })
    let oldest = report.degradation.levels.map(\.oldestWaitNanoseconds).max() ?? 0
    // Those who gave up in the line are missing in the durations, and no parked time is in the levels.
    #expect(Double(oldest) / 1e9 < 10 * longest.observed.max.seconds)
  }

  @Test func aRetryThatTheBudgetRefusesIsCounted() async throws {
    var scenario = eventfulScenario()
    scenario.system.retries.budgetRatio = 0
    scenario.system.retries.budgetMinimumPerSecond = 0
    let report = await (try Simulation(scenario)).run()
    #expect(report.calls.retriesRefused > 0)
  }

  @Test func aSecondClickIsInTheWindowInWhichItComes() async throws {
    var scenario = eventfulScenario()
    scenario.behaviour.hasty.doubleClickShare = 1
    scenario.behaviour.hasty.share = 1
    scenario.windows = [Window(name: "late", from: .seconds(599), to: .seconds(600))]
    scenario.thresholds = [
      try ThresholdParser.threshold(
        selector: "requests{outcome:duplicate,window:late}", expression: "count>=0")
    ]
    let report = await (try Simulation(scenario)).run()
    let all = report.requests.count(of: .duplicate)
    let late = try #require(report.thresholds.first?.observed)
    #expect(all > 500 && late < Double(all) / 50)
  }
}
