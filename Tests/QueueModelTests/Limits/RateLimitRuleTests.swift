// The limiter's rules by example, and by property against a model that keeps a counter for every window ever
// touched, as the store does.

import QueueModel
import Testing

@Suite struct SlidingWindowRuleTests {
  let rule = SlidingWindowRule(limit: 10, windowMilliseconds: 60_000)

  @Test func fifteenCallsInAMinute() {
    var state = SlidingWindowState()
    let answers = (0..<15).map { rule.limit(&state, nowMilliseconds: 60_000_000 + $0 * 1000) }
    #expect(answers.map(\.success) == Array(repeating: true, count: 10) + Array(repeating: false, count: 5))
    #expect(
      answers.map(\.billedCommands) == [5] + Array(repeating: 4, count: 9) + Array(repeating: 3, count: 5))
    let denied = answers[10]
    #expect(denied.retryAfterSeconds(nowMilliseconds: 60_010_000) == 50)
    let now = Instant(millisecondsSinceEpoch: 60_010_000)
    #expect(denied.wireRetryAfterSeconds(now: now) == 50)
    #expect(denied.wireRetryAfterSeconds(now: now, jitter: .milliseconds(1)) == 51)
    #expect(denied.wireRetryAfterSeconds(now: now, jitter: .seconds(3)) == 53)
  }

  @Test func aDeniedClientIsToldToWaitAtLeastASecond() {
    let answer = LimiterAnswer(
      success: false, limit: 10, remaining: 0, resetMilliseconds: 5000, billedCommands: 3)
    #expect(answer.retryAfterSeconds(nowMilliseconds: 5000) == 0)
    #expect(answer.wireRetryAfterSeconds(now: Instant(millisecondsSinceEpoch: 5000)) == 1)
    // A fraction of a millisecond is dropped, as upstream's clock has none.
    #expect(answer.wireRetryAfterSeconds(now: Instant(nanosecondsSinceEpoch: 3_999_999_999)) == 2)
  }

  @Test func aRateAboveWhatIsLeftIsDeniedAndUsed() {
    var state = SlidingWindowState()
    for _ in 0..<9 { _ = rule.limit(&state, nowMilliseconds: 0) }
    let denied = rule.limit(&state, rate: 5, nowMilliseconds: 0)
    #expect(!denied.success)
    // The counter stands at 14, so a minute later 14 × (1 − 1/60000) still denies.
    #expect(!rule.limit(&state, nowMilliseconds: 60_001).success)
  }

  @Test func statesAreSmall() {
    #expect(MemoryLayout<SlidingWindowState>.stride <= 24)
    #expect(MemoryLayout<FixedWindowState>.stride <= 24)
    #expect(MemoryLayout<TokenBucketState>.stride <= 24)
    #expect(MemoryLayout<RateLimitState>.stride <= 24)
  }

  @Test func aClockThatStepsBackIsTakenAsTheStartOfTheWindow() {
    var state = SlidingWindowState()
    for _ in 0..<4 { _ = rule.limit(&state, nowMilliseconds: 60_000) }
    let answer = rule.limit(&state, nowMilliseconds: 59_999)
    #expect(answer.success && answer.remaining == 5 && answer.resetMilliseconds == 120_000)
  }

  @Test func hugeRatesSaturate() {
    var state = SlidingWindowState()
    #expect(!rule.limit(&state, rate: .max, nowMilliseconds: 0).success)
    #expect(rule.limit(&state, rate: .min, nowMilliseconds: 0).success)
    var bucket = TokenBucketState()
    let tokens = TokenBucketRule(size: 10, refill: 5, intervalMilliseconds: 1)
    _ = tokens.limit(&bucket, rate: .max, nowMilliseconds: 0)
    #expect(tokens.limit(&bucket, nowMilliseconds: .max / 4).success)
  }
}

@Suite struct RateLimiterTests {
  @Test func commandsAreBilledByWhatIsSwitchedOn() {
    let now = Instant(millisecondsSinceEpoch: 0)
    var limiter = RateLimiter<Int>(
      rule: .slidingWindow(SlidingWindowRule(limit: 1, windowMilliseconds: 1000)),
      usesEphemeralCache: true, allowsDynamicLimit: true, recordsAnalytics: true)
    #expect(limiter.limit(1, now: now).billedCommands == 5 + 2)
    #expect(limiter.limit(1, now: now).billedCommands == 3 + 2)
    // The process remembers: no command but the analytics'.
    #expect(limiter.limit(1, now: now).billedCommands == 1)
    limiter.dynamicLimit = 3
    limiter.reset(1)
    #expect(limiter.limit(1, now: now).limit == 3)
  }

  @Test func whatCannotMatterAnyMoreIsDropped() {
    var limiter = RateLimiter<Int>(
      rule: .slidingWindow(SlidingWindowRule(limit: 5, windowMilliseconds: 1000)))
    for identity in 0..<100 {
      _ = limiter.limit(identity, now: Instant(millisecondsSinceEpoch: Int64(identity) * 100))
    }
    limiter.removeStale(now: Instant(millisecondsSinceEpoch: 10_000))
    // Windows that started at 8,001 ms or later still count.
    #expect(limiter.count == 10)
  }

  @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8] as [UInt64])
  func randomCallsAgreeWithOneCounterAWindow(seed: UInt64) {
    var draw = SeededGenerator(seed: seed)
    for round in 0..<40 {
      let window = Int64([1, 7, 1000, 60_000][draw.integer(in: 0...3)])
      let limit = draw.integer(in: 0...12)
      let kind = draw.integer(in: 0...2)
      let refill = draw.integer(in: 1...6)
      let rule: RateLimitRule =
        switch kind {
        case 0: .slidingWindow(SlidingWindowRule(limit: limit, windowMilliseconds: window))
        case 1: .fixedWindow(FixedWindowRule(limit: limit, windowMilliseconds: window))
        default: .tokenBucket(TokenBucketRule(size: limit, refill: refill, intervalMilliseconds: window))
        }
      var model = StoreModel(kind: kind, limit: limit, refill: refill, window: window)
      var states = Array(repeating: RateLimitState(), count: 3)
      var now = Int64(draw.integer(in: 0...1_000_000))
      for call in 0..<300 {
        now += Int64(
          draw.oneIn(20) ? draw.integer(in: 0...Int(3 * window)) : draw.integer(in: 0...Int(window / 8)))
        let identity = draw.integer(in: 0...2)
        let dynamic = draw.oneIn(10) ? draw.integer(in: 0...12) : nil
        let place = Comment(rawValue: "seed \(seed), round \(round), call \(call)")
        if draw.oneIn(40) {
          rule.reset(&states[identity])
          model.reset(identity)
        } else if draw.oneIn(10) {
          let left = rule.remaining(states[identity], dynamicLimit: dynamic, nowMilliseconds: now)
          #expect(left.remaining == model.remaining(identity, dynamic, now), place)
        } else {
          let rate = draw.oneIn(6) ? draw.integer(in: -3...5) : 1
          let answer = rule.limit(
            &states[identity], rate: rate, dynamicLimit: dynamic, nowMilliseconds: now)
          let expected = model.limit(identity, rate, dynamic, now)
          #expect(answer.success == (expected.left >= 0), place)
          #expect(answer.remaining == max(0, expected.left), place)
          #expect(answer.limit == dynamic ?? limit, place)
          #expect(answer.resetMilliseconds == expected.reset, place)
        }
      }
    }
  }
}

/// The store's scripts, spelled out on a dictionary of keys that never expire.
private struct StoreModel {
  var kind: Int
  var limit: Int
  var refill: Int
  var window: Int64
  var counters: [String: Int] = [:]
  var buckets: [Int: (refilledAt: Int64, tokens: Int)] = [:]

  mutating func limit(_ identity: Int, _ rate: Int, _ dynamic: Int?, _ now: Int64) -> (
    left: Int, reset: Int64
  ) {
    let effective = dynamic ?? limit
    let index = now / window
    let reset = (index + 1) * window
    switch kind {
    case 0:
      let before = used(identity, dynamic, now)
      if rate > 0, before >= effective { return (-1, reset) }
      counters["\(identity):\(index)", default: 0] += rate
      return (effective - used(identity, dynamic, now), reset)
    case 1:
      counters["\(identity):\(index)", default: 0] += rate
      return (effective - counters["\(identity):\(index)"]!, reset)
    default:
      var bucket = buckets[identity] ?? (now, effective)
      while now >= bucket.refilledAt + window {
        bucket.refilledAt += window
        bucket.tokens = min(effective, bucket.tokens + refill)
      }
      if bucket.tokens == 0, rate > 0 { return (-1, bucket.refilledAt + window) }
      bucket.tokens -= rate
      buckets[identity] = bucket
      return (bucket.tokens, bucket.refilledAt + window)
    }
  }

  func remaining(_ identity: Int, _ dynamic: Int?, _ now: Int64) -> Int {
    let effective = dynamic ?? limit
    switch kind {
    case 0: return max(0, effective - used(identity, dynamic, now))
    case 1: return max(0, effective - (counters["\(identity):\(now / window)"] ?? 0))
    default: return max(0, buckets[identity]?.tokens ?? effective)
    }
  }

  mutating func reset(_ identity: Int) {
    counters = counters.filter { !$0.key.hasPrefix("\(identity):") }
    buckets[identity] = nil
  }

  private func used(_ identity: Int, _ dynamic: Int?, _ now: Int64) -> Int {
    let share = Double(now % window) / Double(window)
    let previous = counters["\(identity):\(now / window - 1)"] ?? 0
    return Int(((1 - share) * Double(previous)).rounded(.down))
      + (counters["\(identity):\(now / window)"] ?? 0)
  }
}
