// Delays between attempts: full jitter under a bound that doubles.

import QueueModel
import Testing

@Suite struct RetryPolicyTests {
  @Test func theBoundDoublesWithEachAttempt() {
    let policy = RetryPolicy(maximumRetries: 5, base: .seconds(1))
    for (attempts, seconds) in [(1, Int64(1)), (2, 2), (3, 4), (4, 8), (5, 16)] {
      #expect(policy.delayNanoseconds(attempts: attempts, draw: 0) == 0)
      #expect(policy.delayNanoseconds(attempts: attempts, draw: 1 << 63) == seconds * 500_000_000)
      #expect(policy.delayNanoseconds(attempts: attempts, draw: .max) == seconds * 1_000_000_000 - 1)
    }
  }

  @Test(arguments: UInt64(1)...10) func theJitterIsFull(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let policy = RetryPolicy(base: .seconds(1))
    var tenths = [Int](repeating: 0, count: 10)
    for _ in 0..<10_000 {
      let delay = policy.delayNanoseconds(attempts: 3, draw: generator.next())
      guard (0..<4_000_000_000).contains(delay) else {
        Issue.record("seed \(seed): a delay of \(delay) ns")
        return
      }
      tenths[Int(delay / 400_000_000)] += 1
    }
    // 1,000 in each tenth, with a standard deviation of 30.
    for count in tenths { #expect(abs(count - 1000) < 180, "seed \(seed): \(tenths)") }
  }

  @Test func noNumberOfAttemptsIsTooLarge() {
    // The bound of the thirtieth retry of a minute would be longer than time itself.
    let policy = RetryPolicy(maximumRetries: 30, base: .seconds(60))
    var longest: Int64 = 0
    for attempts in 1...40 {
      let delay = policy.delayNanoseconds(attempts: attempts, draw: .max)
      #expect(delay >= longest, "the bound shrinks at \(attempts) attempts")
      longest = delay
    }
    let now = Instant(millisecondsSinceEpoch: 1_768_208_400_000)
    #expect(now.advanced(byNanoseconds: longest) > now)
  }
}
