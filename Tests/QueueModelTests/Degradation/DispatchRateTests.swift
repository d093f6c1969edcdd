// The rate of dispatch beside a list of every timestamp.

import QueueModel
import Testing

@Suite struct DispatchRateTests {
  private static let start = Instant(millisecondsSinceEpoch: 1_700_000_000_250)

  @Test func isNothingBeforeTheFirstDispatch() {
    #expect(DispatchRate().perSecond(now: Self.start) == 0)
  }

  @Test func averagesOverTheTimeSinceTheFirstDispatchThenOverAMinute() {
    var rate = DispatchRate()
    for second in 0..<120 {
      let now = Self.start.advanced(by: .seconds(second))
      for _ in 0..<3 { rate.record(now: now) }
      #expect(rate.perSecond(now: now) == 3)
    }
  }

  @Test func isNothingAMinuteAfterTheLastDispatch() {
    var rate = DispatchRate()
    rate.record(now: Self.start)
    #expect(rate.perSecond(now: Self.start.advanced(by: .seconds(59))) == 1.0 / 60)
    #expect(rate.perSecond(now: Self.start.advanced(by: .seconds(60))) == 0)
  }

  @Test(arguments: UInt64(1)...40) func equalsAListOfTimestamps(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var rate = DispatchRate()
    var seconds: [Int64] = []
    var now = Self.start
    for step in 0..<400 {
      // Mostly a few milliseconds, now and then more than the whole span.
      let pause = generator.oneIn(40) ? generator.integer(in: 0...150_000) : generator.integer(in: 0...2500)
      now = now.advanced(by: .milliseconds(pause))
      let second = now.millisecondsSinceEpoch / 1000
      if !generator.oneIn(3) {
        rate.record(now: now)
        seconds.append(second)
      }
      let expected: Double =
        if let first = seconds.first {
          // The last 60 whole seconds, the present one among them, or all since the first dispatch.
          Double(seconds.count { $0 > second - 60 }) / Double(min(60, second - first + 1))
        } else { 0 }
      let found = rate.perSecond(now: now)
      guard found == expected else {
        Issue.record("seed \(seed), step \(step): \(found), not \(expected)")
        return
      }
    }
  }
}
