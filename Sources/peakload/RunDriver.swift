// The seam between the command line and the libraries that do the work: reading a scenario and simulating it. The
// only file here that knows their interfaces; tests put a driver of their own in its place.

import Experiments
import QueueModel
import RunReport
import Scenario
import Sim

/// How far a run has come.
struct RunProgress {
  /// Simulated time since the start.
  var simulatedNanoseconds: Int64
  /// Events so far.
  var events: Int
  /// Jobs waiting now.
  var waiting: Int
  /// Name of the degradation level now.
  var level: String
}

/// What a run is told besides its scenario.
struct RunOptions {
  /// Keys that the command line replaced, as the report lists them.
  var overrides: [RunReport.Override] = []
  /// The system and its people times this.
  var scale = 1.0
}

/// Why a scenario cannot be run: every error of the file and of the command line's overrides.
struct InvalidScenario: Error {
  /// One error, for programs that read `validate --json`.
  struct Finding: Codable, Hashable {
    var file: String
    var line: Int
    var column: Int
    var message: String
    var hint: String?
  }

  /// The errors, sorted by line.
  var findings: [Finding]
  /// The errors as a person reads them, with or without colour.
  var rendered: @Sendable (_ hasColour: Bool) -> String
}

/// Reads and runs scenarios.
struct RunDriver {
  /// The scenario that the bytes of a file hold with `overrides` applied, and with the trace that it names, which
  /// `readFile` reads. Throws ``InvalidScenario``.
  var read:
    (
      _ bytes: [UInt8], _ fileName: String, _ overrides: [Override],
      _ readFile: @escaping (_ path: String) throws -> [UInt8]
    ) throws -> Scenario
  /// The scenario over another time, and a sentence for each thing that does not fit into it. Throws
  /// ``InvalidScenario`` when `text` is no duration.
  var lasting: (_ scenario: Scenario, _ text: String) throws -> (scenario: Scenario, notes: [String])
  /// The scenario with its people, slots, limits and level thresholds times a factor.
  var scaled: (_ scenario: Scenario, _ factor: Double) -> Scenario
  /// Runs a scenario. `progress` is called now and then; once `shouldStop` says so the run ends with what it has.
  var run:
    (
      _ scenario: Scenario, _ options: RunOptions, _ progress: (RunProgress) -> Void, _ shouldStop: () -> Bool
    ) throws -> RunReport
  /// Replications of a scenario, which are then to be run. Throws before anything is run where the scenario is not one
  /// that can be replicated so.
  var replications:
    (_ scenario: Scenario, _ options: RunOptions, _ plan: ReplicationPlan) throws -> ReplicationsToRun
}

/// How often a scenario is run, and how many runs there are at one time.
struct ReplicationPlan: Hashable {
  var extent: Replications.Extent
  var threads: Int
}

/// Runs replications. `progress` is called now and then; once `shouldStop` says so, those that are finished count.
typealias ReplicationsToRun = (
  _ progress: (RunControl.Progress) -> Void, _ shouldStop: () -> Bool
) throws -> Replications.Result

extension RunDriver {
  /// What the product does.
  static var product: RunDriver {
    RunDriver(
      read: readScenario,
      lasting: { scenario, text in
        // The text is read as the scenario's own key would be, so that units, checks and messages are the same.
        let duration = Override(key: "duration", value: text, flag: "--duration, read as")
        let read = try readScenario(Array("seed: 1\n".utf8), "--duration", [duration]) { _ in [] }
        return scenario.withDuration(read.duration)
      },
      scaled: { scenario, factor in scenario.scaled(by: factor) },
      run: simulate, replications: replications)
  }

  private static func readScenario(
    _ bytes: [UInt8], _ fileName: String, _ overrides: [Override],
    _ readFile: @escaping (_ path: String) throws -> [UInt8]
  ) throws -> Scenario {
    do {
      return try ScenarioReader.read(
        bytes: bytes, fileName: fileName, overrides: overrides, readFile: readFile)
    } catch {
      throw InvalidScenario(
        findings: error.diagnostics.map { diagnostic in
          InvalidScenario.Finding(
            file: diagnostic.file, line: diagnostic.line, column: diagnostic.column,
            message: diagnostic.message, hint: diagnostic.hint.isEmpty ? nil : diagnostic.hint)
        },
        rendered: { error.rendered(colour: $0) })
    }
  }

  private static func simulate(
    _ scenario: Scenario, _ options: RunOptions, _ progress: (RunProgress) -> Void, _ shouldStop: () -> Bool
  ) throws -> RunReport {
    let control = RunControl()
    var report = try watched(control, shouldStop) {
      try await ScenarioRun(scenario).report(control)
    } look: {
      guard let now = control.last else { return }
      progress(
        RunProgress(
          simulatedNanoseconds: now.simulated.wholeNanoseconds, events: now.events, waiting: now.waiting,
          level: now.level.name))
    }
    report.run.overrides = options.overrides
    report.run.scale = options.scale
    return report
  }

  private static func replications(
    _ scenario: Scenario, _ options: RunOptions, _ plan: ReplicationPlan
  ) throws -> ReplicationsToRun {
    let replications = try Replications(scenario, plan.extent, threads: plan.threads)
    return { progress, shouldStop in
      let control = RunControl()
      var result = try watched(control, shouldStop) {
        try await replications.run(control)
      } look: {
        progress(control.progress)
      }
      result.report.run.overrides = options.overrides
      result.report.run.scale = options.scale
      return result
    }
  }

  /// Does work in the background, looks at it now and then, and passes a wish to stop on to its runs.
  private static func watched<Value: Sendable>(
    _ control: RunControl, _ shouldStop: () -> Bool, _ work: @escaping @Sendable () async throws -> Value,
    look: () -> Void
  ) throws -> Value {
    try BackgroundWork.run(
      { (_: BackgroundWork.Channel<Never>) in try await work() },
      shouldStop: {
        look()
        guard shouldStop() else { return false }
        control.requestStop()
        return true
      },
      hear: { _ in })
  }
}
