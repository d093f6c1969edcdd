// What a run takes of the machine: time, memory, processors. None of it reaches the report.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The clocks and meters of a machine.
struct Machine {
  /// Nanoseconds since the Unix epoch.
  var wallNanoseconds: () -> Int64
  /// Nanoseconds since some moment; never runs backwards.
  var monotonicNanoseconds: () -> Int64
  /// Processor time that this process has used, in seconds.
  var cpuSeconds: () -> Double
  /// Largest resident set of this process so far, in bytes.
  var peakMemoryBytes: () -> Int
  /// Processors that this process may use.
  var processors: () -> Int
}

extension Machine {
  /// The machine that the program runs on.
  static var thisOne: Machine {
    Machine(
      wallNanoseconds: { nanoseconds(of: CLOCK_REALTIME) },
      monotonicNanoseconds: { nanoseconds(of: CLOCK_MONOTONIC) },
      cpuSeconds: {
        let used = usage()
        return seconds(used.ru_utime) + seconds(used.ru_stime)
      },
      peakMemoryBytes: { usage().ru_maxrss * residentUnit },
      processors: { sysconf(Int32(_SC_NPROCESSORS_ONLN)) })
  }

  #if os(Linux)
    /// Linux counts the resident set in KiB.
    private static let residentUnit = 1_024
  #else
    private static let residentUnit = 1
  #endif

  private static func nanoseconds(of clock: clockid_t) -> Int64 {
    var now = timespec()
    clock_gettime(clock, &now)
    return Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
  }

  private static func usage() -> rusage {
    var usage = rusage()
    #if canImport(Glibc)
      getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    #else
      getrusage(RUSAGE_SELF, &usage)
    #endif
    return usage
  }

  private static func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
}
