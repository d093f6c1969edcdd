// Durations drawn from each kind of distribution, beside its analytic mean and quantiles.

import Scenario
import Testing

@testable import Sim

@Suite struct SamplerTests {
  private let tables = FixedTables()
  private static let hyper = Distribution.hyperexponential(probabilities: [0.8, 0.2], means: [1, 6])
  private static let quantiles = Distribution.quantiles(
    probabilities: [0, 0.5, 0.9, 1], values: [0, 1, 3, 10])

  /// Distributions with their mean, standard deviation, and some probability and its quantile.
  static let cases: [(Distribution, Double, Double, Double, Double)] = [
    (.constant(2.5), 2.5, 0, 0.5, 2.5),
    (.exponential(mean: 4), 4, 4, 0.9, 9.210340371976184),
    (.erlang(mean: 4, stages: 4), 4, 2, 0.5, 3.672060748850897),
    (hyper, 2, 3.4641016151377544, 0.8, 2.471972569067295),
    (
      .lognormal(median: 2, sigma: 0.5, shift: 1), 3.2662969061336526, 1.2078010664217622, 0.9,
      4.795905414669422
    ),
    // The quantile at 0.912 is that of the first part at 0.95: nothing of the second is so small.
    (
      .lognormalMixture(
        probabilities: [0.96, 0.04], medians: [1, 50], sigmas: [0.5, 0.1], shift: 0.25),
      3.347847556662955, 9.695681870720856, 0.912, 2.526016608514316
    ),
    (.pareto(scale: 1, shape: 3), 1.5, 0.8660254037844386, 0.9, 2.154434690031884),
    (quantiles, 1.7000000000000002, 1.9087517736293877, 0.7, 2),
  ]

  @Test("mean and quantile agree with the analytic values", arguments: cases.indices)
  func moments(index: Int) {
    let (distribution, mean, deviation, probability, quantile) = Self.cases[index]
    let sampler = Sampler(distribution, in: tables)
    var stream = RandomStream(seed: 8, entity: UInt64(index), purpose: RandomPurpose(rawValue: 1))
    let count = 100_000
    let numbers = (0..<count).map { _ in sampler.value(&stream) }.sorted()
    let average = numbers.reduce(0, +) / Double(count)
    let error = 4.5 * deviation / Double(count).squareRoot() + 1e-12
    #expect((average - mean).magnitude < error, "\(distribution): mean \(average), not \(mean)")
    let found = numbers[Int(probability * Double(count))]
    #expect((found / quantile - 1).magnitude < 0.025, "\(distribution): quantile \(found), not \(quantile)")
  }

  @Test("nanoseconds are whole, not negative and bounded")
  func nanoseconds() {
    var stream = RandomStream(seed: 8, entity: 99, purpose: RandomPurpose(rawValue: 1))
    #expect(Sampler(.constant(0.25), in: tables).nanoseconds(&stream) == 250_000_000)
    let wild = Sampler(.pareto(scale: 1, shape: 0.02), in: tables)
    for _ in 0..<1_000 {
      let time = wild.nanoseconds(&stream)
      #expect(time >= 1_000_000_000 && time <= 920_000_000_000_000_000)
    }
  }

  @Test("exponential draws of a sampler have the distribution's shape")
  func shape() {
    let sampler = Sampler(.exponential(mean: 3), in: tables)
    var stream = RandomStream(seed: 12, entity: 1, purpose: RandomPurpose(rawValue: 1))
    let numbers = (0..<50_000).map { _ in sampler.value(&stream) }.sorted()
    #expect(RandomStreamTests.distance(numbers) { 1 - PortableMathForTests.exp(-$0 / 3) } < 2.2)
  }
}
