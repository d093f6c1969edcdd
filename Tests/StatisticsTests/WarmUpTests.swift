import Statistics
import Testing

struct WarmUpTests {
  /// MSER-5 as its definition reads: every statistic from scratch.
  static func plainMSER5(_ series: [Double]) -> Int? {
    guard series.count >= 50 else { return nil }
    let batches = (0..<series.count / 5).map { (batch: Int) -> Double in
      let sum: Double = series[5 * batch..<5 * batch + 5].reduce(0, +)
      return sum / 5
    }
    let statistics = (0...batches.count / 2).map { (d: Int) -> Double in
      let kept = batches[d...]
      let mean: Double = kept.reduce(0, +) / Double(kept.count)
      let squares = kept.map { ($0 - mean) * ($0 - mean) }
      return squares.reduce(0, +) / Double(kept.count * kept.count)
    }
    let best = statistics.indices.min { statistics[$0] < statistics[$1] }!
    return best == batches.count / 2 ? nil : 5 * best
  }

  /// Noise that settles from `height` with time constant `settling`.
  static func series(count: Int, height: Double, settling: Double, seed: UInt64) -> [Double] {
    var noise = NormalStream(seed: seed)
    return (0..<count).map { height / (1 + Double($0) / settling) + noise.next() }
  }

  @Test func aStepIsCutWhereItEnds() {
    let series = (0..<200).map { $0 < 20 ? 100.0 : Double($0 % 2) }
    #expect(WarmUp.mser5(series) == 20)
    #expect(WarmUp.cut(ofAveraged: series) == .cut(values: 20))
  }

  @Test func theDefinitionSaysTheSame() {
    for seed in 0..<40 as Range<UInt64> {
      let count = 50 + Int(seed) * 7
      for height in [0, 3, 30] as [Double] {
        let series = Self.series(count: count, height: height, settling: 6, seed: seed)
        #expect(WarmUp.mser5(series) == Self.plainMSER5(series), "seed \(seed) height \(height)")
      }
    }
  }

  @Test func aTenthIsCutAtLeast() {
    let flat = Array(repeating: 4.0, count: 101)
    #expect(WarmUp.mser5(flat) == 0)
    #expect(WarmUp.cut(ofAveraged: flat) == .cut(values: 11))
  }

  @Test func aSeriesThatStillMovesIsRefused() {
    let rising = (0..<100).map(Double.init)
    #expect(WarmUp.mser5(rising) == nil)
    #expect(WarmUp.cut(ofAveraged: rising) == .refused(.stillSettling))
  }

  /// What MSER-5 cannot see: the search ends before the jump, and within it the whole series is the best to keep.
  @Test func aJumpInTheSecondHalfIsNotSeen() {
    let series = (0..<200).map { $0 < 150 ? 100.0 : 0.0 }
    #expect(WarmUp.mser5(series) == 0)
  }

  @Test func tooShortIsRefused() {
    #expect(WarmUp.fewestValues == 50)
    #expect(WarmUp.mser5(Array(repeating: 1, count: 49)) == nil)
    #expect(WarmUp.cut(ofAveraged: Array(repeating: 1, count: 49)) == .refused(.tooShort(values: 49)))
    #expect(WarmUp.mser5(Array(repeating: 1, count: 50)) == 0)
  }

  @Test func noNumbersAreRefused() {
    for value in [Double.nan, .infinity] {
      var series = Array(repeating: 1.0, count: 60)
      series[59] = value
      #expect(WarmUp.mser5(series) == nil)
      #expect(WarmUp.cut(ofAveraged: series) == .refused(.notFinite))
    }
  }

  @Test func refusalsSayWhy() {
    #expect("\(WarmUp.Refusal.tooShort(values: 3))" == "3 values are too few: MSER-5 needs 50")
    #expect("\(WarmUp.Refusal.notFinite)" == "the series holds a value that is no number")
    #expect(
      "\(WarmUp.Refusal.stillSettling)" == "the series is still settling in its second half: run longer")
  }
}
