// Raw memory for the kernel's large tables: aligned, and on Linux in huge pages, because a million records are
// visited in random order and a page walk would cost as much as the visit.

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Allocation of the kernel's tables. Contents are not initialised.
@usableFromInline
enum KernelMemory {
  static let hugePageBytes = 2 << 20

  /// Room for `capacity` values, aligned to 256 bytes, or to a huge page when it fills half of one.
  @usableFromInline
  static func allocate<Value: BitwiseCopyable>(_: Value.Type, capacity: Int) -> UnsafeMutablePointer<Value> {
    let bytes = max(1, capacity * MemoryLayout<Value>.stride)
    guard bytes >= hugePageBytes / 2 else {
      return UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 256)
        .bindMemory(to: Value.self, capacity: capacity)
    }
    let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: hugePageBytes)
    #if os(Linux)
      // 14 is MADV_HUGEPAGE. Only advice: where it is refused, the memory works all the same.
      _ = madvise(memory, bytes, 14)
    #endif
    return memory.bindMemory(to: Value.self, capacity: capacity)
  }

  /// Gives memory from `allocate` back.
  @usableFromInline
  static func deallocate<Value: BitwiseCopyable>(_ memory: UnsafeMutablePointer<Value>) {
    UnsafeMutableRawPointer(memory).deallocate()
  }
}
