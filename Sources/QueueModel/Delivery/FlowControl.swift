// How many deliveries a queue service starts: so many in a period, the rest wait. How many it holds at one time is the
// number of slots.

/// A bound on the deliveries started in a period.
///
/// A period is fixed and begins with the first delivery after the last one has ended. What is beyond the rate is not
/// refused: it waits, in the order of the line.
///
/// ```swift
/// var flow = FlowControl(rate: 2, period: .seconds(1))
/// flow.opensAt(now)  // nil: a delivery may start
/// flow.start(now)
/// ```
///
/// Source: Upstash's documentation of QStash flow control, 2025.
public struct FlowControl: Hashable, Sendable {
  /// Deliveries in a period; 0 is no bound.
  public let rate: Int
  /// Length of a period.
  public let periodNanoseconds: Int64
  private var began: Instant?
  private var started = 0

  /// Nothing delivered yet. Precondition: the rate is not negative and the period is longer than 0.
  public init(rate: Int, period: Duration) {
    precondition(rate >= 0 && period > .zero, "\(rate) deliveries in \(period)")
    self.rate = rate
    self.periodNanoseconds = period.wholeNanoseconds
  }

  /// When a delivery may start if none may now; nil when one may.
  public func opensAt(_ now: Instant) -> Instant? {
    guard rate > 0, let began, started >= rate else { return nil }
    let end = began.advanced(byNanoseconds: periodNanoseconds)
    return now < end ? end : nil
  }

  /// A delivery starts, after ``opensAt(_:)`` said that it may.
  public mutating func start(_ now: Instant) {
    guard rate > 0 else { return }
    if let began, now < began.advanced(byNanoseconds: periodNanoseconds) {
      started += 1
    } else {
      began = now
      started = 1
    }
  }
}
