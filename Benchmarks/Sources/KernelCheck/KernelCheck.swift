// Holds workload c against the exact values of M/M/c//N and against the C++ reference: ten seeds, long runs.
// Exit code 1 when anything is off.

import KernelWorkloads

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

@main
struct KernelCheck {
  /// A comparison with the equilibrium.
  struct Case {
    var serverFactor: Double
    var warmUpHours: Double
    var hours: Double
  }

  static let users = 10_000
  static let seeds: ClosedRange<UInt64> = 1...10

  static func main() async {
    var isRight = true
    for trial in [
      Case(serverFactor: 0.90, warmUpHours: 0.5, hours: 4),
      Case(serverFactor: 0.95, warmUpHours: 4, hours: 40),
    ] {
      let agrees = await agreesWithEquilibrium(trial)
      isRight = isRight && agrees
    }
    let agrees = await agreesWithReference()
    isRight = isRight && agrees
    print(isRight ? "kernel-check: all agree" : "kernel-check: FAILED")
    exit(isRight ? 0 : 1)
  }

  static func agreesWithEquilibrium(_ trial: Case) async -> Bool {
    var throughputs: [Double] = []
    var waits: [Double] = []
    var population = ClosedPopulation(
      users: users, serverFactor: trial.serverFactor, seconds: (trial.warmUpHours + trial.hours) * 3600,
      warmUpSeconds: trial.warmUpHours * 3600)
    for seed in seeds {
      population.seed = seed
      let result = await population.run()
      throughputs.append(Double(result.answers) / (trial.hours * 3600))
      waits.append(result.meanWaitSeconds)
    }
    let exact = ExactClosedPopulation(population)
    print(
      "N=\(users), \(population.servers) servers (factor \(trial.serverFactor)), \(trial.hours) h "
        + "after \(trial.warmUpHours) h, seeds \(seeds)")
    let throughput = judge(
      "throughput [1/s]", ReplicatedMean(throughputs), exact: exact.throughput, widest: 0.005)
    let wait = judge("mean wait [s]", ReplicatedMean(waits), exact: exact.meanWaitSeconds, widest: 0.03)
    return throughput && wait
  }

  static func judge(_ name: String, _ mean: ReplicatedMean, exact: Double, widest: Double) -> Bool {
    let width = mean.relativeHalfWidth(to: exact)
    let isRight = mean.contains(exact) && width <= widest
    print(
      "  \(name): \(mean.mean) ± \(mean.halfWidth) (\(width * 100) % of the exact value, at most "
        + "\(widest * 100) %), exact \(exact): \(isRight ? "agrees" : "DIFFERS")")
    return isRight
  }

  /// The reference's events and requests of one hour at factor 1.05, seed 42.
  static func agreesWithReference() async -> Bool {
    let result = await ClosedPopulation(users: users).run()
    let events = Double(result.events) / 1_123_363 - 1
    let requests = Double(result.requests) / 561_998 - 1
    let isRight = events.magnitude <= 0.002 && requests.magnitude <= 0.002
    print(
      "N=\(users), factor 1.05: \(result.events) events (\(events * 100) %), \(result.requests) requests "
        + "(\(requests * 100) %) beside the reference, at most 0.2 %: \(isRight ? "agrees" : "DIFFERS")")
    return isRight
  }
}
