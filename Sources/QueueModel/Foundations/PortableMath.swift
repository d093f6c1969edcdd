// Exponentials, logarithms and powers from IEEE additions, multiplications and divisions alone.
// The C library's differ between machines in the last bit, and a run must give the same bytes everywhere.

/// Elementary functions that give the same bits on every machine.
///
/// Only `+ - * /` and comparisons of doubles are used, each rounded by itself, so nothing depends on a fused
/// multiply-add or on the C library. `exp` starts from a table of powers of two and goes on with five terms of the
/// series, `log` follows the reduction and polynomial of fdlibm (K. C. Ng, Sun Microsystems 1993: "Permission to
/// use, copy, modify, and distribute this software is freely granted, provided that this notice is preserved");
/// both stay within 1 ulp. `pow` takes the logarithm in twice the precision and stays within 2 ulp. Results below
/// the normal range are rounded twice.
public enum PortableMath {
  private static let logarithmOfTwoHigh = 6.931_471_803_691_238_164_90e-01
  private static let logarithmOfTwoLow = 1.908_214_929_270_587_700_02e-10

  /// Steps between two powers of two in the table of ``PowersOfTwo``.
  private static let steps = 128

  /// e to the power `x`. Overflows to infinity above 709.78, underflows to 0 below -745.13.
  public static func exp(_ x: Double) -> Double { exp(x, plus: 0) }

  /// e to the power `x` + `rest`, where the rest is below half a unit in the last place of `x`.
  @inline(__always) private static func exp(_ x: Double, plus rest: Double) -> Double {
    guard x.magnitude < 708 else { return extremeExp(x, plus: rest) }
    let (mantissa, k) = reducedExp(x, plus: rest)
    return mantissa * Double(bitPattern: UInt64(truncatingIfNeeded: k + 1023) << 52)
  }

  /// Where the result is infinite, below the normal range, or close to either.
  @inline(never) private static func extremeExp(_ x: Double, plus rest: Double) -> Double {
    if x.isNaN { return x }
    if x > 709.782712893383973096 { return .infinity }
    if x < -745.13321910194110842 { return 0 }
    let (mantissa, k) = reducedExp(x, plus: rest)
    return scale(mantissa, by: k)
  }

  /// The exponential as a number near 1 or 2 and a power of two. Precondition: |x| < 746.
  @inline(__always) private static func reducedExp(_ x: Double, plus rest: Double) -> (
    mantissa: Double, exponent: Int
  ) {
    // x = n ln 2 / 128 + r with |r| <= ln 2 / 256. Adding and taking 1.5 * 2^52 rounds to a whole number.
    let nearest = (x * 184.6649652337873 + 0x1.8p52) - 0x1.8p52
    let n = Int(nearest)
    let r = (x - nearest * (logarithmOfTwoHigh / 128)) - (nearest * (logarithmOfTwoLow / 128) - rest)
    let step = n & (steps - 1)
    let power = PowersOfTwo.rounded[step]
    // e^r - 1 by its series: the first term left out is below 2^-60.
    let square = r * r
    let high = 1.0 / 24 + r * (1.0 / 120)
    let low = 0.5 + r * (1.0 / 6)
    let beyondOne = (PowersOfTwo.rest[step] + r) + square * (low + square * high)
    return (power + power * beyondOne, n >> 7)
  }

  /// The natural logarithm of `x`; -infinity at 0, NaN below.
  public static func log(_ x: Double) -> Double {
    if x.isNaN || x < 0 { return .nan }
    if x == 0 { return -.infinity }
    if x == .infinity { return x }
    let (mantissa, exponent) = split(x)
    let f = mantissa - 1
    let k = Double(exponent)
    if f == 0 { return exponent == 0 ? 0 : k * logarithmOfTwoHigh + k * logarithmOfTwoLow }
    let s = f / (2 + f)
    let z = s * s
    let w = z * z
    let even1 = 2.222_219_843_214_978_396e-01 + w * 1.531_383_769_920_937_332e-01
    let even = w * (3.999_999_999_940_941_908e-01 + w * even1)
    let odd2 = 1.818_357_216_161_805_012e-01 + w * 1.479_819_860_511_658_591e-01
    let odd1 = 2.857_142_874_366_239_149e-01 + w * odd2
    let odd = z * (6.666_666_666_666_735_130e-01 + w * odd1)
    let half = 0.5 * f * f
    let correction = s * (half + (even + odd))
    if exponent == 0 { return f - (half - correction) }
    return k * logarithmOfTwoHigh - ((half - (correction + k * logarithmOfTwoLow)) - f)
  }

  /// `x` to the power `y`, with the special cases of IEEE 754: 1 for `y` = 0 or `x` = 1, NaN for a negative `x`
  /// and a `y` that is no integer.
  public static func pow(_ x: Double, _ y: Double) -> Double {
    if y == 0 || x == 1 { return 1 }
    if x.isNaN || y.isNaN { return .nan }
    let magnitude = x.magnitude
    if y.isInfinite {
      if magnitude == 1 { return 1 }
      return (magnitude > 1) == (y > 0) ? .infinity : 0
    }
    let yIsInteger = y.rounded(.towardZero) == y
    let yIsOdd = yIsInteger && y.magnitude < 0x1p53 && Int64(y) & 1 == 1
    let negates = x.sign == .minus && yIsOdd
    if magnitude == 0 || magnitude == .infinity {
      let result: Double = (magnitude == 0) == (y > 0) ? 0 : .infinity
      return negates ? -result : result
    }
    if x < 0 && !yIsInteger { return .nan }
    let result = positivePower(magnitude, y)
    return negates ? -result : result
  }

  /// Powers of a finite positive number.
  private static func positivePower(_ x: Double, _ y: Double) -> Double {
    if x == 1 || y == 1 { return x }
    // Beyond 2^64 only overflow, underflow and 1 are left; and the products below stay exact.
    let exponent = min(max(y, -0x1p64), 0x1p64)
    let (high, low) = preciseLog(x)
    let (product, error) = exactProduct(high, exponent)
    if product > 710 { return .infinity }
    if product < -746 { return 0 }
    let rest = error + low * exponent
    let sum = product + rest
    return exp(sum, plus: rest - (sum - product))
  }

  /// The logarithm as a sum of two doubles, to about 2^-64 of itself.
  private static func preciseLog(_ x: Double) -> (high: Double, low: Double) {
    let (mantissa, exponent) = split(x)
    // s = (m - 1) / (m + 1); log m = 2 s + 2 s (s²/3 + s⁴/5 + ...)
    let numerator = mantissa - 1
    let denominator = mantissa + 1
    let denominatorLow = (mantissa - (denominator - 1)) + (1 - (denominator - (denominator - 1)))
    let s = numerator / denominator
    let (product, productLow) = exactProduct(s, denominator)
    let sLow = ((numerator - product) - productLow - s * denominatorLow) / denominator
    // s² in two parts.
    let (square, squareError) = exactProduct(s, s)
    let squareLow = squareError + 2 * s * sLow
    // The first term of the series in two parts, the rest in one.
    let third = 1.0 / 3
    let thirdLow = 1.850_371_707_708_594_234_0e-17
    let (first, firstError) = exactProduct(square, third)
    let firstLow = firstError + squareLow * third + square * thirdLow
    var tail = 0.0
    var odd = 29.0
    while odd >= 5 {
      tail = tail * square + 1 / odd
      odd -= 2
    }
    tail = tail * square * square
    let seriesHigh = first + tail
    let seriesLow = (tail - (seriesHigh - first)) + firstLow
    // 2 s (1 + series)
    let (bend, bendError) = exactProduct(2 * s, seriesHigh)
    let bendLow = bendError + 2 * s * seriesLow + 2 * sLow * seriesHigh
    // k ln 2 is exact in its high part.
    let k = Double(exponent)
    let whole = k * logarithmOfTwoHigh
    let (sum1, error1) = exactSum(whole, 2 * s)
    let (sum2, error2) = exactSum(sum1, bend)
    let low = error1 + error2 + 2 * sLow + bendLow + k * logarithmOfTwoLow
    let high = sum2 + low
    return (high, low - (high - sum2))
  }

  /// x = mantissa * 2^exponent with the mantissa between sqrt(1/2) and sqrt(2). Precondition: finite, positive.
  private static func split(_ x: Double) -> (mantissa: Double, exponent: Int) {
    var bits = x.bitPattern
    var exponent = 0
    if bits < 0x0010_0000_0000_0000 {
      bits = (x * 0x1p54).bitPattern
      exponent = -54
    }
    exponent += Int(bits >> 52) - 1023
    var mantissa = Double(bitPattern: bits & 0x000F_FFFF_FFFF_FFFF | 0x3FF0_0000_0000_0000)
    if mantissa > 1.4142135623730951 {
      mantissa *= 0.5
      exponent += 1
    }
    return (mantissa, exponent)
  }

  /// y * 2^k, for y near 1 and k from -1100 to 1024.
  private static func scale(_ y: Double, by k: Int) -> Double {
    if k > 1023 { return y * 2 * 0x1p1023 }
    if k >= -1022 { return y * Double(bitPattern: UInt64(k + 1023) << 52) }
    return y * Double(bitPattern: UInt64(k + 1000 + 1023) << 52) * 0x1p-1000
  }

  /// a + b and what rounding took from it (Knuth).
  private static func exactSum(_ a: Double, _ b: Double) -> (sum: Double, error: Double) {
    let sum = a + b
    let part = sum - a
    return (sum, (a - (sum - part)) + (b - part))
  }

  /// a * b and what rounding took from it (Dekker, by splitting each factor in halves of 26 bits).
  private static func exactProduct(_ a: Double, _ b: Double) -> (product: Double, error: Double) {
    let product = a * b
    let (aHigh, aLow) = halves(a)
    let (bHigh, bLow) = halves(b)
    return (product, ((aHigh * bHigh - product) + aHigh * bLow + aLow * bHigh) + aLow * bLow)
  }

  private static func halves(_ a: Double) -> (high: Double, low: Double) {
    let spread = 134_217_729 * a
    let high = spread - (spread - a)
    return (high, a - high)
  }
}
