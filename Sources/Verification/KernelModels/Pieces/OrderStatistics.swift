// Exact quantiles: durations are kept, and put in order as far as a quantile asks.

import Sim

/// Durations of which quantiles are taken.
///
/// At most `limit` are kept: of more customers every second, third and so on, by their number, so that the choice
/// knows nothing of the durations.
struct OrderStatistics: ~Copyable {
  /// 32 MB.
  static let limit = 4_000_000

  private let values = GrowingRecords<Int64>()
  private let step: Int

  /// Durations of about `expected` customers.
  init(expected: Int) { step = (expected + Self.limit - 1) / Self.limit }

  /// Adds the duration of customer `number`.
  @inline(__always) func add(_ duration: Int64, number: Int) {
    if number % step == 0 { values.append(duration) }
  }

  /// The least duration that a share of at least `probability` does not exceed, in nanoseconds; not a number when
  /// there is none. O(n) on average.
  func quantile(_ probability: Double) -> Double {
    guard values.count > 0 else { return .nan }
    let rank = (probability * Double(values.count)).rounded(.up)
    return Double(select(min(values.count, max(1, Int(rank))) - 1))
  }

  /// Moves value number `rank` of the order to its place, and returns it (Hoare's selection).
  private func select(_ rank: Int) -> Int64 {
    var low = 0
    var high = values.count - 1
    while low < high {
      let pivot = median(values[low], values[(low + high) / 2], values[high])
      var left = low
      var right = high
      while left <= right {
        while values[left] < pivot { left += 1 }
        while values[right] > pivot { right -= 1 }
        if left <= right {
          (values[left], values[right]) = (values[right], values[left])
          left += 1
          right -= 1
        }
      }
      if rank <= right {
        high = right
      } else if rank >= left {
        low = left
      } else {
        break
      }
    }
    return values[rank]
  }

  private func median(_ a: Int64, _ b: Int64, _ c: Int64) -> Int64 { max(min(a, b), min(max(a, b), c)) }
}
