// How far the fit of times to first token can be trusted: one half of an endpoint's calls is fitted and the
// other is held against it, many times over. Apart from the tests, so that it can be run over other
// measurements.

internal import Statistics

/// The fit of durations put to the test on one endpoint.
public struct HostedEndpointStudy: Hashable, Sendable {
  /// The endpoint.
  public var name: String
  /// How many durations there are.
  public var count: Int
  /// The fit of all of them.
  public var fit: DurationFit
  /// Of each split the distance between the fit of one half and the other half, over the distance between the
  /// halves: 1 where a fit says as much of what is to come as the calls themselves. Rising.
  public var ratios: [Double]

  /// Fits durations and halves of them.
  ///
  /// - Parameters:
  ///   - splits: Random halves that are fitted, each seeded with its number.
  ///   - durations: In seconds.
  ///
  /// Precondition: two durations or more.
  public init(name: String, durations: [Double], splits: Int) {
    precondition(durations.count >= 2, "\(durations.count) durations have no halves")
    self.name = name
    count = durations.count
    fit = DurationFit(durations)
    ratios = (0..<splits).map { Self.ratio(durations, split: UInt64($0)) }.sorted()
  }

  /// The median of the ratios; nil where there are none.
  public var medianRatio: Double? { Self.median(ratios) }

  /// The middle of numbers; nil where there are none.
  public static func median(_ numbers: [Double]) -> Double? {
    let sorted = numbers.sorted()
    guard !sorted.isEmpty else { return nil }
    return 0.5 * (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2])
  }

  private static func ratio(_ durations: [Double], split: UInt64) -> Double {
    var shuffled = durations
    for last in stride(from: shuffled.count - 1, to: 0, by: -1) {
      let draw = SplitMix64.draw(key: SplitMix64.mix(split), index: UInt64(last))
      shuffled.swapAt(Int(draw.multipliedFullWidth(by: UInt64(last + 1)).high), last)
    }
    let middle = shuffled.count / 2
    let (fitted, other) = (shuffled[..<middle].sorted(), shuffled[middle...].sorted())
    let fit = DurationFit(fitted)
    // Halves that are the same in every step are no measure.
    let apart = max(SampleDistance.between(fitted, and: other), 1 / Double(shuffled.count))
    return SampleDistance.between(other, and: fit.mixture.cumulative) / apart
  }
}
