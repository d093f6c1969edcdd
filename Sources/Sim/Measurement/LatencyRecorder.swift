// Durations of one metric as a histogram, with what a histogram cannot give exactly kept beside it.

import Histogram

/// Durations in nanoseconds, to three significant digits; count, sum, least and greatest are exact.
///
/// The histogram is made with the first duration. It is filled in batches: one at a time, finding it costs more than
/// counting.
struct LatencyRecorder: Sendable {
  private var histogram: Histogram<UInt32>?
  private(set) var count = 0
  private(set) var least = Int64.max
  private(set) var greatest: Int64 = 0
  private(set) var sum: Int64 = 0

  /// Longest duration that keeps its value: 9.8 hours. Longer ones count as this.
  static let longest: Int64 = (1 << 45) - 1

  private static func emptyHistogram() -> Histogram<UInt32> {
    Histogram(
      lowestDiscernibleValue: 1, highestTrackableValue: 1 << 45, numberOfSignificantValueDigits: .three)
  }

  /// Adds the durations among `records[range]`; negative records are none. O(range), allocates at the first.
  mutating func record(_ records: borrowing GrowingRecords<Int64>, _ range: Range<Int>) {
    guard summarise(records, range) > 0 else { return }
    // Moved out, so that it has one owner and no copy is made.
    var counting = histogram ?? Self.emptyHistogram()
    histogram = nil
    for place in range {
      let value = records[place]
      if value >= 0 { counting.record(UInt64(truncatingIfNeeded: min(value, Self.longest))) }
    }
    histogram = counting
  }

  /// Adds to everything but the histogram, and returns how many durations there were. A loop of its own: in one loop
  /// with the histogram there are more values than registers.
  private mutating func summarise(_ records: borrowing GrowingRecords<Int64>, _ range: Range<Int>) -> Int {
    var (added, total, shortest, longest) = (0, Int64(0), least, greatest)
    for place in range {
      let value = records[place]
      if value < 0 { continue }
      added &+= 1
      total &+= value
      if value < shortest { shortest = value }
      if value > longest { longest = value }
    }
    (count, sum, least, greatest) = (count + added, sum &+ total, shortest, longest)
    return added
  }

  /// Adds everything that another recorder holds. Exact.
  mutating func merge(_ other: LatencyRecorder) {
    guard let added = other.histogram else { return }
    if histogram == nil { histogram = added } else { histogram?.add(added) }
    count += other.count
    sum &+= other.sum
    least = min(least, other.least)
    greatest = max(greatest, other.greatest)
  }

  /// What was recorded, as a list to take percentiles from. O(buckets between the least and the greatest).
  func distribution() -> LatencyDistribution {
    var buckets: [LatencyDistribution.Bucket] = []
    if let histogram {
      // Begins at the least: the library's own iterator begins at zero, where half of all buckets lie.
      var lower = histogram.lowestEquivalentForValue(UInt64(min(least, Self.longest)))
      let last = UInt64(min(greatest, Self.longest))
      while lower <= last {
        let count = histogram.countForValue(lower)
        let next = histogram.nextNonEquivalentForValue(lower)
        if count > 0 {
          buckets.append(
            LatencyDistribution.Bucket(lower: Int64(lower), upper: Int64(next) - 1, count: Int(count)))
        }
        lower = next
      }
    }
    return LatencyDistribution(buckets: buckets, count: count, sum: sum, least: least, greatest: greatest)
  }

  /// The value that stands for `nanoseconds` in any percentile: the greatest that the histogram cannot tell from it.
  static func standIn(for nanoseconds: Int64) -> Int64 {
    Int64(bucketLayout.highestEquivalentForValue(UInt64(min(nanoseconds, longest))))
  }

  private static let bucketLayout = emptyHistogram()
}
