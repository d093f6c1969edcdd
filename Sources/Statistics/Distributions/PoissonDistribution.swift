// The Poisson distribution: counts of rare events, with tails exact to means of a hundred million.

/// Counts of independent events with a known mean.
public struct PoissonDistribution: Hashable, Sendable {
  /// Expected number of events, finite and at least 0.
  public let mean: Double

  /// The distribution. Precondition: the mean is finite and at least 0.
  public init(mean: Double) {
    precondition(mean >= 0 && mean.isFinite, "Poisson distribution with mean \(mean)")
    self.mean = mean
  }

  /// P(X ≤ count). Small values keep their relative accuracy.
  public func cumulative(_ count: Int) -> Double {
    count < 0 ? 0 : IncompleteGamma.upper(Double(count) + 1, mean)
  }

  /// P(X ≥ count), the count itself included. Small values keep their relative accuracy.
  public func upperTail(_ count: Int) -> Double {
    count <= 0 ? 1 : IncompleteGamma.lower(Double(count), mean)
  }
}
