// Exponential numbers by a ziggurat of 256 layers: one multiplication and one comparison in 99 of 100 draws.

import QueueModel

/// The exponential distribution of mean 1, drawn from 64 random bits.
///
/// Eight bits choose the layer, 56 the place in it. One draw in ninety needs more bits (the tail, or the wedge
/// under the curve): they come from a stream whose key is mixed from the first 64, so a draw stays a function of
/// its index. Tables are committed; tail and wedge go through `PortableMath`.
@usableFromInline
package struct ExponentialZiggurat: Sendable {
  @usableFromInline let layers = ZigguratLayers(
    acceptance: ExponentialZigguratTables.acceptance, widths: ExponentialZigguratTables.widths)

  /// The one copy of the tables.
  @usableFromInline package static let shared = ExponentialZiggurat()

  private init() {}

  /// The number that belongs to 64 random bits.
  @inlinable @inline(__always)
  package func value(_ bits: UInt64) -> Double {
    let layer = layers[bits]
    let place = bits &>> 8
    if place < layer.acceptance { return Double(Int64(truncatingIfNeeded: place)) * layer.width }
    return Self.slowValue(bits)
  }

  /// The number for bits that fall outside their layer's certain part.
  @usableFromInline @inline(never)
  static func slowValue(_ bits: UInt64) -> Double {
    var further = RandomStream(key: RandomBits.mix(bits ^ RandomBits.delta))
    var bits = bits
    while true {
      let layer = Int(bits & 255)
      let place = bits >> 8
      let value = Double(Int64(place)) * ExponentialZigguratTables.widths[layer]
      if place < ExponentialZigguratTables.acceptance[layer] { return value }
      if layer == 0 { return ExponentialZigguratTables.tail - PortableMath.log(further.nextUniformOpen()) }
      let lower = ExponentialZigguratTables.heights[layer]
      let upper = ExponentialZigguratTables.heights[layer + 1]
      if lower + further.nextUniform() * (upper - lower) < PortableMath.exp(-value) { return value }
      bits = further.next()
    }
  }
}
