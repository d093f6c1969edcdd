// How often and how late an attempt is repeated.

/// Delays between attempts: exponential with full jitter.
///
/// The delay before attempt n + 1 is drawn evenly from 0 to `base` · 2^(n−1), n counted from 1 (Brooker,
/// "Exponential Backoff And Jitter", AWS Architecture Blog, 2015).
public struct RetryPolicy: Hashable, Sendable {
  /// Attempts after the first, 0 to 30.
  public var maximumRetries: Int
  /// Upper bound of the first delay, in nanoseconds.
  public var baseNanoseconds: Int64
  /// How the delays grow.
  public var backoff: Backoff

  /// Precondition: 0 to 30 retries.
  public init(maximumRetries: Int = 3, base: Duration = .seconds(1), backoff: Backoff = .fullJitter) {
    precondition((0...30).contains(maximumRetries), "retries must be 0 to 30, not \(maximumRetries)")
    self.maximumRetries = maximumRetries
    self.baseNanoseconds = base.wholeNanoseconds
    self.backoff = backoff
  }

  /// The delay after `attempts` attempts, in nanoseconds; `draw` is 64 evenly distributed bits. No bound is
  /// longer than 2⁶² ns, 146 years.
  @inlinable public func delayNanoseconds(attempts: Int, draw: UInt64) -> Int64 {
    let doublings = Int64(max(0, min(attempts - 1, 30)))
    let bound = baseNanoseconds <= (1 << 62) >> doublings ? baseNanoseconds << doublings : 1 << 62
    return Int64(draw.multipliedFullWidth(by: UInt64(bound)).high)
  }
}

/// A budget for retries, so that they cannot multiply an overload.
///
/// Each first attempt adds `ratio` of a retry, each second adds `minimumPerSecond`, and a retry takes one; the
/// budget holds at most `burst` (Finagle's and Envoy's retry budgets).
public struct RetryBudget: Hashable, Sendable {
  /// Retries that each first attempt adds.
  public var ratio: Double
  /// Retries that each second adds.
  public var minimumPerSecond: Double
  /// Most retries that can be saved up.
  public var burst: Double
  /// Retries that could be made now.
  public private(set) var available: Double
  var updated: Instant?

  /// A budget that begins with ten seconds' worth of its minimum.
  public init(ratio: Double = 0.1, minimumPerSecond: Double = 1, burst: Double = 100) {
    self.ratio = ratio
    self.minimumPerSecond = minimumPerSecond
    self.burst = burst
    self.available = min(burst, 10 * minimumPerSecond)
  }

  /// Counts a first attempt at `now`. Time adds from the first of them on.
  public mutating func recordFirstAttempt(now: Instant) {
    if updated == nil { updated = now }
    available = min(burst, available + ratio)
  }

  /// Takes one retry at `now`; false when the budget is empty.
  public mutating func take(now: Instant) -> Bool {
    if let updated {
      let seconds = Double(now.nanoseconds(since: updated)) / 1e9
      available = min(burst, available + seconds * minimumPerSecond)
    }
    updated = now
    guard available >= 1 else { return false }
    available -= 1
    return true
  }
}
