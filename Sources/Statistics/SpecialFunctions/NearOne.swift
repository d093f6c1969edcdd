// Logarithms and exponentials close to one, where the plain functions would subtract most digits away: what every
// tail probability in this target is built from.

import QueueModel

/// Elementary functions around 1 (and around 0), each correct to a few units in the last place.
package enum NearOne {
  /// log(1 + x), for x above -1.
  package static func logOnePlus(_ x: Double) -> Double {
    let sum = 1 + x
    if sum == 1 { return x }
    if sum == .infinity { return sum }
    // What rounding took from 1 + x, given back to first order.
    return PortableMath.log(sum) - ((sum - 1) - x) / sum
  }

  /// log(1 + x) - x, for x above -1: 0 at 0, below 0 everywhere else.
  ///
  /// With s = x / (2 + x), log(1 + x) = 2 (s + s³/3 + s⁵/5 + ...) and 2 s - x = -s x, so nothing cancels.
  package static func logOnePlusMinus(_ x: Double) -> Double {
    guard x > -0.5 && x < 1 else { return logOnePlus(x) - x }
    let s = x / (2 + x)
    let square = s * s
    var power = 1.0
    var sum = 0.0
    var odd = 3.0
    while true {
      let next = sum + power / odd
      if next == sum { break }
      sum = next
      power *= square
      odd += 2
    }
    return s * (2 * square * sum - x)
  }

  /// e to the power x, minus 1.
  ///
  /// The quotient of two equally wrong differences is right (W. Kahan; N. Higham, Accuracy and Stability of Numerical
  /// Algorithms, 2nd ed., section 1.14.1).
  package static func exponentialMinusOne(_ x: Double) -> Double {
    let power = PortableMath.exp(x)
    if power == 1 { return x }
    let difference = power - 1
    if difference == -1 || power == .infinity { return difference }
    return difference * x / PortableMath.log(power)
  }
}
