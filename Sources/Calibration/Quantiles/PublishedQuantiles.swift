// A distribution from a few of its quantiles, which is all that a provider publishes.

internal import QueueModel
internal import Statistics

/// Fits lognormals to published quantiles.
struct PublishedQuantiles {
  /// What each quantile is to be hit within, relative to itself.
  static let tolerance = 0.03
  /// Shifts that are tried first, in units of the least quantile.
  static let shifts = [0, 0.3, 0.6, 0.85, 0.97]

  /// Rising.
  let probabilities: [Double]
  /// Not falling, above 0; in units of ``unit``.
  let values: [Double]
  let unit: Double

  /// Precondition: two quantiles or more; both rise, the values above 0.
  init(probabilities: [Double], values: [Double]) {
    precondition(probabilities.count == values.count && values.count >= 2 && values[0] > 0)
    self.probabilities = probabilities
    unit = values[values.count / 2]
    self.values = values.map { [unit] in $0 / unit }
  }

  /// One lognormal with a shift, or two where one misses a quantile.
  func fit() -> LognormalMixture {
    let one = search(Self.shifts.map { start(shift: $0 * values[0]) })
    guard worst(one) > Self.tolerance else { return one.scaled(by: unit) }
    let starts = Self.shifts.flatMap { shift in
      (1..<values.count).map { start(shift: shift * values[0], split: $0) }
    }
    let two = search(starts)
    return (worst(two) < worst(one) ? two : one).scaled(by: unit)
  }

  /// The largest relative error of a quantile.
  private func worst(_ mixture: LognormalMixture) -> Double {
    zip(probabilities, values).reduce(0) { max($0, (mixture.quantile($1.0) / $1.1 - 1).magnitude) }
  }

  private func search(_ starts: [[Double]]) -> LognormalMixture {
    let function = { (place: [Double]) in
      let mixture = mixture(place)
      return zip(probabilities, values).reduce(0.0) { sum, quantile in
        let error = PortableMath.log(mixture.quantile(quantile.0) / quantile.1)
        return sum + error * error
      }
    }
    var best = NelderMead.Minimum(at: starts[0], value: .infinity)
    for start in starts {
      for size in [0.3, 0.1] {
        let from = size == 0.3 || best.value > 1e-5 ? start : best.at
        let end = NelderMead(size: size, rounds: 200, tolerance: 1e-9).minimum(from: from, of: function)
        if end.value < best.value { best = end }
      }
      if best.value < 1e-6 { break }
    }
    return mixture(best.at)
  }

  /// The place of the search for one lognormal: the logarithm of the distance of the shift below the least
  /// quantile, the logarithm of the median, that of sigma.
  private func start(shift: Double) -> [Double] {
    [PortableMath.log(values[0] - shift)] + line(values.indices, shift: shift) { $0 }
  }

  /// The place of the search for two, of which the first has the quantiles below the one numbered `split`:
  /// before what each needs comes the logarithm of the odds of the second.
  private func start(shift: Double, split: Int) -> [Double] {
    let weight = 0.5 * (probabilities[split - 1] + probabilities[split])
    return [PortableMath.log(values[0] - shift), PortableMath.log((1 - weight) / weight)]
      + line(0..<split, shift: shift) { $0 / weight }
      + line(split..<values.count, shift: shift) { ($0 - weight) / (1 - weight) }
  }

  /// The line through the logarithms of some quantiles over their scores: the logarithm of the median, and
  /// that of sigma.
  private func line(_ range: Range<Int>, shift: Double, _ share: (Double) -> Double) -> [Double] {
    let scores = range.map { NormalDistribution.quantile(min(max(share(probabilities[$0]), 0.01), 0.99)) }
    let logarithms = range.map { PortableMath.log(values[$0] - shift) }
    let count = Double(range.count)
    let (meanScore, mean) = (scores.reduce(0, +) / count, logarithms.reduce(0, +) / count)
    var (product, square) = (0.0, 0.0)
    for (score, logarithm) in zip(scores, logarithms) {
      product += (score - meanScore) * (logarithm - mean)
      square += (score - meanScore) * (score - meanScore)
    }
    let sigma = min(
      max(square > 0 ? product / square : 0.1, MixtureStart.leastSigma), MixtureStart.greatestSigma)
    return [mean - sigma * meanScore, PortableMath.log(sigma)]
  }

  private func mixture(_ place: [Double]) -> LognormalMixture {
    func part(_ probability: Double, _ index: Int) -> LognormalMixture.Part {
      let sigma = PortableMath.exp(min(place[index + 1], 5))
      return .init(
        probability: probability, median: PortableMath.exp(min(max(place[index], -30), 30)),
        sigma: min(max(sigma, MixtureStart.leastSigma), MixtureStart.greatestSigma))
    }
    let shift = max(0, values[0] - PortableMath.exp(min(max(place[0], -9), 9)))
    guard place.count > 3 else { return LognormalMixture(shift: shift, parts: [part(1, 1)]) }
    let odds = PortableMath.exp(min(max(place[1], -6), 6))
    let second = odds / (1 + odds)
    return LognormalMixture(shift: shift, parts: [part(1 - second, 2), part(second, 4)])
  }
}
