// Intervals of replications beside ones computed by hand, with values that are missing or infinite in some.

import RunReport
import Testing

@testable import Experiments

@Suite struct ReplicationTallyTests {
  private func tally(_ place: String, _ values: [Double?]) -> ReplicationTally {
    var tally = ReplicationTally()
    for value in values { tally.add(value.map { [PlacedNumber(place, $0)] } ?? []) }
    return tally
  }

  /// Mean 4, standard deviation √(10/3), t(3; 0.975) = 3.182446305: half-width 3.182446305 · √(10/3) / 2.
  @Test func theIntervalIsStudents() throws {
    let interval = try #require(tally("goodput/perSecond", [2, 4, 4, 6]).interval("goodput/perSecond"))
    let deviation = (8.0 / 3).squareRoot()
    #expect(interval.mean == 4 && interval.replications == 4 && interval.infinite == 0)
    #expect(abs(interval.halfWidth - 3.182_446_305_284_263 * deviation / 2) < 1e-9)
    // Two values: t(1; 0.975) = 12.7062047.
    let two = try #require(tally("x/p95", [1, 3]).interval("x/p95"))
    #expect(two.mean == 2 && abs(two.halfWidth - 12.706_204_736_432_1) < 1e-8)
  }

  @Test func equalValuesHaveAnIntervalOfNoWidth() throws {
    let interval = try #require(tally("x/p95", [7.25, 7.25, 7.25]).interval("x/p95"))
    #expect(interval.mean == 7.25 && interval.halfWidth == 0)
  }

  @Test func aMissingCountIsNoughtAndAMissingPercentileNothing() throws {
    let counts = try #require(
      tally("requests/rows/student/failed/count", [3, nil, nil]).interval(
        "requests/rows/student/failed/count"))
    #expect(counts.mean == 1 && counts.replications == 3)
    // As if the others had said nought.
    #expect(
      counts
        == tally("requests/rows/student/failed/count", [3, 0, 0]).interval(
          "requests/rows/student/failed/count"))
    let percentiles = try #require(
      tally("latency/ttft/admin/observed/p95", [3, nil, 5]).interval(
        "latency/ttft/admin/observed/p95"))
    #expect(percentiles.mean == 4 && percentiles.replications == 2)
    let one = try #require(
      tally("latency/ttft/admin/observed/p95", [3, nil, nil]).interval(
        "latency/ttft/admin/observed/p95"))
    #expect(one.mean == 3 && one.halfWidth == .infinity && one.replications == 1)
    #expect(tally("x/p95", [nil, nil]).interval("x/p95") == nil)
  }

  @Test func oneInfiniteValueMakesTheMeanInfinite() throws {
    let tally = tally("x/p99", [1, .infinity, 3])
    let interval = try #require(tally.interval("x/p99"))
    #expect(interval.mean == .infinity && interval.halfWidth == .infinity)
    #expect(interval.infinite == 1 && interval.replications == 3)
    let ends = try #require(tally.finiteEnds("x/p99"))
    #expect(ends.lower < 1 && ends.upper > 3)
    #expect(tally.intervals()["x/p99"] == interval)
  }
}
