// The durations that thresholds with one selector judge: those of the current minute as they came, so that the
// minute's percentiles are order statistics and no histogram has to be emptied.

import QueueModel
import RunReport

/// Which durations a threshold judges. Thresholds that select the same share a ``SampleSet``.
struct SampleSelection: Hashable, Sendable {
  /// Place in ``LatencyTable/metrics``.
  var metric: Int
  /// Nil selects all, here and below.
  var role: Role?
  var outcome: Outcome?
  var level: DegradationLevel?
  var stretch: Stretch

  /// Nil for a metric that is not a duration.
  init?(_ selector: MetricSelector, _ stretch: Stretch) {
    guard let metric = LatencyTable.metrics.firstIndex(of: selector.metric) else { return nil }
    self.metric = metric
    role = selector.role
    outcome = selector.outcome
    level = selector.level
    self.stretch = stretch
  }

  func selects(_ kind: RequestKind, _ segments: Segments) -> Bool {
    // Who gave up never got to the end of the duration: only a threshold that names them means what they waited.
    (role == nil || role == kind.role)
      && (outcome == nil ? kind.outcome != .abandoned : outcome == kind.outcome)
      && (level == nil || level == kind.level) && segments.contains(kind.segment, in: stretch)
  }
}

/// The current minute's durations of one selection, in nanoseconds.
final class SampleSet {
  let selection: SampleSelection
  private var window: RollingWindow
  private let samples = GrowingRecords<Int64>()
  private let hotSummary = Hot(LatencyDistribution())
  /// Count, sum, least and greatest, without buckets. The memory of earlier minutes stays for later ones, so there
  /// may be more samples than are counted.
  var summary: LatencyDistribution { hotSummary.value }

  init(_ selection: SampleSelection) {
    self.selection = selection
    window = RollingWindow(selection.stretch)
  }

  /// Adds the durations among `records[range]`; negative records are none.
  func append(_ records: borrowing GrowingRecords<Int64>, _ range: Range<Int>) {
    var count = hotSummary.value.count
    if samples.count < count + range.count { samples.grow(toInclude: count + range.count - 1, with: 0) }
    var (sum, least, greatest) = (Int64(0), Int64.max, Int64(0))
    for place in range {
      let value = records[place]
      if value < 0 { continue }
      samples[count] = value
      count &+= 1
      sum &+= value
      if value < least { least = value }
      if value > greatest { greatest = value }
    }
    hotSummary.value.merge(
      LatencyDistribution(
        count: count - hotSummary.value.count, sum: sum, least: least, greatest: greatest))
  }

  /// Forgets the samples of the current minute if it is over at `time`.
  func roll(at time: Int64) {
    guard window.isOver(at: time) else { return }
    window.begin(at: time)
    hotSummary.value = LatencyDistribution()
  }

  /// One number about the samples in seconds, percentiles rounded as those of a whole run are; nil where there is
  /// none. Changes the order of the samples.
  func value(_ aggregate: Aggregate) -> Double? {
    switch aggregate {
    case .median: percentile(50)
    case .percentile(let percent): percentile(percent)
    default: summary.value(aggregate)
    }
  }

  private func percentile(_ percent: Double) -> Double? {
    let all = summary
    guard all.count > 0 else { return nil }
    let selected = select(rank: LatencyDistribution.rank(percent, of: all.count), of: all.count)
    return Double(all.clamped(LatencyRecorder.standIn(for: selected))) / 1e9
  }

  /// The sample of a rank, from 1, by Hoare's selection with the median of three as pivot. O(count) on average.
  private func select(rank: Int, of count: Int) -> Int64 {
    let wanted = rank - 1
    var low = 0
    var high = count - 1
    while low < high {
      let pivot = median(samples[low], samples[low + (high - low) / 2], samples[high])
      var left = low
      var right = high
      while left <= right {
        while samples[left] < pivot { left &+= 1 }
        while samples[right] > pivot { right &-= 1 }
        guard left <= right else { break }
        let value = samples[left]
        samples[left] = samples[right]
        samples[right] = value
        left &+= 1
        right &-= 1
      }
      if wanted > right, wanted < left { return pivot }
      if wanted <= right { high = right } else { low = left }
    }
    return samples[low]
  }

  private func median(_ first: Int64, _ second: Int64, _ third: Int64) -> Int64 {
    max(min(first, second), min(max(first, second), third))
  }
}
