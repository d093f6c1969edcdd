// The yardstick's workloads on the kernel, and the whole product. Each asserts its result, so that a wrong answer
// cannot be fast.

import Benchmark
import KernelWorkloads
import Measuring
import Synchronization

let benchmarks: @Sendable () -> Void = {
  Benchmark.defaultConfiguration = Effort.configuration(
    [.cpuTotal, .wallClock, .peakMemoryResident, RunMetric.events], maxSeconds: 20, maxIterations: 10)
  singleServer()
  twoClasses()
  closedPopulation(users: 1_000, events: 111_798)
  closedPopulation(users: 100_000, events: 11_238_672)
  closedPopulationMemory()
  Scenarios.register()
}

/// What the table in `docs/performance.md` reads besides time and memory.
enum RunMetric {
  /// Events of a run.
  static let events = BenchmarkMetric.custom("events", polarity: .prefersLarger, useScalingFactor: false)
  /// People in it.
  static let people = BenchmarkMetric.custom("people", polarity: .prefersLarger, useScalingFactor: false)
  /// Shown for a million events, because the framework keeps whole numbers.
  static let allocatedBytes = BenchmarkMetric.custom(
    "allocated bytes per million events", polarity: .prefersSmaller, useScalingFactor: false)
}

/// Workload a: M/M/1.
private func singleServer() {
  Benchmark("kernel-a-single-server") { benchmark in
    let result = await SingleServer(jobs: 1_000_000).run()
    expect(benchmark, result.events == 2_000_000 && (9.5...10.5).contains(result.meanSojournSeconds), result)
    benchmark.measurement(RunMetric.events, result.events)
  }
}

/// Workload b: M/M/400 with two classes.
private func twoClasses() {
  Benchmark("kernel-b-two-classes") { benchmark in
    let result = await TwoClasses(jobs: 1_000_000).run()
    expect(
      benchmark,
      result.events == 2_000_000 && (0.0004...0.0008).contains(result.meanWaitSeconds.urgent)
        && (0.009...0.015).contains(result.meanWaitSeconds.other), result)
    benchmark.measurement(RunMetric.events, result.events)
  }
}

/// Workload c: the closed population; the number of events is a hash of the whole run.
private func closedPopulation(users: Int, events: Int) {
  Benchmark("kernel-c-\(users)-users") { benchmark in
    let result = await ClosedPopulation(users: users).run()
    expect(benchmark, result.events == events, result)
    benchmark.measurement(RunMetric.events, result.events)
  }
}

/// Bytes allocated an event, from the tenth simulated minute on.
private func closedPopulationMemory() {
  let configuration = Effort.configuration(
    [RunMetric.allocatedBytes], warmupIterations: 0, maxSeconds: 20, maxIterations: 1)
  Benchmark("kernel-c-memory", configuration: configuration) { benchmark in
    expect(benchmark, Allocations.areCounted, "jemalloc counts nothing")
    let marks = Mutex<[(bytes: UInt64, events: Int)]>([])
    marks.withLock { $0.reserveCapacity(1024) }
    let result = await ClosedPopulation(users: 100_000).run { seconds, events in
      if seconds > 600 { marks.withLock { $0.append((Allocations.bytesOfThisThread, events)) } }
    }
    let (first, last) = marks.withLock { ($0.first, $0.last) }
    guard let first, let last, last.events > first.events else {
      expect(benchmark, false, "over before it was measured: \(result)")
      return
    }
    let bytesPerEvent = Double(last.bytes - first.bytes) / Double(last.events - first.events)
    benchmark.measurement(RunMetric.allocatedBytes, Int(bytesPerEvent * 1e6))
    expect(benchmark, bytesPerEvent < 1, bytesPerEvent)
  }
}
