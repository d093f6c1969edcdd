// The whole product on scenarios that ship with it: read, simulated, judged, and written as JSON. Memory is jemalloc's
// here; `make exam-ratio` measures the program as it is built.

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

/// The exam peak from a thousand people to a million, and the quiet five minutes of 5,000.
enum Scenarios {
  /// Adds the benchmarks. A thousand people have 46 slots instead of 4,600, with the same load on each, and so wait
  /// longer: the small exams fail on that, as they must.
  static func register() {
    add("scenario-normal-5k", "normal-5k", ends: .passed, sends: 10_000..., iterations: 10)
    add(
      "scenario-exam-peak-1k", "exam-peak-100k", scale: 0.01, ends: .breached, sends: 34_000...,
      iterations: 10)
    add(
      "scenario-exam-peak-10k", "exam-peak-100k", scale: 0.1, ends: .breached, sends: 340_000...,
      iterations: 5)
    add("scenario-exam-peak-100k", "exam-peak-100k", ends: .passed, sends: 3_400_000..., iterations: 2)
    add(
      "scenario-exam-peak-1M", "exam-peak-100k", scale: 10, ends: .passed, sends: 34_000_000..., iterations: 1
    )
  }

  /// A benchmark of the scenario in `file`, `scale` times as large: each iteration must end as said, and give the bytes
  /// of the first.
  private static func add(
    _ name: String, _ file: String, scale: Double = 1, ends verdict: RunReport.Verdict,
    sends requests: PartialRangeFrom<Int>,
    iterations: Int
  ) {
    let firstHash = FirstHash()
    let configuration = Effort.configuration(
      [.cpuTotal, .wallClock, .peakMemoryResident, RunMetric.people, RunMetric.events], warmupIterations: 0,
      maxSeconds: 300,
      maxIterations: iterations)
    Benchmark(name, configuration: configuration) { benchmark in
      let (report, bytes) = try await run(file, scale)
      benchmark.stopMeasurement()
      let hash = bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
      expect(benchmark, report.verdict == verdict, report.verdict)
      expect(benchmark, report.invariantsHold && !report.invariants.isEmpty, report.invariants)
      expect(benchmark, requests.contains(report.requests.sent), report.requests.sent)
      let first = firstHash.note(hash)
      expect(benchmark, hash == first, "the hash \(hash) of the report, where the first was \(first)")
      benchmark.measurement(RunMetric.people, report.run.people)
      benchmark.measurement(RunMetric.events, report.totalEvents)
    }
  }

  private static func run(_ name: String, _ scale: Double) async throws -> (report: RunReport, bytes: [UInt8])
  {
    let file = URL(filePath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "scenarios/\(name).yaml")
    let text = Array(try Data(contentsOf: file))
    let scenario = try ScenarioReader.read(bytes: text, fileName: "\(name).yaml").scaled(by: scale)
    let report = await (try Simulation(scenario)).run()
    return (report, try report.canonicalJSON())
  }
}
