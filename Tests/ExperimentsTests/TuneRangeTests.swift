// Ranges as they are typed: units, steps, decimals, and what is refused.

import Testing

@testable import Experiments

@Suite struct TuneRangeTests {
  @Test func wholeNumbersHaveStepOne() throws {
    let range = try TuneRange("llm.concurrency=1..20_000")
    #expect(range.key == "llm.concurrency" && range.count == 20_000)
    #expect(range.text(at: 0) == "1" && range.text(at: 3784) == "3785" && range.label(at: 3784) == "3,785")
    #expect(range.number(at: 19_999) == 20_000)
  }

  @Test func unitsAreKept() throws {
    let rate = try TuneRange("arrivals.poisson.rate=1/s..100/s")
    #expect(rate.count == 100 && rate.text(at: 9) == "10/s")
    let time = try TuneRange("system.queue.timeToLive=10s..60s:5s")
    #expect(time.count == 11 && time.text(at: 1) == "15s" && time.text(at: 10) == "60s")
    let money = try TuneRange("a=$1..$1000")
    #expect(money.label(at: 999) == "$1,000")
  }

  @Test func decimalsAreExact() throws {
    let share = try TuneRange("behaviour.cancelShare=0.5%..2.5%")
    #expect(share.count == 1001 && share.text(at: 0) == "0.5%" && share.text(at: 1) == "0.502%")
    #expect(share.text(at: 1000) == "2.5%" && share.text(at: 250) == "1%")
    let fine = try TuneRange("a=-0.3..0.3:0.1")
    #expect((0..<fine.count).map(fine.text(at:)) == ["-0.3", "-0.2", "-0.1", "0", "0.1", "0.2", "0.3"])
  }

  @Test func aPartOfARangeHasTheSameValues() throws {
    let part = try TuneRange("a=10s..60s:5s").limited(to: 2...10)
    #expect(part.count == 9 && part.text(at: 0) == "20s" && part.text(at: 8) == "60s")
  }

  @Test func quotedKeysWithEqualsSignsAreOneKey() throws {
    #expect(try TuneRange("a.'b=c'=1..2").key == "a.'b=c'")
  }

  @Test(arguments: [
    ("llm.concurrency", "no key with a range"), ("a=5", "no key with a range"), ("a=5..5", "is empty"),
    ("a=9..5", "is empty"), ("a=1s..2m", "different units"), ("a=1..10:4", "do not lead"),
    ("a=1..10:0", "do not lead"), ("a=x..y", "no number"), ("a=1m30s..2m", "different units"),
    ("a=1...3", "no number"),
    ("a=1..9999999999999999", "no number"), ("a=..3", "no number"), ("a=1..3:", "no number"),
  ])
  func whatIsNoRangeIsRefused(text: String, reason: String) {
    do {
      _ = try TuneRange(text)
      Issue.record("\(text) was taken")
    } catch {
      #expect(error.message.contains(reason), "\(text): \(error.message)")
    }
  }
}
