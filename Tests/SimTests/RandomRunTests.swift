// A thousand random scenarios with everything checked after each event; `make random-runs` runs a hundred thousand.

import RandomRuns
import RunReport
import Sim
import Testing

@Suite struct RandomRunTests {
  @Test(arguments: 0..<10) func aThousandSeedsBreakNothing(part: Int) async {
    let first = UInt64(part) * 100 + 1
    let broken = await SeedSweep.firstBroken(first...(first + 99), tasks: 1)
    #expect(broken == nil, "\(broken.map { "seed \($0.seed): \($0.findings)" } ?? "")")
  }

  /// What never happens cannot break.
  @Test func everythingThatIsDrawnHappens() async throws {
    var counts: [String: Int] = [:]
    func count(_ name: String, _ number: Int?) { counts[name, default: 0] += number ?? 0 }
    for seed in UInt64(1)...80 {
      let report = await (try Simulation(RandomScenario.scenario(seed: seed))).run()
      for outcome in ["completed", "failed", "cancelled", "expired"] {
        count(outcome, report.jobs.ended.first { $0.name == outcome }?.count)
      }
      count("crashes", report.workers?.crashes)
      count("hangs", report.workers?.hangs)
      count("returns", report.workers?.returns)
      count("refused writes", report.workers?.refusedWrites)
      count("leases lost", report.calls.leasesLost)
      count("retries", report.calls.retries)
      count("429", report.calls.refusedByProvider)
      count("errors before", report.calls.errorsBeforeFirstToken)
      count("errors mid", report.calls.errorsMidAnswer)
      count("stalls", report.calls.stalled)
      count("fail-overs", report.provider?.models.reduce(0) { $0 + $1.failedOver })
      count("drawn outages", report.provider?.drawnOutages.count)
      count("copies", report.delivery?.duplicates)
      count("dead letters", report.delivery?.deadLetters)
      count("held back", report.delivery?.heldBack)
      count("resumes", report.people.resumes)
      count("resets", report.streams.resets)
      count("rotations", report.streams.rotations)
      count("level changes", report.degradation.changes.count)
    }
    let missing = counts.filter { $0.value < 10 }
    #expect(missing.isEmpty, "\(missing)")
  }
}
