// Workload c on the kernel: exact values of queueing theory, the reference's counts, and the same run twice.

import KernelWorkloads
import Testing

@Suite struct ClosedPopulationTests {
  @Test("the formulas give the tabulated values")
  func exactValues() {
    // N = 2, one server, by hand: weights 1, 2 r, 2 r², r = 4/60.
    let exact = ExactClosedPopulation(ClosedPopulation(users: 2, serverFactor: 7.5))
    let ratio = 4.0 / 60
    let busy = (2 * ratio + 2 * ratio * ratio) / (1 + 2 * ratio + 2 * ratio * ratio)
    #expect((exact.throughput / (busy / 4) - 1).magnitude < 1e-12)
    // With a server for each nobody waits.
    let plenty = ExactClosedPopulation(ClosedPopulation(users: 640, serverFactor: 15))
    #expect((plenty.throughput / 10 - 1).magnitude < 1e-12)
    #expect(plenty.meanWaitSeconds.magnitude < 1e-9)
  }

  @Test("throughput and mean wait agree with M/M/c//N", arguments: [0.90, 0.95])
  func agreesWithEquilibrium(serverFactor: Double) async {
    var population = ClosedPopulation(
      users: 1_000, serverFactor: serverFactor, seconds: 3 * 3600, warmUpSeconds: 1800)
    var throughputs: [Double] = []
    var waits: [Double] = []
    for seed in 1...4 as ClosedRange<UInt64> {
      population.seed = seed
      let result = await population.run()
      throughputs.append(Double(result.answers) / 9000)
      waits.append(result.meanWaitSeconds)
    }
    let exact = ExactClosedPopulation(population)
    let throughput = ReplicatedMean(throughputs)
    let wait = ReplicatedMean(waits)
    #expect(throughput.contains(exact.throughput), "\(throughput) and \(exact.throughput), seeds 1 to 4")
    #expect(wait.contains(exact.meanWaitSeconds), "\(wait) and \(exact.meanWaitSeconds), seeds 1 to 4")
    #expect(throughput.relativeHalfWidth(to: exact.throughput) < 0.02)
    #expect(wait.relativeHalfWidth(to: exact.meanWaitSeconds) < 0.5)
  }

  @Test("events and requests come within 0.2 % of the reference's, and twice the same")
  func agreesWithReference() async {
    let population = ClosedPopulation(users: 10_000)
    let result = await population.run()
    #expect((Double(result.events) / 1_123_363 - 1).magnitude < 0.002)
    #expect((Double(result.requests) / 561_998 - 1).magnitude < 0.002)
    #expect(await population.run() == result)
    var other = population
    other.seed = 43
    other.seconds = 60
    var same = population
    same.seconds = 60
    let different = await other.run() != same.run()
    #expect(different)
  }

  @Test("workloads a and b come to their exact means")
  func openWorkloads() async {
    let single = await SingleServer(jobs: 100_000).run()
    #expect(single.events == 200_000)
    #expect((8...12).contains(single.meanSojournSeconds), "\(single)")
    let classes = await TwoClasses(jobs: 100_000).run()
    #expect(classes.events == 200_000)
    // Exact: 0.00062 and 0.0124 s.
    #expect((0.0003...0.0010).contains(classes.meanWaitSeconds.urgent), "\(classes)")
    #expect((0.005...0.025).contains(classes.meanWaitSeconds.other), "\(classes)")
  }
}
