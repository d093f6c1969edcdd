// `calibrate`, whole, in a world in memory with the measurements that the tests keep; and a run on what it writes.

import Foundation
import RunReport
import Scenario
import Testing

@testable import peakload

@Suite struct CalibrateCommandTests {
  private let world = TestWorld()

  private static let fixtures = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()
    .appending(path: "CalibrationTests/Fixtures")

  private func fixture(_ path: String) throws -> String {
    try String(contentsOf: Self.fixtures.appending(path: path), encoding: .utf8)
  }

  /// The rows of one endpoint, as a table of its own.
  private func calls(_ endpoint: String) throws -> String {
    let lines = try fixture("hosted-endpoints/calls.csv").split(separator: "\n")
    return ([lines[0]] + lines.filter { $0.hasPrefix(endpoint + ",") }).joined(separator: "\n") + "\n"
  }

  private let endpoint = """
    {"data": {"name": "Example", "latency_last_30m": {"p50": 0.25, "p75": 0.35, "p90": 0.48, "p99": 0.85},
    "throughput_last_30m": {"p50": 60, "p75": 70, "p90": 80, "p99": 100},
    "pricing": {"prompt": "0.0000001", "completion": "0.0000004"}}}
    """

  private func scenario(_ text: String) throws -> Scenario {
    try ScenarioReader.read(text: text, fileName: "s.yaml") { path in
      guard let text = world.files[path] else { throw Failure("cannot read \(path)") }
      return Array(text.utf8)
    }
  }

  @Test func callsBecomeAProviderThatAScenarioIncludes() throws {
    world.files["calls.csv"] = try calls("together_70b")
    #expect(world.run(["calibrate", "calls.csv"], with: .fake()) == .passed)
    #expect(world.output.contains("share of calls, o measured, + model, * both"))
    #expect(world.output.contains("not seen: 75"))
    #expect(world.output.contains("wrote provider.yaml"))
    let written = try #require(world.files["provider.yaml"])
    #expect(written.contains("calls.csv") && written.contains("set llm.concurrency"))
    let included = try scenario("llm: {file: provider.yaml, concurrency: 5}")
    #expect(included.llm.kind == .quantiles)
    #expect(included.llm.concurrency == 5)
    #expect(included.llm.fit?.fittedRows == 150)
    guard case .lognormalMixture(_, let medians, _, let shift) = included.llm.firstToken else {
      Issue.record("\(included.llm.firstToken)")
      return
    }
    #expect(shift + (medians.min() ?? 0) > 0.3 && shift + (medians.min() ?? 0) < 1)
  }

  @Test func theSameMeasurementsGiveTheSameBytes() throws {
    world.files["calls.csv"] = try calls("together_7b")
    #expect(world.run(["calibrate", "calls.csv", "--out", "a.yaml", "--quiet"], with: .fake()) == .passed)
    #expect(world.run(["calibrate", "calls.csv", "--out", "b.yaml", "--quiet"], with: .fake()) == .passed)
    #expect(world.files["a.yaml"] == world.files["b.yaml"])
    #expect(!world.output.contains("measured"))
  }

  @Test func publishedQuantilesBecomeAProviderAndItsPrices() throws {
    world.files["endpoint.json"] = endpoint
    let arguments = ["calibrate", "endpoint.json", "--model", "openai/gpt-4.1-nano"]
    #expect(world.run(arguments, with: .fake()) == .passed)
    let written = try #require(world.files["provider.yaml"])
    #expect(written.contains("llm.openai/gpt-4.1-nano.input: $0.1"))
    #expect(try scenario("llm: {file: provider.yaml}").llm.model == "openai/gpt-4.1-nano")
    // What stands in the comment is what a scenario takes.
    let priced = try scenario(
      "prices:\n  overrides:\n    llm.openai/gpt-4.1-nano.input: $0.1\nllm: {file: provider.yaml}")
    #expect(!priced.prices.overrides.isEmpty)
  }

  @Test func whatIsNoMeasurementIsRefusedBeforeAnythingIsWritten() throws {
    world.files["few.csv"] = "ttft,e2e,answer_tokens\n0.5,1,10\n"
    world.files["bad.csv"] = "ttft,e2e\n0.5,1\n"
    world.files["bad.jsonl"] = "{\"queued_ts\": 1}\n"
    for (file, message) in [
      ("few.csv", "a fit needs 30"), ("bad.csv", "bad.csv:1: "), ("bad.jsonl", "bad.jsonl:1: "),
    ] {
      let other = TestWorld()
      other.files = world.files
      #expect(other.run(["calibrate", file], with: .fake()) == .invalidScenario, "\(file)")
      #expect(other.error.contains(message), "\(other.error)")
      #expect(other.error.contains("hint:"))
      #expect(other.files.count == world.files.count)
    }
    #expect(world.run(["calibrate", "none.csv"], with: .fake()) == .failed)
    #expect(world.run(["calibrate", "few.csv", "--kind", "runs"], with: .fake()) == .usage)
    #expect(world.run(["calibrate", "few.csv", "--meta", "few.csv"], with: .fake()) == .invalidScenario)
    #expect(world.run(["calibrate", "few.csv", "--model", "openai/gpt-4.1-nan"], with: .fake()) == .failed)
    #expect(world.error.contains("did you mean openai/gpt-4.1-nano?"))
  }

  @Test func aFileThatExistsIsKept() throws {
    world.files["calls.csv"] = try calls("together_70b")
    world.files["provider.yaml"] = "mine"
    #expect(world.run(["calibrate", "calls.csv"], with: .fake()) == .failed)
    #expect(world.files["provider.yaml"] == "mine")
    #expect(world.run(["calibrate", "calls.csv", "--force", "-q"], with: .fake()) == .passed)
    #expect(world.files["provider.yaml"] != "mine")
  }

  @Test func theShippedProviderHasTheRecordOfItsRun() throws {
    let run = "rtxpro6000-llama-3.1-8b"
    let shipped = try #require(ShippedScenario.named("exam-peak-100k-vllm")?.provider)
    // The search itself takes minutes where nothing is optimised: the release build writes the file, and `make providers`
    // compares it to the byte. Here the file is read, and its record is of that run.
    world.files["p.yaml"] = shipped.text
    let llm = try scenario("llm: {file: p.yaml}").llm
    #expect(llm.kind == .batch)
    #expect(llm.fit?.source == "\(run)/requests.jsonl, \(run)/meta.json")
    #expect(llm.fit?.fittedRows == 150 && llm.fit?.predictedRows == 150)
    let file = Self.fixtures.deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
      .appending(path: "scenarios/\(shipped.path)")
    #expect(try String(contentsOf: file, encoding: .utf8) == shipped.text)
  }

  @Test func aRunOnTheProviderRepeatsItsErrors() throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    try program.write(calls("together_70b"), to: "calls.csv")
    #expect(try program.run(["calibrate", "calls.csv", "--quiet"]).status == 0)
    try program.write(
      "duration: 1m\npopulation: {people: 20, ramp: 5s}\nllm: {file: provider.yaml, concurrency: 20}\n",
      to: "s.yaml")
    let run = try program.run(["run", "s.yaml"])
    #expect(run.status == 0)
    #expect(run.output.contains("PROVIDER, fitted to calls.csv"))
    #expect(run.output.contains("distance (Kolmogorov–Smirnov)"))
  }
}
