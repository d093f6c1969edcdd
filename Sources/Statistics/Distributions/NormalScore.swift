// Deviations of different kinds on one scale: how many standard deviations of a normal distribution are as rare.

/// Scores z whose tail probability under the standard normal distribution is that of an observed deviation.
public enum NormalScore {
  /// The z that is as rare as `t` under Student's t.
  ///
  /// With few replications t = 4 is common and z says so. Computed on the smaller tail with the sign kept, so it is
  /// exact far out; infinite where the tail is below the smallest number (z beyond 38).
  public static func student(t: Double, degreesOfFreedom: Double) -> Double {
    if t.isNaN { return t }
    let tail = StudentT(degreesOfFreedom: degreesOfFreedom).upperTail(t.magnitude)
    let z = -NormalDistribution.quantile(tail)
    return t < 0 ? -z : z
  }

  /// The z that is as rare as a `count` of events of which `mean` were expected.
  ///
  /// The exact and conservative tail, the count itself included: P(X ≥ count) above the mean, P(X ≤ count) with a
  /// minus sign below it; 0 where that tail is above one half.
  public static func poisson(count: Int, mean: Double) -> Double {
    let distribution = PoissonDistribution(mean: mean)
    let isAbove = Double(count) > mean
    let tail = isAbove ? distribution.upperTail(count) : distribution.cumulative(count)
    if tail >= 0.5 { return 0 }
    let z = -NormalDistribution.quantile(tail)
    return isAbove ? z : -z
  }
}
