// `compare` as built: files, keys, metrics, and what is refused before anything runs.

import Foundation
import Testing

@Suite struct CompareCommandTests {
  private let program: BuiltProgram

  init() throws { program = try BuiltProgram() }

  private let scenario = """
    duration: 20s
    population: {people: 20}
    behaviour: {gap: 5s}
    llm: {concurrency: 3}
    windows: [{name: late, from: 10s, to: 20s}]
    thresholds:
      'queue_wait': ['p(95)<2s']
      'ttft{window:late}': ['p(95)<2s']
    """

  @Test func aKeyIsVariedOnTheSamePeople() throws {
    defer { program.remove() }
    try program.write(scenario, to: "a.yaml")
    let ending = try program.run([
      "compare", "a.yaml", "--vary", "llm.concurrency=3,4", "--replications", "5",
    ])
    #expect(ending.status == 0, "\(ending.error)")
    #expect(ending.output.contains("A  llm.concurrency=3") && ending.output.contains("B  llm.concurrency=4"))
    #expect(ending.output.contains("B − A") && ending.output.contains("variance saved"))
    #expect(!ending.output.contains("SELECTED"), "two variants are compared, not selected from")
    #expect(program.files == ["a.yaml"])
  }

  @Test func threeVariantsAreSelectedFrom() throws {
    defer { program.remove() }
    try program.write(scenario, to: "a.yaml")
    let ending = try program.run(
      [
        "compare", "a.yaml", "--vary", "system.queue.policy=strictPriority,stride,deficitRoundRobin",
        "--json",
        "--maximum-replications", "10",
      ])
    #expect(ending.status == 0, "\(ending.error)")
    let found = try JSONSerialization.jsonObject(with: Data(ending.output.utf8)) as? [String: Any]
    #expect((found?["variants"] as? [String])?.count == 3)
    #expect((found?["selection"] as? [String: Any])?["metric"] as? String == "queue_wait p(95)")
  }

  @Test(arguments: [
    (["a.yaml"], 64, "Give at least two scenarios, or one with --vary."),
    (["a.yaml", "a.yaml", "--vary", "llm.concurrency=3,4"], 64, "--vary takes one scenario, not 2."),
    (["a.yaml", "--vary", "llm.concurrency=3"], 104, "--vary llm.concurrency=3 has 1 values"),
    (["a.yaml", "--vary", "llm.concurrency=3,x"], 104, "llm.concurrency"),
    (["a.yaml", "a.yaml", "--metric", "ttft p(9x)"], 64, "--metric 'ttft p(9x)'"),
    (["a.yaml", "a.yaml", "--metric", "ttft{window:early} avg"], 64, "not every variant has that window"),
    (["a.yaml", "b.yaml"], 1, "cannot read b.yaml"),
  ])
  func whatCannotBeComparedIsRefused(arguments: [String], status: Int32, message: String) throws {
    defer { program.remove() }
    try program.write(scenario, to: "a.yaml")
    let ending = try program.run(["compare"] + arguments)
    #expect(ending.status == status, "\(ending.error)")
    #expect(ending.error.contains(message), "\(ending.error)")
    #expect(ending.output.isEmpty)
  }
}
