// docs/policies.md: its policy from outside is the file of this target that the compiler has seen, and it runs.

import Foundation
import QueueModel
import RunReport
import Scenario
import Sim
import Testing

@Suite struct PoliciesPageTests {
  private static let repository = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  @Test func thePolicyOnThePageIsTheOneThatCompiles() throws {
    let page = try String(
      contentsOf: Self.repository.appending(path: "docs/policies.md"), encoding: .utf8)
    let code = try String(
      contentsOf: Self.repository.appending(path: "Tests/SimTests/NewestFirst.swift"), encoding: .utf8)
    #expect(page.contains("```swift\n\(code)```\n"))
    #expect(page.contains("Simulation(scenario, policy: NewestFirst())"))
  }

  @Test func itRuns() async throws {
    let scenario = disturbedScenario(seed: 5)
    let report = await (try Simulation(scenario, policy: NewestFirst())).run()
    #expect(report.invariantsHold && report.jobs.ended.contains { $0.name == "completed" && $0.count > 0 })
    let strict = await (try Simulation(scenario)).run()
    #expect(report.requests != strict.requests)
  }

  @Test func everyPolicyIsOnThePage() throws {
    let page = try String(
      contentsOf: Self.repository.appending(path: "docs/policies.md"), encoding: .utf8)
    for policy in Queue.Policy.allCases { #expect(page.contains("`\(policy.rawValue)`"), "\(policy)") }
  }
}
