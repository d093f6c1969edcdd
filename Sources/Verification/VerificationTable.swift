// Rows for a terminal, one group a set.

package import RunReport

/// Prints verified rows.
package struct VerificationTable {
  package var style: TerminalStyle

  package init(style: TerminalStyle) { self.style = style }

  /// The rows of one set under its name.
  package func lines(of rows: [VerifiedRow]) -> [String] {
    guard let first = rows.first else { return [] }
    var table = TextTable([.left, .left, .right, .right, .right, .right, .left], indentation: 2)
    table.addLine(
      "\(style.paint(first.model, .strong))  \(first.parameters)  (\(first.tier.rawValue) tier, "
        + "\(first.replications) × \(HumanNumber.count(first.customers)) customers)")
    for row in rows {
      table.add([
        mark(row), .init(row.metric), .init(Self.number(row.exact)), .init(Self.number(row.simulated)),
        .init(row.halfWidth.map { "± " + Self.number($0, digits: 2) } ?? ""),
        .init(row.z.map { "z " + Self.signed($0) } ?? ""), .init(row.note ?? "", .faint),
      ])
    }
    return table.lines(style)
  }

  /// The last lines: how many, and all together.
  package func lines(of result: VerificationResult) -> [String] {
    let (passed, failed) = (result.count(.passed), result.count(.failed))
    var lines = [
      "\(HumanNumber.count(result.rows.count)) rows: \(passed) passed, \(failed) failed, "
        + "\(result.count(.notJudged)) printed only; seed \(result.seed)"
    ]
    if let together = result.together, together.rows > 0 {
      lines.append(
        "one row of each of \(together.rows) sets: \(together.beyondTwo) with |z| > 2 (at most "
          + "\(together.mostBeyondTwo)), sum of z² \(HumanNumber.decimal(together.sumOfSquares, places: 1)) "
          + "(\(HumanNumber.decimal(together.leastSum, places: 1)) to "
          + "\(HumanNumber.decimal(together.mostSum, places: 1)))")
    }
    lines.append(
      result.passed
        ? style.paint("✓ PASSED", .good) + "  every judged row agrees with its exact value"
        : style.paint("✗ FAILED", .bad) + "  the program does not agree with the exact values")
    return lines
  }

  private func mark(_ row: VerifiedRow) -> TextTable.Cell {
    switch row.verdict {
    case .passed: .init("✓", .good)
    case .failed: .init("✗", .bad)
    case .notJudged: .init("-", .faint)
    }
  }

  private static func signed(_ z: Double) -> String {
    guard z.isFinite else { return z > 0 ? "∞" : "-∞" }
    return (z >= 0 ? "+" : "") + HumanNumber.decimal(z, places: 2)
  }

  /// A number with so many significant digits; with an exponent where it would have more than twelve places.
  static func number(_ value: Double, digits: Int = 6) -> String {
    guard value.isFinite else { return value > 0 ? "∞" : value < 0 ? "-∞" : "no number" }
    guard value != 0 else { return "0" }
    var exponent = 0
    var size = value.magnitude
    while size >= 10 {
      size /= 10
      exponent += 1
    }
    while size < 1 {
      size *= 10
      exponent -= 1
    }
    guard digits - 1 - exponent <= 12 else {
      return (value < 0 ? "-" : "") + HumanNumber.decimal(size, places: digits - 1) + "e\(exponent)"
    }
    return HumanNumber.decimal(value, places: max(0, digits - 1 - exponent))
  }
}
