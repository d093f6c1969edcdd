// Normal numbers by a ziggurat of 256 layers: one multiplication and one comparison in 98 of 100 draws. Inversion
// would take a quotient of polynomials, and in the tails a logarithm and a root.

import QueueModel

/// The normal distribution of mean 0 and variance 1, drawn from 64 random bits.
///
/// Eight bits choose the layer, one the sign, 55 the place in the layer. Where they do not decide, further bits come
/// from a stream whose key is mixed from the first 64, so a draw stays a function of its index. The tail is
/// G. Marsaglia's ("Generating a Variable from the Tail of the Normal Distribution", Technometrics 6, 1964).
@usableFromInline
package struct NormalZiggurat: Sendable {
  @usableFromInline let layers = ZigguratLayers(
    acceptance: NormalZigguratTables.acceptance, widths: NormalZigguratTables.widths)

  /// The one copy of the tables.
  @usableFromInline package static let shared = NormalZiggurat()

  private init() {}

  /// The number that belongs to 64 random bits.
  @inlinable @inline(__always)
  package func value(_ bits: UInt64) -> Double {
    let layer = layers[bits]
    let place = bits &>> 9
    let size =
      place < layer.acceptance
      ? Double(Int64(truncatingIfNeeded: place)) * layer.width : Self.slowSize(bits)
    // The sign without a branch, which would be foretold wrongly half of the time.
    return Double(bitPattern: size.bitPattern | (bits & 256) &<< 55)
  }

  /// The size of the number for bits that fall outside their layer's certain part.
  @usableFromInline @inline(never)
  static func slowSize(_ bits: UInt64) -> Double {
    var further = RandomStream(key: RandomBits.mix(bits ^ RandomBits.delta))
    var bits = bits
    while true {
      let layer = Int(bits & 255)
      let place = bits >> 9
      let value = Double(Int64(place)) * NormalZigguratTables.widths[layer]
      if place < NormalZigguratTables.acceptance[layer] { return value }
      if layer == 0 { return tail(&further) }
      let lower = NormalZigguratTables.heights[layer]
      let upper = NormalZigguratTables.heights[layer + 1]
      if lower + further.nextUniform() * (upper - lower) < PortableMath.exp(-0.5 * value * value) {
        return value
      }
      bits = further.next()
    }
  }

  private static func tail(_ further: inout RandomStream) -> Double {
    while true {
      let beyond = -PortableMath.log(further.nextUniformOpen()) / NormalZigguratTables.tail
      let height = -PortableMath.log(further.nextUniformOpen())
      if 2 * height > beyond * beyond { return NormalZigguratTables.tail + beyond }
    }
  }
}
