// The whole product on a scenario that ships with it: read, simulated, judged, and written as JSON. Memory is
// jemalloc's here; `make exam-ratio` measures the program as it is built.

import Benchmark
import Measuring
import RunReport
import Scenario
import Sim

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The exam peak of 100,000 people, and the quiet five minutes of 5,000.
enum ExamPeak {
  /// Adds the benchmarks.
  static func register() {
    add("normal-5k", requestsAbove: 10_000, iterations: 10)
    add("exam-peak-100k", requestsAbove: 3_400_000, iterations: 2)
  }

  /// A benchmark of the scenario `name`: it must pass, and each iteration must give the bytes of the first.
  private static func add(_ name: String, requestsAbove fewest: Int, iterations: Int) {
    let firstHash = FirstHash()
    let configuration = Effort.configuration(
      [.cpuTotal, .wallClock, .throughput, .peakMemoryResident], warmupIterations: 0, maxSeconds: 300,
      maxIterations: iterations)
    Benchmark(name, configuration: configuration) { benchmark in
      let (report, bytes) = try await run(name)
      let hash = bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
      expect(benchmark, report.verdict == .passed, report.verdict)
      expect(benchmark, report.invariantsHold && !report.invariants.isEmpty, report.invariants)
      expect(benchmark, report.requests.sent > fewest, report.requests.sent)
      let first = firstHash.note(hash)
      expect(benchmark, hash == first, "the hash \(hash) of the report, where the first was \(first)")
    }
  }

  private static func run(_ name: String) async throws -> (report: RunReport, bytes: [UInt8]) {
    let file = URL(filePath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "scenarios/\(name).yaml")
    let text = Array(try Data(contentsOf: file))
    let scenario = try ScenarioReader.read(bytes: text, fileName: "\(name).yaml")
    let report = await (try Simulation(scenario)).run()
    return (report, try report.canonicalJSON())
  }
}
