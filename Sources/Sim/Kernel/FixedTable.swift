// Tables that are made once before a run and only read in it. An array would count references at each look and
// check bounds that cannot be wrong: a tenth of a run went into that.

/// Values in one piece of memory, never changed: a pointer and a count, so that a copy costs nothing.
///
/// It is `@unchecked Sendable` because the memory is written before the value exists and never again; the
/// ``FixedTables`` that made it owns the memory. Debug builds check every index.
@usableFromInline
package struct FixedTable<Element: BitwiseCopyable>: @unchecked Sendable, BitwiseCopyable {
  @usableFromInline let base: UnsafePointer<Element>
  @usableFromInline package let count: Int

  @usableFromInline init(base: UnsafePointer<Element>, count: Int) {
    self.base = base
    self.count = count
  }

  /// The value at `index`, which must be below `count`.
  @inlinable package subscript(index: Int) -> Element {
    @inline(__always) unsafeAddress {
      #if DEBUG
        precondition(index >= 0 && index < count, "value \(index) of \(count)")
      #endif
      return base + index
    }
  }
}

/// Makes tables and owns their memory: they are valid as long as it lives.
///
/// It is `@unchecked Sendable` because it is filled by one owner before it is shared, and only freed afterwards.
@usableFromInline
package final class FixedTables: @unchecked Sendable {
  private var memory: [UnsafeMutableRawPointer] = []

  /// No tables yet.
  package init() {}

  deinit {
    for piece in memory { piece.deallocate() }
  }

  /// A table of `values`.
  package func table<Element: BitwiseCopyable>(_ values: [Element]) -> FixedTable<Element> {
    let bytes = max(1, values.count * MemoryLayout<Element>.stride)
    let piece = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
    memory.append(piece)
    let base = piece.bindMemory(to: Element.self, capacity: values.count)
    for (index, value) in values.enumerated() { (base + index).initialize(to: value) }
    return FixedTable(base: UnsafePointer(base), count: values.count)
  }
}
