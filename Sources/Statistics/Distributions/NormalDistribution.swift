// The standard normal distribution: what confidence and scores are expressed in.

import QueueModel

/// Probabilities and quantiles of the standard normal distribution.
public enum NormalDistribution {
  /// P(Z ≤ z). Small values (z far below 0) keep their relative accuracy.
  public static func cumulative(_ z: Double) -> Double { upperTail(-z) }

  /// P(Z > z). Small values (z far above 0) keep their relative accuracy, about 1e-14.
  ///
  /// Z² has a chi-square distribution with one degree of freedom: P(Z > z) = Q(1/2, z²/2) / 2 for z ≥ 0.
  public static func upperTail(_ z: Double) -> Double {
    if z.isNaN { return z }
    let half = 0.5 * z * z
    return z >= 0 ? 0.5 * IncompleteGamma.upper(0.5, half) : 0.5 + 0.5 * IncompleteGamma.lower(0.5, half)
  }

  /// The z with P(Z ≤ z) = p; infinite at 0 and 1, NaN outside.
  ///
  /// Algorithm AS 241 (M. J. Wichura, Applied Statistics 37, 1988), exact to about 1e-16 of z. A small upper tail q
  /// is `-quantile(q)`, not `quantile(1 - q)`, which has lost its digits.
  public static func quantile(_ p: Double) -> Double {
    guard p >= 0, p <= 1 else { return .nan }
    let offset = p - 0.5
    if offset.magnitude <= 0.425 {
      let r = 0.180625 - offset * offset
      return offset * ratio(central, r)
    }
    let tail = offset < 0 ? p : 1 - p
    if tail == 0 { return offset < 0 ? -.infinity : .infinity }
    let r = (-PortableMath.log(tail)).squareRoot()
    let magnitude = r <= 5 ? ratio(middle, r - 1.6) : ratio(far, r - 5)
    return offset < 0 ? -magnitude : magnitude
  }

  /// A quotient of two polynomials, coefficients from the highest power down to the constant term.
  private struct Rational {
    let numerator: [Double]
    let denominator: [Double]
  }

  private static func ratio(_ rational: Rational, _ r: Double) -> Double {
    value(rational.numerator, r) / value(rational.denominator, r)
  }

  private static func value(_ coefficients: [Double], _ r: Double) -> Double {
    var value = 0.0
    for coefficient in coefficients { value = value * r + coefficient }
    return value
  }

  /// For p within 0.425 of one half.
  private static let central = Rational(
    numerator: [
      2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457,
      13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.387132872796366608,
    ],
    denominator: [
      5226.495278852854561, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867,
      5394.1960214247511077, 687.1870074920579083, 42.313330701600911252, 1,
    ])

  /// For tails down to e^-25.
  private static let middle = Rational(
    numerator: [
      7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177, 1.27045825245236838258,
      3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734,
    ],
    denominator: [
      1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966, 0.14810397642748007459,
      0.68976733498510000455, 1.6763848301838038494, 2.05319162663775882187, 1,
    ])

  /// For tails down to the smallest number.
  private static let far = Rational(
    numerator: [
      2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386, 0.026532189526576123093,
      0.29656057182850489123, 1.7848265399172913358, 5.4637849111641143699, 6.6579046435011037772,
    ],
    denominator: [
      2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5, 7.868691311456132591e-4,
      0.0148753612908506148525, 0.13692988092273580531, 0.59983220655588793769, 1,
    ])
}
