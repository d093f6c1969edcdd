// The shipped scenarios: they read, they write, they say what the reference page says.

import Foundation
import QueueModel
import RunReport
import Testing

@testable import Scenario

@Suite struct ShippedScenarioTests {
  static let names = [
    "cold-cache", "exam-peak-100k", "normal-5k", "noisy-users", "provider-outage", "retry-storm",
    "trace-replay",
  ]

  @Test(arguments: names) func reads(name: String) throws {
    let scenario = try ScenarioReader.read(text: shipped(name), fileName: "scenarios/\(name).yaml")
    #expect(scenario.name == name)
    #expect(!scenario.thresholds.isEmpty)
  }

  @Test func examPeakSaysWhatTheHourIs() throws {
    let scenario = try read(shipped("exam-peak-100k"))
    #expect(scenario.population.people == 100_000)
    #expect(scenario.duration == .seconds(3600))
    #expect(scenario.start == Instant(millisecondsSinceEpoch: 1_768_208_400_000))
    #expect(scenario.behaviour.bells.map(\.at) == [.seconds(900), .seconds(1800), .seconds(2700)])
    #expect(
      scenario.llm.brownouts == [Brownout(at: .seconds(2250), length: .seconds(60), speed: 0.6, slots: 1)])
    #expect(scenario.llm.concurrency == 4600)
    #expect(scenario.behaviour.gap == .table("ragpulse-gap"))
    #expect(scenario.plans.redis.databases == 12)
    #expect(scenario.plans.functions == Plans.Functions())
    #expect(scenario.notes().isEmpty)
    let wait = try #require(scenario.thresholds.first)
    #expect(wait.selector == MetricSelector(.queueWait, role: .student))
    #expect(wait.aggregate == .percentile(95))
    #expect(wait.limit == 2)
    #expect(wait.line > 0)
  }

  @Test(arguments: names) func writesAndReadsBack(name: String) throws {
    let scenario = try read(shipped(name))
    var again = try read(ScenarioSchema.yaml(scenario))
    for index in again.thresholds.indices { again.thresholds[index].line = scenario.thresholds[index].line }
    #expect(again == scenario)
  }

  @Test func referencePageIsGenerated() throws {
    let file = repository.appending(path: "docs/scenario-language.md")
    if ProcessInfo.processInfo.environment["PEAKLOAD_WRITE_REFERENCE"] != nil {
      try ScenarioSchema.markdown().write(to: file, atomically: true, encoding: .utf8)
    }
    let page = try String(contentsOf: file, encoding: .utf8)
    #expect(page == ScenarioSchema.markdown(), "PEAKLOAD_WRITE_REFERENCE=1 swift test writes it anew")
  }
}
