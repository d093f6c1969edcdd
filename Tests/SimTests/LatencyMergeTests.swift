// Merging durations is exact: parts in any order are what one recorder of everything is; and percentiles ascend between
// the least and the greatest, whatever was merged.

import Testing

@testable import Sim

@Suite struct LatencyMergeTests {
  /// Durations from nothing to beyond the longest that a recorder tells apart.
  private static func durations(_ generator: inout SeededGenerator) -> [Int64] {
    (0..<generator.integer(in: 0...120)).map { _ in
      switch generator.integer(in: 0...9) {
      case 0: 0
      case 1: LatencyRecorder.longest + Int64(generator.integer(in: 0...1_000))
      default: Int64(generator.integer(in: 0...2_047)) << Int64(generator.integer(in: 0...33))
      }
    }
  }

  private static func recorder(of values: [Int64]) -> LatencyRecorder {
    let records = GrowingRecords<Int64>()
    for value in values { records.append(value) }
    var recorder = LatencyRecorder()
    recorder.record(records, 0..<values.count)
    return recorder
  }

  private static func isSame(_ left: LatencyDistribution, _ right: LatencyDistribution) -> Bool {
    left.buckets == right.buckets && left.count == right.count && left.sum == right.sum
      && left.least == right.least && left.greatest == right.greatest
  }

  private static func merged(_ parts: [LatencyRecorder]) -> LatencyDistribution {
    parts.reduce(into: LatencyRecorder()) { $0.merge($1) }.distribution()
  }

  private static func merged(_ parts: [LatencyDistribution]) -> LatencyDistribution {
    parts.reduce(into: LatencyDistribution()) { $0.merge($1) }
  }

  @Test(arguments: UInt64(1)...40) func partsInAnyOrderAreTheWhole(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let parts = (0..<generator.integer(in: 1...6)).map { _ in Self.durations(&generator) }
    let whole = Self.recorder(of: parts.flatMap { $0 }).distribution()
    let recorders = parts.map(Self.recorder)
    let distributions = recorders.map { $0.distribution() }
    for order in [Array(parts.indices), parts.indices.reversed(), parts.indices.shuffled(using: &generator)] {
      #expect(Self.isSame(Self.merged(order.map { recorders[$0] }), whole), "seed \(seed), recorders")
      #expect(Self.isSame(Self.merged(order.map { distributions[$0] }), whole), "seed \(seed), distributions")
    }
    // In two steps: the sum of sums.
    let half = parts.count / 2
    let sums = [distributions[..<half], distributions[half...]].map { Self.merged(Array($0)) }
    #expect(Self.isSame(Self.merged(sums), whole), "seed \(seed), sums")
  }

  @Test(arguments: UInt64(1)...40) func percentilesAscendBetweenTheLeastAndTheGreatest(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let parts = (0..<3).map { _ in Self.recorder(of: Self.durations(&generator)).distribution() }
    let whole = Self.merged(parts)
    guard whole.count > 0 else { return }
    let percents = [0, 1, 10, 25, 50, 75, 90, 95, 99, 99.9, 99.99, 100]
    let found = whole.percentiles(percents).compactMap { $0 }
    #expect(found.count == percents.count && found == found.sorted(), "seed \(seed)")
    #expect(found[0] >= whole.least && found[percents.count - 1] <= whole.greatest, "seed \(seed)")
    // With infinite ones they ascend as well, and none that is finite lies above the greatest.
    let infinite = generator.integer(in: 1...50)
    let late = whole.percentiles(percents, infinite: infinite)
    let finite = late.compactMap { $0 }
    #expect(finite == finite.sorted() && finite.allSatisfy { $0 <= whole.greatest }, "seed \(seed)")
    #expect(
      late.drop { $0 != nil }.allSatisfy { $0 == nil }, "seed \(seed): a finite one after an infinite one")
    for (plain, moved) in zip(found, late) { #expect(moved.map { $0 >= plain } ?? true, "seed \(seed)") }
  }
}
