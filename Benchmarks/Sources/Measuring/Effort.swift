// How long a benchmark may take: long enough for a figure, or once, to see that it still runs.

public import Benchmark

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// How often benchmarks are repeated.
public enum Effort {
  /// True where nobody wants figures: `make bench-smoke`.
  public static let isOnce = ProcessInfo.processInfo.environment["BENCHMARK_ONCE"] != nil

  /// A configuration of so many iterations within so many seconds, or of one iteration.
  ///
  /// Counts are kept whole and memory in kilobytes: by default both are rounded to what fits a column.
  public static func configuration(
    _ metrics: [BenchmarkMetric], warmupIterations: Int = 1, maxSeconds: Int, maxIterations: Int
  ) -> Benchmark.Configuration {
    var units: [BenchmarkMetric: BenchmarkUnits] = [.peakMemoryResident: .kilo]
    for case .custom(let name, let polarity, let isScaled) in metrics {
      units[.custom(name, polarity: polarity, useScalingFactor: isScaled)] = .count
    }
    return Benchmark.Configuration(
      metrics: metrics, units: units, warmupIterations: isOnce ? 0 : warmupIterations,
      maxDuration: .seconds(maxSeconds), maxIterations: isOnce ? 1 : maxIterations)
  }
}
