// Two distribution functions as text: what was measured and what the model gives, one above the other where they agree.

internal import QueueModel

/// A plot for a terminal.
public struct DistributionPlot {
  private let plot: CalibratedProvider.Plot
  /// Columns and rows of the plot itself.
  private let columns: Int
  private let rows: Int

  /// A plot of at most `width` characters a line.
  public init(_ plot: CalibratedProvider.Plot, width: Int = 78, rows: Int = 11) {
    self.plot = plot
    columns = max(20, min(width, 100) - 8)
    self.rows = rows
  }

  /// The share of calls (0 to 100 %) over time on a logarithmic axis: `o` measured, `+` model, `*` both. Empty where there is
  /// nothing to draw.
  public var lines: [String] {
    guard let low = [plot.measured.first, plot.fitted.first].compactMap({ $0 }).min(), low > 0,
      let high = [plot.measured.last, plot.fitted.last].compactMap({ $0 }).max(), high > low
    else { return [] }
    var marks = Array(repeating: Array(repeating: Character(" "), count: columns), count: rows)
    let (start, span) = (PortableMath.log(low), PortableMath.log(high / low))
    for column in 0..<columns {
      let time = PortableMath.exp(start + span * (Double(column) + 0.5) / Double(columns))
      let (measured, fitted) = (row(plot.measured, time), row(plot.fitted, time))
      marks[measured][column] = "o"
      marks[fitted][column] = measured == fitted ? "*" : "+"
    }
    let body = marks.enumerated().map { index, line in
      let percent = 100 - 100 * index / (rows - 1)
      let label = index % 5 == 0 ? "\(percent)%" : ""
      return "  " + String(repeating: " ", count: 4 - label.count) + label + " |" + trimmed(String(line))
    }
    let middle = PortableMath.exp(start + span / 2)
    let (left, centre, right) = (Self.time(low), Self.time(middle), Self.time(high))
    let gap = columns - left.count - centre.count - right.count
    let spaces = (String(repeating: " ", count: gap / 2), String(repeating: " ", count: gap - gap / 2))
    return body + [
      "       " + String(repeating: "-", count: columns),
      "       " + left + spaces.0 + centre + spaces.1 + right,
    ]
  }

  private func row(_ sorted: [Double], _ time: Double) -> Int {
    var (low, high) = (0, sorted.count)
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle] <= time { low = middle + 1 } else { high = middle }
    }
    let share = Double(low) / Double(max(1, sorted.count))
    return rows - 1 - Int((share * Double(rows - 1)).rounded())
  }

  private func trimmed(_ text: String) -> String {
    var text = text
    while text.last == " " { text.removeLast() }
    return text
  }

  private static func time(_ seconds: Double) -> String {
    let (value, unit) = seconds < 1 ? (seconds * 1e3, "ms") : (seconds, "s")
    let hundredths = Int((value * 100).rounded())
    if hundredths >= 10_000 { return "\((hundredths + 50) / 100)\(unit)" }
    let tenths = (hundredths + 5) / 10
    return "\(tenths / 10).\(tenths % 10)\(unit)"
  }
}
