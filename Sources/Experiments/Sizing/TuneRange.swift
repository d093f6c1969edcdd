// A key of the scenario and the values that it may take: what `--tune KEY=A..B` says. Values are whole numbers of the
// last decimal that was written, so that no value is the rounding of another.

internal import Scenario

/// Why a text is no range of values.
public struct TuneRangeError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong.
  public var message: String
  /// What to write instead.
  public var hint: String

  /// The message.
  public var description: String { message }
}

/// The values of one numeric key, evenly spaced, both ends among them.
///
/// ```swift
/// try TuneRange("llm.concurrency=1..20_000").text(at: 4)          // "5"
/// try TuneRange("system.queue.timeToLive=10s..60s:5s").text(at: 1) // "15s"
/// try TuneRange("behaviour.cancelShare=0.5%..2.5%").count          // 1001: a thousandth of the range is the step
/// ```
public struct TuneRange: Hashable, Sendable {
  /// The scenario's key, as `--set` has it.
  public let key: String
  /// How many values there are, at least 2.
  public private(set) var count: Int

  /// `$` or nothing, before each value.
  private let sign: String
  /// The unit behind each value; empty where there is none.
  private let unit: String
  /// Decimals of `first` and `step`.
  private let places: Int
  private var first: Int
  private let step: Int

  /// Reads `KEY=A..B` or `KEY=A..B:STEP`.
  ///
  /// Both ends have the same unit, or none; A is the lower one. The step is 1 of the unit where both ends are whole
  /// numbers and a thousandth of the range where one is not.
  public init(_ argument: String) throws(TuneRangeError) {
    guard let parts = Override(argument), let dots = parts.value.firstRange(of: "..") else {
      throw TuneRangeError(
        message: "'\(argument)' is no key with a range",
        hint: "write KEY=A..B, such as llm.concurrency=1..20000")
    }
    let value = parts.value
    let end = value[dots.upperBound...].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let lower = try Amount(value[..<dots.lowerBound])
    let upper = try Amount(end[0])
    let spacing = end.count > 1 ? try Amount(end[1]) : nil
    for other in [upper, spacing].compactMap({ $0 })
    where other.unit != lower.unit || other.sign != lower.sign {
      throw TuneRangeError(
        message: "'\(lower.text)' and '\(other.text)' have different units",
        hint: "write the same unit at both ends, such as 500ms..2000ms")
    }
    var places = max(lower.places, upper.places, spacing?.places ?? 0)
    let isWhole = places == 0
    if spacing == nil, !isWhole { places += 3 }
    let (from, to) = (try lower.scaled(to: places), try upper.scaled(to: places))
    guard from < to else {
      throw TuneRangeError(
        message: "the range from '\(lower.text)' to '\(upper.text)' is empty",
        hint: "write the lower end first")
    }
    let step = try spacing?.scaled(to: places) ?? (isWhole ? 1 : (to - from) / 1000)
    guard step > 0, (to - from) % step == 0 else {
      throw TuneRangeError(
        message: "steps of '\(spacing?.text ?? "")' do not lead from '\(lower.text)' to '\(upper.text)'",
        hint: "write a step that the range is a whole number of")
    }
    key = parts.key
    (sign, unit) = (lower.sign, lower.unit)
    (self.places, first, self.step) = (places, from, step)
    count = (to - from) / step + 1
  }

  /// The values at some places only. Precondition: at least 2 of them, all in the range.
  public func limited(to indices: ClosedRange<Int>) -> TuneRange {
    precondition(indices.count >= 2 && indices.lowerBound >= 0 && indices.upperBound < count, "\(indices)")
    var range = self
    range.first += indices.lowerBound * step
    range.count = indices.count
    return range
  }

  /// The value at a place, from 0, as it stands in a scenario file: `3785`, `2.5s`.
  public func text(at index: Int) -> String { text(at: index, separator: "") }

  /// The value at a place as a person reads it: `3,785`, `2.5s`.
  public func label(at index: Int) -> String { text(at: index, separator: ",") }

  /// The value at a place, in its unit.
  public func number(at index: Int) -> Double {
    var perOne = 1.0
    for _ in 0..<places { perOne *= 10 }
    return Double(first + index * step) / perOne
  }

  private func text(at index: Int, separator: String) -> String {
    precondition((0..<count).contains(index), "value \(index) of \(count)")
    let amount = first + index * step
    var digits = String(amount.magnitude)
    if digits.count <= places { digits = String(repeating: "0", count: places + 1 - digits.count) + digits }
    var fraction = digits.suffix(places)
    while fraction.last == "0" { fraction.removeLast() }
    let whole = digits.dropLast(places)
    var grouped = ""
    for (place, digit) in whole.enumerated() {
      if place > 0, (whole.count - place) % 3 == 0 { grouped += separator }
      grouped.append(digit)
    }
    return "\(amount < 0 ? "-" : "")\(sign)\(grouped)\(fraction.isEmpty ? "" : ".")\(fraction)\(unit)"
  }
}

/// One end of a range as it was written.
private struct Amount {
  var text: String
  var sign = ""
  var unit: String
  var places: Int
  /// All digits, without the point.
  private var digits: Int

  init(_ written: Substring) throws(TuneRangeError) {
    text = String(written)
    var rest = written
    let isNegative = rest.first == "-"
    if isNegative { rest.removeFirst() }
    if rest.first == "$" { sign = String(rest.removeFirst()) }
    let number = rest.prefix { $0.isASCII && ($0.isNumber || $0 == "." || $0 == "_") }
    unit = String(rest.dropFirst(number.count))
    let parts = number.filter { $0 != "_" }.split(separator: ".", omittingEmptySubsequences: false)
    places = parts.count > 1 ? parts[1].count : 0
    guard (1...2).contains(parts.count), parts.allSatisfy({ !$0.isEmpty }), let value = Int(parts.joined()),
      value < 1_000_000_000_000_000
    else {
      throw TuneRangeError(
        message: "'\(text)' is no number with one unit",
        hint: "write a plain number, such as 100, 2.5s or 40%")
    }
    digits = isNegative ? -value : value
  }

  /// The amount in units of the `places`-th decimal.
  func scaled(to places: Int) throws(TuneRangeError) -> Int {
    var amount = digits
    for _ in self.places..<max(self.places, places) {
      let (product, isTooLarge) = amount.multipliedReportingOverflow(by: 10)
      guard !isTooLarge, product.magnitude < 1_000_000_000_000_000_000 else {
        throw TuneRangeError(
          message: "'\(text)' has too many digits", hint: "write fewer digits or a larger unit")
      }
      amount = product
    }
    return amount
  }
}
