// The seeds of replications: a function of the scenario's seed and the number of the replication, and of nothing else.
// Two scenarios with the same seed therefore have the same seeds, and their replications can be compared in pairs.

internal import Scenario

internal import Statistics

/// The seeds of a scenario's replications.
public struct ReplicationSeeds: Hashable, Sendable {
  /// The scenario's own.
  public let seed: UInt64

  /// Pilots are far from all replications.
  private static let firstPilot: UInt64 = 1 << 32

  /// The seeds that follow from `seed`.
  public init(_ seed: UInt64) { self.seed = seed }

  /// The seed of replication `number`, from 0.
  ///
  /// The first has the scenario's seed, so that its report is that of a single run. The others have the draws of
  /// SplitMix64 seeded with it, mix(seed + number · γ) with mix a one-to-one map of 64 bits and γ odd: no two of them
  /// are the same.
  public func replication(_ number: Int) -> UInt64 {
    number == 0 ? seed : SplitMix64.draw(key: seed, index: UInt64(number - 1))
  }

  /// The seed of pilot `number`, from 0; no replication has it.
  public func pilot(_ number: Int) -> UInt64 {
    SplitMix64.draw(key: seed, index: Self.firstPilot + UInt64(number))
  }
}

extension Scenario {
  /// The scenario with another seed.
  func with(seed: UInt64) -> Scenario {
    var scenario = self
    scenario.seed = seed
    return scenario
  }
}
