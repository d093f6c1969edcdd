// Every recorded row of upstash/ratelimit-js must come out of our limiter, field by field.

import QueueModel
import Testing

@Suite struct RateLimiterVectorTests {
  @Test(arguments: RecordedVectors.all.sequences)
  func everyRowOfARecordedSequenceComesOut(_ sequence: RecordedVectors.Sequence) throws {
    let config = sequence.config
    var limiter = RateLimiter<String>(
      rule: try rule(of: config), usesEphemeralCache: config.ephemeralCache && config.instances == nil,
      allowsDynamicLimit: config.dynamicLimits ?? false)
    var caches = Array(repeating: EphemeralCache<String>(), count: config.instances ?? 0)

    for (index, event) in sequence.events.enumerated() {
      let now = Instant(millisecondsSinceEpoch: event.t)
      let row = Comment(rawValue: "\(sequence.name), row \(index)")
      switch event.op {
      case .limit:
        let rate = event.rate ?? 1
        let answer =
          if let instance = event.instance {
            limiter.limit(event.user, rate: rate, now: now, cache: &caches[instance])
          } else {
            limiter.limit(event.user, rate: rate, now: now)
          }
        #expect(answer.success == event.success, row)
        #expect(answer.limit == event.limit, row)
        #expect(answer.remaining == event.remaining, row)
        #expect(answer.resetMilliseconds == event.reset, row)
        #expect(answer.reason?.rawValue == event.reason, row)
        #expect(answer.retryAfterSeconds(nowMilliseconds: event.t) == event.retryAfterSeconds, row)
        #expect(
          answer.wireRetryAfterSeconds(now: now) == max(1, event.retryAfterSeconds ?? -1), row)
      case .getRemaining:
        let left = limiter.remaining(event.user, now: now)
        #expect(left.remaining == event.remaining, row)
        #expect(left.limit == event.limit, row)
        #expect(left.resetMilliseconds == event.reset, row)
      case .setDynamicLimit:
        limiter.dynamicLimit = try #require(event.value).limit
      case .reset:
        limiter.reset(event.user)
      }
    }
  }

  @Test func theRecordingIsWholeAndHoldsEveryOperation() {
    let vectors = RecordedVectors.all
    #expect(vectors.sequences.count == 20)
    let events = vectors.sequences.flatMap(\.events)
    #expect(events.count == 2376)
    #expect(Set(events.map(\.op)) == [.limit, .getRemaining, .setDynamicLimit, .reset])
    #expect(vectors.floatArtifacts60000.list.count == vectors.floatArtifacts60000.count)
  }

  /// The four offsets at which doubles and exact arithmetic part, and no other for 1 to 10 calls.
  @Test func theWeightIsRoundedAsDoublesRoundIt() {
    let rule = SlidingWindowRule(limit: 100, windowMilliseconds: 60_000)
    let start = RecordedVectors.all.windowStartW0
    var parted: [Int64: Set<Int>] = [:]
    for previous in 1...10 {
      var state = SlidingWindowState()
      for _ in 0..<previous { _ = rule.limit(&state, nowMilliseconds: start) }
      for offset in stride(from: Int64(0), to: 60_000, by: 1) {
        let left = rule.remaining(state, nowMilliseconds: start + 60_000 + offset).remaining
        let exact = Int((60_000 - offset) * Int64(previous) / 60_000)
        if 100 - left != exact { parted[offset, default: []].insert(previous) }
      }
    }
    var expected: [Int64: Set<Int>] = [:]
    for row in RecordedVectors.all.floatArtifacts60000.list {
      expected[row.offsetMs, default: []].insert(row.previous)
      #expect(row.exactFloor == row.doubleFloor + 1)
    }
    #expect(parted == expected)
  }

  private func rule(of config: RecordedVectors.Config) throws -> RateLimitRule {
    switch config.algorithm {
    case .slidingWindow:
      .slidingWindow(
        SlidingWindowRule(limit: config.tokens, windowMilliseconds: try #require(config.windowMs)))
    case .fixedWindow:
      .fixedWindow(
        FixedWindowRule(limit: config.tokens, windowMilliseconds: try #require(config.windowMs)))
    case .tokenBucket:
      .tokenBucket(
        TokenBucketRule(
          size: config.tokens, refill: try #require(config.refillRate),
          intervalMilliseconds: try #require(config.intervalMs)))
    }
  }
}
