// `peakload run`: the flags, and the order in which a run reads, simulates, writes and prints.

import ArgumentParser
import Experiments
import QueueModel
import RunReport
import Scenario

/// Runs one scenario in virtual time and judges it.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run a scenario in virtual time and judge it against its thresholds.",
    discussion: """
      Writes report.json, the same bytes for the same scenario and seed, and wallclock.json beside it.
      Ctrl-C ends the run early with a report marked partial, of replications with those that are finished; a
      second Ctrl-C ends it at once.

      EXAMPLES
        peakload run scenarios/normal-5k.yaml
        peakload run scenarios/exam-peak-100k.yaml --seed 7
        peakload run scenarios/exam-peak-100k.yaml --set llm.concurrency=3800
        peakload run scenarios/exam-peak-100k.yaml --users 50000 --duration 20m
        peakload run scenarios/exam-peak-100k.yaml --scale 10 --out /tmp/million
        peakload run scenarios/normal-5k.yaml --json --quiet > report.json
        peakload run scenarios/normal-5k.yaml --replications 10
        peakload run scenarios/exam-peak-100k.yaml --precision 1% --maximum-replications 50
      """)

  @Argument(help: "The scenario file.", completion: .file(extensions: ["yaml", "yml"]))
  var scenario: String

  @Option(help: .init("Seed of every random stream, in place of the scenario's.", valueName: "number"))
  var seed: UInt64?

  @Option(
    name: .customLong("set"), parsing: .unconditionalSingleValue,
    help: .init(
      "Replace a key of the scenario, such as llm.concurrency=3000; repeatable.", valueName: "key=value"))
  var settings: [String] = []

  @Option(help: .init("Number of people; short for --set population.people=…", valueName: "number"))
  var users: String?

  @Option(
    help: .init(
      "The same system this many times as large: people, slots, limits and level thresholds.",
      valueName: "factor"))
  var scale: Double = 1

  @Option(
    help: .init(
      "Time during which questions are sent, such as 20m; bells and windows beyond it are left out."))
  var duration: String?

  @Option(
    help: .init("Where the report goes. (default: reports/<scenario>)", valueName: "directory"),
    completion: .directory)
  var out: String?

  @OptionGroup(title: "Replications")
  var replication: ReplicationOptions

  @Flag(help: "Measure, but judge nothing.")
  var noThresholds = false

  @Flag(name: .shortAndLong, help: "No progress, and of the summary only the verdict.")
  var quiet = false

  @Flag(help: "Print report.json to standard output; the summary goes to standard error.")
  var json = false

  func validate() throws {
    guard scale > 0, scale <= 10_000 else {
      throw ValidationError("--scale must be more than 0 and at most 10000, not \(scale).")
    }
  }
}

extension RunCommand: WorldCommand {
  func run(in world: World, with driver: RunDriver) throws -> ExitStatus {
    let repeated = RepeatCommand(self, programName: world.programName)
    let people = users.map { [Override(key: "population.people", value: $0, flag: "--users, read as")] }
    let file = ScenarioFile(path: scenario, settings: settings, shorthands: people ?? [])
    var (scenario, overrides): (Scenario, [RunReport.Override])
    var notes: [String] = []
    do {
      (scenario, overrides) = try file.scenario(in: world, with: driver)
      if let duration {
        (scenario, notes) = try driver.lasting(scenario, duration)
        overrides.append(.init(key: "duration", value: duration))
      }
    } catch let invalid as InvalidScenario {
      return invalid.report(in: world)
    }
    if let seed { scenario.seed = seed }
    if noThresholds { scenario.thresholds = [] }
    if scale != 1 { scenario = driver.scaled(scenario, scale) }

    let plan = try replication.plan(cores: world.machine.processors())
    let simulate = try simulation(of: scenario, overrides, plan, in: world, with: driver)
    let files = ReportFiles(directory: out ?? ReportFiles.defaultDirectory(for: scenario.name))
    try files.prepare(in: world)
    world.beginListening()
    let stopwatch = Stopwatch(world.machine)
    var result: Replications.Result
    do {
      result = try simulate()
    } catch let error as SteadyStateError {
      throw Self.failure(error)
    } catch {
      throw Failure(
        "the run failed: \(error)\nseed \(scenario.seed)",
        hint: "repeat: \(repeated.text(seed: scenario.seed))")
    }
    result.report.run.notes.insert(contentsOf: notes, at: 0)
    markPartial(&result.report, in: world)
    let wallClock = stopwatch.stop(
      events: result.events, simulatedNanoseconds: result.simulatedNanoseconds, threads: plan?.threads)
    try files.write(result.report, wallClock, in: world)
    // One that broke an invariant is reported, and repeated, by itself.
    let report = result.report
    let isOne = report.verdict == .broken && report.replication == nil
    let command = repeated.text(seed: isOne ? report.run.seed : scenario.seed, isOne: isOne)
    try show(report, files: files, repeated: command, in: world)
    return Self.status(of: result.report)
  }

  /// The run, or the replications, that are to be simulated.
  private func simulation(
    of scenario: Scenario, _ overrides: [RunReport.Override], _ plan: ReplicationPlan?, in world: World,
    with driver: RunDriver
  ) throws -> () throws -> Replications.Result {
    let options = RunOptions(overrides: overrides, scale: scale)
    let shouldStop = { world.interruption() != nil }
    func bar() -> ProgressBar {
      ProgressBar(durationNanoseconds: scenario.duration.wholeNanoseconds, isShown: !quiet, world: world)
    }
    guard let plan else {
      return {
        var bar = bar()
        defer { bar.erase() }
        let report = try driver.run(scenario, options, { bar.update($0) }, shouldStop)
        return Replications.Result(
          report: report, events: report.totalEvents, simulatedNanoseconds: report.run.endNanoseconds)
      }
    }
    do {
      let replications = try driver.replications(scenario, options, plan)
      return {
        var bar = bar()
        defer { bar.erase() }
        return try replications({ bar.update($0) }, shouldStop)
      }
    } catch let error as SteadyStateError {
      throw Self.failure(error)
    }
  }

  private static func failure(_ error: SteadyStateError) -> Failure {
    Failure("warmUp: auto: \(error)", hint: "make the run longer, or give warmUp a duration")
  }

  /// A run that was asked to stop is partial if it did stop before its end.
  private func markPartial(_ report: inout RunReport, in world: World) {
    if report.run.isPartial, report.run.partialReason == nil, let reason = world.interruption() {
      report.run.partialReason = "interrupted by \(reason)"
    }
    report.settleVerdict()
  }

  private func show(_ report: RunReport, files: ReportFiles, repeated: String, in world: World) throws {
    let stream = json ? world.error : world.output
    let summary = TerminalSummary(
      report,
      surroundings: .init(scenarioPath: scenario, reportPath: files.reportPath, repeatCommand: repeated),
      style: world.style(for: stream))
    if json { try world.output.write(String(decoding: try report.canonicalJSON(), as: UTF8.self)) }
    try stream.write(quiet ? summary.verdictText() : summary.text())
    if report.verdict == .broken {
      world.printError("error: an invariant was broken; seed \(report.run.seed)\n\nhint: repeat: \(repeated)")
    }
  }

  private static func status(of report: RunReport) -> ExitStatus {
    switch report.verdict {
    case .passed, .notJudged: .passed
    case .breached: .breached
    case .inconclusive: .inconclusive
    case .interrupted: .interrupted
    case .broken: .failed
    }
  }
}
