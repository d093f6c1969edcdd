// `--vary` as text: which values come of it, and which texts are refused.

import Testing

@testable import Experiments

struct SweepVariationTests {
  @Test(arguments: [
    ("llm.concurrency=3000,3500,4000", ["3000", "3500", "4000"]),
    ("system.queue.policy= strictPriority , stride ", ["strictPriority", "stride"]),
    ("llm.concurrency=3000..4000:500", ["3000", "3500", "4000"]),
    ("llm.concurrency=0..10:3", ["0", "3", "6", "9"]),
    ("llm.concurrency=1..2:1,10,20..40:10", ["1", "2", "10", "20", "30", "40"]),
    ("llm.concurrency=1_000..1_002:1", ["1000", "1001", "1002"]),
    ("behaviour.patience=10s..60s:25s", ["10s", "35s", "60s"]),
    ("behaviour.x=-1.5..1:1.25", ["-1.5", "-0.25", "1"]),
    ("behaviour.x=-0.02ms..0.01ms:0.01ms", ["-0.02ms", "-0.01ms", "0ms", "0.01ms"]),
    ("behaviour.cancelShare=0%..1%:0.5%", ["0%", "0.5%", "1%"]),
    ("month.x=$500..$700:$100", ["$500", "$600", "$700"]),
    ("arrivals=poisson: {rate: 5/s},{a: 1, b: [2, 3]}", ["poisson: {rate: 5/s}", "{a: 1, b: [2, 3]}"]),
    ("x=[1, 2],[3],'a,b',\"c,\\\",d\"", ["[1, 2]", "[3]", "'a,b'", "\"c,\\\",d\""]),
    ("x=it's,'it''s, so',[it's, 'a]']", ["it's", "'it''s, so'", "[it's, 'a]']"]),
    ("x=../traces/a.csv,a..b,'1..2',v1.2", ["../traces/a.csv", "a..b", "'1..2'", "v1.2"]),
    ("'a=b'.c=1=2", ["1=2"]),
  ])
  func valuesAreReadInOrder(argument: String, values: [String]) throws {
    #expect(try SweepVariation(argument).values == values)
  }

  @Test(arguments: [
    ("llm.concurrency", "no key and values"), ("=3", "no key and values"), ("x=", "empty"),
    ("x=1,,2", "empty"),
    ("x=1,", "empty"), ("x=[1,2", "bracket is not closed"), ("x='a,b", "quote is not closed"),
    ("x=1..a:1", "a number on both sides"), ("x=a..3", "a number on both sides"),
    ("x=1..3:", "a number after ':'"),
    ("x=10s..60:10s", "two units"), ("x=10s..1m:10s", "two units"), ("x=10s..60s:10", "two units"),
    ("x=$1..2:1", "two units"), ("x=5..1:1", "ends below"), ("x=1..5:0", "not above 0"),
    ("x=1..5:-1", "not above 0"),
    ("x=0..1000000:1", "more than 100000 values"), ("x=1m30s..2m30s:1m30s", "more than a number and a unit"),
    ("x=1e3..2e3:1e3", "more than a number and a unit"), ("x=1..3,5", "stands in a list"),
    ("x=1234567890123456..1234567890123457:1", "too many digits"),
    ("x=0.00000000000001..999999999999999:1", "too many digits"),
  ])
  func whatIsNoVariationIsRefusedWithTheReason(argument: String, reason: String) {
    let refusal = #expect(throws: SweepRefusal.self) { try SweepVariation(argument) }
    #expect(refusal?.description.contains(reason) == true, "\(refusal?.description ?? "none")")
  }

  /// Every step from end to end, against whole numbers, in each number of digits.
  @Test(arguments: 0...9) func decimalStepsAreExact(places: Int) throws {
    func text(_ digits: Int) -> String {
      let power = (0..<places).reduce(1) { value, _ in value * 10 }
      let fraction = String(power + abs(digits) % power).dropFirst()
      let whole = (digits < 0 ? "-" : "") + "\(abs(digits) / power)"
      return places == 0 ? whole : "\(whole).\(fraction)"
    }
    for (from, step, count) in [(-30, 7, 12), (0, 1, 11), (999, 13, 5), (-5, 5, 3)] {
      let last = from + step * (count - 1)
      let argument = "x=\(text(from))..\(text(last + step - 1)):\(text(step))"
      let values = try #require(try SweepVariation(argument).values)
      let expected = (0..<count).map { text(from + step * $0) }
      #expect(values.map(Double.init) == expected.map(Double.init), "\(argument)")
      #expect(values.allSatisfy { !$0.contains(".") || !$0.hasSuffix("0") }, "\(values)")
    }
  }

  @Test func aRangeWithoutAStepHasNoValues() throws {
    let variation = try SweepVariation("x=10s..20s")
    #expect(variation.values == nil && variation.key == "x")
  }

  @Test func wholeEndsGiveEachWholeNumberAnEqualPart() throws {
    let variation = try SweepVariation("x=3s..6s")
    let drawn = (0..<4_000).map { variation.value(at: (Double($0) + 0.5) / 4_000) }
    #expect(drawn.first == "3s" && drawn.last == "6s")
    for value in ["3s", "4s", "5s", "6s"] { #expect(drawn.count { $0 == value } == 1_000) }
  }

  @Test func decimalEndsGiveDecimals() throws {
    let variation = try SweepVariation("x=1.0%..2.0%")
    #expect(variation.value(at: 0) == "1%")
    #expect(variation.value(at: 0.25) == "1.25%")
    #expect(variation.value(at: 0.333_333_333) == "1.333333%")
  }
}
