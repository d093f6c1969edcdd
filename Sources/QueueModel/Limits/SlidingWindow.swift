// The sliding window that limits one person's requests, computed as upstash/ratelimit-js computes it inside
// Redis. The rule and what it remembers of one identity are two values, so that an owner of a hundred
// thousand identities keeps the second in an array.

/// What a sliding window remembers of one identity: 16 bytes, trivially copied.
public struct SlidingWindowState: Hashable, Sendable {
  /// Start of the newest window in which something was counted, in Unix milliseconds; `Int64.min` before the
  /// first call.
  @usableFromInline var windowStartMilliseconds: Int64
  /// Tokens used in that window. Negative after more refunds than calls.
  @usableFromInline var current: Int32
  /// Tokens used in the window before it.
  @usableFromInline var previous: Int32

  /// An identity that never called, or whose used tokens were reset.
  @inlinable public init() {
    windowStartMilliseconds = .min
    current = 0
    previous = 0
  }

  /// Moves on to the window of `now` and returns how far into it `now` lies.
  @inlinable mutating func advance(toMilliseconds now: Int64, window: Int64) -> Int64 {
    // One unsigned comparison covers "before this window", "never used" and "after this window".
    let offset = now &- windowStartMilliseconds
    if UInt64(bitPattern: offset) < UInt64(bitPattern: window) { return offset }
    let start = now.dividedRoundingDown(by: window) * window
    if start < windowStartMilliseconds { return 0 }
    previous = start &- windowStartMilliseconds == window ? current : 0
    current = 0
    windowStartMilliseconds = start
    return now - start
  }
}

/// At most about `limit` calls in any `windowMilliseconds`, from two counters.
///
/// The windows are aligned to the Unix epoch. With `x` the time since the start of the current one, a call is
/// denied when
///
///     floor((1 − x / window) × previous) + current ≥ limit
///
/// in IEEE double, in this order of operations (exact arithmetic differs at a few offsets). What follows from
/// upstream's script and is kept: the test ignores `rate`, so a call of a rate above 1 can be denied and yet
/// use its tokens; denied calls of rate 1 use nothing; a refund (a negative rate) is never tested; twenty
/// calls can pass within 54 s at "10 a minute".
///
/// ```swift
/// let rule = SlidingWindowRule(limit: 1, windowMilliseconds: 1000)
/// var state = SlidingWindowState()
/// rule.limit(&state, nowMilliseconds: 0).success     // true
/// rule.limit(&state, nowMilliseconds: 1000).success  // false: the previous window still weighs 1
/// rule.limit(&state, nowMilliseconds: 1001).success  // true
/// ```
///
/// Source: the single-region sliding-window script of upstash/ratelimit-js 2.0.8.
public struct SlidingWindowRule: Hashable, Sendable {
  /// Tokens in a window, at least 0.
  public let limit: Int
  /// Length of a window in milliseconds, at least 1.
  public let windowMilliseconds: Int64

  /// A rule of `limit` tokens in `windowMilliseconds`.
  public init(limit: Int, windowMilliseconds: Int64) {
    precondition(limit >= 0, "a limit of \(limit) tokens")
    precondition(windowMilliseconds > 0, "a window of \(windowMilliseconds) ms")
    self.limit = limit
    self.windowMilliseconds = windowMilliseconds
  }

  /// Takes `rate` tokens, or gives tokens back when `rate` is negative. O(1), no allocation.
  ///
  /// - Parameters:
  ///   - state: what is remembered of the caller; updated.
  ///   - rate: tokens to take, 1 by default. Values beyond ±2³¹ count as that.
  ///   - dynamicLimit: in place of `limit`, where the owner has one set.
  ///   - nowMilliseconds: Unix milliseconds. A moment before the window that was counted last is taken as the
  ///     start of that window.
  /// - Returns: the answer; billed are 5 commands for the first call in a window, 4 for a later one and 3
  ///   for a denied one (EVAL, two GET, INCRBY, PEXPIRE).
  @inlinable public func limit(
    _ state: inout SlidingWindowState, rate: Int = 1, dynamicLimit: Int? = nil, nowMilliseconds: Int64
  ) -> LimiterAnswer {
    let offset = state.advance(toMilliseconds: nowMilliseconds, window: windowMilliseconds)
    let effective = dynamicLimit ?? limit
    let weighted = weightOfPrevious(state.previous, offset: offset)
    let current = Int(state.current)
    let reset = state.windowStartMilliseconds + windowMilliseconds
    if rate > 0, weighted + current >= effective {
      return LimiterAnswer(
        success: false, limit: effective, remaining: 0, resetMilliseconds: reset, billedCommands: 3)
    }
    let taken = Int32(clamping: rate)
    state.current = Int32(clamping: current + Int(taken))
    let left = effective - (Int(state.current) + weighted)
    return LimiterAnswer(
      success: left >= 0, limit: effective, remaining: max(0, left), resetMilliseconds: reset,
      billedCommands: state.current == taken ? 5 : 4)
  }

  /// Tokens left now; nothing is used. O(1). Upstream bills 3 commands for it.
  @inlinable public func remaining(
    _ state: SlidingWindowState, dynamicLimit: Int? = nil, nowMilliseconds: Int64
  ) -> LimiterRemainder {
    var state = state
    let offset = state.advance(toMilliseconds: nowMilliseconds, window: windowMilliseconds)
    let effective = dynamicLimit ?? limit
    let used = weightOfPrevious(state.previous, offset: offset) + Int(state.current)
    return LimiterRemainder(
      remaining: max(0, effective - used), limit: effective,
      resetMilliseconds: state.windowStartMilliseconds + windowMilliseconds)
  }

  /// Forgets the used tokens of an identity. Upstream bills 4 commands for it.
  @inlinable public func reset(_ state: inout SlidingWindowState) { state = SlidingWindowState() }

  /// True when a state can influence no answer from `nowMilliseconds` on, so that its owner may drop it.
  @inlinable public func isStale(_ state: SlidingWindowState, nowMilliseconds: Int64) -> Bool {
    state.windowStartMilliseconds == .min
      || nowMilliseconds >= state.windowStartMilliseconds + 2 * windowMilliseconds
  }

  /// Tokens of the previous window that still count `offset` milliseconds into the current one.
  @inlinable func weightOfPrevious(_ previous: Int32, offset: Int64) -> Int {
    if previous == 0 { return 0 }
    let elapsed = Double(offset) / Double(windowMilliseconds)
    let weighted = (1 - elapsed) * Double(previous)
    let towardsZero = Int(weighted)
    return Double(towardsZero) > weighted ? towardsZero - 1 : towardsZero
  }
}
