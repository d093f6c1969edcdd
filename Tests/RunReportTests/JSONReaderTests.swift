// JSON as a tree: what is written is read back, what is no JSON is refused, and whole numbers are rounded on decoding.

import Foundation
import Testing

@testable import RunReport

@Suite struct JSONReaderTests {
  private func rewritten(_ bytes: [UInt8]) throws -> [UInt8] {
    var writer = JSONWriter()
    writer.write(try JSONReader.read(bytes))
    return writer.bytes
  }

  @Test func whatIsWrittenIsReadBack() throws {
    for report in [SampleReport.failing, SampleReport.passing] {
      let bytes = try report.canonicalJSON()
      #expect(try rewritten(bytes) == bytes)
      #expect(try RunReport(from: JSONNodeDecoder(JSONReader.read(bytes))) == report)
    }
  }

  @Test func textsAreThemselves() throws {
    let texts = ["", "a\"b\\c/d", "\n\t\r\u{8}\u{C}\u{1}", "é ∞ 🦓", "inf", "12"]
    let bytes = try CanonicalJSON.encode(texts)
    #expect(try [String](from: JSONNodeDecoder(JSONReader.read(bytes))) == texts)
    let escaped = Array(#"["\u00e9\u221E", "\ud83e\udd93", "\/"]"#.utf8)
    #expect(try [String](from: JSONNodeDecoder(JSONReader.read(escaped))) == ["é∞", "🦓", "/"])
  }

  @Test func fractionsAreRoundedWhereWholeNumbersAreRead() throws {
    let node = try JSONReader.read(Array("[2.5, -0.4, 7, 18446744073709551615]".utf8))
    #expect(try [Double](from: JSONNodeDecoder(node))[0] == 2.5)
    #expect(try [Int](from: JSONNodeDecoder(JSONReader.read(Array("[2.5, -0.4, 7]".utf8)))) == [3, 0, 7])
    #expect(
      try [UInt64](from: JSONNodeDecoder(JSONReader.read(Array("[18446744073709551615]".utf8)))) == [.max])
    #expect(throws: DecodingError.self) {
      try [Int](from: JSONNodeDecoder(JSONReader.read(Array("[1e300]".utf8))))
    }
  }

  @Test(arguments: [
    "", "{", "[1,", "{\"a\" 1}", "{\"a\":}", "nan", "0x10", "[1] 2", "\"abc", "\"abc\\", "{a: 1}", "+1",
    "[1 2]",
    String(repeating: "[", count: 100),
  ])
  func whatIsNoJSONIsRefused(text: String) {
    #expect(throws: DecodingError.self) { try JSONReader.read(Array(text.utf8)) }
  }

  @Test func bytesThatAreMovedNeverCrash() throws {
    let bytes = try ReplicatedSample.combined(ReplicatedSample.reports(2)).canonicalJSON()
    for seed in UInt64(1)...200 {
      var numbers = SeededNumbers(seed: seed)
      var broken = bytes
      for _ in 0..<1 + numbers.next() % 3 {
        broken[Int(numbers.next() % UInt64(broken.count))] = UInt8(truncatingIfNeeded: numbers.next() % 128)
      }
      _ = try? RunReport(canonicalJSON: broken)
      _ = try? RunReport(canonicalJSON: Array(broken.prefix(Int(numbers.next() % UInt64(broken.count)))))
    }
  }
}
