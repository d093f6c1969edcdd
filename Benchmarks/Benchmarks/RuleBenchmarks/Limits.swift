// The limits on one identity's calls: the three rules, the face before them, and the store with and without a memory
// of denials. Each caller calls a little more often than ten times a minute, so that some calls pass and some do not.

import QueueModel

/// The limiters.
enum LimitRules {
  /// Adds the benchmarks; each sum is the number of calls that pass.
  static func register() {
    rule("limits-slidingWindow", SlidingWindowCalls.self, sum: 661)
    rule("limits-fixedWindow", FixedWindowCalls.self, sum: 800)
    rule("limits-tokenBucket", TokenBucketCalls.self, sum: 806)
    rule("limits-rateLimitRule", AnyRuleCalls.self, sum: 661)
    rule("limits-rateLimiter-100k-people", LimiterCalls.self, sum: 828)
    rule("limits-ephemeralCache", EphemeralCacheCalls.self, sum: 500)
    // Seconds to wait, which are added up.
    rule("limits-limiterAnswer-retryAfter", RetryAfters.self, sum: 47_499)
    rule("limits-slopeLimit", SlopeCalls.self, sum: 360)
    // Providers tried, which are added up.
    rule("limits-failOver", FailOvers.self, sum: 10_264)
  }
}

/// Ninety-seven callers who call in turn, one every 50 ms: each 12.4 times a minute.
private struct Callers {
  static let count = 97

  static func caller(_ turn: Int) -> Int { turn % count }

  static func milliseconds(_ turn: Int) -> Int64 { beginning.millisecondsSinceEpoch + 50 * Int64(turn) }
}

private struct SlidingWindowCalls: RuleWorkload {
  let rule = SlidingWindowRule(limit: 10, windowMilliseconds: 60_000)
  var states = [SlidingWindowState](repeating: SlidingWindowState(), count: Callers.count)

  mutating func operate(_ turn: Int) -> Int {
    let answer = rule.limit(
      &states[Callers.caller(turn)], nowMilliseconds: Callers.milliseconds(turn))
    return answer.success ? 1 : 0
  }
}

private struct FixedWindowCalls: RuleWorkload {
  let rule = FixedWindowRule(limit: 10, windowMilliseconds: 60_000)
  var states = [FixedWindowState](repeating: FixedWindowState(), count: Callers.count)

  mutating func operate(_ turn: Int) -> Int {
    let answer = rule.limit(
      &states[Callers.caller(turn)], nowMilliseconds: Callers.milliseconds(turn))
    return answer.success ? 1 : 0
  }
}

private struct TokenBucketCalls: RuleWorkload {
  let rule = TokenBucketRule(size: 1, refill: 1, intervalMilliseconds: 6_000)
  var states = [TokenBucketState](repeating: TokenBucketState(), count: Callers.count)

  mutating func operate(_ turn: Int) -> Int {
    let answer = rule.limit(
      &states[Callers.caller(turn)], nowMilliseconds: Callers.milliseconds(turn))
    return answer.success ? 1 : 0
  }
}

/// The sliding window behind the face that a scenario's rule has.
private struct AnyRuleCalls: RuleWorkload {
  let rule = RateLimitRule.slidingWindow(SlidingWindowRule(limit: 10, windowMilliseconds: 60_000))
  var states = [RateLimitState](repeating: RateLimitState(), count: Callers.count)

  mutating func operate(_ turn: Int) -> Int {
    let answer = rule.limit(
      &states[Callers.caller(turn)], nowMilliseconds: Callers.milliseconds(turn))
    return answer.success ? 1 : 0
  }
}

/// A store of a hundred thousand people, of whom a thousand call ten times as often as they may.
private struct LimiterCalls: RuleWorkload {
  var limiter = RateLimiter<UInt32>(
    rule: .slidingWindow(SlidingWindowRule(limit: 10, windowMilliseconds: 60_000)))

  init() {
    for person in 0..<100_000 { _ = limiter.limit(UInt32(person), now: beginning) }
  }

  mutating func operate(_ turn: Int) -> Int {
    let person = UInt32(draw(turn, below: turn % 2 == 0 ? 100 : 100_000))
    return limiter.limit(person, now: beginning.advanced(byNanoseconds: 10_000_000 * Int64(turn))).success
      ? 1 : 0
  }
}

/// Half of the calls are of people whom the process remembers as denied.
private struct EphemeralCacheCalls: RuleWorkload {
  var limiter = RateLimiter<UInt32>(
    rule: .slidingWindow(SlidingWindowRule(limit: 10, windowMilliseconds: 60_000)), usesEphemeralCache: true)

  mutating func operate(_ turn: Int) -> Int {
    let person = UInt32(draw(turn, below: turn % 2 == 0 ? 10 : 10_000))
    return limiter.limit(person, now: beginning.advanced(byNanoseconds: 10_000_000 * Int64(turn))).success
      ? 1 : 0
  }
}

private struct RetryAfters: RuleWorkload {
  mutating func operate(_ turn: Int) -> Int {
    let now = beginning.advanced(byNanoseconds: 50_000_000 * Int64(turn))
    let answer = LimiterAnswer(
      success: false, limit: 10, remaining: 0,
      resetMilliseconds: beginning.millisecondsSinceEpoch + 120_000, billedCommands: 3)
    return answer.wireRetryAfterSeconds(now: now, jitter: .milliseconds(turn % 4_000))
  }
}

/// A ramp that is too steep: a call every 100 ms where fifty a minute may be added.
private struct SlopeCalls: RuleWorkload {
  var slope = SlopeLimit(start: 60, rise: 50)

  mutating func operate(_ turn: Int) -> Int {
    guard slope.wait(now: beginning.advanced(byNanoseconds: 100_000_000 * Int64(turn))) == nil else {
      return 0
    }
    slope.take()
    return 1
  }
}

/// A list of three providers, of whom up to three fail.
private struct FailOvers: RuleWorkload {
  mutating func operate(_ turn: Int) -> Int {
    var failOver = FailOver(providers: 3)
    let now = beginning.advanced(byNanoseconds: 1_000_000 * Int64(turn))
    for failure in 0..<draw(turn, below: 4) {
      failOver.failed(notBefore: now.advanced(by: .seconds(40 - failure)))
    }
    return failOver.next ?? failOver.notBefore.map { Int($0.nanoseconds(since: now) / 1_000_000_000) } ?? 0
  }
}
