// Poisson and binomial terms of any real argument in the saddle-point form: products of huge powers and factorials
// as the exponential of a small number, so that a mean of a hundred million costs no digits.

import QueueModel

/// Terms of the Poisson and the binomial distribution (C. Loader, Fast and Accurate Computation of Binomial
/// Probabilities, 2000), continued to real arguments; the incomplete gamma and beta functions begin with them.
package enum SaddlePoint {
  private static let twoPi = 6.283_185_307_179_586_476_9

  /// mean^x e^-mean / Γ(x + 1). Precondition: x and mean > 0.
  package static func poissonTerm(_ x: Double, mean: Double) -> Double {
    let exponent = -LogGamma.stirlingError(x) - deviance(x, mean: mean, excess: mean - x)
    return PortableMath.exp(exponent) / (twoPi * x).squareRoot()
  }

  /// p^a q^b / B(a, b), with q = 1 - p given apart so that neither has to be computed from the other.
  /// Precondition: all of them > 0.
  package static func betaTerm(_ a: Double, _ b: Double, p: Double, q: Double) -> Double {
    let n = a + b
    let errors = LogGamma.stirlingError(n) - LogGamma.stirlingError(a) - LogGamma.stirlingError(b)
    // n p - a, without the digits that n p would lose.
    let excess = b * p - a * q
    let deviances = deviance(a, mean: n * p, excess: excess) + deviance(b, mean: n * q, excess: -excess)
    return (a / n * b / twoPi).squareRoot() * PortableMath.exp(errors - deviances)
  }

  /// x log(x / mean) + excess with excess = mean - x: half the deviance of a count x from its mean, at least 0.
  private static func deviance(_ x: Double, mean: Double, excess: Double) -> Double {
    let relative = excess / x
    if relative > -0.5 && relative < 1 { return -x * NearOne.logOnePlusMinus(relative) }
    return x * PortableMath.log(x / mean) + excess
  }
}
