import Statistics
import Testing

/// Known values: mpmath 1.3.0 at 60 digits, gammainc(ν/2, 0, x/2, regularized) and its root found by bisection.
struct ChiSquareDistributionTests {
  @Test(arguments: [
    (1, 3.8414588206941236, 0.94999999999999993, 0.050000000000000071),
    (1, 1e-10, 7.9788456078956729e-6, 0.9999920211543921),
    (2, 60, 0.99999999999990642, 9.3576229688401746e-14),
    (5, 0.3, 0.0023569137394711447, 0.99764308626052886),
    (71, 120, 0.99974876153148371, 0.00025123846851628922),
    (71, 20, 3.1889740514368529e-10, 0.99999999968110259),
    (352, 500, 0.99999966464778152, 3.3535221848300042e-7),
    (1e6, 1_005_000, 0.99979232199053297, 0.00020767800946703003),
    (2.5, 0.01, 0.0011702413714030097, 0.99882975862859699),
  ])
  func tails(degreesOfFreedom: Double, x: Double, cumulative: Double, upperTail: Double) {
    let distribution = ChiSquareDistribution(degreesOfFreedom: degreesOfFreedom)
    #expect(relativeError(distribution.cumulative(x), cumulative) < 1e-12)
    #expect(relativeError(distribution.upperTail(x), upperTail) < 1e-12)
  }

  @Test(arguments: [
    (1, 0.95, 3.8414588206941245), (1, 1e-10, 1.5707963267948967e-20), (2, 0.5, 1.3862943611198906),
    (10, 0.95, 18.307038053275144), (71, 0.0005, 38.191635000597434), (71, 0.9995, 116.85421769609433),
    (28, 0.999, 56.892285393353602), (0.3, 0.01, 5.8483672404031867e-14), (352, 0.025, 301.91570398226831),
  ])
  func quantiles(degreesOfFreedom: Double, p: Double, x: Double) {
    let quantile = ChiSquareDistribution(degreesOfFreedom: degreesOfFreedom).quantile(p)
    #expect(relativeError(quantile, x) < 1e-12, "\(quantile)")
  }

  @Test func edges() {
    let distribution = ChiSquareDistribution(degreesOfFreedom: 3)
    #expect(distribution.cumulative(0) == 0 && distribution.cumulative(-1) == 0)
    #expect(distribution.upperTail(-1) == 1 && distribution.upperTail(.infinity) == 0)
    #expect(distribution.cumulative(.nan).isNaN && distribution.upperTail(.nan).isNaN)
    #expect(distribution.quantile(0) == 0 && distribution.quantile(1) == .infinity)
    #expect(distribution.quantile(2).isNaN)
  }

  @Test func noDegreesOfFreedomAreAMistake() async {
    await #expect(processExitsWith: .failure) { _ = ChiSquareDistribution(degreesOfFreedom: 0) }
  }
}
