// The chi-square distribution: whether many scores together are as scattered as they should be.

import QueueModel

/// Sums of squares of independent standard normal values.
public struct ChiSquareDistribution: Hashable, Sendable {
  /// Number of squares summed; any finite number above 0.
  public let degreesOfFreedom: Double

  /// The distribution. Precondition: finite degrees of freedom above 0.
  public init(degreesOfFreedom: Double) {
    precondition(
      degreesOfFreedom > 0 && degreesOfFreedom.isFinite,
      "chi-square with \(degreesOfFreedom) degrees of freedom")
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// P(X ≤ x). Small values keep their relative accuracy.
  public func cumulative(_ x: Double) -> Double { x > 0 ? lower(x) : x.isNaN ? x : 0 }

  /// P(X > x). Small values keep their relative accuracy.
  public func upperTail(_ x: Double) -> Double { x > 0 ? upper(x) : x.isNaN ? x : 1 }

  /// The x with P(X ≤ x) = p; 0 and infinite at the ends, NaN outside. Relative accuracy about 1e-13.
  public func quantile(_ p: Double) -> Double {
    guard p >= 0, p <= 1 else { return .nan }
    if p == 0 || p == 1 { return p == 0 ? 0 : .infinity }
    if p < 0.5 { return QuantileSearch.root(target: p, from: start(p), probability: lower, slope: slope) }
    return QuantileSearch.root(target: 1 - p, from: start(p), probability: upper) { -slope($0) }
  }

  private func lower(_ x: Double) -> Double { IncompleteGamma.lower(0.5 * degreesOfFreedom, 0.5 * x) }

  private func upper(_ x: Double) -> Double { IncompleteGamma.upper(0.5 * degreesOfFreedom, 0.5 * x) }

  /// x times the density.
  private func slope(_ x: Double) -> Double {
    0.5 * degreesOfFreedom * SaddlePoint.poissonTerm(0.5 * degreesOfFreedom, mean: 0.5 * x)
  }

  /// Wilson and Hilferty: the cube root is nearly normal. Where that fails, far below, the leading term of the series.
  private func start(_ p: Double) -> Double {
    let share = 2 / (9 * degreesOfFreedom)
    let root = 1 - share + NormalDistribution.quantile(p) * share.squareRoot()
    if root > 0.1 { return degreesOfFreedom * root * root * root }
    let a = 0.5 * degreesOfFreedom
    let logarithm = (PortableMath.log(p) + LogGamma.value(a + 1)) / a
    return 2 * max(PortableMath.exp(logarithm), Double.leastNormalMagnitude)
  }
}
