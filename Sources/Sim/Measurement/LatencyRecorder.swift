// Durations of one metric as a histogram, with what a histogram cannot give exactly kept beside it.

import Histogram

/// Durations in nanoseconds, to three significant digits; count, sum, least and greatest are exact.
struct LatencyRecorder {
  private var histogram = Histogram<UInt32>(
    lowestDiscernibleValue: 1, highestTrackableValue: 1 << 45, numberOfSignificantValueDigits: .three)
  private(set) var count = 0
  private(set) var least = Int64.max
  private(set) var greatest: Int64 = 0
  private var sum: Int64 = 0

  /// Longest duration that keeps its value: 9.8 hours. Longer ones count as this.
  private static let longest: Int64 = (1 << 45) - 1

  /// Adds one duration. O(1), no allocation.
  mutating func record(_ nanoseconds: Int64) {
    let value = max(0, nanoseconds)
    count += 1
    sum &+= value
    if value < least { least = value }
    if value > greatest { greatest = value }
    histogram.record(UInt64(min(value, Self.longest)))
  }

  /// The mean in nanoseconds; 0 without durations.
  var mean: Double { count == 0 ? 0 : Double(sum) / Double(count) }

  /// The smallest recorded value that at least `percent` % of `count + infinite` values do not exceed; nil when
  /// it lies among the infinite ones. Never above ``greatest``.
  func percentile(_ percent: Double, infinite: Int = 0) -> Int64? {
    percentiles([percent], infinite: infinite)[0]
  }

  /// Several percentiles, ascending, in one pass.
  func percentiles(_ percents: [Double], infinite: Int = 0) -> [Int64?] {
    var results = [Int64?](repeating: nil, count: percents.count)
    let total = count + infinite
    guard total > 0 else { return results }
    var next = 0
    var seen = 0
    for bucket in histogram.recordedValues() {
      seen += Int(bucket.count)
      let value = min(greatest, max(least, Int64(bucket.value)))
      while next < percents.count, seen >= Self.rank(percents[next], of: total) {
        results[next] = value
        next += 1
      }
      if next == percents.count { break }
    }
    return results
  }

  /// The nearest rank of a percentile among `total` values, from 1.
  private static func rank(_ percent: Double, of total: Int) -> Int {
    max(1, min(total, Int((percent / 100 * Double(total)).rounded(.up))))
  }

  /// The buckets that hold something: lower bound in nanoseconds and count, ascending.
  func buckets() -> [(lower: Int64, count: Int)] {
    histogram.recordedValues().map {
      (lower: Int64(histogram.lowestEquivalentForValue($0.value)), count: Int($0.count))
    }
  }

  /// Adds everything that another recorder holds. Exact.
  mutating func merge(_ other: LatencyRecorder) {
    histogram.add(other.histogram)
    count += other.count
    sum &+= other.sum
    least = min(least, other.least)
    greatest = max(greatest, other.greatest)
  }

  /// Forgets everything but keeps the memory.
  mutating func reset() {
    histogram.reset()
    count = 0
    sum = 0
    least = .max
    greatest = 0
  }
}
