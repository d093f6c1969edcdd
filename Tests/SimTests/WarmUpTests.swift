// What a warm-up leaves out, how long people think after an answer, and what those who give up had waited.

import QueueModel
import RunReport
import Scenario
import Testing

@testable import Sim

@Suite struct WarmUpTests {
  /// One server, where nothing but the wait for it takes time.
  private func oneServer() -> Scenario {
    var scenario = Scenario()
    scenario.duration = .seconds(4_000)
    scenario.arrivals.kind = .poisson(rate: 0.5)
    scenario.behaviour.patience = .constant(1e6)
    scenario.behaviour.cancelShare = 0
    scenario.behaviour.refreshShare = 0
    scenario.behaviour.dropShare = 0
    scenario.questions.catalogue = .unique
    scenario.system.rateLimit.algorithm = .off
    scenario.system.degradation.enabled = false
    scenario.system.workers.slots = .fixed(1)
    scenario.llm.concurrency = 1
    scenario.llm.service = .constant(1)
    return scenario
  }

  @Test func latencyAndUseBeginAfterTheWarmUp() async throws {
    var scenario = oneServer()
    // A line that stands at the beginning and is gone by the end of the warm-up.
    scenario.arrivals.kind = .curve([
      RatePoint(at: .zero, rate: 3), RatePoint(at: .seconds(100), rate: 3),
      RatePoint(at: .seconds(101), rate: 0.1),
      RatePoint(at: .seconds(4_000), rate: 0.1),
    ])
    let cold = await (try Simulation(scenario)).run()
    scenario.warmUp = .seconds(1_000)
    let warm = await (try Simulation(scenario)).run()
    func waits(_ report: RunReport) throws -> RunReport.LatencySummary {
      try #require(report.latency.first { $0.metric == .queueWait && $0.role == nil && $0.outcome == nil })
        .observed
    }
    #expect(cold.requests == warm.requests)
    #expect(try waits(cold).max.seconds > 50)
    #expect(try waits(warm).max.seconds < 10)
    let after = try waits(warm).count
    #expect(after < (try waits(cold).count) && after > 200)
    let use = { (report: RunReport) in
      report.bottleneck.resources.first { $0.name == "worker slots" }?.averageUse
    }
    #expect(abs(try #require(use(warm)) - 0.1) < 0.03, "one second each at 0.1 arrivals a second")
    #expect(try #require(use(cold)) > 0.13)
  }

  @Test func peopleThinkAfterTheAnswer() async throws {
    var scenario = oneServer()
    scenario.arrivals.kind = .closed
    scenario.population.people = 1
    scenario.behaviour.gap = .constant(4)
    // From send to send four seconds, of which one is the answer.
    let gaps = await (try Simulation(scenario)).run()
    #expect(gaps.requests.sent == 1_000)
    scenario.behaviour.think = .constant(4)
    let thinks = await (try Simulation(scenario)).run()
    #expect(thinks.requests.sent == 800)
  }

  @Test func whoGivesUpHasWaitedItsPatience() async throws {
    var scenario = oneServer()
    scenario.arrivals.kind = .poisson(rate: 2)
    scenario.behaviour.patience = .constant(3)
    scenario.behaviour.resendShare = 0
    scenario.behaviour.closeTabShare = 0
    scenario.llm.service = nil
    scenario.llm.firstToken = .constant(0)
    scenario.llm.tokenInterval = .constant(1)
    scenario.questions.answerTokens = .constant(2.5)
    let report = await (try Simulation(scenario)).run()
    let waits = report.latency.filter { $0.metric == .queueWait && $0.role == nil }
    let gaveUp = try #require(waits.first { $0.outcome == .abandoned }).observed
    #expect(gaveUp.count == report.requests.count(of: .abandoned))
    #expect(gaveUp.min.seconds == 3 && gaveUp.max.seconds == 3)
    let all = try #require(waits.first { $0.outcome == nil }).observed
    let completed = try #require(waits.first { $0.outcome == .completed }).observed
    #expect(all == completed, "who gave up was never dispatched")
  }
}
