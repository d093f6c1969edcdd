// Noisy people: they keep their pace, what they are answered changes nothing, and the report says who got what.

import QueueModel
import RunReport
import Scenario
import Testing

@testable import Sim

/// A crowd in front of too few places.
private func noisyScenario(spread: Double, seed: UInt64 = 1) -> Scenario {
  var scenario = Scenario()
  scenario.seed = seed
  scenario.duration = .seconds(300)
  scenario.population.people = 400
  scenario.population.ramp = .seconds(20)
  scenario.behaviour.noisy.share = 0.05
  scenario.behaviour.noisy.spreadShare = spread
  scenario.behaviour.noisy.accounts = 4
  scenario.questions.catalogue = .unique
  scenario.system.degradation.enabled = false
  scenario.llm.concurrency = 22
  return scenario
}

@Suite struct NoisyPeopleTests {
  @Test(arguments: [0, 0.5, 1]) func theyKeepTheirPaceWhateverTheyAreAnswered(spread: Double) async throws {
    for policy in [Queue.Policy.strictPriority, .startTimeFairQueuing, .adaptiveLIFO] {
      var scenario = noisyScenario(spread: spread)
      scenario.system.queue = scenario.system.queue.withPolicy(policy)
      let report = await (try Simulation(scenario)).run()
      #expect(report.invariantsHold, "\(report.invariants.filter { !$0.held })")
      let fairness = try #require(report.fairness)
      let groups = fairness.groups.filter { $0.sender != .quiet }
      let senders: [RunReport.Fairness.Sender] =
        spread == 0 ? [.oneAccount] : spread == 1 ? [.severalAccounts] : [.oneAccount, .severalAccounts]
      #expect(groups.map(\.sender) == senders)
      for group in groups {
        #expect(group.accounts == group.people * (group.sender == .oneAccount ? 1 : 4))
        // Each account sends once in six seconds from its arrival, at most 20 s after the beginning, to the end.
        #expect((47 * group.accounts...50 * group.accounts).contains(group.requestCount), "\(group)")
      }
      #expect(fairness.groups.reduce(0) { $0 + $1.requestCount } == report.requests.sent)
      #expect(report.people.active == 400)
    }
  }

  @Test func groupsAddUpToTheReport() async throws {
    let report = await (try Simulation(noisyScenario(spread: 0.5))).run()
    let groups = try #require(report.fairness).groups
    for outcome in Outcome.allCases {
      let counted = groups.flatMap(\.requests).filter { $0.name == outcome.rawValue }
      #expect(counted.reduce(0) { $0 + $1.count } == report.requests.count(of: outcome), "\(outcome)")
    }
    #expect(groups.reduce(0) { $0 + $1.goodAnswers } == report.goodput.answers)
    let all = try #require(
      report.latency.first { $0.metric == .timeToFirstToken && $0.role == nil && $0.outcome == nil })
    #expect(groups.reduce(0) { $0 + $1.timeToFirstToken.count } == all.observed.count)
    #expect(groups.map(\.timeToFirstToken.max).max() == all.observed.max)
  }

  @Test func withoutThemNothingIsAdded() async throws {
    var scenario = noisyScenario(spread: 0.5)
    scenario.behaviour.noisy.share = 0
    let report = await (try Simulation(scenario)).run()
    #expect(report.fairness == nil)
  }

  @Test func runsEventByEventAreTheSame() async throws {
    var scenario = noisyScenario(spread: 0.5)
    scenario.duration = .seconds(60)
    let formulas = await (try Simulation(scenario)).run()
    let events = await (try Simulation(scenario, detail: .eventByEvent)).run()
    #expect(formulas.fairness == events.fairness && formulas.requests == events.requests)
    #expect(events.invariantsHold)
  }

  /// The quiet take 25 places on average, the noisy 40 with one account each and 160 with four; there are 56.
  @Test func fairQueuingBeatsStrictPriorityAndCapsDependOnTheAccounts() async throws {
    func quietWait(spread: Double, _ change: (inout Queue) -> Void) async throws -> Double {
      var scenario = noisyScenario(spread: spread)
      scenario.duration = .seconds(600)
      scenario.population.ramp = .seconds(240)
      scenario.behaviour.gap = .exponential(mean: 60)
      scenario.behaviour.noisy.requestsPerMinute = 30
      scenario.questions.answerTokens = .constant(280)
      scenario.system.rateLimit.requests = 30
      scenario.llm.firstToken = .constant(0.5)
      scenario.llm.tokenInterval = .constant(0.0125)
      scenario.llm.concurrency = 56
      change(&scenario.system.queue)
      let fairness = await (try Simulation(scenario)).run().fairness
      return try #require(fairness?.group(.quiet)).queueWait.p95.seconds
    }
    for spread in [0.0, 1.0] {
      let strict = try await quietWait(spread: spread) { _ in }
      for policy in [Queue.Policy.startTimeFairQueuing, .deficitRoundRobin] {
        let fair = try await quietWait(spread: spread) { $0 = $0.withPolicy(policy) }
        #expect(fair < strict / 5, "\(policy), spread \(spread): \(fair) and \(strict)")
      }
      let capped = try await quietWait(spread: spread) { $0.maximumRunningPerPerson = 1 }
      if spread == 0 {
        #expect(capped < strict / 5, "\(capped) and \(strict)")
      } else {
        #expect(capped > strict / 2, "\(capped) and \(strict)")
      }
    }
  }

  @Test func jainsIndexIsThatOfItsDefinition() {
    #expect(JainIndex.of([5, 5, 5, 5]) == 1)
    #expect(JainIndex.of([7, 0, 0, 0]) == 0.25)
    #expect(JainIndex.of([1, 1, 0, 0]) == 0.5)
    #expect(JainIndex.of([1, 2, 3]) == 36.0 / 42)
    #expect(JainIndex.of([]) == 1 && JainIndex.of([0, 0]) == 1)
  }
}
