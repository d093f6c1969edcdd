// Samples of known distributions for the tests of fits.

import Calibration
import Statistics

/// Draws that depend on a seed alone.
struct SeededSample {
  private let key: UInt64
  private var index: UInt64 = 0

  init(seed: UInt64) { key = SplitMix64.mix(seed &+ SplitMix64.increment) }

  /// A number in (0, 1).
  mutating func uniform() -> Double {
    defer { index += 1 }
    return (Double(SplitMix64.draw(key: key, index: index) >> 11) + 0.5) * 0x1p-53
  }

  mutating func draws(_ count: Int, of mixture: LognormalMixture) -> [Double] {
    (0..<count).map { _ in mixture.draw(uniform()) }
  }

  mutating func shuffled(_ values: [Double]) -> [Double] {
    var values = values
    for last in stride(from: values.count - 1, to: 0, by: -1) {
      values.swapAt(last, Int(uniform() * Double(last + 1)))
    }
    return values
  }
}
