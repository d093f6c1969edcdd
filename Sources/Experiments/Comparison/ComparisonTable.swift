// A comparison for a terminal: what each variant does, and below it what differs and how that is known.

public import RunReport
internal import Statistics

/// Prints a comparison.
public struct ComparisonTable {
  private let result: ComparisonResult
  private let style: TerminalStyle

  /// A table of `result`.
  public init(_ result: ComparisonResult, style: TerminalStyle) {
    self.result = result
    self.style = style
  }

  /// The whole text, ending in a newline.
  public func text() -> String {
    var lines = [
      "\(result.replications) replications of each variant on the same people, seed \(result.seed), 95 % intervals",
      "",
    ]
    for (index, name) in result.variants.enumerated() { lines.append("  \(Self.letter(index))  \(name)") }
    lines += ["", style.paint("  MEANS", .strong)] + meanLines()
    lines += ["", style.paint("  DIFFERENCES, pair by pair", .strong)] + differenceLines()
    if let selection = result.selection { lines += [""] + lineOf(selection) }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A, B, C, …, then 27, 28, ….
  static func letter(_ index: Int) -> String {
    index < 26 ? String(Character(UnicodeScalar(UInt8(65 + index)))) : "\(index + 1)"
  }

  private func meanLines() -> [String] {
    var table = TextTable(
      [.left] + Array(repeating: .right, count: result.variants.count), indentation: 4)
    table.add([.init("")] + result.variants.indices.map { .init(Self.letter($0), .faint) })
    for row in result.rows {
      table.add(
        [.init(row.metric)]
          + row.values.map { value in
            value.interval.map {
              .init(
                HumanNumber.value($0.mean, kind: row.kind) + " ± "
                  + HumanNumber.value($0.halfWidth, kind: row.kind))
            } ?? .init("no samples", .faint)
          })
    }
    return table.lines(style)
  }

  private func differenceLines() -> [String] {
    var table = TextTable([.left, .left, .right, .right, .right, .left], indentation: 4)
    table.add([
      .init(""), .init(""), .init("difference", .faint), .init("correlation", .faint),
      .init("variance saved", .faint),
    ])
    for row in result.rows {
      for (index, value) in row.values.enumerated() {
        guard let difference = value.difference else { continue }
        table.add([
          .init(index == 1 ? row.metric : ""), .init("\(Self.letter(index)) − A"),
          .init(
            Self.signed(difference.interval.mean, row.kind) + " ± "
              + HumanNumber.value(difference.interval.halfWidth, kind: row.kind)),
          .init(difference.correlation.map { HumanNumber.decimal($0, places: 2) } ?? "-"),
          .init(difference.varianceRatio.map { HumanNumber.decimal($0, places: 1) + "×" } ?? "-"),
          finding(difference, index, row),
        ])
      }
    }
    return table.lines(style)
  }

  private func finding(_ difference: ComparisonResult.Difference, _ index: Int, _ row: ComparisonResult.Row)
    -> TextTable.Cell
  {
    if difference.interval.mean == 0, difference.interval.halfWidth == 0 {
      return .init("the same in every replication", .faint)
    }
    guard difference.isShown else { return .init("no difference shown at this precision", .faint) }
    let isMore = difference.interval.mean > 0
    guard let first = row.values[0].interval?.mean, first != 0 else { return .init(isMore ? "more" : "less") }
    return .init(
      HumanNumber.share((difference.interval.mean / first).magnitude) + (isMore ? " more" : " less"))
  }

  private func lineOf(_ selected: ComparisonResult.Selected) -> [String] {
    let name = "\(Self.letter(selected.variant)) (\(result.variants[selected.variant]))"
    let kind = result.rows.first { $0.metric == selected.metric }?.kind ?? .ratio
    let wanted = selected.wantsLargest ? "largest" : "smallest"
    let margin = HumanNumber.value(selected.indifference, kind: kind)
    var lines = style.wrapped(
      selected.isDecided
        ? "SELECTED: \(name) has the \(wanted) \(selected.metric), with probability "
          + "\(HumanNumber.share(selected.probability)) where it is better than any other by \(margin); "
          + "\(selected.replications) replications of what was left."
        : "NOT DECIDED: \(name) leads by \(selected.metric) after \(selected.replications) replications; "
          + "still standing are \(selected.standing.map(Self.letter).joined(separator: ", ")). "
          + "More replications (--maximum-replications) or a larger --indifference decide it.",
      indentation: 2)
    if !selected.ties.isEmpty {
      lines += style.wrapped(
        "A TIE within \(margin): \(([selected.variant] + selected.ties).sorted().map(Self.letter).joined(separator: ", ")) "
          + "cannot be told apart.", indentation: 2)
    }
    return lines
  }

  private static func signed(_ value: Double, _ kind: Metric.Kind) -> String {
    let text = HumanNumber.value(value.magnitude, kind: kind)
    return value < 0 ? "−" + text : "+" + text
  }
}
