// How fast the queue is moving, for thresholds in seconds and for what a refused person is told.

/// Dispatches per second, averaged over the last minute.
///
/// Kept as one count for each of the last 60 whole seconds, so that no exponential is needed and the number is
/// the same on every machine: the average over the last minute, or over the time since the first dispatch.
public struct DispatchRate: Hashable, Sendable {
  private static let span: Int64 = 60
  private var counts = [Int32](repeating: 0, count: Int(span))
  private var sum = 0
  private var first: Int64?
  private var current: Int64 = 0

  /// Nothing dispatched yet.
  public init() {}

  /// Counts one dispatch. O(1) amortised.
  public mutating func record(now: Instant) {
    let second = now.nanosecondsSinceEpoch / 1_000_000_000
    if first == nil {
      first = second
      current = second
    }
    advance(to: second)
    counts[Int(second % Self.span)] += 1
    sum += 1
  }

  /// Dispatches per second at `now`; 0 before the first.
  public func perSecond(now: Instant) -> Double {
    guard let first else { return 0 }
    var copy = self
    let second = now.nanosecondsSinceEpoch / 1_000_000_000
    copy.advance(to: second)
    return Double(copy.sum) / Double(min(Self.span, max(1, second - first + 1)))
  }

  private mutating func advance(to second: Int64) {
    guard second > current else { return }
    if second - current >= Self.span {
      for index in counts.indices { counts[index] = 0 }
      sum = 0
      current = second
      return
    }
    while current < second {
      current += 1
      sum -= Int(counts[Int(current % Self.span)])
      counts[Int(current % Self.span)] = 0
    }
  }
}
