// What a rate limiter says to one call, whatever its rule, and how long the caller is told to wait. Apart
// from the rules because all three speak it and because the wire form is ours while the answer is
// upstream's.

/// A limiter's answer to one call, field by field as upstash/ratelimit-js gives it.
public struct LimiterAnswer: Hashable, Sendable {
  /// Why a call was answered without asking the store.
  public enum Reason: String, CaseIterable, Hashable, Sendable, Codable {
    /// The process remembers that this identity was denied, until the window it was denied in is over.
    case cacheBlock
    /// The store did not answer in time, so the call was let through.
    case timeout
  }

  /// True when the call may pass.
  public var success: Bool
  /// The limit that was applied: the rule's own, or the dynamic one in its place.
  public var limit: Int
  /// Tokens left after this call, never negative. A refund can take it above `limit`.
  public var remaining: Int
  /// Unix milliseconds at which the window ends or the bucket is refilled. Not the moment at which a further
  /// call passes: under a sliding window the first millisecond after it is still denied.
  public var resetMilliseconds: Int64
  /// Set when the store was not asked, or did not answer.
  public var reason: Reason?
  /// Redis commands that are billed for the call, those inside the script and the script itself included.
  public var billedCommands: Int64

  /// An answer with these fields.
  @inlinable public init(
    success: Bool, limit: Int, remaining: Int, resetMilliseconds: Int64, reason: Reason? = nil,
    billedCommands: Int64
  ) {
    self.success = success
    self.limit = limit
    self.remaining = remaining
    self.resetMilliseconds = resetMilliseconds
    self.reason = reason
    self.billedCommands = billedCommands
  }

  /// What upstream answers when the store is silent for too long (5 s by default): the call passes.
  public static let timedOut = LimiterAnswer(
    success: true, limit: 0, remaining: 0, resetMilliseconds: 0, reason: .timeout, billedCommands: 0)

  /// Whole seconds from `nowMilliseconds` to the reset, rounded up; 0 when the call passed.
  ///
  /// The raw value: 0 for a denied caller whose window ends at this very millisecond. Clients get
  /// ``wireRetryAfterSeconds(now:jitter:)``.
  @inlinable public func retryAfterSeconds(nowMilliseconds: Int64) -> Int {
    success ? 0 : Int((resetMilliseconds - nowMilliseconds).dividedRoundingUp(by: 1000))
  }

  /// Seconds that a denied client is told to wait (`Retry-After`, and the countdown on the page).
  ///
  /// max(1, ⌈(reset − now) / 1 s⌉) + ⌈jitter⌉: at least one second, so that nobody is told to come back at
  /// once, and later by a random part, so that those who were denied together do not come back together.
  ///
  /// - Parameters:
  ///   - now: the moment of the answer.
  ///   - jitter: this caller's own random part, at least zero. The rule draws nothing itself.
  @inlinable public func wireRetryAfterSeconds(now: Instant, jitter: Duration = .zero) -> Int {
    let seconds = max(1, retryAfterSeconds(nowMilliseconds: now.millisecondsSinceEpoch))
    return seconds + Int(max(0, jitter.wholeNanoseconds).dividedRoundingUp(by: 1_000_000_000))
  }
}

/// What a limiter would still let through, read without using anything.
public struct LimiterRemainder: Hashable, Sendable {
  /// Tokens left, never negative.
  public var remaining: Int
  /// The limit that applies.
  public var limit: Int
  /// Unix milliseconds at which the window ends or the bucket is refilled.
  public var resetMilliseconds: Int64

  /// A remainder with these fields.
  @inlinable public init(remaining: Int, limit: Int, resetMilliseconds: Int64) {
    self.remaining = remaining
    self.limit = limit
    self.resetMilliseconds = resetMilliseconds
  }
}

extension Int64 {
  /// The quotient rounded up. Precondition: `divisor` is positive.
  @inlinable func dividedRoundingUp(by divisor: Int64) -> Int64 {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder > 0 ? quotient + 1 : quotient
  }

  /// The quotient rounded down. Precondition: `divisor` is positive.
  @inlinable func dividedRoundingDown(by divisor: Int64) -> Int64 {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}
