// One of several lognormals, all moved by the same shift: what times to first tokens look like.

internal import QueueModel
public import Scenario
internal import Statistics

/// `shift` + one of several lognormals. Times are in seconds.
///
/// ```swift
/// let mixture = LognormalMixture(
///   shift: 0.1,
///   parts: [
///     .init(probability: 0.9, median: 0.2, sigma: 0.3), .init(probability: 0.1, median: 2, sigma: 1),
///   ])
/// mixture.cumulative(0.1)  // 0
/// mixture.quantile(0.5)    // 0.31
/// ```
public struct LognormalMixture: Hashable, Sendable {
  /// One of the lognormals.
  public struct Part: Hashable, Sendable {
    /// The share of draws that are its own.
    public var probability: Double
    /// Its median, above the shift.
    public var median: Double
    /// The standard deviation of its logarithm.
    public var sigma: Double

    /// A part from its numbers.
    public init(probability: Double, median: Double, sigma: Double) {
      self.probability = probability
      self.median = median
      self.sigma = sigma
    }
  }

  /// No draw is below this.
  public var shift: Double
  /// The lognormals; their probabilities sum to 1.
  public var parts: [Part]

  /// A mixture from its numbers. Precondition: there is a part; medians and sigmas are above 0.
  public init(shift: Double, parts: [Part]) {
    precondition(!parts.isEmpty, "a mixture of nothing")
    precondition(parts.allSatisfy { $0.median > 0 && $0.sigma > 0 }, "a part without a spread: \(parts)")
    self.shift = shift
    self.parts = parts
  }

  /// The share of draws that are at most `value`.
  public func cumulative(_ value: Double) -> Double {
    guard value > shift else { return 0 }
    let logarithm = PortableMath.log(value - shift)
    var sum = 0.0
    for part in parts {
      sum +=
        part.probability * NormalShape.cumulative((logarithm - PortableMath.log(part.median)) / part.sigma)
    }
    return min(sum, 1)
  }

  /// The value that a share of `probability` of the draws is below. Precondition: `probability` is above 0
  /// and below 1.
  ///
  /// By halving an interval of logarithms between the least and the greatest quantile of the parts.
  public func quantile(_ probability: Double) -> Double {
    precondition(probability > 0 && probability < 1, "there is no quantile at \(probability)")
    let quantiles = parts.map {
      PortableMath.log($0.median) + $0.sigma * NormalDistribution.quantile(probability)
    }
    var low = quantiles.min() ?? 0
    var high = quantiles.max() ?? 0
    for _ in 0..<60 where high - low > 1e-13 {
      let middle = 0.5 * (low + high)
      if cumulative(shift + PortableMath.exp(middle)) < probability { low = middle } else { high = middle }
    }
    return shift + PortableMath.exp(0.5 * (low + high))
  }

  /// The draw that belongs to a number in (0, 1): it chooses the part and the place within it. Not a
  /// quantile.
  public func draw(_ uniform: Double) -> Double {
    var rest = uniform
    var index = 0
    while index + 1 < parts.count, rest >= parts[index].probability {
      rest -= parts[index].probability
      index += 1
    }
    let part = parts[index]
    let within = min(max(rest / part.probability, 1e-9), 1 - 1e-9)
    return shift + part.median * PortableMath.exp(part.sigma * NormalDistribution.quantile(within))
  }

  /// The same shape of times that are `factor` times as long.
  public func scaled(by factor: Double) -> LognormalMixture {
    LognormalMixture(
      shift: shift * factor,
      parts: parts.map { Part(probability: $0.probability, median: $0.median * factor, sigma: $0.sigma) })
  }

  /// As a scenario has it, with the digits that a scenario's file keeps: times to the nanosecond, and shares
  /// and sigmas to the millionth. A mixture of one is a lognormal.
  public var distribution: Distribution {
    func rounded(_ value: Double, _ digits: Double) -> Double { (value * digits).rounded() / digits }
    let medians = parts.map { max(rounded($0.median, 1e9), 1e-9) }
    let sigmas = parts.map { min(rounded($0.sigma, 1e6), 5) }
    let shift = rounded(max(shift, 0), 1e9)
    if parts.count == 1 { return .lognormal(median: medians[0], sigma: sigmas[0], shift: shift) }
    var probabilities = parts.map { rounded($0.probability, 1e6) }
    probabilities[0] = rounded(1 - probabilities.dropFirst().reduce(0, +), 1e6)
    return .lognormalMixture(probabilities: probabilities, medians: medians, sigmas: sigmas, shift: shift)
  }
}
