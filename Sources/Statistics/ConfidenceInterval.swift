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
}
