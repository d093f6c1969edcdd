// Whole runs of small scenarios: what must hold of any run, and what single rules do to it.

import QueueModel
import RunReport
import Scenario
import Testing

@testable import Sim

/// A scenario of 300 people in which everything that can happen does.
func eventfulScenario(seed: UInt64 = 1) -> Scenario {
  var scenario = Scenario()
  scenario.name = "eventful"
  scenario.seed = seed
  scenario.duration = .seconds(600)
  scenario.drain = .seconds(1800)
  scenario.population.people = 300
  scenario.population.ramp = .seconds(30)
  scenario.population.cohorts = [
    Cohort(role: .student, share: 0.9), Cohort(role: .teacher, share: 0.08),
    Cohort(role: .admin, share: 0.02),
  ]
  scenario.behaviour.cancelShare = 0.05
  scenario.behaviour.refreshShare = 0.05
  scenario.behaviour.dropShare = 0.05
  scenario.behaviour.malformedShare = 0.01
  scenario.behaviour.signedOutShare = 0.01
  scenario.behaviour.hasty.share = 0.1
  scenario.behaviour.patience = .lognormal(median: 20, sigma: 0.5, shift: 1)
  scenario.behaviour.bells = [Bell(at: .seconds(300), share: 0.5, within: .seconds(10))]
  scenario.system.degradation.hidden = 10
  scenario.system.degradation.simple = 40
  scenario.system.degradation.busy = 60
  scenario.system.educators.reserve = 2
  scenario.system.workers.crashShare = 0.01
  scenario.llm.concurrency = 14
  scenario.llm.hangShare = 0.01
  scenario.llm.stallShare = 0.01
  scenario.llm.errorBeforeShare = 0.02
  scenario.llm.errorMidShare = 0.02
  scenario.llm.brownouts = [Brownout(at: .seconds(200), length: .seconds(30), speed: 0.5, slots: 0.8)]
  return scenario
}

@Suite struct SimulationTests {
  @Test(arguments: UInt64(1)...8) func everyInvariantHolds(seed: UInt64) async throws {
    let report = await (try Simulation(eventfulScenario(seed: seed))).run()
    for finding in report.invariants {
      #expect(finding.held, "seed \(seed): \(finding.name), \(finding.detail ?? "")")
    }
    #expect(report.requests.unfinished == 0, "seed \(seed)")
    #expect(report.jobs.live == 0, "seed \(seed)")
    #expect(report.jobs.refusedTransitions == 0, "seed \(seed)")
  }

  @Test func everythingThatCanHappenDoes() async throws {
    let report = await (try Simulation(eventfulScenario())).run()
    for outcome: Outcome in [
      .completed, .bypassed, .cancelled, .abandoned, .limited, .busy, .malformed, .unauthorized, .duplicate,
    ] {
      #expect(report.requests.count(of: outcome) > 0, "no request ended as \(outcome)")
    }
    #expect(report.calls.hung > 0)
    #expect(report.calls.stalled > 0)
    #expect(report.calls.retries > 0)
    #expect(report.calls.leasesLost > 0)
    #expect(report.people.refreshes > 0)
    #expect(report.people.resumes > 0)
    #expect(report.people.giveUps > 0)
    #expect(report.streams.resets > 0)
  }

  @Test func educatorsBeyondTheProvidersLimitsWaitInLine() async throws {
    var scenario = eventfulScenario()
    scenario.duration = .seconds(120)
    scenario.llm.limits = [Capacity(kind: .request, per: .minute, value: 30)]
    let report = await (try Simulation(scenario)).run()
    #expect(report.calls.refusedByProvider > 0)
    #expect(report.requests.count(of: .bypassed) > 0)
    #expect(report.requests.unfinished == 0)
  }

  @Test func theSameSeedIsTheSameBytes() async throws {
    let first = await (try Simulation(eventfulScenario())).run()
    let second = await (try Simulation(eventfulScenario())).run()
    let other = await (try Simulation(eventfulScenario(seed: 2))).run()
    #expect(try first.canonicalJSON() == second.canonicalJSON())
    #expect(try first.canonicalJSON() != other.canonicalJSON())
  }

  @Test func stoppingEarlyMarksTheReportPartial() async throws {
    let simulation = try Simulation(eventfulScenario())
    simulation.stop.requestStop()
    let report = await simulation.run()
    #expect(report.run.isPartial)
  }

  @Test func openArrivalsMeetErlangC() async throws {
    // M/M/4 at 0.75 of capacity: P(wait) = 0.5094, mean wait 0.5094 s at a mean service of 1 s.
    var scenario = Scenario()
    scenario.duration = .seconds(20_000)
    scenario.arrivals.kind = .poisson(rate: 3)
    scenario.behaviour = Behaviour()
    scenario.behaviour.patience = .constant(1e6)
    scenario.behaviour.cancelShare = 0
    scenario.behaviour.refreshShare = 0
    scenario.behaviour.dropShare = 0
    scenario.questions.catalogue = .unique
    scenario.system.degradation.enabled = false
    scenario.system.workers.slots = .fixed(4)
    scenario.system.workers.firstTokenTimeout = .seconds(1000)
    scenario.system.workers.lease = .seconds(2000)
    scenario.llm.concurrency = 4
    scenario.llm.service = .exponential(mean: 1)
    let report = await (try Simulation(scenario)).run()
    let wait = report.latency.first { $0.metric == .queueWait && $0.role == nil && $0.outcome == nil }
    let mean = try #require(wait).observed.avg.seconds
    #expect(abs(mean - 0.5094) < 0.06, "mean wait \(mean) s")
  }
}
