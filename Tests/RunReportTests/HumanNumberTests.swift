// How numbers read: by example, and by property over seeded random numbers.

import RunReport
import Testing

@Suite struct HumanNumberTests {
  @Test(
    arguments: [
      (0, "0s"), (1, "1ns"), (999, "999ns"), (1_000, "1.00µs"), (45_600, "45.6µs"), (999_499, "999µs"),
      (999_500, "1.00ms"), (4_560_000, "4.56ms"), (9_994_999, "9.99ms"), (9_995_000, "10.0ms"),
      (456_000_000, "456ms"), (999_600_000, "1.00s"), (1_234_000_000, "1.23s"), (59_949_999_999, "59.9s"),
      (59_950_000_000, "1m 00s"), (83_000_000_000, "1m 23s"), (3_599_400_000_000, "59m 59s"),
      (3_599_600_000_000, "1h 00m"), (3_720_000_000_000, "1h 02m"), (-1_500_000, "-1.50ms"),
    ] as [(Int64, String)])
  func duration(nanoseconds: Int64, text: String) {
    #expect(HumanNumber.duration(nanoseconds: nanoseconds) == text)
  }

  @Test func infiniteDuration() {
    #expect(HumanNumber.duration(.infinite) == "∞")
  }

  @Test(arguments: [(0, "0"), (999, "999"), (1_000, "1,000"), (3_712_345, "3,712,345"), (-1_234, "-1,234")])
  func count(value: Int, text: String) {
    #expect(HumanNumber.count(value) == text)
  }

  @Test(arguments: [
    (0, "0%"), (0.000_05, "<0.01%"), (0.000_9, "0.09%"), (0.009_9, "0.99%"), (0.009_96, "1.0%"),
    (0.042, "4.2%"), (0.972, "97.2%"), (0.999_2, "99.9%"), (0.999_96, ">99.9%"), (1, "100%"),
    (1.04, "104.0%"),
  ])
  func share(value: Double, text: String) {
    #expect(HumanNumber.share(value) == text)
  }

  @Test(
    arguments: [
      (0, "$0.00"), (1, "$0.000000001"), (123_456, "$0.000123"), (9_999_999, "$0.01"),
      (163_644_000, "$0.1636"),
      (200_000_000, "$0.20"), (999_999_999, "$1.00"), (1_234_560_000_000, "$1,234.56"),
      (-5_000_000_000, "-$5.00"),
    ] as [(Int64, String)])
  func money(nanoUSD: Int64, text: String) {
    #expect(HumanNumber.money(nanoUSD: nanoUSD) == text)
  }

  @Test(arguments: [(996.7, "996.7/s"), (1_031.24, "1,031.2/s"), (0.42, "0.42/s"), (0, "0.00/s")])
  func rate(value: Double, text: String) {
    #expect(HumanNumber.rate(value) == text)
  }

  @Test func momentsKeepTheirSeconds() {
    #expect(HumanNumber.moment(nanoseconds: 1_500_000_000_000) == "25m 00s")
    #expect(HumanNumber.moment(nanoseconds: 3_671_250_000_000) == "1h 01m 11s")
  }

  @Test(arguments: [
    (2.000_4, 2, Metric.Kind.duration, "2.0004s"), (2.3, 2, .duration, "2.30s"), (2, 2, .duration, "2.00s"),
    (0.010_000_2, 0.01, .share, "1.00002%"), (1_000.001, 1_000, .money, "$1,000.001"),
    (900.04, 900, .ratePerSecond, "900.04/s"), (.infinity, 2, .duration, "∞"),
  ])
  func aValueDoesNotReadLikeALimitItMisses(value: Double, limit: Double, kind: Metric.Kind, text: String) {
    #expect(HumanNumber.value(value, apartFrom: limit, kind: kind) == text)
  }

  @Test func datesOfEveryKindOfYear() {
    let second: Int64 = 1_000_000_000
    #expect(CivilTime.utc(nanosecondsSinceEpoch: 0) == "1970-01-01T00:00:00Z")
    #expect(CivilTime.utc(nanosecondsSinceEpoch: 1_768_208_400 * second) == "2026-01-12T09:00:00Z")
    #expect(CivilTime.utc(nanosecondsSinceEpoch: 951_782_399 * second) == "2000-02-28T23:59:59Z")
    #expect(CivilTime.utc(nanosecondsSinceEpoch: 951_782_400 * second) == "2000-02-29T00:00:00Z")
    #expect(CivilTime.utc(nanosecondsSinceEpoch: 4_107_542_400 * second) == "2100-03-01T00:00:00Z")
    #expect(CivilTime.utc(nanosecondsSinceEpoch: -1) == "1969-12-31T23:59:59Z")
  }

  /// What is printed is within half a unit of its last digit of what was measured, in at most seven characters.
  @Test func durationsBelowAMinuteLoseAtMostHalfAPercent() throws {
    var numbers = SeededNumbers(seed: 20_260_112)
    for _ in 0..<20_000 {
      let magnitude = Int64(1) << Int64(numbers.next() % 36)
      let nanoseconds = Int64(numbers.next() % UInt64(magnitude)) + 1
      let text = HumanNumber.duration(nanoseconds: nanoseconds)
      guard let read = nanosecondsRead(from: text) else {
        #expect(nanoseconds >= 59_950_000_000, "seed 20260112: \(nanoseconds) ns printed as \(text)")
        continue
      }
      let error = abs(read - Double(nanoseconds)) / Double(nanoseconds)
      #expect(error <= 0.005, "seed 20260112: \(nanoseconds) ns printed as \(text)")
      #expect(text.count <= 6, "seed 20260112: \(nanoseconds) ns printed as \(text)")
    }
  }

  /// A longer duration never reads as a shorter one.
  @Test func durationsKeepTheirOrder() throws {
    var numbers = SeededNumbers(seed: 7)
    for _ in 0..<20_000 {
      let nanoseconds = Int64(numbers.next() % 59_900_000_000)
      let longer = nanoseconds + Int64(numbers.next() % 1_000_000)
      let shortText = HumanNumber.duration(nanoseconds: nanoseconds)
      let longText = HumanNumber.duration(nanoseconds: longer)
      let short = try #require(nanosecondsRead(from: shortText))
      let long = try #require(nanosecondsRead(from: longText))
      #expect(short <= long, "seed 7: \(nanoseconds) as \(shortText), \(longer) as \(longText)")
    }
  }

  private func nanosecondsRead(from text: String) -> Double? {
    for (suffix, unit) in [("ns", 1.0), ("µs", 1e3), ("ms", 1e6), ("s", 1e9)] where text.hasSuffix(suffix) {
      return Double(text.dropLast(suffix.count)).map { $0 * unit }
    }
    return nil
  }
}
