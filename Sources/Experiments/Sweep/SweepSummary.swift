// What a person sees of a sweep at its end: the first rows, and of their numbers those that are asked for first.

internal import RunReport

/// The table of a sweep for a terminal.
public struct SweepSummary: Sendable {
  /// Most rows that are shown.
  public static let mostRows = 20

  private static let measures: [(measure: SweepMeasure, heading: String)] = [
    (.failedShare, "failed"), (.queueWaitP95, "queue_wait p95"), (.timeToFirstTokenP99, "ttft p99"),
    (.goodput, "goodput"), (.costPerThousandAnswers, "1,000 answers"), (.deepestQueue, "deepest queue"),
    (.slotUse, "slot use"),
  ]

  private let table: SweepTable

  /// The summary of `table`.
  public init(_ table: SweepTable) { self.table = table }

  /// The lines, without line breaks.
  public func lines() -> [String] {
    let settings = 0..<table.settingColumns
    let verdict = table.settingColumns
    var text = TextTable(
      settings.map { _ in .right } + [.left] + Self.measures.map { _ in .right }, indentation: 0)
    text.add(
      settings.map { .init($0 == 0 ? "" : table.columns[$0]) } + [""]
        + Self.measures.map { .init($0.heading) })
    for row in table.rows.prefix(Self.mostRows) {
      text.add(
        settings.map { .init(row[$0].text) } + [.init(row[verdict].text)]
          + Self.measures.map { .init(shown($0.measure, in: row)) })
    }
    var lines = text.lines(TerminalStyle(hasColour: false))
    let left = table.rows.count - Self.mostRows
    if left > 0 { lines.append("… and \(HumanNumber.count(left)) more") }
    return lines
  }

  private func shown(_ measure: SweepMeasure, in row: [SweepCell]) -> String {
    func text(_ column: String) -> String? {
      guard let place = table.columns.firstIndex(of: column), case .number(let value) = row[place] else {
        return nil
      }
      return HumanNumber.value(value, kind: measure.kind)
    }
    let name = measure.rawValue
    guard table.sweep.replications > 1 else { return text(name) ?? "-" }
    guard let mean = text(name + "_mean") else { return "-" }
    return text(name + "_halfwidth").map { "\(mean) ± \($0)" } ?? mean
  }
}
