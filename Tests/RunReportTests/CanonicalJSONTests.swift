// Reports as bytes: what is written is read back, equal reports are equal bytes, and +∞ survives.

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
}
