// The logarithm of the gamma function, as Stirling's formula and the error of that formula: the error alone is what
// densities need, because there the large terms of the formula cancel.

import QueueModel

/// The gamma function of positive arguments, as a logarithm.
package enum LogGamma {
  /// Half the logarithm of 2π.
  private static let halfLogTwoPi = 0.918_938_533_204_672_741_78

  /// log Γ(x). Precondition: x > 0. Exact to about 1e-14 of the larger of 1 and the value.
  package static func value(_ x: Double) -> Double {
    precondition(x > 0, "log gamma of \(x)")
    return (x - 0.5) * PortableMath.log(x) - x + halfLogTwoPi + stirlingError(x)
  }

  /// log Γ(x + 1) - (x + 1/2) log x + x - log(2π) / 2: what Stirling's formula for x! leaves out.
  ///
  /// Precondition: x > 0. From 16 on by the asymptotic series (its next term is 1e-16 there), below that by climbing
  /// there: e(x) = e(x + 1) + (x + 1/2) log(1 + 1/x) - 1.
  package static func stirlingError(_ x: Double) -> Double {
    var climbed = 0.0
    var y = x
    while y < 16 {
      // (y + 1/2) log(1 + 1/y) - 1, from the same bracket without its leading terms where 1/y is small.
      if y < 1 {
        climbed += (y + 0.5) * (PortableMath.log(y + 1) - PortableMath.log(y)) - 1
      } else {
        climbed += (y + 0.5) * NearOne.logOnePlusMinus(1 / y) + 0.5 / y
      }
      y += 1
    }
    let inverse = 1 / y
    let square = inverse * inverse
    var sum = 1.0 / 1188
    sum = sum * square - 1.0 / 1680
    sum = sum * square + 1.0 / 1260
    sum = sum * square - 1.0 / 360
    sum = sum * square + 1.0 / 12
    return sum * inverse + climbed
  }
}
