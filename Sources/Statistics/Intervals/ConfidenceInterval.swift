// A mean with its uncertainty: what every replicated number is printed as.

/// A mean over independent replications with Student's t interval.
public struct ConfidenceInterval: Hashable, Sendable, Codable {
  /// The mean of the replications' values.
  public var mean: Double
  /// Half the width of the interval; infinite with fewer than two replications.
  public var halfWidth: Double
  /// Number of replications.
  public var replications: Int
  /// Nominal probability that the interval covers the true mean.
  public var level: Double

  /// An interval from its parts.
  public init(mean: Double, halfWidth: Double, replications: Int, level: Double = 0.95) {
    self.mean = mean
    self.halfWidth = halfWidth
    self.replications = replications
    self.level = level
  }

  /// The interval of one value a replication: mean ± t(n - 1, (1 + level) / 2) · s / √n.
  ///
  /// Covers as promised when the values are independent and not far from normal (means and percentiles of long runs
  /// are); never give it the correlated values of one run. The half-width is infinite for fewer than two values, 0
  /// where all are equal; the mean of none is NaN. Precondition: 0 < level < 1.
  public init(of values: [Double], level: Double = 0.95) {
    precondition(level > 0 && level < 1, "a confidence level of \(level)")
    let moments = SampleMoments(values)
    var halfWidth = Double.infinity
    if moments.count >= 2 {
      let student = StudentT(degreesOfFreedom: Double(moments.count - 1))
      halfWidth = -student.quantile(0.5 * (1 - level)) * moments.standardError
    }
    self.init(mean: moments.mean, halfWidth: halfWidth, replications: moments.count, level: level)
  }

  /// Where a limit has an interval.
  public enum Side: String, Hashable, Sendable, Codable {
    /// The whole interval is below the limit.
    case below
    /// The whole interval is above the limit.
    case above
    /// The limit is inside the interval or on its edge, or one of the two is no number: nothing is shown.
    case straddles
  }

  /// The lower end.
  public var lower: Double { mean - halfWidth }

  /// The upper end.
  public var upper: Double { mean + halfWidth }

  /// Half-width over the mean's magnitude; infinite where only the mean is 0, 0 where both are.
  public var relativeHalfWidth: Double { halfWidth == 0 ? 0 : halfWidth / mean.magnitude }

  /// Whether `value` is inside the interval or on its edge.
  public func contains(_ value: Double) -> Bool { lower <= value && value <= upper }

  /// On which side of `limit` the interval lies.
  public func side(of limit: Double) -> Side {
    if upper < limit { return .below }
    if lower > limit { return .above }
    return .straddles
  }
}
