// First tokens that are no events: the report is that of a run in which each is one, and where they have to be, they
// are.

import QueueModel
import RunReport
import Scenario
import Testing

@testable import Sim

/// Runs a scenario with and without an event for each first token, and compares the reports to the byte, but for the
/// events. Returns the reports of both.
@discardableResult
private func compareWithEveryFirstToken(
  _ scenario: Scenario, sourceLocation: SourceLocation = #_sourceLocation
) async throws -> (quiet: RunReport, loud: RunReport) {
  let quiet = await (try Simulation(scenario, detail: .formulas)).run()
  let loud = await (try Simulation(scenario, detail: .everyFirstToken)).run()
  for finding in quiet.invariants {
    #expect(
      finding.held, "seed \(scenario.seed): \(finding.name), \(finding.detail ?? "")",
      sourceLocation: sourceLocation)
  }
  let left = try lines(quiet)
  let right = try lines(loud)
  let differences = zip(left, right).enumerated().filter { $1.0 != $1.1 }.prefix(8)
    .map { "line \($0 + 1): \($1.0), with every first token \($1.1)" }
  let isSame = left == right
  #expect(
    isSame, "seed \(scenario.seed) of \(scenario.name): \(differences.joined(separator: "\n"))",
    sourceLocation: sourceLocation)
  return (quiet, loud)
}

private func lines(_ report: RunReport) throws -> [String] {
  var report = report
  report.events = []
  return String(decoding: try report.canonicalJSON(), as: UTF8.self).split(separator: "\n").map(String.init)
}

extension RunReport {
  /// Events of model calls.
  fileprivate var callEvents: Int { events.first { $0.name == "model call" }?.count ?? 0 }
}

/// One person who asks one question: the first token comes after a second, the last ten seconds after that.
private func oneQuestion(_ role: Role = .student) -> Scenario {
  var scenario = Scenario()
  scenario.duration = .seconds(5)
  scenario.population.people = 1
  scenario.population.ramp = .zero
  scenario.population.cohorts = [Cohort(role: role, share: 1)]
  scenario.behaviour.gap = .constant(1000)
  scenario.behaviour.patience = .constant(1000)
  scenario.behaviour.cancelShare = 0
  scenario.behaviour.refreshShare = 0
  scenario.behaviour.dropShare = 0
  scenario.questions.catalogue = .unique
  scenario.questions.answerTokens = .constant(1000)
  scenario.questions.maximumAnswerTokens = 101
  scenario.system.retries.budgetMinimumPerSecond = 100
  scenario.llm.firstToken = .constant(1)
  scenario.llm.tokenInterval = .constant(0.1)
  return scenario
}

@Suite struct QuietCallTests {
  // MARK: The same reports

  @Test(arguments: UInt64(1)...4) func everyFirstTokenAsAnEventIsTheSameRun(seed: UInt64) async throws {
    let (quiet, loud) = try await compareWithEveryFirstToken(eventfulScenario(seed: seed))
    #expect(quiet.cache.joins > 10, "seed \(seed)")
    #expect(quiet.people.cancels > 10 && quiet.people.resumes > 10, "seed \(seed)")
    #expect(quiet.people.giveUps > 10 && quiet.calls.leasesLost > 0, "seed \(seed)")
    #expect(loud.callEvents - quiet.callEvents > loud.calls.begun / 2, "seed \(seed)")
  }

  @Test(arguments: UInt64(1)...4) func disturbedReadersAreTheSame(seed: UInt64) async throws {
    try await compareWithEveryFirstToken(disturbedScenario(seed: seed))
  }

  /// Those who leave or join in mid-answer act on a first token that was no event.
  @Test(arguments: UInt64(1)...2) func whoActsInMidAnswerHasSeenItsFirstToken(seed: UInt64) async throws {
    var scenario = disturbedScenario(seed: seed)
    scenario.system.stream.heartbeat = .seconds(15)
    scenario.system.stream.rotation = .seconds(240)
    scenario.system.workers.crashShare = 0
    scenario.behaviour.hasty.share = 0.5
    scenario.behaviour.hasty.resendAfter = .exponential(mean: 2)
    scenario.llm.concurrency = 60
    scenario.llm.hangShare = 0
    scenario.llm.stallShare = 0
    scenario.llm.errorBeforeShare = 0
    scenario.llm.errorMidShare = 0
    let (quiet, loud) = try await compareWithEveryFirstToken(scenario)
    #expect(quiet.cache.joins > 50, "seed \(seed)")
    #expect(quiet.people.cancels > 50 && quiet.people.refreshes > 50, "seed \(seed)")
    // Many of these calls are left before their first token.
    #expect(loud.callEvents - quiet.callEvents > loud.calls.begun / 4, "seed \(seed)")
  }

  @Test func openArrivalsAreTheSame() async throws {
    var scenario = disturbedScenario(seed: 1)
    scenario.arrivals.kind = .poisson(rate: 3)
    try await compareWithEveryFirstToken(scenario)
  }

  /// What is booked of calls and readers that have not ended.
  @Test(arguments: [61, 75, 90, 120]) func aRunThatIsCutInMidAnswerIsTheSame(seconds: Int) async throws {
    var scenario = eventfulScenario(seed: 1)
    scenario.duration = .seconds(60)
    scenario.drain = .seconds(seconds - 60)
    let (quiet, loud) = try await compareWithEveryFirstToken(scenario)
    #expect(quiet.callEvents < loud.callEvents)
    #expect(seconds > 61 || quiet.requests.unfinished > 10)
  }

  @Test func aRunThatAThresholdEndsIsTheSame() async throws {
    var scenario = eventfulScenario(seed: 1)
    var threshold = try ThresholdParser.threshold(selector: "cost", expression: "value<$0.01")
    threshold.abortOnFail = true
    scenario.thresholds = [threshold]
    let (quiet, _) = try await compareWithEveryFirstToken(scenario)
    #expect(quiet.run.isPartial)
    #expect(quiet.requests.unfinished > 10)
  }

  #if DEBUG
    /// The queue hears of each first token with its own time, in another order.
    @Test func theRulesGetTheSameCalls() async throws {
      func calls(_ detail: RunDetail) async throws -> [QueueCall: Int] {
        var simulation = try Simulation(eventfulScenario(seed: 1), detail: detail)
        let journal = simulation.keepJournal()
        _ = await simulation.run()
        var counts: [QueueCall: Int] = [:]
        for case .queue(let call, _) in await journal.calls { counts[call, default: 0] += 1 }
        return counts
      }
      let isSame = try await calls(.formulas) == calls(.everyFirstToken)
      #expect(isSame)
    }
  #endif

  // MARK: When a call has one event

  @Test func aCallWhoseFirstTokenNobodyWaitsToActOnHasOneEvent() async throws {
    let (quiet, loud) = try await compareWithEveryFirstToken(oneQuestion())
    #expect(quiet.requests.count(of: .completed) == 1)
    #expect(quiet.callEvents == 1)
    #expect(loud.callEvents == 2)
  }

  @Test func theReaderMayStopOrLeave() async throws {
    let changes: [WritableKeyPath<Behaviour, Double>] = [\.cancelShare, \.refreshShare, \.dropShare]
    for change in changes {
      var scenario = oneQuestion()
      scenario.behaviour[keyPath: change] = 1
      scenario.behaviour.reconnectDelay = .constant(60)
      let (quiet, loud) = try await compareWithEveryFirstToken(scenario)
      #expect(quiet.requests.count(of: .cancelled) + quiet.people.resumes == 1)
      #expect(loud.callEvents == quiet.callEvents + 1)
    }
  }

  /// The second in line is dispatched after eleven seconds and has its first token a second later.
  @Test func patienceThatEndsWithTheFirstTokenIsEnough() async throws {
    var scenario = oneQuestion()
    scenario.population.people = 2
    scenario.llm.concurrency = 1
    scenario.behaviour.closeTabShare = 0
    scenario.behaviour.resendShare = 0
    scenario.behaviour.patience = .constant(12)
    let (patient, loud) = try await compareWithEveryFirstToken(scenario)
    #expect(patient.requests.count(of: .completed) == 2)
    #expect(patient.callEvents == 2)
    #expect(loud.callEvents == 4)
    scenario.behaviour.patience = .constant(11.999)
    let (impatient, _) = try await compareWithEveryFirstToken(scenario)
    #expect(impatient.requests.count(of: .completed) == 1)
    #expect(impatient.people.giveUps == 1)
    #expect(impatient.callEvents == 1)
  }

  // MARK: When it has two

  private func expectTwoEvents(
    _ scenario: Scenario, calls: Int = 1, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let (quiet, loud) = try await compareWithEveryFirstToken(scenario, sourceLocation: sourceLocation)
    #expect(quiet.calls.begun == calls, sourceLocation: sourceLocation)
    #expect(quiet.callEvents == 2 * calls, sourceLocation: sourceLocation)
    #expect(loud.callEvents == 2 * calls, sourceLocation: sourceLocation)
  }

  @Test func anAnswerThatBreaksOffHasTwoEvents() async throws {
    var scenario = oneQuestion()
    scenario.system.retries.maximum = 0
    scenario.llm.errorMidShare = 1
    try await expectTwoEvents(scenario)
  }

  @Test func anAnswerThatStallsHasTwoEvents() async throws {
    var scenario = oneQuestion()
    scenario.system.retries.maximum = 0
    scenario.llm.stallShare = 1
    try await expectTwoEvents(scenario)
  }

  @Test func aFurtherAttemptHasTwoEvents() async throws {
    var scenario = oneQuestion()
    scenario.population.people = 40
    scenario.llm.concurrency = 100
    scenario.llm.errorMidShare = 0.5
    scenario.system.retries.maximum = 1
    let (quiet, _) = try await compareWithEveryFirstToken(scenario)
    let retries = quiet.calls.retries
    #expect(10 < retries && retries < 30 && quiet.calls.begun == 40 + retries)
    // One for each answer that was whole at once, two for each that was not, two for each further attempt.
    #expect(quiet.callEvents == 40 - retries + 2 * retries + 2 * retries)
  }

  @Test func aWorkerThatWillDieHasTwoEvents() async throws {
    var scenario = oneQuestion()
    scenario.system.workers.crashShare = 1
    let (quiet, loud) = try await compareWithEveryFirstToken(scenario)
    #expect(quiet.calls.leasesLost == 1)
    #expect(quiet.callEvents == loud.callEvents)
  }

  @Test func aConnectionThatWasKeptAliveMeanwhileHasTwoEvents() async throws {
    var scenario = oneQuestion()
    scenario.system.stream.heartbeat = .milliseconds(999)
    try await expectTwoEvents(scenario)
    // A heartbeat at the very moment is not sent.
    scenario.system.stream.heartbeat = .seconds(1)
    #expect(try await compareWithEveryFirstToken(scenario).quiet.callEvents == 1)
  }

  @Test func aConnectionThatMayHaveBeenRotatedMeanwhileHasTwoEvents() async throws {
    var scenario = oneQuestion()
    scenario.system.stream.rotation = .milliseconds(1500)
    scenario.system.stream.rotationJitter = .milliseconds(501)
    try await expectTwoEvents(scenario)
    scenario.system.stream.rotationJitter = .milliseconds(500)
    #expect(try await compareWithEveryFirstToken(scenario).quiet.callEvents == 1)
  }

  @Test func aDirectCallHasTwoEvents() async throws {
    var scenario = oneQuestion(.teacher)
    scenario.system.educators.reserve = 1
    try await expectTwoEvents(scenario)
  }
}
