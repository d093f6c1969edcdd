// Numbers with units as people write them: `1m30s`, `95%`, `300/min`, `$500`. Apart because the scenario
// reader and the threshold parser read the same units and give the same reasons for refusing.

/// Why a text is not a quantity.
package struct QuantityError: Error, Hashable, Sendable {
  /// What is wrong, as the second half of a sentence that begins with the quoted text: `has no unit`.
  package var problem: String
  /// What to write instead.
  package var hint: String

  package init(_ problem: String, hint: String) {
    self.problem = problem
    self.hint = hint
  }
}

/// Readers of numbers with units. None of them accepts a blank inside a quantity, a hexadecimal number, `nan`
/// or `inf`.
package enum Quantity {
  /// Longest text that is read as a quantity.
  static let longestText = 64

  /// The units of a duration, largest first, in nanoseconds.
  package static let timeUnits: [(name: String, nanoseconds: Int64)] = [
    ("d", 86_400_000_000_000), ("h", 3_600_000_000_000), ("m", 60_000_000_000), ("s", 1_000_000_000),
    ("ms", 1_000_000), ("us", 1_000), ("ns", 1),
  ]

  /// A decimal number: `10`, `-2.5`, `100_000`, `1e6`.
  package static func number(_ text: String) throws(QuantityError) -> Double {
    let digits = text.utf8.filter { $0 != UInt8(ascii: "_") }
    guard !digits.isEmpty, digits.count <= longestText, isPlainNumber(digits) else {
      throw QuantityError("is not a number", hint: "write a decimal number, such as 10 or 2.5")
    }
    guard let value = Double(String(decoding: digits, as: UTF8.self)), value.isFinite else {
      throw QuantityError("is too large a number", hint: "write a decimal number, such as 10 or 2.5")
    }
    return value
  }

  /// A whole number: `10`, `100_000`.
  package static func integer(_ text: String) throws(QuantityError) -> Int {
    let hint = "write a whole number, such as 100 or 100_000"
    var digits = Substring(text.filter { $0 != "_" })
    let isNegative = digits.first == "-"
    if isNegative { digits = digits.dropFirst() }
    guard !digits.isEmpty, digits.utf8.allSatisfy({ isDigit($0) }), text.utf8.first != UInt8(ascii: "_")
    else {
      let isNumber = (try? number(text)) != nil
      throw QuantityError(isNumber ? "is not a whole number" : "is not a number", hint: hint)
    }
    guard let value = Int(digits) else { throw QuantityError("is too large a number", hint: hint) }
    return isNegative ? -value : value
  }

  /// A duration: `250ms`, `1m30s`, `12.5ms`, `2h`, `0s`. Units fall from left to right, each at most once.
  package static func duration(_ text: String) throws(QuantityError) -> Duration {
    let hint = "write a duration with a unit, such as 250ms, 10s, 1m30s or 1h"
    let bytes = Array(text.utf8)
    guard !bytes.isEmpty, bytes.count <= longestText else {
      throw QuantityError("is not a duration", hint: hint)
    }
    if bytes[0] == UInt8(ascii: "-"), bytes.count > 1, isDigit(bytes[1]) {
      throw QuantityError("is negative", hint: hint)
    }
    var position = 0
    var total: Int64 = 0
    var lastUnit = -1
    while position < bytes.count {
      let start = position
      while position < bytes.count,
        isDigit(bytes[position]) || bytes[position] == UInt8(ascii: ".")
          || bytes[position] == UInt8(ascii: "_")
      { position += 1 }
      let digits = bytes[start..<position]
      guard !digits.isEmpty else { throw QuantityError("is not a duration", hint: hint) }
      let unitStart = position
      while position < bytes.count, !isDigit(bytes[position]) { position += 1 }
      let unit = String(decoding: bytes[unitStart..<position], as: UTF8.self)
      guard !unit.isEmpty else { throw QuantityError("has no unit", hint: hint) }
      guard let index = timeUnits.firstIndex(where: { $0.name == unit || (unit == "µs" && $0.name == "us") })
      else {
        let trimmed = unit.drop(while: { $0 == " " })
        throw QuantityError(
          "has the unknown unit '\(trimmed)'", hint: hint + " (units d, h, m, s, ms, us, ns)")
      }
      guard index > lastUnit else {
        throw QuantityError("has its units out of order", hint: hint)
      }
      lastUnit = index
      let part = try nanoseconds(Array(digits), unit: timeUnits[index].nanoseconds, hint: hint)
      let (sum, overflow) = total.addingReportingOverflow(part)
      guard !overflow else { throw QuantityError("is too long", hint: hint) }
      total = sum
    }
    return .nanoseconds(total)
  }

  /// A share: `95%` or `0.95`, between 0 and 1.
  package static func share(_ text: String) throws(QuantityError) -> Double {
    let hint = "write a share such as 95% or 0.95"
    guard text.utf8.last == UInt8(ascii: "%") else {
      guard let value = try? number(text) else { throw QuantityError("is not a share", hint: hint) }
      if value > 1, value <= 100 {
        throw QuantityError("is more than 1, the whole", hint: "did you mean \(text)%?")
      }
      guard value <= 1 else { throw QuantityError("is more than 1, the whole", hint: hint) }
      guard value >= 0 else { throw QuantityError("is negative", hint: hint) }
      return value
    }
    guard let value = try? number(String(text.dropLast())) else {
      throw QuantityError("is not a share", hint: hint)
    }
    guard value >= 0 else { throw QuantityError("is negative", hint: hint) }
    guard value <= 100 else { throw QuantityError("is more than 100%, the whole", hint: hint) }
    return value / 100
  }

  /// A rate: `5/s`, `300/min`, `2000/h`, per second.
  package static func rate(_ text: String) throws(QuantityError) -> Double {
    let hint = "write a rate with its unit, such as 5/s, 300/min or 2000/h"
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let value = try? number(String(parts[0])) else { throw QuantityError("is not a rate", hint: hint) }
    guard parts.count == 2 else { throw QuantityError("has no unit", hint: hint) }
    guard value >= 0 else { throw QuantityError("is negative", hint: hint) }
    switch parts[1] {
    case "s": return value
    case "m", "min": return value / 60
    case "h": return value / 3600
    default: throw QuantityError("has the unknown unit '/\(parts[1])'", hint: hint)
    }
  }

  /// An amount of US dollars: `$500`, `500USD`, `500 USD`, `0.2`.
  package static func dollars(_ text: String) throws(QuantityError) -> Double {
    let hint = "write an amount of US dollars, such as $500 or 500USD"
    var digits = Substring(text)
    if digits.first == "$" {
      digits = digits.dropFirst()
    } else if digits.hasSuffix("USD") {
      digits = digits.dropLast(3)
      if digits.last == " " { digits = digits.dropLast() }
    }
    guard let value = try? number(String(digits)) else {
      throw QuantityError("is not an amount of money", hint: hint)
    }
    guard value >= 0 else { throw QuantityError("is negative", hint: hint) }
    return value
  }

  // MARK: Parts

  static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

  /// True for `-?digits[.digits][e[+-]digits]`.
  private static func isPlainNumber(_ bytes: [UInt8]) -> Bool {
    var position = 0
    func digits() -> Int {
      let start = position
      while position < bytes.count, isDigit(bytes[position]) { position += 1 }
      return position - start
    }
    if bytes[0] == UInt8(ascii: "-") { position = 1 }
    guard digits() > 0 else { return false }
    if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
      position += 1
      guard digits() > 0 else { return false }
    }
    if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
      position += 1
      if position < bytes.count, bytes[position] == UInt8(ascii: "-") || bytes[position] == UInt8(ascii: "+")
      {
        position += 1
      }
      guard digits() > 0 else { return false }
    }
    return position == bytes.count
  }

  /// `digits` (with at most one point) times `unit`, exactly.
  private static func nanoseconds(_ digits: [UInt8], unit: Int64, hint: String) throws(QuantityError) -> Int64
  {
    let digits = digits.filter { $0 != UInt8(ascii: "_") }
    let parts = digits.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count <= 2, parts.allSatisfy({ !$0.isEmpty }) else {
      throw QuantityError("is not a duration", hint: hint)
    }
    guard let whole = Int64(String(decoding: parts[0], as: UTF8.self)) else {
      throw QuantityError("is too long", hint: hint)
    }
    let fraction = parts.count == 2 ? Array(parts[1]) : []
    guard fraction.count <= 15 else { throw QuantityError("is finer than a nanosecond", hint: hint) }
    var numerator: UInt64 = 0
    var denominator: UInt64 = 1
    for digit in fraction {
      numerator = numerator * 10 + UInt64(digit - UInt8(ascii: "0"))
      denominator *= 10
    }
    // numerator < denominator, so the quotient is below `unit` and the division cannot overflow.
    let product = UInt64(unit).multipliedFullWidth(by: numerator)
    let (part, remainder) = denominator.dividingFullWidth(product)
    guard remainder == 0 else { throw QuantityError("is finer than a nanosecond", hint: hint) }
    let (wholePart, overflow) = whole.multipliedReportingOverflow(by: unit)
    let (total, sumOverflow) = wholePart.addingReportingOverflow(Int64(part))
    guard !overflow, !sumOverflow else { throw QuantityError("is too long", hint: hint) }
    return total
  }
}
