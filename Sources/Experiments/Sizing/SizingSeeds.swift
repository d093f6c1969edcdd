// The seeds of a search: the same ones at every value, so that values are compared under common random numbers.

internal import Statistics

/// The seeds of a search's runs: a function of the scenario's seed and the number of the replication only.
public struct SizingSeeds: Hashable, Sendable {
  /// The scenario's own.
  public let seed: UInt64

  /// The seeds that follow from `seed`.
  public init(_ seed: UInt64) { self.seed = seed }

  /// The scenario's seed for 0, from 1 on the draws of SplitMix64 seeded with it: no two of these are the same.
  public func replication(_ number: Int) -> UInt64 {
    number == 0 ? seed : SplitMix64.draw(key: seed, index: UInt64(number - 1))
  }
}
