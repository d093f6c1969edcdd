// How fast a provider lets the rate of calls rise. Apart from the limits over time because its bound depends on what
// was admitted before, not on what was agreed.

/// A limit on the rise of the rate of admitted calls.
///
/// In each whole minute since the Unix epoch at most max(`start`, admitted in the minute before + `rise`) calls are
/// admitted: whoever comes from nothing may begin at `start`, and from then on may add `rise` calls a minute every
/// minute. A minute without calls begins from nothing again.
///
/// Providers say that they throttle steep ramps and not by what rule; this is the plainest one that does it.
///
/// ```swift
/// var slope = SlopeLimit(start: 60, rise: 30)
/// // Minute after minute at full demand: 60, 90, 120, …
/// ```
public struct SlopeLimit: Hashable, Sendable {
  /// Calls a minute that are admitted whatever was before.
  public let start: Int64
  /// Calls a minute that may be added every minute.
  public let rise: Int64

  @usableFromInline var minuteNanoseconds = Int64.min
  @usableFromInline var admitted: Int64 = 0
  @usableFromInline var before: Int64 = 0

  /// A limit under which nothing was called yet. Precondition: neither number is negative, and one is above 0.
  public init(start: Int64, rise: Int64) {
    precondition(start >= 0 && rise >= 0 && start + rise > 0, "a slope from \(start) by \(rise)")
    self.start = start
    self.rise = rise
  }

  /// Calls that the minute allows. The count has been brought to it.
  @inlinable public var allowed: Int64 { max(start, before + rise) }

  /// Nanoseconds until a call may be admitted if none may be at `now`; nil when one may. Changes nothing that a
  /// later call depends on.
  @inlinable public mutating func wait(now: Instant) -> Int64? {
    let minute = ProviderCapacity.Period.minute.nanoseconds
    let time = now.nanosecondsSinceEpoch
    if minuteNanoseconds == .min || time - minuteNanoseconds >= minute {
      let begin = time.dividedRoundingDown(by: minute) * minute
      before = minuteNanoseconds != .min && begin - minuteNanoseconds == minute ? admitted : 0
      admitted = 0
      minuteNanoseconds = begin
    }
    return admitted < allowed ? nil : minuteNanoseconds + minute - time
  }

  /// A call was admitted after ``wait(now:)`` said that it may be.
  @inlinable public mutating func take() { admitted += 1 }
}
