// The regularised incomplete gamma functions: tails of the chi-square, Poisson and normal distributions.

/// P(a, x) and Q(a, x) = 1 - P(a, x), each with its own small values exact.
///
/// The series of P left of a + 1, the continued fraction of Q right of it (Abramowitz and Stegun 6.5.29 and 6.5.31;
/// the fraction by Lentz's method as modified by Thompson and Barnett). Both begin with a saddle-point term, so the
/// relative error stays near 1e-14 for moderate a and below 1e-11 at a = 1e8. About 6 √a steps at worst, near x = a.
package enum IncompleteGamma {
  /// P(a, x), the share of the gamma function's integral below x. Precondition: a > 0, x ≥ 0.
  package static func lower(_ a: Double, _ x: Double) -> Double {
    if x == 0 { return 0 }
    if x == .infinity { return 1 }
    return x < a + 1 ? series(a, x) : 1 - continuedFraction(a, x)
  }

  /// Q(a, x), the share of the gamma function's integral above x. Precondition: a > 0, x ≥ 0.
  package static func upper(_ a: Double, _ x: Double) -> Double {
    if x == 0 { return 1 }
    if x == .infinity { return 0 }
    return x < a + 1 ? 1 - series(a, x) : continuedFraction(a, x)
  }

  /// x^a e^-x / Γ(a + 1) times 1 + x / (a + 1) + x² / ((a + 1)(a + 2)) + ...
  private static func series(_ a: Double, _ x: Double) -> Double {
    var term = 1.0
    var sum = 1.0
    var n = a + 1
    while true {
      term *= x / n
      let next = sum + term
      // Once x / n is below one half, what is left out is no more than the term that no longer counted.
      if next == sum || n.isInfinite { break }
      sum = next
      n += 1
    }
    return min(1, sum * SaddlePoint.poissonTerm(a, mean: x))
  }

  /// x^a e^-x / Γ(a) times 1/(x + 1 - a - 1 (1 - a)/(x + 3 - a - 2 (2 - a)/(x + 5 - a - ...))).
  private static func continuedFraction(_ a: Double, _ x: Double) -> Double {
    var b = x + 1 - a
    var c = Double.greatestFiniteMagnitude
    var d = 1 / b
    var value = d
    var n = 1.0
    // The fraction converges for all x > 0; the bound only guards against a step that never becomes exactly 1.
    while n < 1e7 {
      let numerator = -n * (n - a)
      b += 2
      d = 1 / guarded(numerator * d + b)
      c = guarded(b + numerator / c)
      let factor = c * d
      value *= factor
      if (factor - 1).magnitude < 2.3e-16 { break }
      n += 1
    }
    return min(1, a * SaddlePoint.poissonTerm(a, mean: x) * value)
  }

  /// Lentz's method may not divide by 0.
  private static func guarded(_ x: Double) -> Double { x.magnitude < 1e-300 ? 1e-300 : x }
}
