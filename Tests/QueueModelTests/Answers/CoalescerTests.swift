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
      #expect(fast == slow || slow.openTokens == 0 && hasSameEntries(fast, slow), "seed \(seed)")
    }
    fast.flush(now: at)
    slow.flush(now: at)
    #expect(hasSameEntries(fast, slow), "seed \(seed)")
  }

  private func hasSameEntries(_ one: Coalescer, _ other: Coalescer) -> Bool {
    one.entries == other.entries && one.writtenTokens == other.writtenTokens
      && one.openTokens == other.openTokens && one.lastWrittenAt == other.lastWrittenAt
  }

  @Test func theFirstTokenIsWrittenAtOnceAndTheOthersTogether() {
    var coalescer = Coalescer(policy: CoalescingPolicy(time: .nanoseconds(250), tokens: 64))
    let moment = { (time: Int64) in Instant(nanosecondsSinceEpoch: time) }
    #expect(coalescer.append(now: moment(1000)) == 1)
    #expect(coalescer.append(now: moment(1010)) == nil)
    #expect(coalescer.append(now: moment(1020)) == nil)
    #expect(coalescer.due == moment(1260))
    #expect(coalescer.flush(now: moment(1260)) == 2)
    #expect(coalescer.lastWrittenAt == moment(1260))
  }
}
