import Statistics
import Testing

/// Known values: mpmath 1.3.0 at 90 digits, erfc(z / √2) / 2 and its root found by secant steps on the logarithm.
struct NormalDistributionTests {
  static let tails: [(z: Double, tail: Double)] = [
    (0, 0.5), (0.5, 0.3085375387259869), (1, 0.15865525393145705), (1.96, 0.024997895148220436),
    (3, 0.0013498980316300945), (5, 2.8665157187919391e-7), (8, 6.2209605742717841e-16),
    (10, 7.6198530241605261e-24), (20, 2.7536241186062337e-89), (37, 5.7255712225245768e-300),
  ]

  @Test func tailsOnBothSides() {
    for (z, tail) in Self.tails {
      let far = NormalDistribution.upperTail(z)
      #expect(relativeError(far, tail) < 1e-13, "z \(z): \(far)")
      #expect(NormalDistribution.cumulative(-z) == far)
      #expect(relativeError(NormalDistribution.cumulative(z), 1 - tail) < 1e-15, "z \(z)")
      #expect(relativeError(NormalDistribution.upperTail(-z), 1 - tail) < 1e-15, "z \(z)")
    }
  }

  /// Probabilities of each of the three formulas of the algorithm.
  @Test(arguments: [
    (1e-300, -37.047096299361199), (1e-20, -9.2623400897984076), (1e-9, -5.9978070150076869),
    (0.001, -3.0902323061678135), (0.025, -1.9599639845400542), (0.07, -1.4757910281791707),
    (0.3, -0.52440051270804082), (0.5, 0), (0.6, 0.25334710313579974), (0.95, 1.6448536269514723),
    (0.975, 1.9599639845400539),
  ])
  func quantiles(p: Double, z: Double) {
    #expect(relativeError(NormalDistribution.quantile(p), z) < 2e-15)
  }

  @Test func endsAreInfiniteAndBeyondIsNothing() {
    #expect(NormalDistribution.quantile(0) == -.infinity)
    #expect(NormalDistribution.quantile(1) == .infinity)
    #expect(NormalDistribution.quantile(-0.1).isNaN && NormalDistribution.quantile(.nan).isNaN)
    #expect(NormalDistribution.upperTail(.infinity) == 0)
    #expect(NormalDistribution.cumulative(.infinity) == 1)
    #expect(NormalDistribution.upperTail(.nan).isNaN)
  }
}
