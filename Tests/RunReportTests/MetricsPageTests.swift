// The page on metrics beside what the code says of each metric, outcome and part of the summary.

import Foundation
import QueueModel
import Testing

@testable import RunReport

@Suite struct MetricsPageTests {
  private static let lines: [String] = {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let page = try? String(contentsOf: root.appending(path: "docs/metrics.md"), encoding: .utf8)
    return (page ?? "").split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }()

  /// The lines under a metric's heading, up to the next one.
  private static func section(of metric: Metric) -> [String] {
    guard let heading = lines.firstIndex(of: "### `\(metric.rawValue)`") else { return [] }
    return Array(lines[(heading + 1)...].prefix { !$0.hasPrefix("#") })
  }

  private static func list(_ names: [String]) -> String { names.map { "`\($0)`" }.joined(separator: ", ") }

  @Test func everyMetricHasAHeadingAndNothingElseHas() {
    let headings = Self.lines.filter { $0.hasPrefix("### `") }
    #expect(headings.sorted() == Metric.allCases.map { "### `\($0.rawValue)`" }.sorted())
  }

  @Test(arguments: Metric.allCases) func namesTheAggregatesAndTagsOfEachMetric(_ metric: Metric) {
    let section = Self.section(of: metric)
    #expect(section.contains("- Aggregates: " + Self.list(metric.kind.aggregateNames)))
    #expect(section.contains("- Tags: " + Self.list(metric.tagNames)))
  }

  @Test(arguments: Outcome.allCases) func saysOfEachOutcomeWhatItCountsAs(_ outcome: Outcome) {
    let rows = Self.lines.filter { $0.hasPrefix("| `\(outcome.rawValue)` |") }
    func mark(_ isTrue: Bool) -> String { isTrue ? " yes |" : " |" }
    let row =
      "| `\(outcome.rawValue)` |" + mark(outcome.isDelivered) + mark(outcome.isFailure)
      + mark(outcome.isRejection)
    #expect(rows == [row])
  }

  /// Every heading of the summary of a failing run.
  @Test func explainsEveryPartOfTheSummary() {
    let summary = TerminalSummary(SampleReport.failing).text()
    let headings = summary.split(separator: "\n").compactMap { line -> Substring? in
      let words = line.split { $0 == " " || $0 == "," }
      guard line.hasPrefix("  "), !line.hasPrefix("   "), let first = words.first else { return nil }
      return first.count > 2 && first.allSatisfy(\.isUppercase) ? first : nil
    }
    #expect(headings.count >= 9)
    for heading in headings {
      #expect(Self.lines.contains { $0.hasPrefix("| \(heading)") }, "\(heading) is not explained")
    }
  }
}
