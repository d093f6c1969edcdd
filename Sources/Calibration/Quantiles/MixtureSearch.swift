// The search for the mixture that is nearest to a sample, in the sense of Cramér and von Mises.

internal import QueueModel

/// Looks for the parameters of lognormals with a shared shift.
///
/// The sample is in units of its own, so that the search does not depend on the unit of time. Every number
/// has bounds: the shift lies between 0 and the least value, no part is narrower than
/// ``MixtureStart/leastSigma`` or rarer than ``leastWeight``.
struct MixtureSearch {
  /// A mixture and its distance from the sample.
  struct Found {
    var mixture: LognormalMixture
    /// The statistic of Cramér and von Mises, with the weights of ``weights``.
    var statistic: Double
  }

  /// Values that are looked at: more are represented by as many of their order statistics.
  static let mostPoints = 300
  /// Distances of the shift below the least value, in units of ``spread``.
  static let gaps = [0.03, 0.1, 0.25, 0.5, 1, 2, 5, 20]
  /// Starts that are followed.
  static let followed = 3

  /// Rising, in units of ``unit``.
  let points: [Double]
  /// The weight of each point's distance: the slower the call, the more, for it is the slow ones that people
  /// wait for.
  let weights: [Double]
  /// What the values were divided by.
  let unit: Double
  /// From the least value to the median, in units of ``unit``, or what stands for it.
  let spread: Double
  /// Least share of a part.
  let leastWeight: Double

  /// A search over a sample. Nil when all values are equal. Precondition: `sorted` rises and is not empty.
  init?(_ sorted: [Double]) {
    let count = sorted.count
    let all = (0..<min(count, Self.mostPoints)).map { index in
      count <= Self.mostPoints
        ? sorted[index] : sorted[Int((Double(index) + 0.5) * Double(count) / Double(Self.mostPoints))]
    }
    let (least, middle, greatest) = (all[0], all[all.count / 2], all[all.count - 1])
    guard greatest > least else { return nil }
    unit = middle > 0 ? middle : greatest
    points = all.map { [unit] in $0 / unit }
    let farther = all[min(all.count * 9 / 10, all.count - 1)]
    spread = max(middle - least, 0.2 * (farther - least), 0.01 * (greatest - least)) / unit
    leastWeight = min(0.2, max(0.01, 1.5 / Double(count)))
    weights = all.indices.map { [all] in
      let slower = 1 - (Double($0) + 0.5) / Double(all.count)
      return slower < 0.5 ? (0.5 / slower).squareRoot() : 1
    }
  }

  /// The nearest lognormal, or mixture of two.
  func nearest(parts: Int) -> Found {
    var starts: [NelderMead.Minimum] = []
    for gap in Self.gaps {
      let shift = shift(gap: PortableMath.log(gap))
      let logarithms = points.map { PortableMath.log(max($0 - shift, 1e-4 * spread)) }
      for division in MixtureStart.divisions(parts: parts) {
        let place = place(
          shift, MixtureStart(logarithms: logarithms, division: division, leastWeight: leastWeight))
        starts.append(NelderMead.Minimum(at: place, value: statistic(mixture(place))))
      }
      // A greater distance is the same once the shift has come to 0.
      if shift == 0 { break }
    }
    starts.sort { $0.value < $1.value }
    let function = { statistic(mixture($0)) }
    var best = starts[0]
    for start in starts.prefix(Self.followed) {
      let end = NelderMead(size: 0.2, rounds: 50 * parts + 50).minimum(from: start.at, of: function)
      if end.value < best.value { best = end }
    }
    // Once more from the best end: a simplex that has become flat finds no way on.
    let end = NelderMead(size: 0.1, rounds: 100 * parts + 100).minimum(from: best.at, of: function)
    if end.value < best.value { best = end }
    return Found(mixture: mixture(best.at).scaled(by: unit), statistic: best.value)
  }

  private func shift(gap: Double) -> Double {
    max(0, points[0] - spread * PortableMath.exp(min(max(gap, -7), 7)))
  }

  /// The place of the search that stands for a start: the logarithm of the distance of the shift, then for
  /// each part but the first the logarithm of its odds against it, then the mean and the logarithm of the
  /// sigma of each.
  private func place(_ shift: Double, _ start: MixtureStart) -> [Double] {
    let odds = start.weights.dropFirst().map { PortableMath.log($0 / start.weights[0]) }
    let shapes = zip(start.means, start.sigmas).flatMap { [$0, PortableMath.log($1)] }
    return [PortableMath.log(max(points[0] - shift, 1e-3 * spread) / spread)] + odds + shapes
  }

  /// The mixture that stands for a place of the search, every number within its bounds.
  func mixture(_ place: [Double]) -> LognormalMixture {
    let count = place.count / 3
    let odds = [1] + place[1..<count].map { PortableMath.exp(min(max($0, -30), 30)) }
    let sum = odds.reduce(0, +)
    let parts = (0..<count).map { index in
      let sigma = PortableMath.exp(min(place[count + 2 * index + 1], 5))
      return LognormalMixture.Part(
        probability: leastWeight + (1 - Double(count) * leastWeight) * odds[index] / sum,
        median: PortableMath.exp(min(max(place[count + 2 * index], -30), 30)),
        sigma: min(max(sigma, MixtureStart.leastSigma), MixtureStart.greatestSigma))
    }
    return LognormalMixture(
      shift: shift(gap: place[0]), parts: count == 1 ? [parts[0].certain] : parts)
  }

  /// The statistic of Cramér and von Mises, with the weights of ``weights``.
  func statistic(_ mixture: LognormalMixture) -> Double {
    let count = Double(points.count)
    let medians = mixture.parts.map { PortableMath.log($0.median) }
    var sum = 1 / (12 * count)
    for (index, point) in points.enumerated() {
      var value = 0.0
      if point > mixture.shift {
        let logarithm = PortableMath.log(point - mixture.shift)
        for (part, median) in zip(mixture.parts, medians) {
          value += part.probability * NormalShape.cumulative((logarithm - median) / part.sigma)
        }
      }
      let apart = value - (Double(index) + 0.5) / count
      sum += weights[index] * apart * apart
    }
    return sum
  }
}

extension LognormalMixture.Part {
  /// The part as the only one.
  fileprivate var certain: LognormalMixture.Part { .init(probability: 1, median: median, sigma: sigma) }
}
