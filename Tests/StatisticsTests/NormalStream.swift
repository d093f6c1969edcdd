// Normal noise for tests, from a generator of their own: a test that fails fails on every machine.

import Statistics

/// SplitMix64 through the inverse normal distribution.
struct NormalStream {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// Uniform in (0, 1).
  mutating func nextUniform() -> Double {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    z ^= z >> 31
    return (Double(z >> 12) + 0.5) * 0x1p-52
  }

  /// Standard normal.
  mutating func next() -> Double { NormalDistribution.quantile(nextUniform()) }
}
