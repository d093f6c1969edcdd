// A made-up system for tests of the search: thresholds whose values fall or rise along a range, with noise that is the
// same for the same seed at every value in part.

import RunReport

@testable import Experiments

/// What runs of a made-up system say.
struct SyntheticResponse {
  /// Mean of each threshold's value at an index; each must be below 1.
  var means: [@Sendable (Int) -> Double]
  /// Standard deviation of the noise that a seed has at every value.
  var common: Double
  /// Standard deviation of the noise that it has at one value.
  var own: Double
  var seed: UInt64

  static func thresholds(_ count: Int) -> [Threshold] {
    (0..<count).map { number in
      Threshold(
        selector: .init(.attemptsPerJob), aggregate: .value, comparison: .less, limit: 1,
        selectorText: "metric\(number)", expressionText: "value<1")
    }
  }

  /// Searches to the end and returns the search with the indices in the order of the requests.
  func search(
    count: Int, goal: SizingGoal = .smallest, maximumRuns: Int = 36
  ) -> (sizing: Sizing, asked: [SizingRequest]) {
    var sizing = Sizing(
      count: count, thresholds: Self.thresholds(means.count), goal: goal, maximumRuns: maximumRuns)
    var asked: [SizingRequest] = []
    while case let requests = sizing.next(), !requests.isEmpty {
      asked += requests
      // In any order: the result must not depend on it.
      sizing.take(requests.reversed().map(observe))
    }
    return (sizing, asked)
  }

  func observe(_ request: SizingRequest) -> SizingObservation {
    let thresholds = Self.thresholds(means.count)
    let findings = means.indices.map { number in
      let common = common * normal(UInt64(request.replication), 1_000_000_007, UInt64(number))
      let own = own * normal(UInt64(request.replication), UInt64(request.index), UInt64(number))
      let value = means[number](request.index) + common + own
      return RunReport.ThresholdFinding(thresholds[number], observed: value, samples: 1, passed: value < 1)
    }
    return SizingObservation(
      request, findings: findings, cost: Double(request.index), costPerHour: Double(request.index) / 2,
      events: 1)
  }

  /// A standard normal draw (the sum of twelve uniform ones) of the seed and three numbers.
  private func normal(_ a: UInt64, _ b: UInt64, _ c: UInt64) -> Double {
    let key = Self.mix(Self.mix(Self.mix(seed &+ 77) ^ (a &* 0x9E37_79B9)) ^ (b &* 0x85EB_CA6B)) ^ c
    let sum = (0..<12).reduce(0.0) { sum, step in
      sum + Double(Self.mix(key &+ UInt64(step) &* 0x9E37_79B9_7F4A_7C15) >> 11) / Double(1 << 53)
    }
    return sum - 6
  }

  private static func mix(_ bits: UInt64) -> UInt64 {
    var z = bits
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
