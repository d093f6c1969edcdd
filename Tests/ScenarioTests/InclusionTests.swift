// `llm: {file: …}`: keys that stand in a file of their own, and what is wrong in it.

import QueueModel
import RunReport
import Testing

@testable import Scenario

@Suite struct InclusionTests {
  private struct NoFile: Error, CustomStringConvertible {
    var description: String { "cannot read it" }
  }

  private func read(
    _ text: String, provider: String, overrides: [String] = [], path: String = "providers/p.yaml"
  ) throws -> Scenario {
    try ScenarioReader.read(
      text: text, fileName: "scenarios/s.yaml", overrides: overrides.compactMap { Override($0) }
    ) { asked in
      guard asked == "scenarios/" + path else { throw NoFile() }
      return Array(provider.utf8)
    }
  }

  private let including = "llm: {file: providers/p.yaml}"

  @Test func theFileGivesWhatTheScenarioDoesNot() throws {
    let provider =
      "kind: batch\nconcurrency: 7\nbatch: {replicas: 2, step: {base: 11.8ms, perContextToken: 10.9ns}}"
    let scenario = try read(
      "llm:\n  concurrency: 9\n  file: providers/p.yaml\n  batch: {replicas: 3}", provider: provider)
    #expect(scenario.llm.kind == .batch)
    #expect(scenario.llm.concurrency == 9)
    #expect(scenario.llm.batch.replicas == 3)
    #expect(scenario.llm.batch.engine.stepTime.base == 11_800_000_000)
    #expect(scenario.llm.batch.engine.stepTime.perContextToken == 10_900)
  }

  @Test func settingsChangeWhatWasIncluded() throws {
    let provider = "limits: [{type: request, per: minute, value: 60}]"
    let scenario = try read(including, provider: provider, overrides: ["llm.limits.0.value=70"])
    #expect(scenario.llm.limits.map(\.value) == [70])
    let other = try read(
      "llm: {file: none.yaml}", provider: provider, overrides: ["llm.file=providers/p.yaml"])
    #expect(other.llm.limits.map(\.value) == [60])
  }

  @Test func errorsNameTheFileTheLineAndTheColumn() {
    #expect {
      try read(including, provider: "kind: batch\nbatch:\n  replicaz: 2\n")
    } throws: { error in
      (error as? ScenarioErrors)?.diagnostics.map { "\($0.location): \($0.message)" }
        == ["scenarios/providers/p.yaml:3:3: unknown key 'replicaz'"]
    }
    #expect {
      try read(including, provider: "concurrency: [")
    } throws: { error in
      (error as? ScenarioErrors)?.diagnostics.first?.file == "scenarios/providers/p.yaml"
    }
    #expect {
      try read(including, provider: "firstToken: 1s\nkind: batch\n")
    } throws: { error in
      (error as? ScenarioErrors)?.diagnostics.first?.location == "scenarios/providers/p.yaml:1:13"
    }
  }

  @Test func aFileThatIsNoneIsAnErrorAtTheKey() {
    for (text, provider, message) in [
      ("llm: {file: other.yaml}", "", "cannot read it"), (including, "- 1", "a list"),
      (including, "file: p.yaml", "names no other file"),
    ] {
      #expect {
        try read(text, provider: provider)
      } throws: { error in
        guard let first = (error as? ScenarioErrors)?.diagnostics.first else { return false }
        return first.message.contains(message) || first.hint.contains(message)
      }
    }
  }

  @Test func withoutFilesItIsNamedAndNotRead() throws {
    let scenario = try ScenarioReader.read(
      text: "llm:\n  file: p.yaml\n  batch: {replicas: 4}", fileName: "s.yaml")
    #expect(scenario.llm.batch.replicas == 4)
  }

  @Test func aProviderReadsBackAsItWasWritten() throws {
    var llm = LanguageModel()
    llm.kind = .batch
    llm.concurrency = 128
    llm.batch.engine.blocks = 2_587
    llm.batch.engine.stepTime.perContextToken = 1
    llm.fit = .init(
      source: "a: b", method: "c, d", fittedRows: 3, predictedRows: 2,
      rows: [
        .init(metric: "ttft", statistic: "p50", sample: .inSample, measured: 0.123456789, fitted: 0.1),
        .init(metric: "e2e", statistic: "single p90", sample: .outOfSample, error: 0.05),
      ])
    let text = ScenarioSchema.providerFile(llm)
    #expect(try read(including, provider: text).llm == llm)
    #expect(text.split(separator: "\n").count < 35, "a line for each error, and none for what is as always")
    #expect(ScenarioSchema.providerFile(LanguageModel()) == "kind: quantiles\n")
  }

  @Test func timesOfAStepAreExact() {
    for picoseconds in [Int64(0), 1, 999, 1_000, 10_900, 121_000_000, 11_800_000_000, 2_000_000_000_000] {
      #expect(StepTimeText.read(StepTimeText.show(picoseconds)) == picoseconds)
    }
    #expect(StepTimeText.read("1_000.5us") == 1_000_500_000)
    #expect(StepTimeText.read("0.00049ns") == 0)
    #expect(StepTimeText.read("0.0005ns") == 1)
    for wrong in ["", "5", "ms", "1.2.3ms", ".ms", "-1ms", "1 ms", "1m", "99999999999s"] {
      #expect(StepTimeText.read(wrong) == nil, "\(wrong)")
    }
  }
}
