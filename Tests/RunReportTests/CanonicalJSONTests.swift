// Reports as bytes: what is written is read back, equal reports are equal bytes, and +∞ survives.

import Foundation
import RunReport
import Testing

@Suite struct CanonicalJSONTests {
  @Test func roundTripByBytes() throws {
    let report = SampleReport.failing
    let bytes = try report.canonicalJSON()
    let read = try RunReport(canonicalJSON: bytes)
    #expect(read == report)
    #expect(try read.canonicalJSON() == bytes)
  }

  @Test func equalReportsAreEqualBytes() throws {
    #expect(try SampleReport.failing.canonicalJSON() == SampleReport.failing.canonicalJSON())
    #expect(try SampleReport.failing.canonicalJSON() != SampleReport.passing.canonicalJSON())
  }

  /// The bytes of this sample, as they were when the format was fixed: a change here is a change of the format.
  @Test func theFormatIsTheCommittedOne() throws {
    let text = String(decoding: try SampleReport.failing.canonicalJSON(), as: UTF8.self)
    try Fixture("sample-report.json").compare(text)
  }

  @Test func infinityIsTheStringInf() throws {
    let text = String(decoding: try CanonicalJSON.encode([MeasuredDuration.infinite, .zero]), as: UTF8.self)
    #expect(text == "[\"inf\", 0]\n")
    let read = try CanonicalJSON.decode([MeasuredDuration].self, from: Array("[\"inf\", 5]".utf8))
    #expect(read == [.infinite, MeasuredDuration(nanoseconds: 5)])
    #expect(String(decoding: try CanonicalJSON.encode([Double.infinity]), as: UTF8.self) == "[\"inf\"]\n")
    #expect(try CanonicalJSON.decode([Double].self, from: Array("[\"inf\"]".utf8)) == [.infinity])
    #expect(throws: DecodingError.self) {
      try CanonicalJSON.decode([MeasuredDuration].self, from: Array("[\"soon\"]".utf8))
    }
  }

  @Test func aLaterFormatIsRefused() throws {
    var report = SampleReport.passing
    report.formatVersion = 99
    let bytes = try report.canonicalJSON()
    #expect(throws: UnknownFormatVersion(found: 99)) { try RunReport(canonicalJSON: bytes) }
  }

  @Test func layoutAddsWhiteSpaceOnly() throws {
    let tricky =
      ["a": [["x\"],{": 1], [:]], "b\\": [], "c": [["\\\"": 2, "y": -3]]] as [String: [[String: Int]]]
    let text = String(decoding: try CanonicalJSON.encode(tricky), as: UTF8.self)
    #expect(
      text == """
        {
          "a": [
            {"x\\"],{": 1},
            {}
          ],
          "b\\\\": [],
          "c": [
            {"\\\\\\"": 2, "y": -3}
          ]
        }

        """)
    #expect(try CanonicalJSON.decode([String: [[String: Int]]].self, from: Array(text.utf8)) == tricky)
  }

  @Test func doublesAreWrittenShortestAndExact() throws {
    var numbers = SeededNumbers(seed: 3)
    for _ in 0..<2_000 {
      let value = Double(bitPattern: numbers.next() & 0x7FEF_FFFF_FFFF_FFFF)
      let bytes = try CanonicalJSON.encode([value])
      #expect(try CanonicalJSON.decode([Double].self, from: bytes) == [value], "seed 3: \(value)")
    }
    let text = String(decoding: try CanonicalJSON.encode([0.1, 1, 996.7, 0.0009]), as: UTF8.self)
    #expect(text == "[0.1, 1, 996.7, 0.0009]\n")
  }

  @Test func whatIsNoNumberIsRefused() {
    for value in [Double.nan, -Double.infinity] {
      #expect(throws: EncodingError.self) { try CanonicalJSON.encode([value]) }
      #expect(throws: EncodingError.self) { try CanonicalJSON.encode(["a": ["b": value]]) }
      #expect(throws: EncodingError.self) { try CanonicalJSON.encode(value) }
    }
  }

  @Test func integersAreWrittenWhole() throws {
    let integers = [0, 9, 10, -1, -10, 99, 100, .max, .min]
    let text = "[0, 9, 10, -1, -10, 99, 100, 9223372036854775807, -9223372036854775808]\n"
    #expect(String(decoding: try CanonicalJSON.encode(integers), as: UTF8.self) == text)
    #expect(String(decoding: try CanonicalJSON.encode(integers.map { Int64($0) }), as: UTF8.self) == text)
    #expect(
      String(decoding: try CanonicalJSON.encode([UInt64.max]), as: UTF8.self) == "[18446744073709551615]\n")
    // A list of lists is not flat, not even of empty ones.
    #expect(String(decoding: try CanonicalJSON.encode([[Int]]([[]])), as: UTF8.self) == "[\n  []\n]\n")
  }

  /// Foundation's encoder writes the same, apart from white space.
  @Test func theTextIsThatOfJSONEncoder() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    for seed in UInt64(1)...300 {
      var numbers = SeededNumbers(seed: seed)
      let value = AnyJSON(&numbers, depth: 4)
      let expected = String(decoding: try encoder.encode(value), as: UTF8.self)
      let bytes = try CanonicalJSON.encode(value)
      #expect(withoutLayout(bytes) == expected, "seed \(seed)")
    }
  }

  /// `bytes` without the white space between tokens.
  private func withoutLayout(_ bytes: [UInt8]) -> String {
    var result: [UInt8] = []
    var isInString = false
    var isEscaped = false
    for byte in bytes {
      if !isInString, byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") { continue }
      if byte == UInt8(ascii: "\""), !isEscaped { isInString.toggle() }
      isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
      result.append(byte)
    }
    return String(decoding: result, as: UTF8.self)
  }
}

/// A random value of any shape.
private indirect enum AnyJSON: Encodable {
  case null, boolean(Bool), integer(Int), byte(UInt8), decimal(Double), text(String)
  case integers([Int]), wideIntegers([Int64]), decimals([Double])
  case list([AnyJSON]), object([String: AnyJSON]), pair(Pair)

  /// Keyed, with a member that may be absent.
  struct Pair: Encodable {
    var zebra: AnyJSON
    var apple: Int?
  }

  init(_ numbers: inout SeededNumbers, depth: Int) {
    let few = Int(numbers.next() % 4)
    let word = { (numbers: inout SeededNumbers) in
      String(
        (0..<numbers.next() % 5).map { _ in Self.letters[Int(numbers.next() % UInt64(Self.letters.count))] })
    }
    switch numbers.next() % (depth > 0 ? 12 : 8) {
    case 0: self = .null
    case 1: self = .boolean(few > 1)
    case 2: self = .integer(Int(truncatingIfNeeded: numbers.next()) >> Int(numbers.next() % 64))
    case 3: self = .byte(UInt8(truncatingIfNeeded: numbers.next()))
    case 4: self = .decimal(few == 0 ? .infinity : Double(numbers.next() % 10_000) / 8)
    case 5: self = .text(word(&numbers))
    case 6: self = .integers((0..<few).map { _ in Int(truncatingIfNeeded: numbers.next()) })
    case 7: self = .wideIntegers((0..<few).map { _ in Int64(numbers.next() % 1_000) })
    case 8: self = .decimals((0..<few).map { _ in Double(numbers.next() % 100) })
    case 9: self = .list((0..<few).map { _ in AnyJSON(&numbers, depth: depth - 1) })
    case 10:
      var members: [String: AnyJSON] = [:]
      for _ in 0..<few { members[word(&numbers)] = AnyJSON(&numbers, depth: depth - 1) }
      self = .object(members)
    default:
      self = .pair(Pair(zebra: AnyJSON(&numbers, depth: depth - 1), apple: few > 1 ? few : nil))
    }
  }

  private static let letters: [Character] = [
    "a", "B", "z", "1", " ", "\"", "\\", "/", "{", "]", ",", "\n", "\r\n", "\t", "\u{8}", "\u{C}", "\u{1}",
    "\u{1F}",
    "\u{7F}", "é", "∞", "🦓",
  ]

  func encode(to encoder: any Encoder) throws {
    var single = encoder.singleValueContainer()
    switch self {
    case .null: try single.encodeNil()
    case .boolean(let value): try single.encode(value)
    case .integer(let value): try single.encode(value)
    case .byte(let value): try single.encode(value)
    case .decimal(let value): try single.encode(value)
    case .text(let value): try single.encode(value)
    case .integers(let value): try single.encode(value)
    case .wideIntegers(let value): try single.encode(value)
    case .decimals(let value): try single.encode(value)
    case .list(let value): try single.encode(value)
    case .object(let value): try single.encode(value)
    case .pair(let value): try single.encode(value)
    }
  }
}
