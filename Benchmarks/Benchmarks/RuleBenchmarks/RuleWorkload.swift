// How a rule is measured: so many operations in a state that they leave about as they found it. What they answer is
// added up and held against what it must be, so that a wrong answer cannot be fast and none can be left out.

import Benchmark
import Measuring
import QueueModel

/// A rule at work.
protocol RuleWorkload: SendableMetatype {
  /// The state before the first operation.
  init()

  /// The operation of a turn, counted from 0; of what it returns, the sum is checked.
  mutating func operate(_ turn: Int) -> Int
}

/// What the table in `docs/performance.md` reads besides the time.
enum RuleMetric {
  /// Operations in a sample.
  static let operations = BenchmarkMetric.custom(
    "operations", polarity: .prefersLarger, useScalingFactor: false)
  /// Allocations of a sample's operations.
  static let allocations = BenchmarkMetric.custom(
    "allocations", polarity: .prefersSmaller, useScalingFactor: false)
}

/// Adds the benchmark of a rule.
///
/// Each sample makes a state, takes it through as many turns as are measured, and measures as many again. Allocations
/// are counted over a third stretch of turns, in the first sample alone, because counting them slows what follows.
///
/// - Parameters:
///   - name: the folder and the file of the rule, as in `limits-slidingWindow`, and what of it is measured: by this the
///     check of `BenchmarkedRulesTests` finds it.
///   - sum: what the measured turns must add up to.
///   - turns: operations in a sample.
func rule<Workload: RuleWorkload>(
  _ name: String, _: Workload.Type, sum expected: Int, turns: Int = 1_000
) {
  let configuration = Effort.configuration(
    [.wallClock, RuleMetric.operations, RuleMetric.allocations], warmupIterations: 0, maxSeconds: 1,
    maxIterations: 200)
  Benchmark(name, configuration: configuration) { benchmark in
    var workload = Workload()
    _ = run(&workload, 0..<turns)
    benchmark.startMeasurement()
    let sum = run(&workload, turns..<2 * turns)
    benchmark.stopMeasurement()
    expect(benchmark, sum == expected, "\(sum) instead of \(expected)")
    guard benchmark.currentIteration == 0 else { return }
    benchmark.measurement(RuleMetric.operations, turns)
    expect(benchmark, Allocations.areCounted, "jemalloc counts nothing")
    let allocations = Allocations.count { _ = run(&workload, 2 * turns..<3 * turns) }
    benchmark.measurement(RuleMetric.allocations, allocations)
  }
}

/// Takes a workload through turns; returns the sum of what they returned.
@inline(never)
private func run<Workload: RuleWorkload>(_ workload: inout Workload, _ turns: Range<Int>) -> Int {
  var sum = 0
  for turn in turns { sum &+= workload.operate(turn) }
  return sum
}

/// When every workload begins: a whole minute.
let beginning = Instant(millisecondsSinceEpoch: 1_768_208_400_000)

/// A word that looks random, of a number: the finaliser of SplitMix64 (Steele, Lea, Flood, 2014).
func word(_ number: Int) -> UInt64 {
  var bits = UInt64(truncatingIfNeeded: number) &* 0x9E37_79B9_7F4A_7C15
  bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
  bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
  return bits ^ (bits >> 31)
}

/// A number from 0 to below `bound` that looks random, of a number.
func draw(_ number: Int, below bound: Int) -> Int {
  Int(word(number).multipliedFullWidth(by: UInt64(bound)).high)
}
