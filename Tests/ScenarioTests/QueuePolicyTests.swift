// The queue's policy and its parameters: each is read, reaches the policy, and stands only beside it.

import QueueModel
import Testing

@testable import Scenario

@Suite struct QueuePolicyTests {
  /// A policy's keys, and what its line must be.
  static let given: [(policy: Queue.Policy, keys: String, line: @Sendable (any DispatchPolicy) -> Bool)] = [
    (.strictPriority, "", { $0 is StrictPriority }),
    (.stride, "levelWorth: 90s", { ($0 as? StridePriority)?.levelMilliseconds == 90_000 }),
    (
      .boundedAging, "agingInterval: 20s\n    agingLevels: 3",
      {
        let line = $0 as? BoundedAging
        return line?.intervalMilliseconds == 20_000 && line?.levels == 3
      }
    ),
    (
      .deficitRoundRobin, "quantum: 500\n    expectedTokens: 200",
      {
        let line = $0 as? DeficitRoundRobin
        return line?.quantum == 500 && line?.expectedTokens == 200
      }
    ),
    (
      .startTimeFairQueuing, "expectedTokens: 200",
      { ($0 as? StartTimeFairQueuing)?.expectedTokens == 200 }
    ),
    (
      .adaptiveLIFO, "target: 5s\n    interval: 1m",
      {
        let line = $0 as? AdaptiveLIFO
        return line?.targetNanoseconds == 5_000_000_000 && line?.intervalNanoseconds == 60_000_000_000
      }
    ),
    (.deadlineDrop, "maximumWait: 15s", { ($0 as? DeadlineDrop)?.maximumWaitMilliseconds == 15_000 }),
  ]

  @Test(arguments: Queue.Policy.allCases) func readsWritesAndMakesThePolicy(policy: Queue.Policy) throws {
    let given = try #require(Self.given.first { $0.policy == policy })
    let scenario = try read("system:\n  queue:\n    policy: \(policy.rawValue)\n    \(given.keys)\n")
    #expect(given.line(scenario.system.queue.makePolicy()))
    #expect(try read(ScenarioSchema.yaml(scenario)).system == scenario.system)
    // Without its parameters it has the documented ones, and under a cap it is still there.
    var bare = try read("seed: 1", set: ["system.queue.policy=\(policy.rawValue)"]).system.queue
    bare.maximumRunningPerPerson = 2
    #expect((bare.makePolicy() as? RunningCap)?.most == 2)
  }

  @Test(arguments: Queue.Policy.allCases) func refusesTheParametersOfOthers(policy: Queue.Policy) throws {
    for key in Queue.schema.fields where !Queue.policies(with: key.key).isEmpty {
      let found = errors(
        "system:\n  queue:\n    policy: \(policy.rawValue)\n    \(key.key): \(Self.example(of: key.key))\n")
      if Queue.policies(with: key.key).contains(policy) {
        #expect(found.isEmpty, "\(key.key): \(found.map(\.message))")
      } else {
        let error = try #require(found.first, "\(key.key) beside \(policy)")
        #expect(found.count == 1 && error.line == 4 && error.column == 5 + key.key.count + 2)
        #expect(error.message == "\(key.key) is given, and the policy is \(policy.rawValue)")
        #expect(error.hint.contains("remove it, or choose that policy"))
      }
    }
  }

  private static func example(of key: String) -> String {
    switch key {
    case "agingLevels": "2"
    case "quantum", "expectedTokens": "300"
    default: "10s"
    }
  }

  @Test func whatContradictsItselfIsRefused() {
    let round = errors("system: {queue: {policy: deficitRoundRobin, quantum: 100}}\n")
    #expect(round.map(\.message) == ["quantum (100) is below expectedTokens (300)"])
    let lifo = errors("system: {queue: {policy: adaptiveLIFO, target: 40s}}\n")
    #expect(lifo.map(\.message) == ["target (40s) is above interval (30s)"])
    let cap = errors("system: {queue: {atMaximumWaiting: supersede}}\n")
    #expect(cap.map(\.message) == ["nothing is superseded without maximumWaitingPerPerson"])
    let never = errors(
      "system: {queue: {maximumWaitingPerPerson: 2, atMaximumWaiting: supersede}}\n"
        + "thresholds:\n  'requests{outcome:capped}': count<5\n")
    #expect(never.first?.message.contains("atMaximumWaiting") == true, "\(never.map(\.message))")
  }

  @Test func overridesChooseAPolicyWithItsParameters() throws {
    let file = "system:\n  queue:\n    policy: strictPriority\n"
    let scenario = try read(file, set: ["system.queue.policy=stride", "system.queue.levelWorth=2m"])
    #expect(scenario.system.queue.policy == .stride && scenario.system.queue.levelWorth == .seconds(120))
    let found = errors(file, set: ["system.queue.levelWorth=2m"])
    #expect(found.first?.file.hasPrefix("--set system.queue.levelWorth") == true)
  }
}
