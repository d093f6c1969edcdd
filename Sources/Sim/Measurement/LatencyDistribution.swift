// What a recorder holds as a list of buckets: percentiles and sums of several recorders come from it, so that each
// histogram is gone through once.

import RunReport

/// Durations in nanoseconds by bucket. Count, sum, least and greatest are exact.
package struct LatencyDistribution: Sendable {
  /// Durations that the recorder does not tell apart.
  package struct Bucket: Hashable, Sendable {
    package var lower: Int64
    /// The greatest duration in it, which stands for all of them.
    package var upper: Int64
    package var count: Int
  }

  /// Those that hold something, ascending.
  package private(set) var buckets: [Bucket]
  package private(set) var count: Int
  package private(set) var sum: Int64
  /// `Int64.max` without durations.
  package private(set) var least: Int64
  package private(set) var greatest: Int64

  init(buckets: [Bucket] = [], count: Int = 0, sum: Int64 = 0, least: Int64 = .max, greatest: Int64 = 0) {
    self.buckets = buckets
    self.count = count
    self.sum = sum
    self.least = least
    self.greatest = greatest
  }

  /// The mean in nanoseconds; 0 without durations.
  package var mean: Double { count == 0 ? 0 : Double(sum) / Double(count) }

  /// The smallest recorded values that at least so many per cent of `count + infinite` values do not exceed; nil
  /// when they lie among the infinite ones. Never above ``greatest``. One pass.
  ///
  /// - Parameter percents: ascending.
  package func percentiles(_ percents: [Double], infinite: Int = 0) -> [Int64?] {
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

  /// How many durations are exactly zero.
  package var zeros: Int {
    guard let first = buckets.first, first.upper == 0 else { return 0 }
    return first.count
  }

  /// The duration that `percent` per cent do not exceed, in nanoseconds, as if the durations of a bucket lay evenly in
  /// it: without the bias of a bucket's upper edge, which is what reports give. Nil without durations.
  package func interpolatedPercentile(_ percent: Double) -> Double? {
    guard count > 0 else { return nil }
    let rank = Self.rank(percent, of: count)
    var seen = 0
    for bucket in buckets {
      if seen + bucket.count >= rank {
        let part = (Double(rank - seen) - 0.5) / Double(bucket.count)
        let value = Double(bucket.lower) + part * Double(bucket.upper - bucket.lower)
        return min(Double(greatest), max(Double(least), value))
      }
      seen += bucket.count
    }
    return Double(greatest)
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
  package mutating func merge(_ other: LatencyDistribution) {
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
