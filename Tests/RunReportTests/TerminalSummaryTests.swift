// The summary that a person reads: whole texts against committed ones, and what must be true of any.

import RunReport
import Testing

@Suite struct TerminalSummaryTests {
  private let surroundings = TerminalSummary.Surroundings(
    scenarioPath: "scenarios/exam-peak-100k.yaml", reportPath: "reports/exam-peak-100k/report.json",
    repeatCommand: "peakload run scenarios/exam-peak-100k.yaml --seed 7 --set llm.concurrency=2700")

  private func text(_ report: RunReport, style: TerminalStyle = .plain) -> String {
    TerminalSummary(report, surroundings: surroundings, style: style).text()
  }

  @Test func aFailingRunReadsAsCommitted() throws {
    try Fixture("failing-summary.txt").compare(text(SampleReport.failing))
  }

  @Test func aPassingRunReadsAsCommitted() throws {
    try Fixture("passing-summary.txt").compare(text(SampleReport.passing))
  }

  @Test func aFailingRunSaysWhyBeforeAnythingElse() throws {
    let lines = text(SampleReport.failing).split(separator: "\n")
    #expect(lines[0] == "✗ FAILED  exam-peak-100k, seed 7: 4 of 7 thresholds did not hold")
    #expect(
      lines[1].contains(
        "queue_wait{role:student} must have p(95)<2s, and it was 4.21s; worst in the minute from"))
  }

  @Test func thresholdsComeBeforeLatency() throws {
    let text = text(SampleReport.passing)
    let thresholds = try #require(text.firstRange(of: "THRESHOLDS"))
    let latency = try #require(text.firstRange(of: "LATENCY"))
    #expect(thresholds.lowerBound < latency.lowerBound)
  }

  @Test func linesFitAndEndInNoWhiteSpace() throws {
    for report in [SampleReport.failing, SampleReport.passing] {
      for line in text(report).split(separator: "\n") {
        #expect(line.count <= 110, "\(line.count) columns: \(line)")
        #expect(line.last != " ", "white space at the end of: \(line)")
      }
    }
  }

  @Test func colourChangesNothingButColour() throws {
    let coloured = text(SampleReport.failing, style: TerminalStyle(hasColour: true))
    #expect(coloured.contains("\u{1B}[31m✗ FAILED\u{1B}[0m"))
    #expect(coloured.replacing(/\u{1B}\[[0-9]+m/, with: "") == text(SampleReport.failing))
    #expect(!text(SampleReport.failing).contains("\u{1B}"))
  }

  @Test func anInterruptedRunSaysHowFarItCame() throws {
    var report = SampleReport.passing
    report.verdict = .interrupted
    report.run.isPartial = true
    report.run.partialReason = "interrupted by Ctrl-C"
    report.run.endNanoseconds = 723_000_000_000
    let lines = text(report).split(separator: "\n")
    #expect(lines[0].hasPrefix("! INTERRUPTED  exam-peak-100k, seed 7: stopped at 12m 03s of 1h 00m 00s"))
    #expect(lines[1] == "  The run ended early: interrupted by Ctrl-C.")
  }

  @Test func aBrokenInvariantIsNamed() throws {
    var report = SampleReport.passing
    report.verdict = .broken
    report.invariants[1].held = false
    report.invariants[1].detail = "2,701 calls with 2,700 slots at 12m 03s"
    let text = TerminalSummary(report).verdictText()
    #expect(text.hasPrefix("✗ BROKEN"))
    #expect(
      text.contains(
        "  I3 does not hold (no more calls in flight than slots): 2,701 calls with 2,700 slots at 12m 03s"))
  }

  @Test func aShortLimitIsAReasonAndARow() throws {
    var report = SampleReport.failing
    report.limits = [
      .init(
        name: "Redis commands of each database", unit: "a second", plan: 10_000, has: 10_000, peak: 61_204,
        isBinding: true, shortNanoseconds: 3_120_000_000_000, effect: "9 waits of 12.1s on average"),
      .init(
        name: "function instances", unit: "instances", plan: 30_000, has: 60_000, peak: 600,
        purchase: .init(what: "60,000 instances", monthNanoUSD: 5_000_000_000, terms: "of somebody")),
      .init(name: "calls", unit: "at one time", plan: nil, has: nil, peak: 3),
    ]
    let text = text(report)
    #expect(
      text.contains(
        "\n  Redis commands of each database: 10,000 a second, short for 52m 00s, 612.0% asked for"))
    #expect(text.contains("binding for 52m 00s, 612.0% used"))
    #expect(text.contains("    Redis commands of each database: 9 waits of 12.1s on average\n"))
    #expect(text.contains("not binding, 1.0% used"))
    #expect(text.contains("no limit"))
    #expect(text.contains("bought beyond the design's plan: 60,000 instances, $5.00 a month, of somebody"))
    for line in text.split(separator: "\n") { #expect(line.count <= 110, "\(line)") }
  }

  @Test func anEmptyReportIsShort() throws {
    let report = RunReport(run: .init(scenario: "nothing", seed: 1, durationNanoseconds: 1))
    let text = TerminalSummary(report).text()
    #expect(text.hasPrefix("- NOT JUDGED  nothing, seed 1: no thresholds were evaluated\n"))
    #expect(!text.contains("LATENCY") && !text.contains("COST"))
  }
}

@Suite struct BottleneckTests {
  private func use(_ name: String, average: Double, full: Int64 = 0) -> RunReport.ResourceUse {
    .init(name: name, capacity: 10, unit: "calls", averageUse: average, peakUse: 1, fullNanoseconds: full)
  }

  @Test func theLongestFullIsNamed() {
    let found = RunReport.Bottleneck(resources: [
      use("worker slots", average: 0.99), use("places", average: 0.9, full: 60_000_000_000),
    ])
    #expect(found.name == "places")
    #expect(found.sentence == "The bottleneck: places, none left for 1m 00s, 90.0% used on average.")
  }

  @Test func theBusiestIsNamedWhenNothingWasFull() {
    let found = RunReport.Bottleneck(resources: [use("a", average: 0.81), use("b", average: 0.9)])
    #expect(found.name == "b")
  }

  @Test func causesBeforeEffectsOnATie() {
    #expect(RunReport.Bottleneck(resources: [use("a", average: 0.9), use("b", average: 0.9)]).name == "a")
  }

  @Test func nothingWasShort() {
    let found = RunReport.Bottleneck(resources: [use("places", average: 0.31)])
    #expect(found.name == nil)
    #expect(found.sentence == "Nothing was short: the busiest resource, places, was 31.0% used on average.")
    #expect(RunReport.Bottleneck(resources: []).name == nil)
  }
}
