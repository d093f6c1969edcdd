// Columns that line up, whatever is in them: widths are computed from the cells, colour is added after that.

/// Rows of cells in columns of computed width.
package struct TextTable {
  /// One cell: its text and its colour.
  package struct Cell: ExpressibleByStringLiteral {
    package var text: String
    package var emphasis: TerminalStyle.Emphasis?
    /// What stands beneath it, in a row of its own.
    var beneath = ""

    package init(_ text: String, _ emphasis: TerminalStyle.Emphasis? = nil) {
      self.text = text
      self.emphasis = emphasis
    }

    /// A number with its interval beneath.
    init(_ figure: Figure, _ emphasis: TerminalStyle.Emphasis? = nil) {
      self.init(figure.text, emphasis)
      beneath = figure.spread
    }

    package init(stringLiteral text: String) { self.init(text) }
  }

  package enum Alignment { case left, right }

  /// A row of the table, or a line of text that takes no part in the columns' widths.
  private enum Row {
    case cells([Cell])
    case line(String)
  }

  private let alignments: [Alignment]
  private let indentation: Int
  private let gap: Int
  private var rows: [Row] = []

  /// A table whose columns are aligned so, indented by `indentation`, `gap` columns between cells.
  package init(_ alignments: [Alignment], indentation: Int = 4, gap: Int = 2) {
    self.alignments = alignments
    self.indentation = indentation
    self.gap = gap
  }

  /// Adds a row, and one for what stands beneath its cells; cells that are left out at its end are empty.
  package mutating func add(_ cells: [Cell]) {
    precondition(cells.count <= alignments.count, "\(cells.count) cells in \(alignments.count) columns")
    rows.append(.cells(cells))
    guard cells.contains(where: { !$0.beneath.isEmpty }) else { return }
    rows.append(.cells(cells.map { Cell($0.beneath, .faint) }))
  }

  /// Adds a line as it is, such as the heading of a group of rows.
  package mutating func addLine(_ line: String) { rows.append(.line(line)) }

  /// True when no row has been added.
  package var isEmpty: Bool { rows.isEmpty }

  /// The lines of the table, without white space at their ends.
  package func lines(_ style: TerminalStyle) -> [String] {
    var widths = [Int](repeating: 0, count: alignments.count)
    for case .cells(let cells) in rows {
      for (column, cell) in cells.enumerated() { widths[column] = max(widths[column], cell.text.count) }
    }
    return rows.map { row in
      switch row {
      case .line(let line): line
      case .cells(let cells): line(of: cells, widths: widths, style: style)
      }
    }
  }

  private func line(of cells: [Cell], widths: [Int], style: TerminalStyle) -> String {
    var line = String(repeating: " ", count: indentation)
    // Spaces are written only once something follows them, so that no line ends in white space.
    var pending = 0
    for (column, cell) in cells.enumerated() where widths[column] > 0 {
      let padding = widths[column] - cell.text.count
      if alignments[column] == .right { pending += padding }
      if !cell.text.isEmpty {
        line += String(repeating: " ", count: pending) + style.paint(cell.text, cell.emphasis)
        pending = 0
      }
      if alignments[column] == .left || cell.text.isEmpty {
        pending += alignments[column] == .left ? padding : 0
      }
      pending += gap
    }
    return line
  }
}
