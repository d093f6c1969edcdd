// How long the queue service waits before it delivers again. A table, because e to the 2.5 n must be the same on
// every machine.

/// The delays between a queue service's attempts.
public enum QStashBackoff {
  /// Nanoseconds before retry n, counted from 1: e^(2.5 n) s, at most a day. 12.2 s, 148 s, 30 min, 6 h.
  public static func delayNanoseconds(retry: Int) -> Int64 {
    precondition(retry >= 1, "retries are counted from 1, not \(retry)")
    return retry <= delays.count ? delays[retry - 1] : longestNanoseconds
  }

  /// No delay is longer than a day; a longer Retry-After is not followed.
  public static let longestNanoseconds: Int64 = 86_400_000_000_000

  private static let delays: [Int64] = [
    12_182_493_961, 148_413_159_103, 1_808_042_414_456, 22_026_465_794_807,
  ]
}

extension RetryPolicy {
  /// How delays grow.
  public enum Backoff: Hashable, Sendable {
    /// Drawn evenly under a bound that doubles; a Retry-After is waited out as well.
    case fullJitter
    /// The queue service's own: without jitter, and a Retry-After of at most a day takes its place.
    case qstash
  }

  /// When the attempt after `attempts` attempts is due.
  ///
  /// - Parameters:
  ///   - notBefore: when the provider said to come back, if it did.
  ///   - draw: 64 evenly distributed bits.
  func due(attempts: Int, notBefore: Instant?, draw: UInt64, now: Instant) -> Instant {
    switch backoff {
    case .fullJitter:
      let delay = delayNanoseconds(attempts: attempts, draw: draw)
      return max(now.advanced(byNanoseconds: delay), notBefore ?? now)
    case .qstash:
      if let notBefore, notBefore.nanoseconds(since: now) <= QStashBackoff.longestNanoseconds {
        return max(now, notBefore)
      }
      return now.advanced(byNanoseconds: QStashBackoff.delayNanoseconds(retry: max(1, attempts)))
    }
  }
}

extension RetryBudget {
  /// No budget: the queue service tries again whatever else fails.
  public static var unlimited: RetryBudget {
    RetryBudget(ratio: 0, minimumPerSecond: .infinity, burst: .infinity).withoutRefill
  }

  private var withoutRefill: RetryBudget {
    var budget = self
    budget.minimumPerSecond = 0
    return budget
  }
}
