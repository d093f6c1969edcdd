// The way of a search as a table: a row a value, with what was observed of the threshold that matters, and the bill.

internal import RunReport

/// The values that were run, in the order of the range.
struct SizingTable {
  private let result: SizingResult
  private let style: TerminalStyle

  init(_ result: SizingResult, style: TerminalStyle) {
    self.result = result
    self.style = style
  }

  /// The table under its heading.
  var lines: [String] {
    guard !result.curve.isEmpty else { return [] }
    let number = SizingPlot.threshold(of: result)
    let threshold = result.thresholds[number]
    var table = TextTable([.right, .left, .left, .right, .right, .left], indentation: 4)
    table.add([
      "value", "", "runs", .init("\(threshold.selector) \(threshold.condition)"), "cost", "what else fails",
    ])
    for point in result.curve { table.add(cells(of: point, number)) }
    let level = HumanNumber.decimal(result.level * 100, places: 0)
    let heading = "  " + style.paint("CURVE", .strong)
    return [heading + "  (± is the half-width of a \(level) % interval)"] + table.lines(style)
  }

  private func cells(of point: SizingResult.Point, _ number: Int) -> [TextTable.Cell] {
    let (mark, emphasis): (String, TerminalStyle.Emphasis) =
      switch point.standing {
      case .holds: ("✓ holds", .good)
      case .fails: ("✗ fails", .bad)
      case .undecided: ("? undecided", .warning)
      case nil: point.passed ? ("passes", .faint) : ("fails", .faint)
      }
    let others = zip(result.thresholds, point.thresholds).enumerated().filter { place, pair in
      place != number && (pair.1.standing.map { $0 == .fails } ?? !pair.1.passed)
    }
    var metrics: [String] = []
    for (_, pair) in others where !metrics.contains(pair.0.selector) { metrics.append(pair.0.selector) }
    let shown = metrics.prefix(2).joined(separator: ", ") + (metrics.count > 2 ? ", …" : "")
    return [
      .init(point.value.label), .init(mark, emphasis), .init("\(max(1, point.replications))"),
      .init(
        point.thresholds[number].observed.map { Self.measured($0, result.thresholds[number]) } ?? "no samples"
      ),
      .init(Self.money(point.cost)), .init(shown),
    ]
  }

  /// A mean of a threshold's metric with its half-width: `1.82s ± 45ms`.
  static func measured(_ value: SizingResult.Measured, _ threshold: SizingResult.Threshold) -> String {
    let mean = HumanNumber.value(value.mean, apartFrom: threshold.limit, kind: threshold.kind)
    guard let width = value.halfWidth else { return mean }
    return "\(mean) ± \(HumanNumber.value(width, kind: threshold.kind))"
  }

  /// US dollars with their half-width.
  static func money(_ value: SizingResult.Measured) -> String {
    let mean = HumanNumber.value(value.mean, kind: .money)
    guard let width = value.halfWidth else { return mean }
    return "\(mean) ± \(HumanNumber.value(width, kind: .money))"
  }
}
