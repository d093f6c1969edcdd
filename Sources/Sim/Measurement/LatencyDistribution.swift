// What a recorder holds as a list of buckets: percentiles and sums of several recorders come from it, so that each
// histogram is gone through once.

import RunReport

/// Durations in nanoseconds by bucket. Count, sum, least and greatest are exact.
struct LatencyDistribution: Sendable {
  /// Durations that the recorder does not tell apart.
  struct Bucket: Hashable, Sendable {
    var lower: Int64
    /// The greatest duration in it, which stands for all of them.
    var upper: Int64
    var count: Int
  }

  /// Those that hold something, ascending.
  private(set) var buckets: [Bucket]
  private(set) var count: Int
  private(set) var sum: Int64
  /// `Int64.max` without durations.
  private(set) var least: Int64
  private(set) var greatest: Int64

  init(buckets: [Bucket] = [], count: Int = 0, sum: Int64 = 0, least: Int64 = .max, greatest: Int64 = 0) {
    self.buckets = buckets
    self.count = count
    self.sum = sum
    self.least = least
    self.greatest = greatest
  }

  /// The mean in nanoseconds; 0 without durations.
  var mean: Double { count == 0 ? 0 : Double(sum) / Double(count) }

  /// The smallest recorded values that at least so many per cent of `count + infinite` values do not exceed; nil
  /// when they lie among the infinite ones. Never above ``greatest``. One pass.
  ///
  /// - Parameter percents: ascending.
  func percentiles(_ percents: [Double], infinite: Int = 0) -> [Int64?] {
    var results = [Int64?](repeating: nil, count: percents.count)
    let total = count + infinite
    guard total > 0 else { return results }
    let ranks = percents.map { Self.rank($0, of: total) }
    var next = 0
    var seen = 0
    for bucket in buckets {
      seen += bucket.count
      while next < ranks.count, seen >= ranks[next] {
        results[next] = clamped(bucket.upper)
        next += 1
      }
      if next == ranks.count { break }
    }
    return results
  }

  /// `value`, or the nearest that is neither below the least nor above the greatest.
  func clamped(_ value: Int64) -> Int64 { min(greatest, max(least, value)) }

  /// The nearest rank of a percentile among `total` values, from 1.
  static func rank(_ percent: Double, of total: Int) -> Int {
    max(1, min(total, Int((percent / 100 * Double(total)).rounded(.up))))
  }

  /// One number in seconds; nil where there is none.
  func value(_ aggregate: Aggregate) -> Double? {
    if aggregate == .count { return Double(count) }
    guard count > 0 else { return nil }
    return switch aggregate {
    case .average: mean / 1e9
    case .minimum: Double(least) / 1e9
    case .maximum: Double(greatest) / 1e9
    case .median: percentiles([50])[0].map { Double($0) / 1e9 }
    case .percentile(let percent): percentiles([percent])[0].map { Double($0) / 1e9 }
    case .count, .rate, .value: nil
    }
  }

  /// Adds everything that another distribution holds. Exact.
  mutating func merge(_ other: LatencyDistribution) {
    buckets = Self.merged(buckets, other.buckets)
    count += other.count
    sum &+= other.sum
    least = min(least, other.least)
    greatest = max(greatest, other.greatest)
  }

  private static func merged(_ left: [Bucket], _ right: [Bucket]) -> [Bucket] {
    if left.isEmpty { return right }
    var result: [Bucket] = []
    result.reserveCapacity(left.count + right.count)
    var rest = right[...]
    for bucket in left {
      while let first = rest.first, first.lower < bucket.lower {
        result.append(first)
        rest = rest.dropFirst()
      }
      result.append(bucket)
      if let first = rest.first, first.lower == bucket.lower {
        result[result.count - 1].count += first.count
        rest = rest.dropFirst()
      }
    }
    return result + rest
  }
}
