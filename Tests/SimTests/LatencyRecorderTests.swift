// Percentiles of the histogram beside a sorted array, with and without infinite values.

import Testing

@testable import Sim

@Suite struct LatencyRecorderTests {
  @Test func nothingRecordedHasNoPercentile() {
    let recorder = LatencyRecorder()
    #expect(recorder.percentile(50) == nil)
    #expect(recorder.mean == 0 && recorder.count == 0)
    #expect(recorder.percentile(50, infinite: 3) == nil)
  }

  @Test func infiniteValuesPushTheRankBeyondWhatWasObserved() {
    var recorder = LatencyRecorder()
    for value in Int64(1)...98 { recorder.record(value) }
    // With two infinite values there are 100: the 98th rank is the greatest observed, the 99th is infinite.
    #expect(recorder.percentile(98, infinite: 2) == 98)
    #expect(recorder.percentile(99, infinite: 2) == nil)
    #expect(recorder.percentile(99) == 98)
  }

  @Test(arguments: UInt64(1)...20) func equalsASortedArrayToThreeDigits(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var recorder = LatencyRecorder()
    var values: [Int64] = []
    for _ in 0..<generator.integer(in: 1...400) {
      // From nanoseconds to minutes.
      let value = Int64(generator.integer(in: 0...1000)) << Int64(generator.integer(in: 0...26))
      recorder.record(value)
      values.append(value)
    }
    values.sort()
    #expect(recorder.count == values.count && recorder.least == values[0], "seed \(seed)")
    #expect(recorder.greatest == values[values.count - 1], "seed \(seed)")
    #expect(recorder.mean == Double(values.reduce(0, +)) / Double(values.count), "seed \(seed)")
    let infinite = generator.integer(in: 0...50)
    for percent in [0.0, 1, 25, 50, 90, 95, 99, 99.9, 100] {
      for extra in [0, infinite] {
        let rank = max(1, Int((percent / 100 * Double(values.count + extra)).rounded(.up)))
        let found = recorder.percentile(percent, infinite: extra)
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
