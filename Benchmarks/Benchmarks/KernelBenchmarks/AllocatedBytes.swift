// Bytes that the running thread has asked of jemalloc, which this executable is linked with in place of malloc.

import CJemalloc

/// jemalloc's counter of the calling thread.
enum AllocatedBytes {
  /// Bytes allocated by this thread since it began; freed ones are not taken off.
  static var ofThisThread: UInt64 {
    var bytes: UInt64 = 0
    var size = MemoryLayout<UInt64>.size
    let failure = mallctl("thread.allocated", &bytes, &size, nil, 0)
    precondition(failure == 0, "jemalloc does not count this thread's bytes: error \(failure)")
    return bytes
  }

  /// Whether the counter sees what Swift allocates: without that, nothing allocated would prove nothing.
  static var countAllocations: Bool {
    let before = ofThisThread
    let memory = UnsafeMutableRawPointer.allocate(byteCount: 1 << 16, alignment: 8)
    defer { memory.deallocate() }
    return ofThisThread - before >= 1 << 16
  }
}
