// The binomial distribution: how many checks of many may fail by chance.

/// Successes among independent trials of one probability.
public struct BinomialDistribution: Hashable, Sendable {
  /// Number of trials, at least 0.
  public let trials: Int
  /// Probability of a success, from 0 to 1.
  public let probability: Double

  /// The distribution. Precondition: at least 0 trials, a probability from 0 to 1.
  public init(trials: Int, probability: Double) {
    precondition(trials >= 0, "\(trials) trials")
    precondition(probability >= 0 && probability <= 1, "a probability of \(probability)")
    self.trials = trials
    self.probability = probability
  }

  /// P(X ≤ count). Small values keep their relative accuracy.
  public func cumulative(_ count: Int) -> Double {
    if count < 0 { return 0 }
    if count >= trials { return 1 }
    return IncompleteBeta.lower(
      Double(trials - count), Double(count + 1), p: 1 - probability, q: probability)
  }

  /// P(X ≥ count), the count itself included. Small values keep their relative accuracy.
  public func upperTail(_ count: Int) -> Double {
    if count <= 0 { return 1 }
    if count > trials { return 0 }
    return IncompleteBeta.lower(
      Double(count), Double(trials - count + 1), p: probability, q: 1 - probability)
  }

  /// The smallest count k with P(X ≤ k) ≥ p: no more than k successes are expected with probability p.
  /// Precondition: p from 0 to 1.
  public func upperPoint(_ p: Double) -> Int {
    precondition(p >= 0 && p <= 1, "a probability of \(p)")
    var low = 0
    var high = trials
    while low < high {
      let middle = low + (high - low) / 2
      if cumulative(middle) >= p { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
