// Runs one kernel workload and prints a line like the C++ reference's, so that a script can compare the two.

import KernelWorkloads

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// `KernelYardstick a|b|c [jobs or users] [server factor of c]`
@main
struct KernelYardstick {
  static func main() async {
    let arguments = CommandLine.arguments
    let workload = arguments.count > 1 ? arguments[1] : "c"
    let size = arguments.count > 2 ? Int(arguments[2]) : workload == "c" ? 100_000 : 1_000_000
    let factor = arguments.count > 3 ? Double(arguments[3]) : 1.05
    guard let size, let factor, size > 0, factor > 0, ["a", "b", "c"].contains(workload) else {
      print("usage: KernelYardstick a|b|c [jobs or users] [server factor of c]")
      exit(64)
    }
    let start = cpuSeconds()
    let events: Int
    let check: String
    switch workload {
    case "a":
      let result = await SingleServer(jobs: size).run()
      (events, check) = (result.events, "\(result.meanSojournSeconds),\(result.finished)")
    case "b":
      let result = await TwoClasses(jobs: size).run()
      (events, check) = (result.events, "\(result.meanWaitSeconds.urgent),\(result.meanWaitSeconds.other)")
    default:
      let result = await ClosedPopulation(users: size, serverFactor: factor).run()
      (events, check) = (result.events, "\(result.meanWaitSeconds),\(result.requests)")
    }
    let cpu = cpuSeconds() - start
    print(
      "peer=peakload-actors wl=\(workload) n=\(size) events=\(events) sim_cpu=\(cpu) "
        + "ns_per_event=\(cpu * 1e9 / Double(events)) check=\(check)")
  }

  /// CPU time of this process, in seconds.
  static func cpuSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
