// A sample of durations as a mixture of lognormals: the method for every time of a provider.

internal import QueueModel

/// The fit of a sample of durations.
///
/// Two lognormals with a shared shift, six numbers in all: for a series of shifts the likeliest parts
/// (expectation–maximisation), and from the best of these the simplex of Nelder and Mead on the statistic of Cramér and von
/// Mises. Calls that hang, a few in a hundred that take several times as long as any other, weigh nothing in that statistic and
/// everything in the 99th percentile: where the slowest twentieth begins with a jump of ``DurationFit/jump``, one lognormal is for
/// what lies beyond it and one for the others, unless the others need both. The order of the sample does not matter, and the unit
/// of time does not.
///
/// ```swift
/// let fit = DurationFit([0.31, 0.28, 0.35, 0.30, 0.33, 0.29, 1.9, 0.32])
/// fit.mixture.quantile(0.5)  // about 0.31
/// fit.distance               // of Kolmogorov and Smirnov
/// ```
public struct DurationFit: Hashable, Sendable {
  /// How many times as long a call must take as the next faster one to be the first of those that hang.
  public static let jump = 3.0

  /// One lognormal that is farther than this from the calls that do not hang, by the statistic of Cramér and von Mises, does
  /// not describe them: then both are for all calls.
  public static let misfit = 0.1

  /// The fitted distribution.
  public var mixture: LognormalMixture
  /// The Kolmogorov–Smirnov distance between it and the sample.
  public var distance: Double

  /// Fits a sample, in any order.
  ///
  /// - Parameters:
  ///   - sample: In seconds, none below 0. Equal values, and a sample of one, give a spike.
  ///   - simplicity: By how much two parts must improve the statistic of Cramér and von Mises on one.
  /// - Complexity: Linear in the sample but for its sorting; the search itself takes about a tenth of a
  ///   second.
  ///
  /// Precondition: the sample is not empty; its values are finite.
  public init(_ sample: [Double], simplicity: Double = 0) {
    precondition(!sample.isEmpty, "a sample of nothing")
    precondition(sample.allSatisfy { $0 >= 0 && $0.isFinite }, "a duration that is none")
    let sorted = sample.sorted()
    mixture = Self.withHanging(sorted) ?? Self.body(sorted, simplicity)
    distance = SampleDistance.between(sorted, and: mixture.cumulative)
  }

  /// How many of the slowest calls hang.
  static func hanging(_ sorted: [Double]) -> Int {
    let first = max(1, sorted.count - sorted.count / 20)
    for index in first..<max(first, sorted.count) where sorted[index] > jump * sorted[index - 1] {
      return sorted.count - index
    }
    return 0
  }

  private static func body(_ sorted: [Double], _ simplicity: Double) -> LognormalMixture {
    guard let search = MixtureSearch(sorted) else {
      // A spike whose width is a thousandth of its place.
      let width = max(sorted[0], 1e-6) * 1e-3
      return LognormalMixture(
        shift: max(sorted[0] - width, 0),
        parts: [
          .init(probability: 1, median: min(width, max(sorted[0], 1e-9)), sigma: MixtureStart.leastSigma)
        ])
    }
    // Six numbers say nothing about a handful of values.
    if sorted.count < 8 { return search.nearest(parts: 1).mixture }
    let two = search.nearest(parts: 2)
    if simplicity > 0 {
      let one = search.nearest(parts: 1)
      if one.statistic <= two.statistic + simplicity { return one.mixture }
    }
    return two.mixture
  }

  /// One lognormal for the calls that hang and one for the others; nil where none hang, or the others need both.
  private static func withHanging(_ sorted: [Double]) -> LognormalMixture? {
    let hanging = hanging(sorted)
    guard hanging > 0, sorted.count - hanging >= 8,
      let search = MixtureSearch(Array(sorted.dropLast(hanging)))
    else { return nil }
    let one = search.nearest(parts: 1)
    guard one.statistic <= misfit else { return nil }
    return adding(Array(sorted.suffix(hanging)), of: sorted.count, to: one.mixture)
  }

  /// The mixture with a further part for the calls that hang.
  private static func adding(
    _ slow: [Double], of count: Int, to mixture: LognormalMixture
  ) -> LognormalMixture {
    let share = Double(slow.count) / Double(count)
    let logarithms = slow.map { PortableMath.log($0 - mixture.shift) }
    let mean = logarithms.reduce(0, +) / Double(slow.count)
    let square = logarithms.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(slow.count)
    var parts = mixture.parts
    for index in parts.indices { parts[index].probability *= 1 - share }
    // One or two values say little about their spread.
    let sigma = min(max(square.squareRoot(), 0.1), MixtureStart.greatestSigma)
    parts.append(.init(probability: share, median: PortableMath.exp(mean), sigma: sigma))
    return LognormalMixture(shift: mixture.shift, parts: parts)
  }
}
