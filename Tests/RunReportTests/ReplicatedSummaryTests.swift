// The summary of replicated runs: every number with its interval, and what the replications cannot tell.

import QueueModel
import Testing

@testable import RunReport

@Suite struct ReplicatedSummaryTests {
  private func summary(_ report: RunReport) -> String {
    TerminalSummary(
      report,
      surroundings: .init(
        scenarioPath: "scenarios/exam-peak-100k.yaml", reportPath: "reports/exam-peak-100k/report.json",
        repeatCommand: "peakload run scenarios/exam-peak-100k.yaml --seed 7 --replications 5")
    ).text()
  }

  private func sample() throws -> RunReport {
    var report = try ReplicatedSample.combined(ReplicatedSample.reports(5, seed: 7))
    report.thresholds[1].isInconclusive = true
    report.thresholds[1].reason = "about 21 replications would tell"
    report.thresholds[3].passed = true
    report.replication?.warmUp = .init(
      pilots: 10, intervalNanoseconds: 10_000_000_000,
      cuts: [
        .init(series: "waiting and in flight", atNanoseconds: 400_000_000_000),
        .init(series: "finished", atNanoseconds: 50_000_000_000),
      ], leastNanoseconds: 360_000_000_000)
    report.replication?.precision = .init(
      target: 0.01,
      missed: [
        .init(number: "queue_wait p99", relativeHalfWidth: 0.061, target: 0.02, needed: 47),
        .init(number: "ttft{role:admin} p(99)", relativeHalfWidth: .infinity, target: 0.02, needed: nil),
      ])
    return report
  }

  @Test func itReadsAsCommitted() throws {
    try Fixture("replicated-summary.txt").compare(summary(sample()))
  }

  @Test func theHeadSaysHowManyReplications() throws {
    let text = summary(try sample())
    #expect(text.hasPrefix("✗ FAILED  exam-peak-100k, 5 replications from seed 7: "))
    #expect(text.contains("\n  5 replications, 95 % intervals\n"))
    #expect(!text.contains("unreplicated: one seed"))
    #expect(TerminalSummary(SampleReport.failing).text().contains("unreplicated: one seed, no intervals"))
  }

  @Test func anInconclusiveRunSaysWhatWouldTell() throws {
    var report = try sample()
    for index in report.thresholds.indices where index != 1 { report.thresholds[index].passed = true }
    report.settleVerdict()
    #expect(report.verdict == .inconclusive)
    let lines = TerminalSummary(report).verdictText().split(separator: "\n")
    #expect(
      lines[0]
        == "? INCONCLUSIVE  exam-peak-100k, 5 replications from seed 7: 1 of 7 thresholds lie within the "
        + "intervals of their values, the others held")
    #expect(lines[1].contains("(about 21 replications would tell)"))
  }

  @Test func failedWinsOverInconclusive() throws {
    var report = try sample()
    report.thresholds[0].passed = false
    report.settleVerdict()
    #expect(report.verdict == .breached)
    report.run.isPartial = true
    report.settleVerdict()
    #expect(report.verdict == .interrupted)
    #expect(TerminalSummary(report).verdictText().contains("5 of 5 replications were finished"))
  }

  /// Beneath or beside each number there is a half-width, or in how many replications it is infinite.
  @Test func everyRowOfLatenciesHasItsIntervalsBeneath() throws {
    let lines = summary(try sample()).split(separator: "\n", omittingEmptySubsequences: false)
    let start = try #require(lines.firstIndex { $0.hasPrefix("  LATENCY") })
    let rows = lines[start...].prefix { !$0.isEmpty }.dropFirst(2).filter {
      $0.contains("ms") || $0.contains("∞")
    }
    let numbers = rows.filter { !$0.contains("±") && !$0.contains("†") && !$0.contains("from") }
    #expect(numbers.count >= 7)
    for row in numbers {
      let place = try #require(lines.firstIndex(of: row))
      let beneath = lines[place + 1].split(separator: " ").count { $0.hasPrefix("±") || $0.contains("/") }
      let printed = row.split(separator: " ").count { $0.contains { $0.isNumber || $0 == "∞" } }
      #expect(beneath == printed, "\(row)\n\(lines[place + 1])")
    }
  }

  @Test func halfWidthsHaveTwoDigits() {
    let widths: [(Figure.Kind, Double, String)] = [
      (.duration, 26_240_000, "26ms"), (.duration, 1_304_000_000, "1.3s"), (.duration, 0, "0s"),
      (.duration, 187_600_000, "190ms"), (.count, 12_307, "12,000"), (.count, 0.4012, "0.4"),
      (.count, 8.6, "8.6"),
      (.share, 0.0234, "2.3%"), (.share, 0.000_01, "<0.01%"), (.share, 0.000_97, "0.1%"),
      (.money, 89_100_000, "$0.089"), (.money, 1_370_000_000, "$1.40"), (.rate, 0.8127, "0.81/s"),
      (.of(.duration), 0.1234, "120ms"), (.moment, 28_700_000_000, "29s"),
    ]
    for (kind, width, text) in widths { #expect(kind.spread(width) == text) }
  }

  @Test func meansOfCountsHaveTheirFractions() {
    let means = [(0.004, "<0.01"), (0.4, "0.40"), (3.0, "3"), (36.44, "36.4"), (4_950.67, "4,951"), (0, "0")]
    for (mean, text) in means { #expect(HumanNumber.mean(mean) == text) }
  }
}
