// Thresholds of whole runs: what they say must follow from what the rest of the report says.

import QueueModel
import RunReport
import Scenario
import Testing

@testable import Sim

@Suite struct MeasurementThresholdTests {
  /// The eventful run with these thresholds, each `selector condition`.
  private func report(_ thresholds: [(String, String)], warmUp: Duration = .zero) async throws -> RunReport {
    var scenario = eventfulScenario()
    scenario.warmUp = warmUp
    scenario.windows = [
      Window(name: "first", from: .zero, to: .seconds(300)),
      Window(name: "second", from: .seconds(300), to: .seconds(600)),
    ]
    scenario.thresholds = try thresholds.map { try ThresholdParser.threshold(selector: $0, expression: $1) }
    return await (try Simulation(scenario)).run()
  }

  @Test func wholeRunValuesAreThoseOfTheReport() async throws {
    let report = try await report([
      ("queue_wait", "p(95)<1s"), ("queue_wait{role:student}", "max<1s"), ("ttft", "p(99)<1s"),
      ("ttft", "med<1s"),
      ("e2e{outcome:cached}", "avg<1s"), ("tpot{role:teacher,outcome:bypassed}", "p(90)<1s"),
      ("requests", "count>1"), ("requests{outcome:busy}", "count>1"), ("failed", "rate<1%"),
      ("limited{role:student}", "rate<1%"), ("goodput", "value>1/s"),
    ])
    func row(_ metric: Metric, _ role: Role? = nil, _ outcome: Outcome? = nil) -> RunReport.LatencySummary? {
      report.latency.first { $0.metric == metric && $0.role == role && $0.outcome == outcome }?.observed
    }
    let requests = report.requests
    let ended = requests.sent - requests.unfinished
    let failed = Outcome.allCases.reduce(0) { $1.isFailure ? $0 + requests.count(of: $1) : $0 }
    let students = Outcome.allCases.reduce(0) { $0 + requests.count(of: $1, role: .student) }
    let expected: [Double?] = [
      row(.queueWait)?.p95.seconds, row(.queueWait, .student)?.max.seconds,
      row(.timeToFirstToken)?.p99.seconds,
      row(.timeToFirstToken)?.med.seconds, row(.endToEnd, nil, .cached)?.avg.seconds,
      row(.timePerOutputToken, .teacher, .bypassed)?.p90.seconds, Double(ended),
      Double(requests.count(of: .busy)), Double(failed) / Double(ended),
      Double(requests.count(of: .limited, role: .student)) / Double(students), report.goodput.perSecond,
    ]
    for (finding, value) in zip(report.thresholds, expected) {
      let observed = try #require(finding.observed, "\(finding.selector)")
      // The report's mean is rounded to a nanosecond.
      #expect(abs(observed - (try #require(value))) < 1e-9, "\(finding.selector) \(finding.condition)")
      #expect(finding.worst != nil, "\(finding.selector) \(finding.condition)")
    }
  }

  @Test func windowsAddUpToTheRun() async throws {
    for selector in ["ttft", "e2e{role:student}", "requests", "requests{outcome:limited}"] {
      let tags = selector.hasSuffix("}") ? selector.dropLast() + "," : selector + "{"
      let report = try await report([
        (selector, "count>1"), (tags + "window:first}", "count>1"), (tags + "window:second}", "count>1"),
      ])
      let counts = report.thresholds.map { $0.observed ?? -1 }
      // Second clicks were meant to be sent at no moment: they count in every window.
      #expect(counts[1] > 0 && counts[2] > 0, "\(selector)")
      #expect(counts[1] + counts[2] >= counts[0], "\(selector)")
      #expect(
        counts[1] + counts[2] <= counts[0] + Double(report.people.doubleClicks), "\(selector)")
      if !selector.hasPrefix("requests") { #expect(counts[1] + counts[2] == counts[0], "\(selector)") }
    }
  }

  @Test func theWorstMinuteIsNoBetterThanTheRun() async throws {
    let report = try await report([
      ("queue_wait", "max<1s"), ("queue_wait", "avg<1s"), ("failed", "rate<1%"), ("queue_wait", "min>1s"),
    ])
    let (longest, average, failed, shortest) = (
      report.thresholds[0], report.thresholds[1], report.thresholds[2], report.thresholds[3]
    )
    #expect(try #require(longest.worst).value <= (try #require(longest.observed)))
    #expect(try #require(average.worst).value >= (try #require(average.observed)))
    #expect(try #require(failed.worst).value > 0)
    #expect(try #require(shortest.worst).value == shortest.observed)
    for finding in report.thresholds {
      #expect(try #require(finding.worst).startNanoseconds % RollingWindow.lengthNanoseconds == 0)
    }
  }

  @Test func warmUpIsNotJudged() async throws {
    let whole = try await report([("requests", "count>1")])
    let judged = try await report([("requests", "count>1")], warmUp: .seconds(100))
    #expect(try #require(judged.thresholds[0].observed) < (try #require(whole.thresholds[0].observed)))
    #expect(judged.requests == whole.requests)
    #expect(try #require(judged.thresholds[0].worst).startNanoseconds >= 100_000_000_000)
  }

  @Test func aBreachEndsTheRunOnWhatWasMeasuredUntilThen() async throws {
    var scenario = eventfulScenario()
    var threshold = try ThresholdParser.threshold(selector: "ttft", expression: "p(50)<1ns")
    threshold.abortOnFail = true
    threshold.delayAbortEvaluation = .seconds(95)
    scenario.thresholds = [threshold]
    let report = await (try Simulation(scenario)).run()
    #expect(report.run.isPartial)
    #expect(report.run.endNanoseconds == 100_000_000_000)
    let row = report.latency.first { $0.metric == .timeToFirstToken && $0.role == nil && $0.outcome == nil }
    #expect(report.thresholds[0].samples == row?.observed.count)
  }
}
