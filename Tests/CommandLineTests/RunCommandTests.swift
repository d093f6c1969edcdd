// `run`, whole, in a world in memory: what it prints where, what it writes, and how it ends.

import Experiments
import RunReport
import Scenario
import Testing

@testable import peakload

@Suite struct RunCommandTests {
  private let world: TestWorld

  init() {
    world = TestWorld()
    world.files["a.yaml"] = "small"
  }

  @Test func aPassEndsWithZeroAndWritesBothFiles() throws {
    #expect(world.run(["run", "a.yaml"], with: .fake()) == .passed)
    #expect(world.output.hasPrefix("✓ PASSED  small, seed 1: the threshold held\n"))
    #expect(world.output.contains("report  reports/small/report.json\n"))
    #expect(world.output.hasSuffix("repeat  peakload run a.yaml --seed 1\n"))
    #expect(world.error.isEmpty)
    #expect(world.directories == ["reports/small"])
    #expect(
      world.files.keys.sorted() == ["a.yaml", "reports/small/report.json", "reports/small/wallclock.json"])
    let report = try RunReport(
      canonicalJSON: Array(try #require(world.files["reports/small/report.json"]).utf8))
    #expect(report.verdict == .passed)
    let clock = try CanonicalJSON.decode(
      WallClock.self, from: Array(try #require(world.files["reports/small/wallclock.json"]).utf8))
    #expect(clock.started == "2026-01-12T09:00:00Z" && clock.hostThreads == 2 && clock.events == 500)
  }

  @Test func aBreachEndsWith99AndSaysWhy() {
    let driver = RunDriver.fake { scenario, _ in .fake(scenario, passed: false) }
    #expect(world.run(["run", "a.yaml"], with: driver) == .breached)
    #expect(world.output.contains("  failed must have rate<1%, and it was 4.0% [a.yaml:9]\n"))
    #expect(world.files["reports/small/report.json"] != nil)
  }

  @Test func withoutThresholdsNothingIsJudged() {
    let driver = RunDriver.fake { scenario, _ in .fake(scenario, passed: false) }
    #expect(world.run(["run", "a.yaml", "--no-thresholds"], with: driver) == .passed)
    #expect(world.output.hasPrefix("- NOT JUDGED"))
    #expect(world.output.hasSuffix("repeat  peakload run a.yaml --seed 1 --no-thresholds\n"))
  }

  @Test(arguments: [
    ["run", "bad.yaml"], ["run", "a.yaml", "--set", "wrong=1"], ["run", "a.yaml", "--set", "x"],
    ["run", "a.yaml", "--duration", "soon"],
  ])
  func anInvalidScenarioEndsWith104AndWritesNothing(arguments: [String]) {
    world.files["bad.yaml"] = "invalid"
    let before = world.files
    #expect(world.run(arguments, with: .fake()) == .invalidScenario)
    #expect(world.files == before)
    #expect(world.directories.isEmpty)
    #expect(world.output.isEmpty)
    #expect(world.error.hasPrefix("error: "))
  }

  @Test func anInterruptionEndsWith105AndAPartialReport() throws {
    world.interruption = "Ctrl-C (SIGINT)"
    #expect(world.run(["run", "a.yaml"], with: .fake()) == .interrupted)
    #expect(world.output.hasPrefix("! INTERRUPTED  small, seed 1: stopped at 30s of 1m 00s"))
    let report = try RunReport(
      canonicalJSON: Array(try #require(world.files["reports/small/report.json"]).utf8))
    #expect(report.run.isPartial)
    #expect(report.run.partialReason == "interrupted by Ctrl-C (SIGINT)")
    #expect(world.isListening)
  }

  @Test func aBreachThatEndedTheRunIsABreach() {
    let driver = RunDriver.fake { scenario, _ in
      var report = RunReport.fake(scenario, passed: false)
      report.run.isPartial = true
      report.run.partialReason = "a threshold with abortOnFail was breached"
      report.thresholds[0].endedRun = true
      return report
    }
    #expect(world.run(["run", "a.yaml"], with: driver) == .breached)
    #expect(world.output.contains("The run ended early: a threshold with abortOnFail was breached."))
  }

  @Test func aBrokenInvariantEndsWith1AndTheCommandToRepeat() {
    let driver = RunDriver.fake { scenario, _ in
      var report = RunReport.fake(scenario)
      report.invariants = [.init(name: "I3", statement: "slots are conserved", checks: 1, held: false)]
      return report
    }
    #expect(world.run(["run", "a.yaml", "--seed", "5"], with: driver) == .failed)
    #expect(world.error.contains("seed 5") && world.error.contains("repeat: peakload run a.yaml --seed 5\n"))
  }

  @Test func aBrokenInvariantThatEndedTheRunEndsWith1Too() {
    let driver = RunDriver.fake { scenario, _ in
      var report = RunReport.fake(scenario, passed: false)
      report.invariants = [
        .init(
          name: "I3", statement: "slots are conserved", checks: 1, held: false,
          detail: "9 slots are in use, of 8, after event 700 at 12.5 s")
      ]
      report.run.isPartial = true
      report.run.partialReason = "an invariant was broken"
      return report
    }
    #expect(world.run(["run", "a.yaml", "--seed", "5"], with: driver) == .failed)
    #expect(ExitStatus.failed.code == 1)
    #expect(
      world.output.contains("I3 does not hold (slots are conserved): 9 slots are in use, of 8, after event"))
    #expect(world.output.contains("The run ended early: an invariant was broken."))
    #expect(world.error.contains("seed 5") && world.error.contains("repeat: peakload run a.yaml --seed 5\n"))
  }

  @Test func aRunThatThrowsEndsWith1AndTheCommandToRepeat() {
    let driver = RunDriver.fake { _, _ in throw Failure("I1 does not hold") }
    #expect(world.run(["run", "a.yaml", "--seed", "5"], with: driver) == .failed)
    #expect(
      world.error
        == "error: the run failed: I1 does not hold\nseed 5\n\nhint: repeat: peakload run a.yaml --seed 5\n")
    #expect(world.output.isEmpty)
  }

  @Test func aFailedWriteEndsWith1AndThePath() {
    world.unwritablePath = "there/report.json"
    #expect(world.run(["run", "a.yaml", "--out", "there/"], with: .fake()) == .failed)
    #expect(world.error == "error: cannot write there/report.json: No space left on device\n")
  }

  @Test func anUnreadableScenarioEndsWith1() {
    #expect(world.run(["run", "none.yaml"], with: .fake()) == .failed)
    #expect(world.error.contains("none.yaml"))
  }

  @Test func flagsReachTheScenarioAndTheRepeatCommand() throws {
    var seen: (Scenario, RunOptions)?
    let driver = RunDriver.fake { scenario, options in
      seen = (scenario, options)
      return .fake(scenario)
    }
    let arguments = [
      "run", "a.yaml", "--seed", "42", "--set", "llm.model=it's new", "--set", "llm.concurrency=-5",
      "--users", "9",
      "--scale", "10", "--duration", "20m", "--out", "x y",
    ]
    #expect(world.run(arguments, with: driver) == .passed)
    let (scenario, options) = try #require(seen)
    #expect(scenario.seed == 42)
    #expect(scenario.population.people == 10_000)
    #expect(scenario.duration == .seconds(1_200))
    #expect(options.scale == 10)
    #expect(
      options.overrides == [
        .init(key: "llm.model", value: "it's new"), .init(key: "llm.concurrency", value: "-5"),
        .init(key: "population.people", value: "9"), .init(key: "duration", value: "20m"),
      ])
    let command =
      "peakload run a.yaml --seed 42 --set 'llm.model=it'\\''s new' --set llm.concurrency=-5 --users 9 "
      + "--scale 10 --duration 20m --out 'x y'\n"
    #expect(world.output.hasSuffix(command))
  }

  @Test func jsonGoesToOutputAndTheSummaryToError() throws {
    #expect(world.run(["run", "a.yaml", "--json"], with: .fake()) == .passed)
    #expect(world.output == world.files["reports/small/report.json"])
    #expect(world.error.hasPrefix("✓ PASSED"))
  }

  @Test func aQuietRunPrintsItsVerdictOnly() {
    world.errorIsTerminal = true
    #expect(world.run(["run", "a.yaml", "--quiet"], with: .fake()) == .passed)
    #expect(world.output == "✓ PASSED  small, seed 1: the threshold held\n")
    #expect(world.error.isEmpty)
  }

  @Test func progressIsForTerminalsOnly() {
    _ = world.run(["run", "a.yaml"], with: .fake())
    #expect(world.error.isEmpty)
    let watched = TestWorld()
    watched.files = ["a.yaml": "small"]
    watched.errorIsTerminal = true
    _ = watched.run(["run", "a.yaml"], with: .fake())
    #expect(
      watched.error
        == "\r\u{1B}[K[==========          ] 30s of 1m 00s  200× real time  26.7M events/s  "
        + "1,204 waiting  hidden\r\u{1B}[K")
  }

  // MARK: Replications

  @Test func flagsReachTheReplicationsAndTheRepeatCommand() {
    #expect(
      world.run(["run", "a.yaml", "--replications", "5", "--threads", "3", "--seed", "2"], with: .fake())
        == .passed)
    #expect(world.plans == [.init(extent: .count(5), threads: 3)])
    #expect(world.output.hasSuffix("repeat  peakload run a.yaml --seed 2 --replications 5 --threads 3\n"))
    #expect(world.run(["run", "a.yaml", "--precision", "2.5%"], with: .fake()) == .passed)
    #expect(world.plans.last == .init(extent: .precision(0.025, maximum: 100), threads: 2))
    #expect(world.output.hasSuffix("repeat  peakload run a.yaml --seed 1 --precision 2.5%\n"))
    _ = world.run(["run", "a.yaml", "--precision", "0.5", "--maximum-replications", "10"], with: .fake())
    #expect(world.plans.last == .init(extent: .precision(0.5, maximum: 10), threads: 2))
  }

  @Test func aRunWithoutThemIsOne() {
    _ = world.run(["run", "a.yaml"], with: .fake())
    #expect(world.plans.isEmpty)
  }

  @Test func whatNobodyCanTellEndsWith98() {
    let driver = RunDriver.fake { scenario, _ in
      var report = RunReport.fake(scenario, passed: false)
      report.thresholds[0].isInconclusive = true
      return report
    }
    #expect(world.run(["run", "a.yaml", "--replications", "5"], with: driver) == .inconclusive)
    #expect(ExitStatus.inconclusive.code == 98)
  }

  @Test func aReplicationThatBreaksAnInvariantIsRepeatedByItself() {
    let driver = RunDriver.fake { scenario, _ in
      var report = RunReport.fake(scenario)
      report.run.seed = 77
      report.invariants = [.init(name: "I3", statement: "slots are conserved", checks: 1, held: false)]
      return report
    }
    #expect(world.run(["run", "a.yaml", "--replications", "5"], with: driver) == .failed)
    #expect(world.error.contains("seed 77"))
    #expect(world.error.contains("repeat: peakload run a.yaml --seed 77\n"))
  }

  @Test func progressOfReplicationsSaysWhichAndHowLong() {
    world.errorIsTerminal = true
    _ = world.run(["run", "a.yaml", "--replications", "10"], with: .fake())
    #expect(
      world.error
        == "\r\u{1B}[K[==========          ] replication 4 of 10, 3 finished, about 0s left\r\u{1B}[K")
  }

  @Test func colourIsForTerminalsThatWantIt() {
    func output(_ environment: [String: String], isTerminal: Bool) -> String {
      let world = TestWorld()
      world.files = ["a.yaml": "small"]
      world.outputIsTerminal = isTerminal
      world.environment = environment
      _ = world.run(["run", "a.yaml"], with: .fake())
      return world.output
    }
    #expect(output([:], isTerminal: true).contains("\u{1B}["))
    #expect(!output([:], isTerminal: false).contains("\u{1B}["))
    #expect(!output(["NO_COLOR": "1"], isTerminal: true).contains("\u{1B}["))
    #expect(!output(["TERM": "dumb"], isTerminal: true).contains("\u{1B}["))
  }

  @Test(arguments: [
    ("small", "reports/small"), ("../x", "reports/-x"), ("..", "reports/scenario"), ("a b", "reports/a-b"),
  ])
  func theDefaultDirectoryStaysInReports(name: String, directory: String) {
    #expect(ReportFiles.defaultDirectory(for: name) == directory)
  }
}
