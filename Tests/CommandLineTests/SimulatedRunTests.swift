// The built program with the simulation behind it: verdicts as exit statuses, reports as bytes, interruption.

import Foundation
import RunReport
import Testing

@Suite(.serialized) struct SimulatedRunTests {
  private let program: BuiltProgram
  private static let scenarios = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "scenarios")
  private static let small = scenarios.appending(path: "normal-5k.yaml").path

  init() throws { program = try BuiltProgram() }

  @Test
  func aPassEndsWithZeroAndIsSilentOnErrorWhenPiped() throws {
    defer { program.remove() }
    let ending = try program.run(["run", Self.small, "--out", "out"], environment: ["TERM": "xterm"])
    #expect(ending.status == 0)
    #expect(ending.output.hasPrefix("✓ PASSED"))
    #expect(!ending.output.contains("\u{1B}"))
    #expect(ending.error.isEmpty)
    #expect(program.files == ["out", "out/report.json", "out/wallclock.json"])
  }

  @Test
  func aBreachEndsWith99() throws {
    defer { program.remove() }
    let ending = try program.run([
      "run", Self.small, "--out", "out", "--set", "llm.concurrency=60", "--duration", "60s",
    ])
    #expect(ending.status == 99)
    #expect(ending.output.hasPrefix("✗ FAILED"))
  }

  /// The exam peak on the design's plans, in short form: one Redis database of 10,000 commands a second.
  @Test
  func oneDatabaseIsNotEnoughAndTheSummarySaysSo() throws {
    defer { program.remove() }
    let exam = Self.scenarios.appending(path: "exam-peak-100k.yaml").path
    let arguments = ["run", exam, "--users", "20000", "--duration", "60s", "--out", "out"]
    let bought = try program.run(arguments + ["--no-thresholds"])
    #expect(bought.output.contains("11 more databases, $0.00 a month"))
    let ending = try program.run(arguments + ["--set", "plans.redis.databases=1"])
    #expect(ending.status == 99)
    #expect(ending.output.contains("  Redis commands of each database: 10,000 a second, short for"))
    #expect(ending.output.contains("The bottleneck: Redis commands of each database, none left for"))
  }

  /// The committed report: whatever changes a result shows here, and is written anew by `make reference`.
  @Test
  func theReferenceReportIsWhatARunSays() throws {
    defer { program.remove() }
    let reference = Self.scenarios.deletingLastPathComponent()
      .appending(path: "reports/reference/normal-5k/report.json")
    let ending = try program.run(["run", Self.small, "--json", "--quiet", "--out", "out"])
    #expect(ending.status == 0)
    #expect(
      Data(ending.output.utf8) == (try Data(contentsOf: reference)),
      "make reference writes the report anew, if the change is meant")
  }

  @Test
  func anInterruptedRunEndsWith105AndAPartialReport() throws {
    defer { program.remove() }
    let ending = try program.run(
      ["run", Self.small, "--out", "out", "--users", "200000", "--duration", "2h"], interruptAfter: 1)
    #expect(ending.status == 105)
    let bytes = try Data(contentsOf: program.directory.appending(path: "out/report.json"))
    let report = try RunReport(canonicalJSON: Array(bytes))
    #expect(report.run.isPartial && report.verdict == .interrupted)
  }

  @Test
  func anOutputPathThatCannotBeEndsWith1() throws {
    defer { program.remove() }
    try program.write("in the way", to: "file")
    let ending = try program.run(["run", Self.small, "--out", "file/below"])
    #expect(ending.status == 1)
    #expect(ending.error.contains("file"))
  }

  @Test
  func invalidScenariosEndWith104AndWriteNothing() throws {
    defer { program.remove() }
    try program.write("seed: 1\nsede: 2\n", to: "a.yaml")
    for command in ["run", "validate"] {
      let ending = try program.run([command, "a.yaml"])
      #expect(ending.status == 104)
      #expect(ending.error.contains("a.yaml:2:1"))
      #expect(ending.output.isEmpty)
      #expect(program.files == ["a.yaml"])
    }
  }

  @Test
  func aWrongSettingEndsWith104AndWritesNothing() throws {
    defer { program.remove() }
    try program.write("seed: 1\n", to: "a.yaml")
    let wrong = [
      ["--set", "llm.concurency=1"], ["--set", "llm.concurrency=-5"], ["--set", "llm.concurrency=many"],
      ["--users", "none"], ["--duration", "soon"], ["--duration", "0s"],
    ]
    for arguments in wrong {
      let ending = try program.run(["run", "a.yaml"] + arguments)
      #expect(ending.status == 104, "\(arguments): \(ending.error)")
      #expect(ending.error.contains(arguments[1].prefix { $0 != "=" }), "\(ending.error)")
      #expect(program.files == ["a.yaml"])
    }
  }

  @Test
  func theShippedScenariosAreValid() throws {
    defer { program.remove() }
    let exam = Self.scenarios.appending(path: "exam-peak-100k.yaml").path
    let replay = Self.scenarios.appending(path: "trace-replay.yaml").path
    let cold = Self.scenarios.appending(path: "cold-cache.yaml").path
    let ending = try program.run(["validate", Self.small, exam, replay, cold])
    #expect(ending.status == 0)
    #expect(ending.output.split(separator: "\n").count == 4)
  }
}
