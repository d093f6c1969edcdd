// What a person refused at level busy is told: the time of the drain, spread, within bounds.

import QueueModel
import Testing

@Suite struct BusyAnswerTests {
  /// A draw in the middle multiplies the estimate by exactly 1.
  private static let middle: UInt64 = 1 << 63

  @Test func isTheTimeOfTheDrain() {
    // 2,000 jobs above the exit at 10, 100 and 1,000 a second.
    for (rate, seconds) in [(10.0, 200), (100, 20), (1000, 5)] {
      #expect(
        BusyAnswer.retryAfterSeconds(
          depth: 10_000, exit: 8000, dispatchesPerSecond: rate, draw: Self.middle) == seconds)
    }
  }

  @Test func aLineThatStandsStillIsToldTheLongestTime() {
    #expect(
      BusyAnswer.retryAfterSeconds(depth: 10_001, exit: 8000, dispatchesPerSecond: 0, draw: Self.middle)
        == 300)
  }

  @Test func aDepthBelowTheExitIsToldTheShortestTime() {
    #expect(
      BusyAnswer.retryAfterSeconds(depth: 10, exit: 8000, dispatchesPerSecond: 1, draw: Self.middle) == 5)
  }

  @Test func theDrawSpreadsByHalfBothWays() {
    func answer(_ draw: UInt64) -> Int {
      BusyAnswer.retryAfterSeconds(depth: 10_000, exit: 8000, dispatchesPerSecond: 20, draw: draw)
    }
    #expect(answer(0) == 50)
    #expect(answer(Self.middle) == 100)
    #expect(answer(.max) == 150)
  }

  @Test(arguments: UInt64(1)...20) func staysWithinFiveSecondsAndFiveMinutes(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<500 {
      let depth = generator.integer(in: 0...2_000_000)
      let exit = Double(generator.integer(in: 0...20_000))
      let rate = Double(generator.integer(in: 0...100_000)) / 97
      let seconds = BusyAnswer.retryAfterSeconds(
        depth: depth, exit: exit, dispatchesPerSecond: rate, draw: generator.next())
      guard (5...300).contains(seconds) else {
        Issue.record("seed \(seed): depth \(depth), exit \(exit), rate \(rate): \(seconds) s")
        return
      }
    }
  }
}
