// A whole limiter: a rule, the states of all identities and what upstream puts around them. For services and
// tests; a simulation that knows its people by index keeps the states itself and calls the rule.

/// A rate limiter with its own store.
///
/// ```swift
/// var limiter = RateLimiter<String>(
///   rule: .slidingWindow(SlidingWindowRule(limit: 10, windowMilliseconds: 60_000)))
/// let answer = limiter.limit("user-1", now: now)
/// if !answer.success { tellToWait(answer.wireRetryAfterSeconds(now: now)) }
/// ```
public struct RateLimiter<Identity: Hashable & Sendable>: Sendable {
  /// The rule that every identity is held to.
  public let rule: RateLimitRule
  /// True when a dynamic limit may be set, which costs each call one more command to read it.
  public let allowsDynamicLimit: Bool
  /// True when every call is recorded for analytics, which costs one more command, cached denials included.
  public let recordsAnalytics: Bool
  /// In place of the rule's limit for everybody while set. Ignored unless `allowsDynamicLimit`.
  public var dynamicLimit: Int?
  /// This process's memory of whom it saw denied; nil when it keeps none, as the corrected system.
  public var ephemeralCache: EphemeralCache<Identity>?

  @usableFromInline var states: [Identity: RateLimitState] = [:]

  /// A limiter under `rule`, with nothing used.
  ///
  /// - Parameters:
  ///   - rule: the rule that every identity is held to.
  ///   - usesEphemeralCache: true for upstream's default behaviour.
  ///   - allowsDynamicLimit: true when `dynamicLimit` may be set.
  ///   - recordsAnalytics: true when every call is recorded.
  public init(
    rule: RateLimitRule, usesEphemeralCache: Bool = false, allowsDynamicLimit: Bool = false,
    recordsAnalytics: Bool = false
  ) {
    self.rule = rule
    self.allowsDynamicLimit = allowsDynamicLimit
    self.recordsAnalytics = recordsAnalytics
    self.ephemeralCache = usesEphemeralCache ? EphemeralCache() : nil
  }

  /// Identities in the store.
  public var count: Int { states.count }

  /// Takes `rate` tokens of `identity`, through this limiter's own ephemeral cache if it has one. O(1).
  @inlinable public mutating func limit(_ identity: Identity, rate: Int = 1, now: Instant) -> LimiterAnswer {
    guard var cache = ephemeralCache.take() else { return askStore(identity, rate: rate, now: now) }
    defer { ephemeralCache = cache }
    return limit(identity, rate: rate, now: now, cache: &cache)
  }

  /// Takes `rate` tokens of `identity` as a process with the ephemeral cache `cache` does: several processes
  /// share the store and see their own denials only. O(1).
  @inlinable public mutating func limit(
    _ identity: Identity, rate: Int = 1, now: Instant, cache: inout EphemeralCache<Identity>
  ) -> LimiterAnswer {
    // A refund is never blocked.
    if rate > 0,
      let reset = cache.blockedUntil(identity, nowMilliseconds: now.millisecondsSinceEpoch)
    {
      return LimiterAnswer(
        success: false, limit: rule.limit, remaining: 0, resetMilliseconds: reset, reason: .cacheBlock,
        billedCommands: recordsAnalytics ? 1 : 0)
    }
    let answer = askStore(identity, rate: rate, now: now)
    if !answer.success {
      cache.block(identity, untilMilliseconds: answer.resetMilliseconds)
    } else if rate < 0 {
      cache.remove(identity)
    }
    return answer
  }

  /// Tokens that `identity` has left; nothing is used. O(1).
  @inlinable public func remaining(_ identity: Identity, now: Instant) -> LimiterRemainder {
    rule.remaining(
      states[identity] ?? RateLimitState(), dynamicLimit: appliedDynamicLimit,
      nowMilliseconds: now.millisecondsSinceEpoch)
  }

  /// Forgets the used tokens of `identity`, and that it was denied. O(1).
  public mutating func reset(_ identity: Identity) {
    states[identity] = nil
    ephemeralCache?.remove(identity)
  }

  /// Drops what can influence no answer from `now` on, as the store's own expiry does. O(n).
  public mutating func removeStale(now: Instant) {
    let milliseconds = now.millisecondsSinceEpoch
    states = states.filter { !rule.isStale($0.value, nowMilliseconds: milliseconds) }
    ephemeralCache?.removeExpired(nowMilliseconds: milliseconds)
  }

  @inlinable var appliedDynamicLimit: Int? { allowsDynamicLimit ? dynamicLimit : nil }

  @inlinable mutating func askStore(_ identity: Identity, rate: Int, now: Instant) -> LimiterAnswer {
    var answer = rule.limit(
      &states[identity, default: RateLimitState()], rate: rate, dynamicLimit: appliedDynamicLimit,
      nowMilliseconds: now.millisecondsSinceEpoch)
    answer.billedCommands += (allowsDynamicLimit ? 1 : 0) + (recordsAnalytics ? 1 : 0)
    return answer
  }
}
