// Runs event by event beside runs by formula: the same scenario and seed must give the same report.

import QueueModel
import RunReport
import Scenario
import Testing

@testable import Sim

/// Runs a scenario both ways and compares the reports to the byte, but for the events and the finding that only
/// the one can make. Returns the report of the run event by event.
@discardableResult
func compareBothWays(
  _ scenario: Scenario, sourceLocation: SourceLocation = #_sourceLocation
) async throws -> RunReport {
  let formulas = await (try Simulation(scenario, detail: .formulas)).run()
  let events = await (try Simulation(scenario, detail: .eventByEvent)).run()
  for finding in events.invariants {
    #expect(
      finding.held, "seed \(scenario.seed): \(finding.name), \(finding.detail ?? "")",
      sourceLocation: sourceLocation)
  }
  let left = lines(formulas)
  let right = lines(events)
  let differences = zip(left, right).enumerated().filter { $1.0 != $1.1 }.prefix(8)
    .map { "line \($0 + 1): formula \($1.0) event by event \($1.1)" }
  let isSame = left == right
  #expect(
    isSame, "seed \(scenario.seed) of \(scenario.name): \(differences.joined(separator: "\n"))",
    sourceLocation: sourceLocation)
  return events
}

private func lines(_ report: RunReport) -> [String] {
  var report = report
  report.events = []
  // What was used of a limit is looked at after each event, or in steps.
  report.limits = []
  report.invariants.removeAll { $0.name == "I6" }
  let bytes = (try? report.canonicalJSON()) ?? []
  return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
}

/// 200 people, few of whom read an answer undisturbed.
func disturbedScenario(seed: UInt64) -> Scenario {
  var scenario = eventfulScenario(seed: seed)
  scenario.name = "disturbed"
  scenario.duration = .seconds(400)
  scenario.population.people = 200
  scenario.behaviour.gap = .exponential(mean: 40)
  scenario.behaviour.cancelShare = 0.1
  scenario.behaviour.refreshShare = 0.15
  scenario.behaviour.dropShare = 0.15
  scenario.behaviour.patience = .lognormal(median: 60, sigma: 0.5, shift: 5)
  scenario.system.degradation.hidden = 5
  scenario.system.degradation.simple = 20
  scenario.system.degradation.busy = 60
  scenario.system.retries.budgetRatio = 0.5
  scenario.system.workers.crashShare = 0.05
  scenario.system.workers.tokenTimeout = .seconds(3)
  scenario.system.stream.heartbeat = .seconds(4)
  scenario.system.stream.rotation = .seconds(6)
  scenario.system.stream.rotationJitter = .seconds(2)
  scenario.llm.concurrency = 16
  scenario.llm.firstToken = .lognormal(median: 1.5, sigma: 1, shift: 0.1)
  scenario.llm.hangShare = 0.02
  scenario.llm.stallShare = 0.03
  scenario.llm.errorBeforeShare = 0.05
  scenario.llm.errorMidShare = 0.05
  scenario.llm.brownouts = [Brownout(at: .seconds(150), length: .seconds(60), speed: 0.37, slots: 0.7)]
  return scenario
}

/// One person who asks one question that takes about 10 s to answer, a token each 0.1 s.
private func oneQuestion(_ role: Role = .student) -> Scenario {
  var scenario = Scenario()
  scenario.duration = .seconds(5)
  scenario.population.people = 1
  scenario.population.cohorts = [Cohort(role: role, share: 1)]
  scenario.behaviour.gap = .constant(1000)
  scenario.behaviour.patience = .constant(1000)
  scenario.behaviour.cancelShare = 0
  scenario.behaviour.refreshShare = 0
  scenario.behaviour.dropShare = 0
  scenario.questions.catalogue = .unique
  scenario.questions.answerTokens = .constant(100)
  scenario.system.stream.rotation = .seconds(10_000)
  scenario.system.retries.budgetMinimumPerSecond = 100
  scenario.llm.firstToken = .constant(0.1)
  scenario.llm.tokenInterval = .constant(0.1)
  return scenario
}

@Suite struct StepwiseTests {
  @Test(arguments: UInt64(1)...2) func eventByEventIsTheSameRun(seed: UInt64) async throws {
    let report = try await compareBothWays(disturbedScenario(seed: seed))
    #expect(report.people.refreshes >= 50, "seed \(seed)")
    #expect(report.people.cancels >= 50, "seed \(seed)")
    #expect(report.people.resumes >= 50, "seed \(seed)")
    #expect(report.calls.retries >= 50, "seed \(seed)")
    #expect(report.streams.rotations >= 50, "seed \(seed)")
    let checks = report.invariants.first { $0.name == "I6" }?.checks ?? 0
    #expect(checks >= 300, "seed \(seed): \(checks) readers were checked")
  }

  /// Long silences: calls stall for longer than a heartbeat, and leases outlast rotations.
  @Test(arguments: UInt64(1)...2) func longSilencesAreTheSame(seed: UInt64) async throws {
    var scenario = disturbedScenario(seed: seed)
    scenario.duration = .seconds(100)
    scenario.llm.stallShare = 0.2
    scenario.system.workers.tokenTimeout = .seconds(17)
    scenario.system.stream.heartbeat = .seconds(2)
    scenario.system.stream.rotation = .seconds(5)
    scenario.system.stream.coalesceTime = .seconds(1)
    try await compareBothWays(scenario)
  }

  @Test func aRunInWhichMuchHappensAtOneMomentIsTheSame() async throws {
    var scenario = disturbedScenario(seed: 1)
    scenario.duration = .seconds(100)
    scenario.population.ramp = .zero
    scenario.behaviour.gap = .constant(20)
    scenario.behaviour.patience = .constant(12)
    scenario.behaviour.reconnectDelay = .constant(2)
    scenario.system.stream.rotationJitter = .zero
    scenario.llm.firstToken = .constant(4)
    scenario.llm.tokenInterval = .constant(0.25)
    scenario.llm.errorAfter = .constant(4)
    try await compareBothWays(scenario)
  }

  @Test func openArrivalsAreTheSame() async throws {
    var scenario = disturbedScenario(seed: 1)
    scenario.duration = .seconds(100)
    scenario.arrivals.kind = .poisson(rate: 3)
    try await compareBothWays(scenario)
  }

  @Test func answersAtOneMomentAreTheSame() async throws {
    var scenario = disturbedScenario(seed: 1)
    scenario.duration = .seconds(100)
    scenario.llm.service = .exponential(mean: 5)
    try await compareBothWays(scenario)
  }

  // MARK: Where the formulas were wrong

  @Test func theFirstTokenIsAnEntryOfItsOwn() async throws {
    // One token at once, then three to an entry of 250 ms.
    let report = try await compareBothWays(oneQuestion())
    #expect(report.calls.tokensOut > 50)
    #expect(report.streams.entries == 1 + (report.calls.tokensOut - 1 + 2) / 3)
  }

  @Test func whoIsAwayAtTheEndComesBackForTheAnswer() async throws {
    var scenario = oneQuestion()
    scenario.behaviour.dropShare = 1
    scenario.behaviour.reconnectDelay = .constant(60)
    let report = try await compareBothWays(scenario)
    #expect(report.requests.count(of: .completed) == 1)
    #expect(report.streams.opened == 2)
    let whole = report.latency.first { $0.metric == .endToEnd && $0.role == nil && $0.outcome == nil }
    #expect(try #require(whole).observed.max.seconds > 60)
  }

  @Test func whoIsAwayAtAFailureLearnsOfItOnTheReturn() async throws {
    var scenario = oneQuestion()
    scenario.behaviour.dropShare = 1
    scenario.behaviour.reconnectDelay = .constant(60)
    scenario.llm.errorMidShare = 1
    scenario.system.retries.maximum = 0
    let report = try await compareBothWays(scenario)
    #expect(report.requests.count(of: .failed) == 1)
    #expect(report.requests.unfinished == 0)
    #expect(report.streams.opened == 2)
  }

  @Test func connectionsAreKeptAliveWhileAWorkerIsDead() async throws {
    var scenario = oneQuestion()
    scenario.llm.firstToken = .constant(0)
    scenario.system.workers.crashShare = 1
    let report = try await compareBothWays(scenario)
    // Two leases of 60 s after the last entry, each with heartbeats at 15, 30 and 45 s.
    #expect(report.calls.leasesLost == 1)
    #expect(report.requests.count(of: .failed) == 1)
    #expect(report.streams.heartbeats == 6)
  }

  @Test func aCallThatStalledHasWrittenNoMoreWhenItIsCutOff() async throws {
    var scenario = oneQuestion()
    scenario.llm.stallShare = 1
    scenario.llm.cancelBilled = false
    scenario.system.workers.tokenTimeout = .seconds(1000)
    scenario.behaviour.cancelShare = 1
    for seed in UInt64(1)...4 {
      scenario.seed = seed
      let report = try await compareBothWays(scenario)
      #expect(report.requests.count(of: .cancelled) == 1, "seed \(seed)")
    }
  }

  @Test func nobodyJoinsAnAnswerThatExpired() async throws {
    var scenario = disturbedScenario(seed: 1)
    scenario.duration = .seconds(100)
    scenario.system.queue.timeToLive = .seconds(4)
    let report = try await compareBothWays(scenario)
    let expired = report.jobs.ended.first { $0.name == "expired" }
    #expect(try #require(expired).count > 50)
    #expect(report.cache.joins > 0)
  }

  @Test func whoseJobFailsAtOnceIsTold() async throws {
    var scenario = oneQuestion()
    scenario.population.people = 20
    scenario.population.ramp = .seconds(1)
    scenario.system.retries.maximum = 0
    scenario.llm.limits = [Capacity(kind: .request, per: .minute, value: 5)]
    let report = try await compareBothWays(scenario)
    #expect(report.requests.count(of: .completed) == 5)
    #expect(report.requests.count(of: .failed) == 15)
  }

  @Test func directAnswersAreNotRotated() async throws {
    var scenario = oneQuestion(.teacher)
    scenario.system.educators.reserve = 1
    scenario.system.stream.rotation = .seconds(3)
    scenario.system.stream.rotationJitter = .zero
    let report = try await compareBothWays(scenario)
    #expect(report.calls.direct == 1)
    #expect(report.streams.rotations == 0)
  }
}
