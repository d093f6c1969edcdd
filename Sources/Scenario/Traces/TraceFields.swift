// Numbers and times of a trace, from bytes. In integers, so that a time is the file's own to the nanosecond.

/// Reads single fields.
enum TraceFields {
  /// Longest time since the beginning of a clock that is read, in seconds: the year 2096 since 1970.
  static let latestSecond: Int64 = 4_000_000_000
  /// Most tokens of a prompt or an answer.
  static let mostTokens = 100_000_000

  /// A number of tokens.
  static func tokens(_ text: ArraySlice<UInt8>) throws(TraceLineError) -> Int32 {
    guard let count = digits(text), count <= mostTokens else {
      throw wrong(text, "is not a number of tokens", hint: "a whole number from 0 to \(mostTokens)")
    }
    return Int32(count)
  }

  /// A time as a decimal number of units of so many nanoseconds; what is finer than a nanosecond is cut off.
  static func time(_ text: ArraySlice<UInt8>, unit: Int64) throws(TraceLineError) -> Int64 {
    let point = text.firstIndex(of: UInt8(ascii: ".")) ?? text.endIndex
    let fraction = text[min(point + 1, text.endIndex)...]
    guard let whole = digits(text[..<point]), whole <= latestSecond * (1_000_000_000 / unit),
      point == text.endIndex || (!fraction.isEmpty && fraction.allSatisfy(isDigit))
    else {
      throw wrong(
        text, "is not a time", hint: "a decimal number of \(unit == 1_000_000 ? "milliseconds" : "seconds")")
    }
    var nanoseconds = Int64(whole) * unit
    var part = unit
    for digit in fraction {
      part /= 10
      nanoseconds += Int64(digit - UInt8(ascii: "0")) * part
    }
    return nanoseconds
  }

  /// A date and a time of day in UTC, `2023-11-16 18:15:46.6805900`, as nanoseconds since 1970.
  static func moment(_ text: ArraySlice<UInt8>) throws(TraceLineError) -> Int64 {
    guard let nanoseconds = civilTime(text) else {
      throw wrong(text, "is not a time", hint: "write it as 2023-11-16 18:15:46.6805900, in UTC")
    }
    return nanoseconds
  }

  private static func civilTime(_ text: ArraySlice<UInt8>) -> Int64? {
    let shape = Array("dddd-dd-dd dd:dd:dd".utf8)
    guard text.count >= shape.count else { return nil }
    var values: [Int] = [0]
    for (byte, wanted) in zip(text, shape) {
      if wanted == UInt8(ascii: "d") {
        guard isDigit(byte) else { return nil }
        values[values.count - 1] = values[values.count - 1] * 10 + Int(byte - UInt8(ascii: "0"))
      } else {
        guard byte == wanted || (wanted == 0x20 && byte == UInt8(ascii: "T")) else { return nil }
        values.append(0)
      }
    }
    let days = CivilDate.days(year: values[0], month: values[1], day: values[2])
    // A month or a day that there is not comes back as another date.
    guard CivilDate.date(daysSinceEpoch: days) == (values[0], values[1], values[2]),
      (1970...2095).contains(values[0]), values[3] < 24, values[4] < 60, values[5] < 60
    else { return nil }
    var nanoseconds = Int64(days * 86_400 + values[3] * 3600 + values[4] * 60 + values[5]) * 1_000_000_000
    var rest = text.dropFirst(shape.count)
    for zone in ["Z", "+00:00"] where rest.reversed().starts(with: zone.utf8.reversed()) {
      rest = rest.dropLast(zone.utf8.count)
    }
    guard let point = rest.first else { return nanoseconds }
    let fraction = rest.dropFirst()
    guard point == UInt8(ascii: "."), !fraction.isEmpty, fraction.allSatisfy(isDigit) else { return nil }
    var part: Int64 = 1_000_000_000
    for digit in fraction {
      part /= 10
      nanoseconds += Int64(digit - UInt8(ascii: "0")) * part
    }
    return nanoseconds
  }

  /// A whole number of at most 18 digits.
  static func digits(_ text: ArraySlice<UInt8>) -> Int? {
    guard !text.isEmpty, text.count <= 18, text.allSatisfy(isDigit) else { return nil }
    return text.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
  }

  static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

  private static func wrong(_ text: ArraySlice<UInt8>, _ problem: String, hint: String) -> TraceLineError {
    let shown = String(decoding: text.prefix(60), as: UTF8.self)
    return TraceLineError(
      place: text.startIndex, length: shown.unicodeScalars.count,
      message: text.isEmpty ? "there is nothing where a value is expected" : "'\(shown)' \(problem)",
      hint: hint)
  }
}
