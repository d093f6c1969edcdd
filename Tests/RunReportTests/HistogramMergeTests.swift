// Merging histograms is exact: whatever the order and the parts, the sum is what one histogram of all would be.

import RunReport
import Testing

@Suite struct HistogramMergeTests {
  /// Values in buckets of random width, and the histogram of them.
  private static func histogram(of values: [Int64]) -> RunReport.Histogram {
    var counts: [Int64: Int] = [:]
    for value in values { counts[value / 8 * 8, default: 0] += 1 }
    let bounds = counts.keys.sorted()
    return .init(lowerBoundsMicroseconds: bounds, counts: bounds.map { counts[$0] ?? 0 })
  }

  private static func merged(_ parts: [RunReport.Histogram]) -> RunReport.Histogram {
    parts.reduce(into: RunReport.Histogram()) { $0.merge($1) }
  }

  @Test(arguments: UInt64(1)...50) func partsInAnyOrderAreTheWhole(seed: UInt64) {
    var numbers = SeededNumbers(seed: seed)
    let parts = (0..<numbers.next() % 6).map { _ in
      (0..<numbers.next() % 40).map { _ in Int64(numbers.next() % 300) }
    }
    let whole = Self.histogram(of: parts.flatMap { $0 })
    let histograms = parts.map(Self.histogram)
    #expect(Self.merged(histograms) == whole, "seed \(seed)")
    #expect(Self.merged(histograms.reversed()) == whole, "seed \(seed)")
    // In pairs, then these.
    let pairs = stride(from: 0, to: histograms.count, by: 2).map {
      Self.merged(Array(histograms[$0..<min($0 + 2, histograms.count)]))
    }
    #expect(Self.merged(pairs) == whole, "seed \(seed)")
  }
}
