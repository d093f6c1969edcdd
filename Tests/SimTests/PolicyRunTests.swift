// Whole runs under each policy and under caps: everything that must hold of every run holds, and the caps are kept.

import RunReport
import Scenario
import Testing

@testable import QueueModel
@testable import Sim

/// A run in which everything happens, under a policy.
private func scenario(_ policy: Queue.Policy, seed: UInt64 = 3) -> Scenario {
  var scenario = disturbedScenario(seed: seed)
  scenario.behaviour.hasty.share = 0.3
  scenario.system.queue = scenario.system.queue.withPolicy(policy)
  scenario.llm.concurrency = 10
  if policy == .deadlineDrop { scenario.system.queue.maximumWait = .seconds(5) }
  if policy == .adaptiveLIFO { scenario.system.queue.interval = .seconds(6) }
  return scenario
}

@Suite struct PolicyRunTests {
  @Test(arguments: Queue.Policy.allCases) func invariantsHold(policy: Queue.Policy) async throws {
    for running in [0, 1] {
      var scenario = scenario(policy)
      scenario.system.queue.maximumRunningPerPerson = running
      let report = await (try Simulation(scenario)).run()
      #expect(report.invariantsHold, "\(report.invariants.filter { !$0.held })")
      let order = scenario.system.queue.makePolicy().contract.order
      for finding in report.invariants {
        let isJudged =
          switch finding.name {
          case "I4": order != .own
          case "I5": order != .own && order != .withinPriority
          default: true
          }
        #expect((finding.checks > 0) == isJudged, "\(policy), \(running): \(finding.name)")
      }
      #expect(report.jobs.refusedTransitions == 0)
      let drops = [Queue.Policy.deadlineDrop, .adaptiveLIFO].contains(policy)
      #expect((report.requests.count(of: .expired) > 0) == drops, "\(policy), \(running)")
    }
  }

  @Test(arguments: Queue.Policy.allCases) func theSameSeedIsTheSameBytes(policy: Queue.Policy) async throws {
    let first = try await (try Simulation(scenario(policy))).run().canonicalJSON()
    let again = try await (try Simulation(scenario(policy))).run().canonicalJSON()
    #expect(first == again)
  }

  @Test func aPolicyFromOutsideTakesThePlaceOfTheScenarios() async throws {
    var strides = scenario(.stride)
    strides.system.queue.levelWorth = .seconds(1)
    let chosen = await (try Simulation(strides)).run().requests
    let stride = StridePriority(levelWorth: .seconds(1))
    let given = await (try Simulation(scenario(.strictPriority), policy: stride)).run().requests
    #expect(given == chosen)
    let strict = await (try Simulation(scenario(.strictPriority))).run().requests
    #expect(strict != chosen)
  }

  @Test(arguments: [1, 2]) func nobodyHasMoreJobsRunningThanAllowed(most: Int) async throws {
    var scenario = scenario(.strictPriority)
    scenario.system.queue.maximumRunningPerPerson = most
    let seen = Kept(0)
    let run = try await runMeddled(
      scenario,
      afterEach: { system, _, _, _ in
        let running = send(to: system.queue) { queue in
          var running: [UInt32: Int] = [:]
          for job in queue.rules.value.jobs where job.holdsSlot { running[job.owner, default: 0] += 1 }
          return running.values.max() ?? 0
        }
        seen.value = max(seen.value, running)
      })
    #expect(seen.value == most)
    #expect(run.report.invariantsHold)
  }

  @Test func aNewQuestionTakesThePlaceOfTheOldest() async throws {
    var scenario = scenario(.strictPriority)
    scenario.questions.catalogue = .unique
    scenario.system.queue.maximumWaitingPerPerson = 1
    let refusing = await (try Simulation(scenario)).run()
    #expect(refusing.requests.count(of: .capped) > 0 && refusing.jobs.superseded == nil)
    scenario.system.queue.atMaximumWaiting = .supersede
    let superseding = await (try Simulation(scenario)).run()
    #expect(superseding.invariantsHold)
    #expect(superseding.requests.count(of: .capped) == 0)
    let superseded = try #require(superseding.jobs.superseded)
    #expect(superseded > 0)
    #expect(superseding.requests.count(of: .cancelled) >= superseded)
  }
}
