import Statistics
import Testing

struct PoissonDistributionTests {
  /// mpmath 1.3.0 at 90 digits: regularised gammainc.
  @Test(arguments: [
    (0.01, 0, 0.99004983374916805, 1), (0.5, 2, 0.98561232203302931, 0.090204010431049865),
    (7.7, 3, 0.051818750375270581, 0.98263634167220577), (20, 30, 0.98652531872007772, 0.021818217525557392),
    (100, 40, 7.5196466909067517e-12, 0.99999999999703974),
    (1000, 1200, 0.99999999961150604, 4.6842038558722808e-10),
  ])
  func tails(mean: Double, count: Int, cumulative: Double, upperTail: Double) {
    let distribution = PoissonDistribution(mean: mean)
    #expect(relativeError(distribution.cumulative(count), cumulative) < 1e-13)
    #expect(relativeError(distribution.upperTail(count), upperTail) < 1e-13)
  }

  /// mpmath 1.3.0 at 40 digits: sums of the probabilities, started at the count, until they count no more.
  @Test func aHundredMillionExpected() {
    let distribution = PoissonDistribution(mean: 1e8)
    #expect(relativeError(distribution.upperTail(100_050_000), 2.8732120920011312e-7) < 1e-12)
    #expect(relativeError(distribution.upperTail(100_010_000), 0.15866735226604903) < 1e-12)
    #expect(relativeError(distribution.upperTail(100_080_000), 6.2767621133215772e-16) < 1e-12)
    #expect(relativeError(distribution.cumulative(99_950_000), 2.8613156066973947e-7) < 1e-12)
    #expect(relativeError(distribution.cumulative(99_990_000), 0.15866735307263514) < 1e-12)
    #expect(relativeError(distribution.cumulative(99_920_000), 6.1706223764797061e-16) < 1e-12)
  }

  /// P(X ≤ k) and P(X ≥ k + 1) are computed apart and have to be complements.
  @Test func theTwoTailsShareEverything() {
    for mean in [0.3, 4, 55.5, 1e4] {
      let distribution = PoissonDistribution(mean: mean)
      for count in [0, 1, 3, 4, 5, 50, 55, 60, 9_900, 10_000, 10_100] {
        let sum = distribution.cumulative(count) + distribution.upperTail(count + 1)
        #expect((sum - 1).magnitude < 1e-13, "mean \(mean) count \(count)")
      }
    }
  }

  @Test func edges() {
    let nothing = PoissonDistribution(mean: 0)
    #expect(nothing.cumulative(0) == 1 && nothing.upperTail(0) == 1 && nothing.upperTail(1) == 0)
    #expect(PoissonDistribution(mean: 3).cumulative(-1) == 0)
    #expect(PoissonDistribution(mean: 3).upperTail(-1) == 1)
  }

  @Test func aNegativeMeanIsAMistake() async {
    await #expect(processExitsWith: .failure) { _ = PoissonDistribution(mean: -1) }
  }
}
