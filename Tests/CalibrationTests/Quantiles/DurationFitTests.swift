// The fit of durations: known distributions are found again, and no sample is too odd for a fit.

import Calibration
import Testing

@Suite struct DurationFitTests {
  static let known = [
    LognormalMixture(shift: 0.2, parts: [.init(probability: 1, median: 0.15, sigma: 0.4)]),
    LognormalMixture(
      shift: 0.1,
      parts: [
        .init(probability: 0.8, median: 0.3, sigma: 0.25), .init(probability: 0.2, median: 3, sigma: 0.5),
      ]),
    LognormalMixture(
      shift: 0.5,
      parts: [
        .init(probability: 0.55, median: 0.1, sigma: 0.2), .init(probability: 0.45, median: 8, sigma: 1),
      ]),
  ]

  /// Of 400 draws the 99th percentile is known to about a third of itself, the median to a few hundredths.
  @Test(arguments: known.indices) func findsAKnownMixtureAgain(index: Int) {
    let mixture = Self.known[index]
    var sample = SeededSample(seed: UInt64(index))
    let fit = DurationFit(sample.draws(400, of: mixture))
    #expect(fit.distance < 0.035)
    let grid = (1..<200).map { mixture.quantile(Double($0) / 200) }
    let apart = grid.map { (fit.mixture.cumulative($0) - mixture.cumulative($0)).magnitude }.max() ?? 1
    #expect(apart < 0.08)
    for (probability, tolerance) in [(0.25, 0.15), (0.5, 0.25), (0.9, 0.25), (0.99, 0.5)] {
      let ratio = fit.mixture.quantile(probability) / mixture.quantile(probability)
      #expect((ratio - 1).magnitude < tolerance, "\(probability): \(ratio)")
    }
  }

  @Test func orderDoesNotMatter() {
    var sample = SeededSample(seed: 5)
    let values = sample.draws(90, of: Self.known[1])
    #expect(DurationFit(values) == DurationFit(sample.shuffled(values)))
  }

  @Test func unitDoesNotMatter() {
    var sample = SeededSample(seed: 6)
    let values = sample.draws(90, of: Self.known[1])
    // A power of two changes no digit, a thousand the last one of some.
    let seconds = DurationFit(values)
    #expect(DurationFit(values.map { $0 * 1024 }).mixture == seconds.mixture.scaled(by: 1024))
    let milliseconds = DurationFit(values.map { $0 * 1000 })
    for probability in [0.1, 0.5, 0.9, 0.99] {
      let ratio = milliseconds.mixture.quantile(probability) / seconds.mixture.quantile(probability)
      #expect((ratio / 1000 - 1).magnitude < 0.02)
    }
  }

  /// As of an endpoint where one call in seventy takes a hundred times as long.
  @Test func callsThatHangAreAPartOfTheirOwn() {
    var sample = SeededSample(seed: 7)
    let quick = sample.draws(148, of: Self.known[0])
    let fit = DurationFit(quick + [51, 55])
    #expect(fit.distance < 0.06)
    #expect((40...65).contains(fit.mixture.quantile(0.995)))
    #expect(fit.mixture.quantile(0.98) < 2)
    #expect((fit.mixture.quantile(0.5) / DurationFit(quick).mixture.quantile(0.5) - 1).magnitude < 0.03)
  }

  static let odd: [[Double]] = [
    [0], [2], [3, 3, 3, 3], [0, 0, 0, 5], [0, 0], [1, 2], [1e-9, 1e4], [0.5, 0.5, 0.5, 0.6],
    (0..<40).map { 0.3 + Double($0 % 3) * 0.01 },
    (0..<60).map { $0 == 17 ? 0.251 : 0.25 },
    (0..<50).map { 1 + Double($0) * 1e-12 },
    (0..<45).map { [0.2, 5, 80][$0 % 3] },
    (0..<100).map { Double($0) },
    (0..<64).map { 1e-6 * Double(1 << ($0 / 2)) },
    (0..<40).map { $0 < 36 ? 0 : Double($0) },
  ]

  @Test(arguments: odd) func noSampleIsTooOdd(sample: [Double]) throws {
    let fit = DurationFit(sample)
    let least = try #require(sample.min())
    #expect(fit.distance >= 0 && fit.distance <= 1)
    #expect(fit.mixture.shift >= 0 && fit.mixture.shift <= least)
    #expect((fit.mixture.parts.reduce(0) { $0 + $1.probability } - 1).magnitude < 1e-9)
    for part in fit.mixture.parts {
      #expect(part.probability > 0 && part.median > 0 && part.median.isFinite)
      #expect(part.sigma >= 0.02 && part.sigma <= 3)
    }
    // A continuous function misses half a step of equal values, and all of one at 0, the least shift.
    let spike = sample.map { value in sample.count { $0 == value } }.max() ?? 0
    let step = 0.5 * Double(spike) / Double(sample.count)
    if sample.count >= 8, least > 0 { #expect(fit.distance < max(0.25, step + 0.15), "\(fit)") }
  }

  @Test func oneLognormalIsKeptWhereTwoAddNothing() {
    var sample = SeededSample(seed: 8)
    let values = sample.draws(120, of: Self.known[0])
    #expect(DurationFit(values, simplicity: 0.03).mixture.parts.count == 1)
    let mixed = sample.draws(120, of: Self.known[2])
    #expect(DurationFit(mixed, simplicity: 0.03).mixture.parts.count == 2)
  }

  @Test func largeSamplesCostNoMore() {
    var sample = SeededSample(seed: 9)
    let fit = DurationFit(sample.draws(20_000, of: Self.known[1]))
    #expect(fit.distance < 0.01)
  }
}
