// Every rule is measured: the files of `QueueModel` beside the table of benchmarks in docs/performance.md, which
// `make bench` writes.

import Foundation
import Testing

@Suite struct BenchmarkedRulesTests {
  /// Files that are parts of a rule, with the benchmark that measures the whole.
  private static let parts = [
    "BatchLine": "batching-batchEngine", "BatchStep": "batching-batchEngine",
    "BatchedRequests": "batching-batchEngine", "DecodingRequests": "batching-batchEngine",
    "Job": "jobs-jobQueue", "OrderOfDispatch": "jobs-jobQueue",
    "PairingHeaps": "dispatch-startTimeFairQueuing",
    "PriorityLane": "dispatch-strictPriority", "WaitingLine": "jobs-jobQueue",
    "QuestionUrn": "questions-questionCatalogue",
    "ResponseCacheStorage": "answers-responseCache", "StridePriority": "dispatch-stride",
  ]

  /// Files of words, numbers and protocols, which compute nothing.
  private static let withoutRule: Set = [
    "BatchSettings", "BatchTally",
    "DispatchPolicy", "JobHandle", "Language", "Money", "PlanLimit", "PlatformPlans", "PowersOfTwo",
    "ProviderCall", "ProviderCapacity", "QStashPlan",
    "QuestionID", "ServiceFootprint", "Vocabulary",
  ]

  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// Folder and file of each file of rules; the facets of one type, `Tariff+Lines`, are one.
  private static let files: Set<[String]> = {
    let found = FileManager.default.enumerator(atPath: root.appending(path: "Sources/QueueModel").path)
    let paths = (found?.allObjects as? [String] ?? []).filter { $0.hasSuffix(".swift") }
    return Set(
      paths.map { path in
        let parts = path.dropLast(".swift".count).split(separator: "/").map(String.init)
        return [parts[0], String(parts[parts.count - 1].prefix { $0 != "+" })]
      })
  }()

  /// Folder and file, in small letters, of each benchmark in the table: `limits-slidingwindow`.
  private static func benchmarks() throws -> Set<String> {
    let page = try String(contentsOf: root.appending(path: "docs/performance.md"), encoding: .utf8)
    let names = page.split(separator: "\n").filter { $0.hasPrefix("| `") }
      .compactMap { $0.split(separator: "`").dropFirst().first }
    return Set(names.map { $0.split(separator: "-").prefix(2).joined(separator: "-").lowercased() })
  }

  @Test func everyRuleIsInTheTableOfBenchmarks() throws {
    let measured = try Self.benchmarks()
    #expect(Self.files.count > 60)
    for file in Self.files where !Self.withoutRule.contains(file[1]) {
      let name = Self.parts[file[1]] ?? file.joined(separator: "-")
      let isMeasured = measured.contains(name.lowercased())
      #expect(
        isMeasured,
        """
        no benchmark of \(file[0])/\(file[1]).swift: add one to Benchmarks/Benchmarks/RuleBenchmarks and run make bench
        """)
    }
  }

  @Test func whatIsExemptedIsThere() {
    let names = Set(Self.files.map { $0[1] })
    #expect(Self.withoutRule.union(Self.parts.keys).subtracting(names) == [])
  }
}
