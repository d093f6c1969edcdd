// A stretch of numbers with one unit, `10s..60s`. Decimal digits are added as whole numbers, never as binary
// fractions, so that the tenth step of 0.1 is written 1 and not 0.9999999999999999.

/// Numbers from one end to the other, both included, as a scenario spells them.
public struct SweepRange: Hashable, Sendable {
  /// A number as it was typed.
  private struct Number {
    /// The number times 10 to the `places`.
    var digits: Int
    /// Digits after the point.
    var places: Int
    /// `$` before the number, or nothing.
    var sign: String
    /// What follows the number: `s`, `%`, `/min`, or nothing.
    var unit: String

    /// True for more digits than are kept exactly.
    var isTooLong: Bool

    /// Reads `-12.5ms`; nil where the text does not begin with a number.
    init?(_ text: some StringProtocol) {
      var rest = Substring(text)
      sign = rest.hasPrefix("$") ? "$" : ""
      if !sign.isEmpty { rest = rest.dropFirst() }
      let isNegative = rest.hasPrefix("-")
      if isNegative { rest = rest.dropFirst() }
      let whole = rest.prefix { $0.isASCII && ($0.isNumber || $0 == "_") }
      rest = rest.dropFirst(whole.count)
      var fraction = Substring()
      if rest.hasPrefix(".") {
        fraction = rest.dropFirst().prefix { $0.isASCII && $0.isNumber }
        guard !fraction.isEmpty else { return nil }
        rest = rest.dropFirst(1 + fraction.count)
      }
      let all = (whole + fraction).filter { $0 != "_" }
      guard whole.first?.isNumber == true else { return nil }
      isTooLong = all.count > 15
      let value = isTooLong ? 0 : Int(all) ?? 0
      digits = isNegative ? -value : value
      places = fraction.count
      unit = String(rest)
    }
  }

  /// Digits after the point of ``from`` and ``to``.
  private let places: Int
  private let from: Int
  private let to: Int
  /// Nil for a range that only points of a hypercube are drawn from.
  private let step: Int?
  private let sign: String
  private let unit: String

  /// Reads `FROM..TO` or `FROM..TO:STEP`; nil where neither side of the points is a number, and the text is a value.
  ///
  /// Throws where the text is meant as a range and is none.
  init?(_ text: String) throws(SweepRefusal) {
    // What begins so is a value as it stands.
    if let first = text.first, "'\"[{".contains(first) { return nil }
    guard let points = text.firstRange(of: "..") else { return nil }
    let left = text[..<points.lowerBound]
    let parts = text[points.upperBound...].split(
      separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let numbers = [Number(left), Number(parts[0])]
    if numbers.allSatisfy({ $0 == nil }) { return nil }
    guard let first = numbers[0], let last = numbers[1] else {
      throw Self.refused(text, "needs a number on both sides of '..'")
    }
    let step = parts.count == 2 ? Number(parts[1]) : nil
    if parts.count == 2, step == nil { throw Self.refused(text, "needs a number after ':'") }
    let all = [first, last] + (step.map { [$0] } ?? [])
    if all.contains(where: \.isTooLong) { throw Self.refused(text, "has too many digits") }
    for number in all where number.unit.contains(where: \.isNumber) {
      throw Self.refused(text, "has more than a number and a unit in '\(number.unit)'")
    }
    guard all.allSatisfy({ $0.unit == first.unit && $0.sign == first.sign }) else {
      throw Self.refused(text, "has two units")
    }
    let places = all.map(\.places).max() ?? 0
    let scaled = all.map { $0.digits.multipliedReportingOverflow(by: Self.powerOfTen(places - $0.places)) }
    guard scaled.allSatisfy({ !$0.overflow && $0.partialValue.magnitude < 1 << 60 }) else {
      throw Self.refused(text, "has too many digits")
    }
    self.places = places
    from = scaled[0].partialValue
    to = scaled[1].partialValue
    self.step = scaled.count == 3 ? scaled[2].partialValue : nil
    (sign, unit) = (first.sign, first.unit)
    guard from <= to else { throw Self.refused(text, "ends below its beginning") }
    if let step = self.step {
      guard step > 0 else { throw Self.refused(text, "has a step that is not above 0") }
      guard (to - from) / step < SweepPlan.mostPoints else {
        throw Self.refused(text, "has more than \(SweepPlan.mostPoints) values")
      }
    }
  }

  private static func refused(_ text: String, _ problem: String) -> SweepRefusal {
    SweepRefusal(
      "the range '\(text)' \(problem)",
      hint: "write FROM..TO:STEP with one unit, such as 3000..4000:100 or 10s..60s:10s; a word that contains "
        + "'..' stands between quotes")
  }

  /// The first value and every one that whole steps lead to, up to the end; nil without a step.
  var steps: [String]? {
    step.map { step in stride(from: from, through: to, by: step).map { text($0, places: places) } }
  }

  /// The value at `share` of the way, which is from 0 up to and without 1.
  ///
  /// Between two whole numbers it is a whole number, each of them for an equal part of the way. Otherwise it has as
  /// many digits after the point as it takes for a million steps from end to end.
  func value(at share: Double) -> String {
    if places == 0 { return text(min(to, from + Int(share * Double(to - from + 1))), places: 0) }
    var (from, to, places) = (from, to, places)
    while to > from, to - from < 1_000_000, places < 12, from.magnitude < 1 << 56 {
      (from, to, places) = (from * 10, to * 10, places + 1)
    }
    return text(from + Int((share * Double(to - from)).rounded()), places: places)
  }

  /// `digits` with the last `places` of them behind a point, without zeros at the end.
  private func text(_ digits: Int, places: Int) -> String {
    let power = UInt(Self.powerOfTen(places))
    let (whole, rest) = digits.magnitude.quotientAndRemainder(dividingBy: power)
    var fraction = ""
    if rest > 0 {
      let shown = String(rest)
      fraction = String(repeating: "0", count: places - shown.count) + shown
      while fraction.hasSuffix("0") { fraction.removeLast() }
      fraction = "." + fraction
    }
    return sign + (digits < 0 ? "-" : "") + String(whole) + fraction + unit
  }

  private static func powerOfTen(_ exponent: Int) -> Int {
    (0..<exponent).reduce(1) { power, _ in power * 10 }
  }
}
