// The fixed window of upstash/ratelimit-js: one counter for each stretch of time since the epoch.

/// What a fixed window remembers of one identity: 12 bytes, trivially copied.
public struct FixedWindowState: Hashable, Sendable {
  /// Start of the newest window in which something was counted, in Unix milliseconds; `Int64.min` before the
  /// first call.
  @usableFromInline var windowStartMilliseconds: Int64
  /// Tokens used in that window, those of denied calls included.
  @usableFromInline var used: Int32

  /// An identity that never called, or whose used tokens were reset.
  @inlinable public init() {
    windowStartMilliseconds = .min
    used = 0
  }

  /// Moves on to the window of `now`.
  @inlinable mutating func advance(toMilliseconds now: Int64, window: Int64) {
    let offset = now &- windowStartMilliseconds
    if UInt64(bitPattern: offset) < UInt64(bitPattern: window) { return }
    let start = now.dividedRoundingDown(by: window) * window
    if start < windowStartMilliseconds { return }
    used = 0
    windowStartMilliseconds = start
  }
}

/// At most `limit` calls in each window; windows are aligned to the Unix epoch.
///
/// Calls are counted before they are judged, so denied calls count too (which changes nothing for rate 1, and
/// can be undone by refunds for others). Twice the limit can pass around a boundary.
///
/// Source: the single-region fixed-window script of upstash/ratelimit-js 2.0.8.
public struct FixedWindowRule: Hashable, Sendable {
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
  ///   - nowMilliseconds: Unix milliseconds. A moment before the window that was counted last is taken as
  ///     part of that window.
  /// - Returns: the answer; billed are 3 commands for the first call in a window (EVAL, INCRBY, PEXPIRE)
  ///   and 2 for any other.
  @inlinable public func limit(
    _ state: inout FixedWindowState, rate: Int = 1, dynamicLimit: Int? = nil, nowMilliseconds: Int64
  ) -> LimiterAnswer {
    state.advance(toMilliseconds: nowMilliseconds, window: windowMilliseconds)
    let effective = dynamicLimit ?? limit
    let taken = Int32(clamping: rate)
    state.used = Int32(clamping: Int(state.used) + Int(taken))
    let left = effective - Int(state.used)
    return LimiterAnswer(
      success: left >= 0, limit: effective, remaining: max(0, left),
      resetMilliseconds: state.windowStartMilliseconds + windowMilliseconds,
      billedCommands: state.used == taken ? 3 : 2)
  }

  /// Tokens left now; nothing is used. O(1). Upstream bills 2 commands for it.
  @inlinable public func remaining(
    _ state: FixedWindowState, dynamicLimit: Int? = nil, nowMilliseconds: Int64
  ) -> LimiterRemainder {
    var state = state
    state.advance(toMilliseconds: nowMilliseconds, window: windowMilliseconds)
    let effective = dynamicLimit ?? limit
    return LimiterRemainder(
      remaining: max(0, effective - Int(state.used)), limit: effective,
      resetMilliseconds: state.windowStartMilliseconds + windowMilliseconds)
  }

  /// Forgets the used tokens of an identity. Upstream bills 3 commands for it.
  @inlinable public func reset(_ state: inout FixedWindowState) { state = FixedWindowState() }

  /// True when a state can influence no answer from `nowMilliseconds` on, so that its owner may drop it.
  @inlinable public func isStale(_ state: FixedWindowState, nowMilliseconds: Int64) -> Bool {
    state.windowStartMilliseconds == .min
      || nowMilliseconds >= state.windowStartMilliseconds + windowMilliseconds
  }
}
