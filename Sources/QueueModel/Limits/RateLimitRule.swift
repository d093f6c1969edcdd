// The three rules behind one face, for whoever takes the rule from a scenario and keeps one state an
// identity.

/// What any rule remembers of one identity, in 16 bytes. Only the kind of rule that wrote it can read it.
public struct RateLimitState: Hashable, Sendable, BitwiseCopyable {
  @usableFromInline var anchorMilliseconds: Int64
  @usableFromInline var first: Int32
  @usableFromInline var second: Int32

  /// An identity that never called, or whose used tokens were reset.
  @inlinable public init() {
    anchorMilliseconds = .min
    first = 0
    second = 0
  }
}

/// A limit on one identity's calls.
public enum RateLimitRule: Hashable, Sendable {
  case slidingWindow(SlidingWindowRule)
  case fixedWindow(FixedWindowRule)
  case tokenBucket(TokenBucketRule)

  /// Tokens in a window, or in a full bucket.
  @inlinable public var limit: Int {
    switch self {
    case .slidingWindow(let rule): rule.limit
    case .fixedWindow(let rule): rule.limit
    case .tokenBucket(let rule): rule.size
    }
  }

  /// Takes `rate` tokens, or gives tokens back when `rate` is negative. O(1), no allocation.
  ///
  /// - Parameters:
  ///   - state: what is remembered of the caller; updated.
  ///   - rate: tokens to take, 1 by default.
  ///   - dynamicLimit: in place of the rule's own, where the owner has one set.
  ///   - nowMilliseconds: Unix milliseconds.
  @inlinable public func limit(
    _ state: inout RateLimitState, rate: Int = 1, dynamicLimit: Int? = nil, nowMilliseconds: Int64
  ) -> LimiterAnswer {
    switch self {
    case .slidingWindow(let rule):
      var own = SlidingWindowState(state)
      defer { state = RateLimitState(own) }
      return rule.limit(&own, rate: rate, dynamicLimit: dynamicLimit, nowMilliseconds: nowMilliseconds)
    case .fixedWindow(let rule):
      var own = FixedWindowState(state)
      defer { state = RateLimitState(own) }
      return rule.limit(&own, rate: rate, dynamicLimit: dynamicLimit, nowMilliseconds: nowMilliseconds)
    case .tokenBucket(let rule):
      var own = TokenBucketState(state)
      defer { state = RateLimitState(own) }
      return rule.limit(&own, rate: rate, dynamicLimit: dynamicLimit, nowMilliseconds: nowMilliseconds)
    }
  }

  /// Tokens left now; nothing is used. O(1).
  @inlinable public func remaining(
    _ state: RateLimitState, dynamicLimit: Int? = nil, nowMilliseconds: Int64
  ) -> LimiterRemainder {
    switch self {
    case .slidingWindow(let rule):
      rule.remaining(
        SlidingWindowState(state), dynamicLimit: dynamicLimit, nowMilliseconds: nowMilliseconds)
    case .fixedWindow(let rule):
      rule.remaining(
        FixedWindowState(state), dynamicLimit: dynamicLimit, nowMilliseconds: nowMilliseconds)
    case .tokenBucket(let rule):
      rule.remaining(
        TokenBucketState(state), dynamicLimit: dynamicLimit, nowMilliseconds: nowMilliseconds)
    }
  }

  /// Forgets the used tokens of an identity.
  @inlinable public func reset(_ state: inout RateLimitState) { state = RateLimitState() }

  /// True when a state can be dropped at `nowMilliseconds`.
  @inlinable public func isStale(_ state: RateLimitState, nowMilliseconds: Int64) -> Bool {
    switch self {
    case .slidingWindow(let rule):
      rule.isStale(SlidingWindowState(state), nowMilliseconds: nowMilliseconds)
    case .fixedWindow(let rule): rule.isStale(FixedWindowState(state), nowMilliseconds: nowMilliseconds)
    case .tokenBucket(let rule): rule.isStale(TokenBucketState(state), nowMilliseconds: nowMilliseconds)
    }
  }
}

extension RateLimitState {
  @inlinable init(_ state: SlidingWindowState) {
    anchorMilliseconds = state.windowStartMilliseconds
    first = state.current
    second = state.previous
  }

  @inlinable init(_ state: FixedWindowState) {
    anchorMilliseconds = state.windowStartMilliseconds
    first = state.used
    second = 0
  }

  @inlinable init(_ state: TokenBucketState) {
    anchorMilliseconds = state.refilledAtMilliseconds
    first = state.tokens
    second = 0
  }
}

extension SlidingWindowState {
  @inlinable init(_ state: RateLimitState) {
    windowStartMilliseconds = state.anchorMilliseconds
    current = state.first
    previous = state.second
  }
}

extension FixedWindowState {
  @inlinable init(_ state: RateLimitState) {
    windowStartMilliseconds = state.anchorMilliseconds
    used = state.first
  }
}

extension TokenBucketState {
  @inlinable init(_ state: RateLimitState) {
    refilledAtMilliseconds = state.anchorMilliseconds
    tokens = state.first
  }
}
