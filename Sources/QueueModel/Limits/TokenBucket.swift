// The token bucket of upstash/ratelimit-js: tokens that come back a batch at a time.

/// What a token bucket remembers of one identity: 12 bytes, trivially copied.
public struct TokenBucketState: Hashable, Sendable {
  /// When the bucket was last refilled, in Unix milliseconds; `Int64.min` before the first call.
  @usableFromInline var refilledAtMilliseconds: Int64
  /// Tokens in the bucket. Negative after a call of a rate above what was left.
  @usableFromInline var tokens: Int32

  /// An identity that never called, or whose used tokens were reset: its bucket is full.
  @inlinable public init() {
    refilledAtMilliseconds = .min
    tokens = 0
  }
}

/// A bucket of `size` tokens, to which `refill` tokens are added every `intervalMilliseconds`, counted from
/// the identity's own first call.
///
/// What follows from upstream's script and is kept: only a bucket at exactly zero denies outright, so a
/// call of a rate above what is left is denied and yet takes its tokens, and while the bucket is below zero
/// every call is denied and takes more. Upstream's key expires once the bucket would be full again, which
/// moves the phase of later refills to the next call; here the phase stays, as it does in a recording whose
/// clock is mocked.
///
/// Source: the single-region token-bucket script of upstash/ratelimit-js 2.0.8.
public struct TokenBucketRule: Hashable, Sendable {
  /// Tokens in a full bucket, at least 0.
  public let size: Int
  /// Tokens added at each refill, at least 1.
  public let refill: Int
  /// Milliseconds between refills, at least 1.
  public let intervalMilliseconds: Int64

  /// A rule of `size` tokens, `refill` of which come back every `intervalMilliseconds`.
  public init(size: Int, refill: Int, intervalMilliseconds: Int64) {
    precondition(size >= 0, "a bucket of \(size) tokens")
    precondition(refill > 0, "a refill of \(refill) tokens")
    precondition(intervalMilliseconds > 0, "a refill every \(intervalMilliseconds) ms")
    self.size = size
    self.refill = refill
    self.intervalMilliseconds = intervalMilliseconds
  }

  /// Takes `rate` tokens, or gives tokens back when `rate` is negative. O(1), no allocation.
  ///
  /// - Parameters:
  ///   - state: what is remembered of the caller; updated.
  ///   - rate: tokens to take, 1 by default. Values beyond ±2³¹ count as that.
  ///   - dynamicLimit: in place of `size`, where the owner has one set.
  ///   - nowMilliseconds: Unix milliseconds. A moment before the last refill refills nothing.
  /// - Returns: the answer; billed are 4 commands (EVAL, HMGET, HSET, PEXPIRE), 3 where a refund leaves the
  ///   bucket full, and 2 for a denied call.
  @inlinable public func limit(
    _ state: inout TokenBucketState, rate: Int = 1, dynamicLimit: Int? = nil, nowMilliseconds: Int64
  ) -> LimiterAnswer {
    let effective = dynamicLimit ?? size
    var refilledAt = state.refilledAtMilliseconds
    var tokens = Int(state.tokens)
    if refilledAt == .min {
      refilledAt = nowMilliseconds
      tokens = effective
    } else if nowMilliseconds >= refilledAt + intervalMilliseconds {
      let refills = (nowMilliseconds - refilledAt) / intervalMilliseconds
      let (added, overflow) = Int(refills).multipliedReportingOverflow(by: refill)
      tokens = overflow ? effective : min(effective, tokens + min(added, Int.max / 2))
      refilledAt += refills * intervalMilliseconds
    }
    let reset = refilledAt + intervalMilliseconds
    if tokens == 0, rate > 0 {
      return LimiterAnswer(
        success: false, limit: effective, remaining: 0, resetMilliseconds: reset, billedCommands: 2)
    }
    state.refilledAtMilliseconds = refilledAt
    state.tokens = Int32(clamping: tokens - Int(Int32(clamping: rate)))
    let left = Int(state.tokens)
    return LimiterAnswer(
      success: left >= 0, limit: effective, remaining: max(0, left), resetMilliseconds: reset,
      billedCommands: left < effective ? 4 : 3)
  }

  /// Tokens left after the last call. Nothing is used, and, as upstream, nothing is refilled: only a call
  /// refills. O(1). Upstream bills 2 commands for it.
  @inlinable public func remaining(
    _ state: TokenBucketState, dynamicLimit: Int? = nil, nowMilliseconds: Int64
  ) -> LimiterRemainder {
    let effective = dynamicLimit ?? size
    if state.refilledAtMilliseconds == .min {
      return LimiterRemainder(
        remaining: max(0, effective), limit: effective,
        resetMilliseconds: nowMilliseconds + intervalMilliseconds)
    }
    return LimiterRemainder(
      remaining: max(0, Int(state.tokens)), limit: effective,
      resetMilliseconds: state.refilledAtMilliseconds + intervalMilliseconds)
  }

  /// Fills the bucket of an identity. Upstream bills 3 commands for it.
  @inlinable public func reset(_ state: inout TokenBucketState) { state = TokenBucketState() }

  /// True when the bucket would be full again at `nowMilliseconds`: upstream's key has expired by then, and
  /// an owner may drop the state (which lets the next call set the phase of the refills).
  @inlinable public func isStale(_ state: TokenBucketState, nowMilliseconds: Int64) -> Bool {
    if state.refilledAtMilliseconds == .min { return true }
    let refills = (nowMilliseconds - state.refilledAtMilliseconds) / intervalMilliseconds
    let missing = Int64(size) - Int64(state.tokens)
    return missing <= 0 || refills >= missing.dividedRoundingUp(by: Int64(refill))
  }
}
