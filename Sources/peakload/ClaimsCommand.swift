// `peakload claims`: runs what the claims of the original design are judged by, and prints the verdicts.

import ArgumentParser
import Claims
import QueueModel
import RunReport
import Scenario

/// Judges what the original design claims about costs.
struct ClaimsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "claims",
    abstract: "Judge what the original design claims about costs, savings and alternatives.",
    discussion: """
      Runs the shipped scenarios with and without the queue (half a minute) and prints each claim with what
      comes out and a verdict: ✓ holds, ✗ does not hold, ? cannot be decided. Nothing is read or written.
      Ends with 0 when it could judge, whatever the verdicts. docs/claims.md says how each row is computed.

      EXAMPLES
        peakload claims
        peakload claims --answers 30
        peakload claims --peak-hours 5 --other-answers 100
        peakload claims --json > claims.json
      """)

  @Option(
    help: .init("Answers a person and month, in place of exam hours and others.", valueName: "number"))
  var answers: Double?

  @Option(help: .init("Exam hours a month. (default: the exam scenario's)", valueName: "hours"))
  var peakHours: Double?

  @Option(
    help: .init("Other answers a person and month. (default: the exam scenario's)", valueName: "number"))
  var otherAnswers: Double?

  @Option(help: .init("School days of a month, to say what a month is a day.", valueName: "days"))
  var schoolDays = 20

  @Flag(help: "Judge by small, short runs: for a look at the table, not for its figures.")
  var quick = false

  @Flag(name: .shortAndLong, help: "No progress.")
  var quiet = false

  @Flag(help: "Print the verdicts as JSON to standard output.")
  var json = false

  func validate() throws {
    for (name, value) in [
      ("--answers", answers), ("--peak-hours", peakHours), ("--other-answers", otherAnswers),
    ] {
      guard let value else { continue }
      guard value >= 0, value <= 1e6 else {
        throw ValidationError("\(name) must be from 0 to 1000000, not \(value).")
      }
    }
    guard answers == nil || (peakHours == nil && otherAnswers == nil) else {
      throw ValidationError(
        "--answers stands in place of --peak-hours and --other-answers: give one or the others.")
    }
    guard schoolDays > 0, schoolDays <= 31 else {
      throw ValidationError("--school-days must be from 1 to 31, not \(schoolDays).")
    }
  }
}

extension ClaimsCommand: WorldCommand {
  /// What `--quick` leaves of people and time.
  private enum Quick {
    static let people = 500
    static let duration = "2m"
    static let caveat =
      "From small, short runs (--quick): the figures are not those of the scenarios and not for quoting."
  }

  func run(in world: World, with driver: RunDriver) throws -> ExitStatus {
    world.beginListening()
    let (peak, usage) = try month(with: driver)
    var reports: [ClaimRun: RunReport] = [:]
    for run in ClaimRun.allCases {
      let report = try simulate(scenario(of: run, with: driver), run, in: world, with: driver)
      // A run that was cut short says nothing about a month.
      if let reason = world.interruption() {
        world.printError("interrupted by \(reason): nothing was judged")
        return .interrupted
      }
      guard report.invariantsHold else {
        throw Failure("the run of \(run.scenario) broke an invariant; seed \(report.run.seed)")
      }
      reports[run] = report
    }
    let report = ClaimEvidence(
      reports: reports, usage: usage, book: try PriceBook.named(peak.prices.book), model: peak.llm.model,
      caveat: quick ? Quick.caveat : nil
    ).judged()
    if json {
      try world.output.write(String(decoding: CanonicalJSON.encode(report), as: UTF8.self))
    } else {
      try world.output.write(ClaimsTable(report, style: style(in: world)).text())
    }
    return .passed
  }

  /// The exam scenario, and a month as it or the command line has it.
  private func month(with driver: RunDriver) throws -> (Scenario, MonthlyUsage) {
    let scenario = try shipped(ClaimRun.peak.scenario, with: driver)
    let people = Double(max(1, scenario.population.people))
    return (
      scenario,
      MonthlyUsage(
        answersPerPerson: answers, peakHours: peakHours ?? scenario.month?.peakHours ?? 0,
        otherAnswersPerPerson: otherAnswers ?? (scenario.month?.otherAnswers ?? 0) / people,
        schoolDays: schoolDays)
    )
  }

  private func shipped(_ name: String, with driver: RunDriver) throws -> Scenario {
    guard let file = ShippedScenario.named(name) else { throw Failure("no scenario \(name) is shipped") }
    var scenario = try driver.read(Array(file.text.utf8), file.fileName, []) { path in
      throw Failure("\(name) needs the file \(path), which is not part of the program")
    }
    scenario.thresholds = []
    return scenario
  }

  private func scenario(of run: ClaimRun, with driver: RunDriver) throws -> Scenario {
    var scenario = try shipped(run.scenario, with: driver)
    if quick {
      scenario = driver.scaled(scenario, Double(Quick.people) / Double(max(1, scenario.population.people)))
      scenario = try driver.lasting(scenario, Quick.duration).scenario
    }
    return switch run {
    case .normal, .peak: scenario
    case .normalWithoutQueue, .peakWithoutQueue: scenario.withoutQueue()
    case .asFirstWritten: scenario.asFirstWritten()
    }
  }

  private func simulate(
    _ scenario: Scenario, _ run: ClaimRun, in world: World, with driver: RunDriver
  ) throws -> RunReport {
    var bar = ProgressBar(
      durationNanoseconds: scenario.duration.wholeNanoseconds, isShown: !quiet, world: world)
    defer { bar.erase() }
    do {
      return try driver.run(scenario, RunOptions(), { bar.update($0) }, { world.interruption() != nil })
    } catch {
      throw Failure("the run of \(run.scenario) failed: \(error)\nseed \(scenario.seed)")
    }
  }

  /// The terminal's own width, as far as a table can be read in it.
  private func style(in world: World) -> TerminalStyle {
    var style = world.style(for: world.output)
    if world.output.isTerminal, world.output.columns > 0 {
      style.width = min(max(world.output.columns, 40), 120)
    }
    return style
  }
}
