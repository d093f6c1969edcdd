// What the draws by ziggurat have in common: the layers, laid where a draw finds them at once.

/// The layers of one ziggurat.
///
/// They lie behind a pointer that is never freed, because a bounds check and a once-check for a global array would
/// cost as much as the draw. The memory is written once, before the pointer is published.
@usableFromInline
package struct ZigguratLayers: @unchecked Sendable {
  /// One layer: what a draw needs of it, in one cache line with its neighbours.
  @usableFromInline
  struct Layer: BitwiseCopyable {
    /// A place below this lies under the curve without a further look.
    @usableFromInline var acceptance: UInt64
    /// The layer's right edge, divided by the number of places.
    @usableFromInline var width: Double

    init(acceptance: UInt64, width: Double) {
      self.acceptance = acceptance
      self.width = width
    }
  }

  @usableFromInline static var count: Int { 256 }

  @usableFromInline let layers: UnsafePointer<Layer>

  init(acceptance: [UInt64], widths: [Double]) {
    precondition(
      acceptance.count == Self.count && widths.count == Self.count, "a ziggurat has \(Self.count) layers")
    let layers = KernelMemory.allocate(Layer.self, capacity: Self.count)
    for index in 0..<Self.count { layers[index] = Layer(acceptance: acceptance[index], width: widths[index]) }
    self.layers = UnsafePointer(layers)
  }

  /// The layer that the lowest eight bits choose.
  @inlinable @inline(__always)
  subscript(bits: UInt64) -> Layer { layers[Int(truncatingIfNeeded: bits & 255)] }
}
