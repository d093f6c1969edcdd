// Jobs carried by a queue service and as durable steps, in whole runs.

import QueueModel
import RunReport
import Scenario
import Testing

@testable import Sim

@Suite struct TransportTests {
  /// 60 people, of whose calls and workers many fail.
  private func scenario(_ way: DeliveryWay, seed: UInt64) -> Scenario {
    var scenario = disturbedScenario(seed: seed)
    scenario.name = way.rawValue
    scenario.duration = .seconds(200)
    scenario.drain = .seconds(86_400)
    scenario.population.people = 60
    scenario.behaviour.emailShare = 0
    scenario.system.delivery = way
    scenario.system.qstash.parallelism = 12
    scenario.system.qstash.timeout = .seconds(90)
    scenario.system.qstash.duplicateShare = 0.2
    scenario.system.workers.hangShare = 0.03
    scenario.system.workers.pauseShare = 0.03
    return scenario
  }

  private func expectSound(_ report: RunReport, _ seed: UInt64) {
    for finding in report.invariants {
      #expect(finding.held, "seed \(seed): \(finding.name), \(finding.detail ?? "")")
    }
    #expect(report.jobs.refusedTransitions == 0, "seed \(seed)")
    #expect(report.requests.unfinished == 0, "seed \(seed)")
    #expect(report.jobs.live == 0, "seed \(seed)")
  }

  @Test(arguments: [DeliveryWay.qstash, .workflow], UInt64(1)...2)
  func everyInvariantHolds(way: DeliveryWay, seed: UInt64) async throws {
    let report = await (try Simulation(scenario(way, seed: seed))).run()
    expectSound(report, seed)
    let delivery = try #require(report.delivery)
    #expect(delivery.way == way.rawValue)
    #expect(delivery.published == report.jobs.admitted)
    #expect(delivery.duplicates > 0 && delivery.retries > 0, "seed \(seed)")
    // Every message by name.
    let parts =
      way == .qstash
      ? delivery.published + delivery.retries + delivery.callbacks + delivery.duplicates
        + delivery.deadLetters
      : delivery.published + 2 * (delivery.deliveries - delivery.retriesStarted(report))
        + delivery.retries + delivery.duplicates
        + (report.jobs.ended.first { $0.name == "completed" }?.count ?? 0)
    #expect(delivery.messages == parts, "seed \(seed)")
    let line = try #require(report.cost.lines.first { $0.service == .qstash })
    #expect(line.count == delivery.messages)
  }

  @Test(arguments: [DeliveryWay.qstash, .workflow])
  func eventByEventIsTheSameRun(way: DeliveryWay) async throws {
    try await compareBothWays(scenario(way, seed: 3))
  }

  /// One question, answered in 10 s.
  private func oneQuestion(_ way: DeliveryWay) -> Scenario {
    var scenario = Scenario()
    scenario.duration = .seconds(5)
    scenario.drain = .seconds(10_000)
    scenario.population.people = 1
    scenario.behaviour.gap = .constant(1000)
    scenario.behaviour.patience = .constant(10_000)
    scenario.behaviour.cancelShare = 0
    scenario.behaviour.refreshShare = 0
    scenario.behaviour.dropShare = 0
    scenario.questions.catalogue = .unique
    scenario.questions.answerTokens = .constant(100)
    scenario.llm.firstToken = .constant(0.1)
    scenario.llm.tokenInterval = .constant(0.1)
    scenario.system.delivery = way
    return scenario
  }

  private func messages(_ scenario: Scenario) async throws -> Int {
    let report = await (try Simulation(scenario)).run()
    expectSound(report, 1)
    #expect(report.requests.count(of: .completed) == 1)
    return report.cost.lines.first { $0.service == .qstash }?.count ?? -1
  }

  @Test func anAnswerTakesTheMessagesOfItsWay() async throws {
    #expect(try await messages(oneQuestion(.workers)) == 0)
    #expect(try await messages(oneQuestion(.qstash)) == 2)
    #expect(try await messages(oneQuestion(.workflow)) == 4)
    var twice = oneQuestion(.qstash)
    twice.system.qstash.duplicateShare = 1
    #expect(try await messages(twice) == 3)
  }

  @Test func aCopyThatComesAfterItsIdIsForgottenHasNoEffect() async throws {
    var scenario = oneQuestion(.qstash)
    scenario.duration = .seconds(25 * 3600)
    scenario.drain = .seconds(3600)
    scenario.behaviour.gap = .constant(86_400)
    scenario.system.qstash.duplicateShare = 1
    scenario.system.qstash.duplicateAfter = .constant(86_400)
    let report = await (try Simulation(scenario)).run()
    expectSound(report, 1)
    // The second question comes a day after the first.
    #expect(report.delivery?.deliveries == 2)
    #expect(report.delivery?.duplicates == 1)
    #expect(report.calls.begun == 2)
  }

  @Test func aWorkflowsAnswerComesWhole() async throws {
    func firstToken(_ way: DeliveryWay) async throws -> Double {
      let report = await (try Simulation(oneQuestion(way))).run()
      let row = report.latency.first { $0.metric == .timeToFirstToken && $0.role == nil && $0.outcome == nil }
      return try #require(row).observed.max.seconds
    }
    #expect(try await firstToken(.qstash) < 0.2)
    #expect(try await firstToken(.workflow) > 8)
  }

  @Test func deadLettersComeAfterHalfAnHour() async throws {
    var scenario = oneQuestion(.qstash)
    scenario.llm.errorBeforeShare = 1
    scenario.llm.errorAfter = .constant(1)
    let report = await (try Simulation(scenario)).run()
    expectSound(report, 1)
    #expect(report.delivery?.deadLetters == 1)
    #expect(report.delivery?.deliveries == 4)
    // 1 publication, 3 more deliveries, 4 callbacks, and the failure callback.
    #expect(report.delivery?.messages == 9)
    let end = Double(report.tail.lastEndNanoseconds) / 1e9
    #expect(end > 12.18 + 148.4 + 1808 + 4 && end < 1980)
  }

  @Test func aCrashIsSeenAtOnceAndAHangAfterTheTimeout() async throws {
    var scenario = oneQuestion(.qstash)
    scenario.system.qstash.retries = 0
    scenario.system.qstash.timeout = .seconds(300)
    scenario.system.workers.crashShare = 1
    let crashed = await (try Simulation(scenario)).run()
    expectSound(crashed, 1)
    #expect(Double(crashed.tail.lastEndNanoseconds) / 1e9 < 20)
    scenario.system.workers.crashShare = 0
    scenario.system.workers.hangShare = 1
    let hung = await (try Simulation(scenario)).run()
    expectSound(hung, 1)
    #expect(abs(Double(hung.tail.lastEndNanoseconds) / 1e9 - 302) < 5)
  }

  @Test func flowControlHoldsDeliveriesBack() async throws {
    var scenario = oneQuestion(.qstash)
    scenario.population.people = 20
    scenario.population.ramp = .seconds(1)
    scenario.system.qstash.flowControl.rate = 2
    scenario.system.qstash.flowControl.period = .seconds(10)
    let report = await (try Simulation(scenario)).run()
    expectSound(report, 1)
    #expect(report.requests.count(of: .completed) == 20)
    #expect(try #require(report.delivery).heldBack >= 9)
    #expect(report.tail.lastEndNanoseconds > 95_000_000_000)
  }

  @Test func attemptsPerJobCountWhatRetriesCost() async throws {
    func observed(_ budget: Bool) async throws -> Double {
      var scenario = scenario(.qstash, seed: 1)
      scenario.system.qstash.backoff = .jittered
      scenario.system.qstash.retryBudget = budget
      scenario.system.retries.budgetRatio = 0.05
      scenario.system.retries.budgetMinimumPerSecond = 0
      scenario.llm.errorBeforeShare = 0.4
      scenario.thresholds = [
        Threshold(
          selector: MetricSelector(.attemptsPerJob), aggregate: .value, comparison: .less, limit: 1.5,
          selectorText: "attempts_per_job", expressionText: "value<1.5")
      ]
      let report = await (try Simulation(scenario)).run()
      return try #require(report.thresholds.first?.observed)
    }
    let (with, without) = (try await observed(true), try await observed(false))
    #expect(with > 1 && with < 1.2 && without > 1.4, "\(with), \(without)")
  }
}

extension RunReport.DeliveryFacts {
  /// Deliveries that were not the first of their job: retries whose job was not stopped before they were due.
  fileprivate func retriesStarted(_ report: RunReport) -> Int { report.calls.retries }
}
