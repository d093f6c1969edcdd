// Durations of one metric as a histogram, with what a histogram cannot give exactly kept beside it.

import Histogram

/// Durations in nanoseconds, to three significant digits; count, sum, least and greatest are exact.
///
/// Durations are counted by their eleven highest bits, which is what a histogram of three digits tells apart, and go
/// into the histogram when it is asked for: each count at once instead of one call for each duration, of which most
/// of the time would be the library's checks. Filled in batches: one at a time, finding the recorder costs more than
/// counting.
struct LatencyRecorder: Sendable {
  /// Durations by ``place(of:)``; empty until the first.
  private var counts: [UInt32] = []
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

  /// The place of a duration among all that differ in their eleven highest bits: 1,024 for each power of two.
  @inline(__always) private static func place(of value: Int64) -> Int {
    let shift = 53 &- (value | 2047).leadingZeroBitCount
    return shift &<< 10 &+ Int(truncatingIfNeeded: value &>> Int64(truncatingIfNeeded: shift))
  }

  /// The shortest duration of a place.
  private static func shortest(at place: Int) -> Int64 {
    let shift = max(0, place >> 10 - 1)
    return Int64(place - shift << 10) << Int64(shift)
  }

  /// Adds the durations among `records[range]`; negative records are none. O(range), allocates at the first.
  mutating func record(_ records: borrowing GrowingRecords<Int64>, _ range: Range<Int>) {
    guard summarise(records, range) > 0 else { return }
    // Moved out, so that it has one owner and no copy is made.
    var counting = counts
    counts = []
    if counting.isEmpty { counting = [UInt32](repeating: 0, count: Self.place(of: Self.longest) + 1) }
    for place in range {
      let value = records[place]
      if value >= 0 { counting[Self.place(of: min(value, Self.longest))] &+= 1 }
    }
    counts = counting
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
    if counts.isEmpty {
      counts = other.counts
    } else {
      for place in other.counts.indices { counts[place] += other.counts[place] }
    }
    count += other.count
    sum &+= other.sum
    least = min(least, other.least)
    greatest = max(greatest, other.greatest)
  }

  private func histogram() -> Histogram<UInt32>? {
    guard count > 0 else { return nil }
    var histogram = Self.emptyHistogram()
    for place in Self.place(of: min(least, Self.longest))...Self.place(of: min(greatest, Self.longest))
    where counts[place] > 0 {
      histogram.record(UInt64(Self.shortest(at: place)), count: counts[place])
    }
    return histogram
  }

  /// What was recorded, as a list to take percentiles from. O(buckets between the least and the greatest).
  func distribution() -> LatencyDistribution {
    var buckets: [LatencyDistribution.Bucket] = []
    if let histogram = histogram() {
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
