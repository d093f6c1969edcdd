// The way of a search as a picture of characters: for each value the metric over its limit, and the bill.

internal import RunReport

/// Bars of the metric and of the bill, a line a value, at most 100 columns wide.
struct SizingPlot {
  /// Columns of the metric's bar; its limit is in the middle.
  private static let metricColumns = 40
  /// Columns of the bill's bar.
  private static let costColumns = 20

  private let result: SizingResult

  init(_ result: SizingResult) { self.result = result }

  /// The threshold that table and plot show: the one that binds, or the first that fails anywhere.
  static func threshold(of result: SizingResult) -> Int {
    if let binding = result.binding { return binding }
    let end = result.goal == .smallest ? result.curve.last : result.curve.first
    return end?.thresholds.firstIndex { !$0.passed } ?? 0
  }

  /// The plot under its heading.
  var lines: [String] {
    guard result.curve.count > 1 else { return [] }
    let number = Self.threshold(of: result)
    let threshold = result.thresholds[number]
    let top = scale(number)
    let most = result.curve.map(\.cost.mean).max() ?? 0
    let labels = result.curve.map { String($0.value.label.prefix(16)) }
    let width = labels.map(\.count).max() ?? 0
    let limit =
      threshold.limit > 0
      ? "│ is its limit" : "its limit is \(HumanNumber.value(threshold.limit, kind: threshold.kind))"
    let title = "\(threshold.selector) \(threshold.condition)"
    var lines = ["  PLOT  \(title) (\(limit), ▶ is beyond twice that)" + (most > 0 ? ", and cost" : "")]
    for (point, label) in zip(result.curve, labels) {
      let padding = String(repeating: " ", count: width - label.count)
      let metric = bar(point.thresholds[number].observed?.mean, top: top, hasLimit: threshold.limit > 0)
      var line = "    \(padding)\(label) \(metric)"
      if most > 0 {
        let cells = Int((point.cost.mean / most * Double(Self.costColumns)).rounded())
        line += "  " + String(repeating: "▪", count: max(0, min(Self.costColumns, cells)))
      }
      while line.last == " " { line.removeLast() }
      lines.append(line)
    }
    return lines
  }

  /// What the whole width of the metric's bar is: twice the limit, or the largest value where that is 0.
  private func scale(_ number: Int) -> Double {
    let limit = result.thresholds[number].limit
    if limit > 0 { return 2 * limit }
    let finite = result.curve.compactMap { $0.thresholds[number].observed?.mean }.filter(\.isFinite)
    return max(finite.max() ?? 1, 1e-9)
  }

  private func bar(_ value: Double?, top: Double, hasLimit: Bool) -> String {
    let middle = Self.metricColumns / 2
    var cells = [Character](repeating: " ", count: Self.metricColumns + 1)
    if let value {
      let length = value.isFinite ? value / top * Double(Self.metricColumns) : Double(Self.metricColumns)
      let full = max(0, min(Self.metricColumns, Int(length.rounded())))
      for place in 0..<full { cells[place] = "█" }
      if value > top { cells[Self.metricColumns] = "▶" }
    } else {
      cells[0] = "?"
    }
    if hasLimit { cells[middle] = "│" }
    return String(cells)
  }
}
