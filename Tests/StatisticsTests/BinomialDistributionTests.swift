import Statistics
import Testing

struct BinomialDistributionTests {
  /// mpmath 1.3.0 at 60 digits: betainc(n - k, k + 1, 0, 1 - p, regularized) and betainc(k, n - k + 1, 0, p, ...).
  @Test(arguments: [
    (10, 0.5, 3, 0.171875, 0.9453125), (71, 0.0455, 11, 0.99991806826578549, 0.00035295972402487956),
    (1000, 0.05, 90, 0.99999994935010011, 9.743965305003968e-8),
    (20, 0.9, 8, 5.8149179847819856e-8, 0.9999999960767746),
    (1_000_000, 1e-5, 40, 0.99999999999982235, 7.338409669445824e-13),
  ])
  func tails(trials: Int, probability: Double, count: Int, cumulative: Double, upperTail: Double) {
    let distribution = BinomialDistribution(trials: trials, probability: probability)
    #expect(relativeError(distribution.cumulative(count), cumulative) < 1e-12)
    #expect(relativeError(distribution.upperTail(count), upperTail) < 1e-12)
  }

  /// scipy 1.17.1, stats.binom.ppf; the first three also in exact fractions.
  @Test(arguments: [
    (71, 0.0455, 0.999, 10), (28, 0.0455, 0.999, 6), (15, 0.0455, 0.999, 4), (1000, 0.05, 0.999, 73),
    (400, 0.05, 0.999, 35), (10, 0.5, 0.95, 8), (10, 0.5, 0.6, 5),
  ])
  func upperPoints(trials: Int, probability: Double, p: Double, point: Int) {
    #expect(BinomialDistribution(trials: trials, probability: probability).upperPoint(p) == point)
  }

  @Test func theUpperPointIsTheFirstThatSuffices() {
    for trials in [1, 7, 40] {
      for probability in [0.01, 0.3, 0.8] {
        let distribution = BinomialDistribution(trials: trials, probability: probability)
        for p in [0.01, 0.5, 0.99] {
          let point = distribution.upperPoint(p)
          #expect(distribution.cumulative(point) >= p)
          #expect(point == 0 || distribution.cumulative(point - 1) < p)
        }
      }
    }
  }

  @Test func edges() {
    let distribution = BinomialDistribution(trials: 5, probability: 0.3)
    #expect(distribution.cumulative(-1) == 0 && distribution.cumulative(5) == 1)
    #expect(distribution.upperTail(0) == 1 && distribution.upperTail(6) == 0)
    #expect(distribution.upperPoint(0) == 0 && distribution.upperPoint(1) == 5)
    #expect(BinomialDistribution(trials: 5, probability: 0).cumulative(0) == 1)
    #expect(BinomialDistribution(trials: 5, probability: 1).upperTail(5) == 1)
    #expect(BinomialDistribution(trials: 0, probability: 0.5).upperPoint(0.999) == 0)
  }

  @Test func aProbabilityAboveOneIsAMistake() async {
    await #expect(processExitsWith: .failure) { _ = BinomialDistribution(trials: 1, probability: 1.1) }
  }
}
