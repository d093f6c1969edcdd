// Workers that hang, or stop for longer than their lease and come back: the job is answered by another, and nothing
// that the first one writes afterwards counts.

@testable import QueueModel
import RunReport
import Scenario
import Testing

@testable import Sim

@Suite struct WorkerFaultTests {
  /// 60 people, many of whose workers fail.
  private func scenario(seed: UInt64) -> Scenario {
    var scenario = disturbedScenario(seed: seed)
    scenario.name = "failing workers"
    scenario.duration = .seconds(200)
    scenario.population.people = 60
    scenario.system.workers.lease = .seconds(20)
    scenario.system.workers.firstTokenTimeout = .seconds(15)
    scenario.system.workers.crashShare = 0.05
    scenario.system.workers.hangShare = 0.1
    scenario.system.workers.pauseShare = 0.1
    scenario.system.workers.pauseBeyondLease = .exponential(mean: 5)
    return scenario
  }

  private func expectSound(_ report: RunReport, _ seed: UInt64) {
    for finding in report.invariants {
      #expect(finding.held, "seed \(seed): \(finding.name), \(finding.detail ?? "")")
    }
    #expect(report.jobs.refusedTransitions == 0, "seed \(seed)")
    #expect(report.requests.unfinished == 0, "seed \(seed)")
  }

  @Test(arguments: UInt64(1)...4) func everyInvariantHoldsWhateverWorkersDo(seed: UInt64) async throws {
    let report = await (try Simulation(scenario(seed: seed))).run()
    expectSound(report, seed)
    let workers = try #require(report.workers)
    #expect(workers.crashes > 0 && workers.hangs > 0 && workers.pauses > 0, "seed \(seed)")
    #expect(workers.returns == workers.pauses, "seed \(seed)")
    #expect(workers.refusedWrites >= workers.returns, "seed \(seed)")
    #expect(report.calls.leasesLost > 0, "seed \(seed)")
  }

  @Test(arguments: UInt64(1)...2) func eventByEventIsTheSameRun(seed: UInt64) async throws {
    try await compareBothWays(scenario(seed: seed))
  }

  /// One question, answered in 10 s.
  private func oneQuestion() -> Scenario {
    var scenario = Scenario()
    scenario.duration = .seconds(5)
    scenario.population.people = 1
    scenario.behaviour.gap = .constant(1000)
    scenario.behaviour.patience = .constant(1000)
    scenario.behaviour.cancelShare = 0
    scenario.behaviour.refreshShare = 0
    scenario.behaviour.dropShare = 0
    scenario.questions.catalogue = .unique
    scenario.questions.promptTokens = .constant(50)
    scenario.questions.answerTokens = .constant(100)
    scenario.llm.firstToken = .constant(0.1)
    scenario.llm.tokenInterval = .constant(0.1)
    return scenario
  }

  @Test func aWorkerThatComesBackIsRefused() async throws {
    var scenario = oneQuestion()
    scenario.system.workers.pauseShare = 1
    scenario.system.workers.pauseBeyondLease = .constant(3)
    let report = await (try Simulation(scenario)).run()
    expectSound(report, 1)
    // Both attempts stop; each worker finds its answer whole when it comes back, 3 s after its lease: it writes an
    // entry and completes, and neither is taken.
    #expect(report.workers?.pauses == 2)
    #expect(report.workers?.refusedWrites == 4)
    #expect(report.jobs.lateEvents == 4)
    #expect(report.requests.count(of: .failed) == 1)
    #expect(report.events.first { $0.name == "worker returns" }?.count == 2)
    // The calls, of 87 tokens each, went on by themselves and are paid for.
    #expect(report.calls.tokensOut == 174)
    #expect(report.cost.waste.tokensOut == 174)
  }

  @Test func aWorkerThatComesBackBeforeItsCallHasEndedHangsUp() async throws {
    var scenario = oneQuestion()
    scenario.llm.tokenInterval = .constant(5)
    scenario.system.workers.firstTokenTimeout = .seconds(10)
    scenario.system.workers.lease = .seconds(20)
    scenario.system.workers.pauseShare = 1
    scenario.system.workers.pauseBeyondLease = .constant(1)
    scenario.llm.cancelBilled = false
    let report = await (try Simulation(scenario)).run()
    expectSound(report, 1)
    #expect(report.workers?.refusedWrites == 2)
    #expect(report.calls.tokensOut < 40)
  }

  @Test func aWorkerThatHangsHoldsItsPlaceAtTheProvider() async throws {
    var scenario = oneQuestion()
    scenario.system.workers.hangShare = 1
    scenario.llm.firstToken = .constant(0)
    let report = await (try Simulation(scenario)).run()
    expectSound(report, 1)
    #expect(report.workers?.hangs == 2 && report.workers?.returns == 0)
    #expect(report.jobs.lateEvents == 0)
    #expect(report.calls.leasesLost == 1)
    #expect(report.calls.tokensOut == 174)
    // Two leases, each from the last entry of an answer that takes 10 s.
    #expect(report.tail.lastEndNanoseconds > 120_000_000_000)
    #expect(report.tail.lastEndNanoseconds < 145_000_000_000)
  }

  @Test func withoutFaultsNothingIsReported() async throws {
    let report = await (try Simulation(oneQuestion())).run()
    #expect(report.workers == nil)
    #expect(!report.events.contains { $0.name == "worker returns" })
  }

  #if DEBUG
    @Test func aTokenThatDoesNotFenceShows() async throws {
      // The job is given back to the worker that lost it: it writes beside the second one.
      var scenario = scenario(seed: 1)
      scenario.system.workers.pauseShare = 0.5
      let isBroken = Kept(false)
      let run = try await runMeddled(
        scenario,
        afterEach: { system, _, _, _ in
          guard !isBroken.value else { return }
          let absentees = send(to: system.workers) { workers in
            (0..<workers.absentees.count).map { workers.absentees[$0] }.filter { $0.returns && $0.hasAnswer }
          }
          isBroken.value = send(to: system.queue) { queue in
            for worker in absentees {
              let job = queue.rules.value[worker.handle]
              guard let job, job.state == .streaming, job.lease != worker.token.value else { continue }
              queue.rules.value.jobs[Int(worker.handle.index)].lease = worker.token.value
              return true
            }
            return false
          }
        })
      #expect(isBroken.value)
      #expect(run.report.verdict == .broken)
    }
  #endif
}
