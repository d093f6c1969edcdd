// How many instances of functions may run at one time, and how fast their number may grow.

/// A platform's limit on instances of functions.
///
/// Source: Vercel documentation, concurrency scaling, 2025-09-05: up to 30,000 on Pro (100,000 on Enterprise), growing
/// by at most 1,000 in 10 seconds in a region. Beyond it an invocation is answered with an error (503,
/// `FUNCTION_THROTTLED`). How growth is measured is not documented: here the allowance fills evenly, and a burst may
/// use all of it. How long an instance stays warm is not documented either: here, to the end.
public struct FunctionConcurrencyPolicy: Hashable, Sendable {
  /// Most instances at one time, at least 1.
  public let maximum: Int
  /// Instances that may be added in ``growthNanoseconds``: 1 to 1,000,000.
  public let growth: Int
  /// The time that `growth` holds for, in nanoseconds.
  public let growthNanoseconds: Int64

  /// A limit of `maximum` instances that grow by `growth` in each `period`.
  public init(maximum: Int = 30_000, growth: Int = 1_000, period: Duration = .seconds(10)) {
    precondition(
      maximum >= 1 && (1...1_000_000).contains(growth), "\(maximum) instances, growing by \(growth)")
    precondition(period > .zero && period <= .seconds(3600), "growth within \(period)")
    self.maximum = maximum
    self.growth = growth
    growthNanoseconds = period.wholeNanoseconds
  }
}

/// Instances that run or have run, and how many may be added.
///
/// ```swift
/// var functions = FunctionConcurrency(policy: FunctionConcurrencyPolicy(), now: start)
/// functions.allowed(now: start)                      // 1000
/// functions.update(inUse: 1000, now: start)
/// functions.allowed(now: start.advanced(by: .seconds(5)))  // 1500
/// ```
public struct FunctionConcurrency: Hashable, Sendable {
  /// The rule.
  public let policy: FunctionConcurrencyPolicy
  /// The most instances that ran at one time so far: these are warm.
  public private(set) var warm = 0
  /// What may be added, in instances times ``FunctionConcurrencyPolicy/growthNanoseconds``.
  private var allowance: Int64
  private var asOf: Instant

  /// No instance has run before `now`.
  public init(policy: FunctionConcurrencyPolicy, now: Instant) {
    self.policy = policy
    allowance = Int64(policy.growth) * policy.growthNanoseconds
    asOf = now
  }

  /// Most instances that may run at `now`. O(1). Must not run backwards.
  public mutating func allowed(now: Instant) -> Int {
    refill(to: now)
    return min(policy.maximum, warm + Int(allowance / policy.growthNanoseconds))
  }

  /// So many instances run at `now`. More than were allowed take the whole allowance.
  public mutating func update(inUse: Int, now: Instant) {
    guard inUse > warm else { return }
    refill(to: now)
    let added = min(Int64(inUse - warm), Int64(policy.growth))
    allowance = max(0, allowance - added * policy.growthNanoseconds)
    warm = inUse
  }

  private mutating func refill(to now: Instant) {
    let passed = now.nanoseconds(since: asOf)
    precondition(passed >= 0, "the platform's clock ran back by \(-passed) ns")
    asOf = now
    let full = Int64(policy.growth) * policy.growthNanoseconds
    allowance = min(full, allowance + Int64(policy.growth) * min(passed, policy.growthNanoseconds))
  }
}
