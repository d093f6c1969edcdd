// `run --replications` and `--precision` with the built program: exit statuses, the same bytes for any number of threads,
// what is kept when it is interrupted, and what is refused before anything is written.

import Foundation
import RunReport
import Testing

@Suite(.serialized) struct ReplicatedRunTests {
  private let program: BuiltProgram

  /// Four servers in front of which somebody waits: half a second on average.
  private static let scenario = """
    duration: 200s
    arrivals: {poisson: {rate: 3/s}}
    behaviour: {patience: 1h, cancelShare: 0, refreshShare: 0, dropShare: 0}
    questions: {catalogue: unique}
    system:
      degradation: {enabled: false}
      workers: {slots: 4, firstTokenTimeout: 5m, lease: 10m}
    llm:
      concurrency: 4
      service: {exponential: 1s}

    """

  init() throws {
    program = try BuiltProgram()
    try program.write(Self.scenario, to: "a.yaml")
  }

  private func report() throws -> RunReport {
    let bytes = try Data(contentsOf: program.directory.appending(path: "reports/a/report.json"))
    return try RunReport(canonicalJSON: Array(bytes))
  }

  @Test func everyNumberIsPrintedWithItsInterval() throws {
    defer { program.remove() }
    let ending = try program.run(["run", "a.yaml", "--replications", "3", "--seed", "5"])
    #expect(ending.status == 0, "\(ending.error)")
    #expect(ending.output.hasPrefix("- NOT JUDGED  a, 3 replications from seed 5: "))
    #expect(ending.output.contains("\n  3 replications, 95 % intervals\n"))
    #expect(ending.output.contains("peakload run a.yaml --seed 5 --replications 3\n"))
    let report = try report()
    #expect(report.confidence == .replicated && report.replication?.seeds.first == 5)
    #expect(report.replication?.count == 3 && report.replication?.asked == 3)
    #expect(report.replication?.intervals["latency/queue_wait/student/observed/p95"] != nil)
    let clock = try CanonicalJSON.decode(
      WallClock.self,
      from: Array(try Data(contentsOf: program.directory.appending(path: "reports/a/wallclock.json"))))
    #expect(clock.events > 3 * 1_000 && (clock.threads ?? 0) >= 1)
    // The first replication is the run that has its seed.
    let single = try program.run(["run", "a.yaml", "--seed", "5", "--out", "single"])
    #expect(single.output.contains("unreplicated: one seed, no intervals"))
  }

  @Test func theBytesAreTheSameForAnyNumberOfThreads() throws {
    defer { program.remove() }
    var first: String?
    for threads in [1, 2, 5] {
      let ending = try program.run([
        "run", "a.yaml", "--replications", "5", "--threads", "\(threads)", "--json", "--quiet",
      ])
      #expect(ending.status == 0, "\(ending.error)")
      let isTheSame = ending.output == first ?? ending.output
      #expect(isTheSame, "\(threads) threads give other bytes than one")
      first = ending.output
    }
  }

  // MARK: Thresholds

  @Test(arguments: [("10s", Int32(0), "✓ PASSED"), ("500ms", 98, "? INCONCLUSIVE"), ("1ms", 99, "✗ FAILED")])
  func aThresholdPassesFailsOrCannotBeTold(limit: String, status: Int32, verdict: String) throws {
    defer { program.remove() }
    try program.write(Self.scenario + "thresholds: {queue_wait: [avg<\(limit)]}\n", to: "a.yaml")
    let ending = try program.run(["run", "a.yaml", "--replications", "5"])
    #expect(ending.status == status, "\(ending.output)")
    #expect(ending.output.hasPrefix(verdict))
    // One that failed wins over one that cannot be told.
    try program.write(
      Self.scenario + "thresholds: {queue_wait: [avg<500ms, avg<\(limit)]}\n", to: "a.yaml")
    let both = try program.run(["run", "a.yaml", "--replications", "5", "--quiet"])
    #expect(both.status == max(98, status), "\(both.output)")
  }

  // MARK: Precision

  @Test func thePrecisionIsReachedOrWhatIsMissingIsSaid() throws {
    defer { program.remove() }
    let reached = try program.run(["run", "a.yaml", "--precision", "20%", "--quiet"])
    #expect(reached.status == 0)
    let precise = try #require(try report().replication)
    #expect(precise.precision?.isReached == true && precise.count >= 10 && precise.count < 100)
    let ended = try program.run(["run", "a.yaml", "--precision", "0.01", "--maximum-replications", "11"])
    #expect(ended.status == 0)
    #expect(
      ended.output.contains("precision 1% for means, 2% for p95 and p99: NOT REACHED with 11 replications:"))
    #expect(ended.output.contains("--precision 0.01 --maximum-replications 11\n"))
    let missed = try #require(try report().replication?.precision)
    #expect(
      !missed.isReached && missed.missed.contains { $0.number == "queue_wait avg" && ($0.needed ?? 0) > 11 })
  }

  // MARK: Warm-up

  @Test func aSteadyStateIsSearchedOnlyWhereTheScenarioSaysSo() throws {
    defer { program.remove() }
    let arguments = ["run", "a.yaml", "--replications", "2", "--quiet", "--set", "duration=10m"]
    #expect(try program.run(arguments).status == 0)
    #expect(try report().run.warmUpNanoseconds == 0)
    let steady = try program.run(arguments + ["--set", "warmUp=auto"])
    #expect(steady.status == 0, "\(steady.error)")
    let found = try report()
    let search = try #require(found.replication?.warmUp)
    #expect(search.pilots == 10 && found.run.warmUpNanoseconds >= 60_000_000_000)
  }

  @Test func whereThereIsNoneNothingIsWritten() throws {
    defer { program.remove() }
    let short = try program.run(["run", "a.yaml", "--replications", "2", "--set", "warmUp=auto"])
    #expect(short.status == 1)
    #expect(short.error.hasPrefix("error: warmUp: auto: the run has 20 intervals of ten seconds"))
    #expect(program.files == ["a.yaml"])
    let growing = try program.run([
      "run", "a.yaml", "--replications", "2", "--set", "warmUp=auto", "--set", "duration=10m", "--set",
      "arrivals.poisson.rate=6/s",
    ])
    #expect(growing.status == 1)
    #expect(growing.error.contains("the series of waiting and in flight has not settled"))
    #expect(growing.error.contains("hint: make the run longer"))
    #expect(!program.files.contains { $0.hasSuffix(".json") })
  }

  // MARK: Interruption

  @Test func anInterruptionKeepsWhatIsFinished() throws {
    defer { program.remove() }
    let ending = try program.run(
      ["run", "a.yaml", "--replications", "10000", "--threads", "2"], interruptAfter: 4)
    #expect(ending.status == 105)
    #expect(ending.output.hasPrefix("! INTERRUPTED  a, "))
    #expect(ending.output.contains("of 10000 replications were finished, the numbers are of these"))
    #expect(ending.output.contains("The run ended early: interrupted by Ctrl-C (SIGINT)."))
    let report = try report()
    let replication = try #require(report.replication)
    #expect(report.run.isPartial && replication.count >= 2 && replication.count < 10_000)
    #expect(replication.seeds.count == replication.count)
  }

  @Test func anInterruptionBeforeAnyIsFinishedIsAPartialRun() throws {
    defer { program.remove() }
    let ending = try program.run(
      ["run", "a.yaml", "--replications", "10", "--set", "duration=20h"], interruptAfter: 1)
    #expect(ending.status == 105)
    let report = try report()
    #expect(report.run.isPartial && report.replication == nil && report.run.seed == 1)
    #expect(ending.output.contains("0 of 10 replications were finished: there are no intervals."))
  }

  // MARK: Wrong use

  @Test(arguments: [
    (["--replications", "1"], "2 to 10000"), (["--replications", "10001"], "2 to 10000"),
    (["--replications", "5", "--precision", "1%"], "exclude each other"),
    (["--precision", "0"], "0.01% to 50%"), (["--precision", "60%"], "0.01% to 50%"),
    (["--precision", "1"], "0.01% to 50%"), (["--precision", "little"], "is not a share"),
    (["--precision", "2"], "did you mean 2%?"), (["--maximum-replications", "20"], "--precision"),
    (["--replications", "5", "--maximum-replications", "20"], "--precision"),
    (["--precision", "1%", "--maximum-replications", "9"], "10 to 10000"),
    (["--threads", "2"], "--replications"),
    (["--replications", "5", "--threads", "0"], "1 to 1024"),
  ])
  func wrongUseIsRefusedBeforeAnythingIsWritten(arguments: [String], reason: String) throws {
    defer { program.remove() }
    let ending = try program.run(["run", "a.yaml"] + arguments)
    #expect(ending.status == 64)
    #expect(ending.error.contains(reason), "\(ending.error)")
    #expect(ending.output.isEmpty)
    #expect(program.files == ["a.yaml"])
  }
}
