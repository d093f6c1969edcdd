// Percentiles of the histogram beside a sorted array, with and without infinite values.

import Testing

@testable import Sim

@Suite struct LatencyRecorderTests {
  private static func distribution(of values: [Int64]) -> LatencyDistribution {
    let records = GrowingRecords<Int64>()
    for value in values { records.append(value) }
    var recorder = LatencyRecorder()
    recorder.record(records, 0..<values.count)
    return recorder.distribution()
  }

  @Test func nothingRecordedHasNoPercentile() {
    let recorder = LatencyRecorder().distribution()
    #expect(recorder.percentiles([50])[0] == nil)
    #expect(recorder.mean == 0 && recorder.count == 0)
    #expect(recorder.percentiles([50], infinite: 3)[0] == nil)
  }

  @Test func infiniteValuesPushTheRankBeyondWhatWasObserved() {
    let recorder = Self.distribution(of: Array(1...98))
    // With two infinite values there are 100: the 98th rank is the greatest observed, the 99th is infinite.
    #expect(recorder.percentiles([98], infinite: 2)[0] == 98)
    #expect(recorder.percentiles([99], infinite: 2)[0] == nil)
    #expect(recorder.percentiles([99])[0] == 98)
  }

  @Test(arguments: UInt64(1)...20) func equalsASortedArrayToThreeDigits(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var values: [Int64] = []
    for _ in 0..<generator.integer(in: 1...400) {
      // From nanoseconds to minutes.
      let value = Int64(generator.integer(in: 0...1000)) << Int64(generator.integer(in: 0...26))
      values.append(value)
    }
    let recorder = Self.distribution(of: values)
    values.sort()
    #expect(recorder.count == values.count && recorder.least == values[0], "seed \(seed)")
    #expect(recorder.greatest == values[values.count - 1], "seed \(seed)")
    #expect(recorder.mean == Double(values.reduce(0, +)) / Double(values.count), "seed \(seed)")
    let infinite = generator.integer(in: 0...50)
    for percent in [0.0, 1, 25, 50, 90, 95, 99, 99.9, 100] {
      for extra in [0, infinite] {
        let rank = max(1, Int((percent / 100 * Double(values.count + extra)).rounded(.up)))
        let found = recorder.percentiles([percent], infinite: extra)[0]
        guard rank <= values.count else {
          #expect(found == nil, "seed \(seed): p(\(percent)) with \(extra) infinite values")
          continue
        }
        let exact = values[rank - 1]
        // The upper edge of the bucket: never too low, at most a thousandth too high.
        let isClose = found.map { $0 >= exact && Double($0 - exact) <= Double(exact) / 1000 } ?? false
        #expect(isClose, "seed \(seed): p(\(percent)) of \(values.count) is \(found as Any), not \(exact)")
      }
    }
  }
}
