// Coverage for a terminal: a line for each metric of each system.

package import RunReport

/// Prints coverage.
package struct CoverageTable {
  private let style: TerminalStyle

  package init(style: TerminalStyle) { self.style = style }

  private static let widths = (system: 50, metric: 12)

  /// What the columns are.
  package var heading: String {
    Self.padded("system", Self.widths.system) + Self.padded("metric", Self.widths.metric)
      + "customers × replications  half-width  covers\n"
  }

  /// The lines of one system.
  package func lines(of rows: [CoverageRow]) -> String {
    rows.map { row in
      let size = "\(HumanNumber.count(row.customers)) × \(row.replications)"
      return Self.padded(row.system, Self.widths.system) + Self.padded(row.metric, Self.widths.metric)
        + Self.padded(size, 26) + Self.padded(HumanNumber.share(row.meanRelativeHalfWidth), 12)
        + style.paint(
          (row.passed ? "✓ " : "✗ ") + HumanNumber.share(row.coverage), row.passed ? .good : .bad) + "\n"
    }.joined()
  }

  /// The last line.
  package func verdict(_ rows: [CoverageRow]) -> String {
    let within = rows.filter(\.passed).count
    return
      "\(within) of \(rows.count) within 92 to 97.5 %, \(HumanNumber.count(rows.first?.intervals ?? 0)) intervals "
      + "of each system\n"
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.count))
  }
}
