// The first instant of a run, in ISO 8601. Apart from the other kinds for its own small grammar.

internal import QueueModel

extension ValueKind where Value == Instant {
  /// A moment in UTC: `2026-01-12T09:00:00Z`.
  static var moment: ValueKind {
    ValueKind(
      name: "moment in UTC", range: "1970-01-01T00:00:00Z to 2199-12-31T23:59:59Z",
      read: { node, decoding in
        guard let text = decoding.scalar(node, expected: "a moment in UTC") else { return nil }
        if let moment = parse(text) { return moment }
        let isLocal = !text.hasSuffix("Z") && text.contains("T")
        decoding.fail(
          node.origin, "'\(text)' is not a moment in UTC",
          hint: isLocal ? "end with Z: 2026-01-12T09:00:00Z" : "write 2026-01-12T09:00:00Z")
        return nil
      }, show: Spelled.moment)
  }

  /// Reads `YYYY-MM-DDTHH:MM:SS[.fraction]Z`.
  private static func parse(_ text: String) -> Instant? {
    let bytes = Array(text.utf8)
    let pattern = Array("dddd-dd-ddTdd:dd:dd".utf8)
    guard bytes.count > pattern.count, bytes.last == UInt8(ascii: "Z") else { return nil }
    for (byte, wanted) in zip(bytes, pattern) {
      let isDigit = byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
      guard wanted == UInt8(ascii: "d") ? isDigit : byte == wanted else { return nil }
    }
    func number(_ range: Range<Int>) -> Int { bytes[range].reduce(0) { $0 * 10 + Int($1) - 48 } }
    let (year, month, day) = (number(0..<4), number(5..<7), number(8..<10))
    let (hour, minute, second) = (number(11..<13), number(14..<16), number(17..<19))
    guard (1970...2199).contains(year), (1...12).contains(month), hour < 24, minute < 60, second < 60 else {
      return nil
    }
    let days = CivilDate.days(year: year, month: month, day: day)
    guard CivilDate.date(daysSinceEpoch: days) == (year, month, day) else { return nil }
    var nanoseconds = 0
    let fraction = bytes[pattern.count..<bytes.count - 1]
    if let point = fraction.first {
      let digits = fraction.dropFirst()
      guard point == UInt8(ascii: "."), (1...9).contains(digits.count),
        digits.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") })
      else { return nil }
      nanoseconds = digits.reduce(0) { $0 * 10 + Int($1) - 48 }
      for _ in digits.count..<9 { nanoseconds *= 10 }
    }
    let seconds = days * 86_400 + hour * 3600 + minute * 60 + second
    return Instant(nanosecondsSinceEpoch: Int64(seconds) * 1_000_000_000 + Int64(nanoseconds))
  }
}
