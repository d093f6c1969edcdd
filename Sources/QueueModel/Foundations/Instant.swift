// A moment in time as the rules see it: handed in by whoever owns the rule, never read from a clock.

/// A moment, in whole nanoseconds since the Unix epoch.
///
/// Rules take an `Instant` as `now`; none of them reads a clock. The range reaches from 1677 to 2262.
///
/// ```swift
/// let start = Instant(millisecondsSinceEpoch: 1_700_000_040_000)
/// start.advanced(by: .seconds(1)).millisecondsSinceEpoch  // 1700000041000
/// ```
public struct Instant: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// Nanoseconds since 1970-01-01T00:00:00Z.
  public var nanosecondsSinceEpoch: Int64

  /// The moment `nanosecondsSinceEpoch` nanoseconds after the Unix epoch.
  @inlinable public init(nanosecondsSinceEpoch: Int64) {
    self.nanosecondsSinceEpoch = nanosecondsSinceEpoch
  }

  /// The moment `millisecondsSinceEpoch` milliseconds after the Unix epoch.
  @inlinable public init(millisecondsSinceEpoch: Int64) {
    self.nanosecondsSinceEpoch = millisecondsSinceEpoch * 1_000_000
  }

  /// Whole milliseconds since the epoch, rounded down: what a rule that upstream computes in milliseconds gets.
  @inlinable public var millisecondsSinceEpoch: Int64 {
    let quotient = nanosecondsSinceEpoch / 1_000_000
    return nanosecondsSinceEpoch % 1_000_000 < 0 ? quotient - 1 : quotient
  }

  /// This moment shifted by whole nanoseconds.
  @inlinable public func advanced(byNanoseconds nanoseconds: Int64) -> Instant {
    Instant(nanosecondsSinceEpoch: nanosecondsSinceEpoch + nanoseconds)
  }

  /// This moment shifted by a duration; fractions of a nanosecond are dropped.
  @inlinable public func advanced(by duration: Duration) -> Instant {
    advanced(byNanoseconds: duration.wholeNanoseconds)
  }

  /// Nanoseconds from `earlier` to this moment; negative when `earlier` is later.
  @inlinable public func nanoseconds(since earlier: Instant) -> Int64 {
    nanosecondsSinceEpoch - earlier.nanosecondsSinceEpoch
  }

  /// True when `left` comes before `right`.
  @inlinable public static func < (left: Instant, right: Instant) -> Bool {
    left.nanosecondsSinceEpoch < right.nanosecondsSinceEpoch
  }

  /// Later than every moment a run can reach.
  public static let distantFuture = Instant(nanosecondsSinceEpoch: .max)
}

extension Duration {
  /// The duration in whole nanoseconds, fractions dropped. Precondition: it fits 292 years.
  @inlinable public var wholeNanoseconds: Int64 {
    let (seconds, attoseconds) = components
    return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
  }
}
