// What has been asked of jemalloc, which every executable that uses this is linked with in place of malloc.

import CJemalloc

/// jemalloc's counters. Those of the benchmark framework read 0 on this toolchain.
public enum Allocations {
  /// Bytes allocated by the calling thread since it began; freed ones are not taken off.
  public static var bytesOfThisThread: UInt64 { counter("thread.allocated") }

  /// Allocations of the whole process while something is done.
  ///
  /// Gives back what the calling thread keeps at hand, because jemalloc counts only then: what is allocated next takes
  /// longer, so nothing that is timed may follow.
  public static func count(during work: () -> Void) -> Int {
    // Counting allocates too.
    let idle = total
    let before = total
    work()
    return Int(total - before) - Int(before - idle)
  }

  /// Whether the counters see what Swift allocates: without that, nothing allocated would prove nothing.
  public static var areCounted: Bool {
    let before = bytesOfThisThread
    let count = count {
      UnsafeMutableRawPointer.allocate(byteCount: 1 << 16, alignment: 8).deallocate()
    }
    return bytesOfThisThread - before >= 1 << 16 && count == 1
  }

  private static var total: UInt64 {
    let failure = mallctl("thread.tcache.flush", nil, nil, nil, 0)
    precondition(failure == 0, "jemalloc does not flush this thread's cache: error \(failure)")
    var epoch: UInt64 = 1
    let stale = mallctl("epoch", nil, nil, &epoch, MemoryLayout<UInt64>.size)
    precondition(stale == 0, "jemalloc does not renew its counts: error \(stale)")
    // 4096 is MALLCTL_ARENAS_ALL, a macro that Swift does not see.
    return counter("stats.arenas.4096.small.nrequests") + counter("stats.arenas.4096.large.nrequests")
  }

  private static func counter(_ name: String) -> UInt64 {
    var value: UInt64 = 0
    var size = MemoryLayout<UInt64>.size
    let failure = mallctl(name, &value, &size, nil, 0)
    precondition(failure == 0, "jemalloc does not know \(name): error \(failure)")
    return value
  }
}
