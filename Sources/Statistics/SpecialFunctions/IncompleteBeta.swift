// The regularised incomplete beta function: tails of Student's t and of the binomial distribution.

/// I_p(a, b), with p and q = 1 - p given apart so that neither loses digits when it is small.
package enum IncompleteBeta {
  /// The share of the beta function's integral below p. Precondition: a, b > 0; p, q ≥ 0; p + q = 1.
  ///
  /// By the continued fraction of A. R. DiDonato and A. H. Morris (ACM TOMS 18, 1992, algorithm 708, BFRAC) left of
  /// about the mean a / (a + b), as the complement right of it; there the value is no small one, so small values
  /// never come out of a subtraction. At worst some √max(a, b) steps, near the mean.
  package static func lower(_ a: Double, _ b: Double, p: Double, q: Double) -> Double {
    if p == 0 { return 0 }
    if q == 0 { return 1 }
    // a q - b p = a - (a + b) p, without the digits that the second form loses.
    let distance = a * q - b * p
    if distance > 0 { return fraction(a, b, p: p, q: q, distance: distance) }
    return 1 - fraction(b, a, p: q, q: p, distance: -distance)
  }

  /// p^a q^b / B(a, b) / (β₁ + α₂ / (β₂ + α₃ / (β₃ + ...))), by Lentz's method as modified by Thompson and Barnett.
  private static func fraction(_ a: Double, _ b: Double, p: Double, q: Double, distance: Double) -> Double {
    var value = a * (distance + 1) / (a + 1)
    var c = value
    var d = 0.0
    var n = 1.0
    // The fraction converges for 0 < p < 1; the bound only guards against a step that never becomes exactly 1.
    while n < 1e7 {
      let middle = a + 2 * n - 1
      let weight = n * (b - n) * p / middle
      let numerator = (a + n - 1) / middle * (a + b + n - 1) * weight * p
      let denominator = n + weight + (a + n) * (distance + 1 + n * (1 + q)) / (middle + 2)
      d = 1 / guarded(denominator + numerator * d)
      c = guarded(denominator + numerator / c)
      let factor = c * d
      value *= factor
      if (factor - 1).magnitude < 2.3e-16 { break }
      n += 1
    }
    return min(1, SaddlePoint.betaTerm(a, b, p: p, q: q) / value)
  }

  /// Lentz's method may not divide by 0.
  private static func guarded(_ x: Double) -> Double { x.magnitude < 1e-300 ? 1e-300 : x }
}
