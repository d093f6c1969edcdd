// The closed form of coalescing beside the rule token by token.

import QueueModel
import Testing

@Suite struct CoalescerTests {
  @Test(arguments: UInt64(1)...300) func closedFormEqualsTokenByToken(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let policy = CoalescingPolicy(
      time: .nanoseconds(Int64.random(in: 1...500, using: &generator)),
      tokens: Int.random(in: 1...70, using: &generator))
    var fast = Coalescer(policy: policy)
    var slow = Coalescer(policy: policy)
    var at = Instant(nanosecondsSinceEpoch: 0)
    for _ in 0..<Int.random(in: 1...5, using: &generator) {
      let count = Int.random(in: 0...200, using: &generator)
      let interval = Int64.random(in: 0...120, using: &generator)
      fast.append(count: count, first: at, interval: interval)
      for index in 0..<count {
        let now = at.advanced(byNanoseconds: Int64(index) * interval)
        slow.flushIfDue(now: now)
        _ = slow.append(now: now)
      }
      at = at.advanced(
        byNanoseconds: Int64(count) * interval + Int64.random(in: 0...300, using: &generator))
      // What was due in between is written before the next tokens; the closed form finds that out by itself.
      slow.flushIfDue(now: at)
      fast.flushIfDue(now: at)
      #expect(fast.entries == slow.entries && fast.writtenTokens == slow.writtenTokens, "seed \(seed)")
    }
    fast.flush()
    slow.flush()
    #expect(fast.entries == slow.entries && fast.writtenTokens == slow.writtenTokens, "seed \(seed)")
  }
}
