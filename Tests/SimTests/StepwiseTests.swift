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
  report.invariants.removeAll { $0.name == "I5" }
  let bytes = (try? report.canonicalJSON()) ?? []
  return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
}

/// 200 people, few of whom read an answer undisturbed.
func disturbedScenario(seed: UInt64) -> Scenario {
  var scenario = eventfulScenario(seed: seed)
  scenario.name = "disturbed"
  scenario.duration = .seconds(900)
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
  scenario.llm.brownouts = [Brownout(at: .seconds(400), length: .seconds(120), speed: 0.37, slots: 0.7)]
  return scenario
}

@Suite struct StepwiseTests {
  @Test(arguments: UInt64(1)...3) func eventByEventIsTheSameRun(seed: UInt64) async throws {
    let report = try await compareBothWays(disturbedScenario(seed: seed))
    #expect(report.people.refreshes >= 50, "seed \(seed)")
    #expect(report.people.cancels >= 50, "seed \(seed)")
    #expect(report.people.resumes >= 50, "seed \(seed)")
    #expect(report.calls.retries >= 50, "seed \(seed)")
    #expect(report.streams.rotations >= 50, "seed \(seed)")
    let checks = report.invariants.first { $0.name == "I5" }?.checks ?? 0
    #expect(checks >= 500, "seed \(seed): \(checks) readers were checked")
  }

  @Test(arguments: UInt64(1)...3) func theEventfulScenario(seed: UInt64) async throws {
    try await compareBothWays(eventfulScenario(seed: seed))
  }
}
