// Whole-number randomness for the designs of experiments: a pure function of seed and place.

/// The output function of SplitMix64 (G. L. Steele, D. Lea, C. H. Flood, OOPSLA 2014; finaliser by D. Stafford).
package enum SplitMix64 {
  /// The increment of the generator: 2^64 over the golden ratio, made odd.
  package static let increment: UInt64 = 0x9E37_79B9_7F4A_7C15

  /// A one-to-one scrambling of 64 bits.
  package static func mix(_ bits: UInt64) -> UInt64 {
    var z = bits
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// The `index`-th draw (from 0) of the generator that was seeded with `key`.
  package static func draw(key: UInt64, index: UInt64) -> UInt64 {
    mix(key &+ (index &+ 1) &* increment)
  }
}
