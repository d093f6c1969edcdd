// `policies`, whole, in a world in memory: each variant is run once, and the table or its rows are printed.

import RunReport
import Scenario
import Testing

@testable import peakload

@Suite struct PoliciesCommandTests {
  private let world: TestWorld

  init() {
    world = TestWorld()
    world.files = ["a.yaml": "small", "bad.yaml": "invalid"]
  }

  /// A report in which quiet people waited as many seconds as the policy's name has letters.
  private static func report(_ scenario: Scenario) -> RunReport {
    var report = RunReport.fake(scenario)
    let wait = MeasuredDuration(
      nanoseconds: Int64(scenario.system.queue.policy.rawValue.count) * 1_000_000_000)
    let summary = RunReport.LatencySummary(count: 9, p95: wait)
    report.fairness = RunReport.Fairness(
      jainByAccount: 0.5, jainByPerson: 0.25,
      groups: [
        .init(
          sender: .quiet, people: 3, accounts: 3,
          requests: [.init(name: "completed", count: 9), .init(name: "abandoned", count: 1)], failures: 1,
          goodAnswers: 120, servedTokens: 900, queueWait: summary, timeToFirstToken: summary,
          timeToFirstTokenWithFailures: summary)
      ])
    return report
  }

  @Test func everyPolicyIsARowOfEachCrowd() {
    let driver = RunDriver.fake { scenario, _ in Self.report(scenario) }
    #expect(world.run(["policies", "a.yaml"], with: driver) == .passed)
    let lines = world.output.split(separator: "\n")
    #expect(lines.count == 1 + 2 * (1 + 10) + 1)
    #expect(lines[1] == "the noisy on one account each")
    #expect(lines[2].hasPrefix("  strictPriority ") && lines[2].contains("14.0"))
    #expect(lines[12] == "the noisy on 10 accounts each")
    #expect(lines[22].hasPrefix("  strictPriority, 1 running, 1 waiting (supersede) "))
    #expect(lines[23] == "unreplicated: one seed, no intervals")
    #expect(world.error.isEmpty && world.files.count == 2)
  }

  @Test func jsonHasTheSameRows() throws {
    let driver = RunDriver.fake { scenario, _ in Self.report(scenario) }
    #expect(world.run(["policies", "a.yaml", "--json"], with: driver) == .passed)
    #expect(world.output.contains("\"jainByPerson\": 0.25"))
    #expect(world.output.split(separator: "\n").count { $0.contains("\"policy\"") } == 20)
  }

  @Test func withoutNoisyPeopleThereIsNothingToCompare() {
    #expect(world.run(["policies", "a.yaml"], with: .fake()) == .invalidScenario)
    #expect(world.error.contains("nobody in small is noisy") && world.error.contains("behaviour.noisy.share"))
    #expect(world.run(["policies", "bad.yaml"], with: .fake()) == .invalidScenario)
  }

  @Test func anInterruptionEndsIt() {
    world.interruption = "Ctrl-C (SIGINT)"
    let driver = RunDriver.fake { scenario, _ in Self.report(scenario) }
    #expect(world.run(["policies", "a.yaml"], with: driver) == .interrupted)
    #expect(world.output.isEmpty)
  }
}
