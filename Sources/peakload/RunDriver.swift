// The seam between the command line and the libraries that do the work: reading a scenario and simulating it. The
// only file here that knows their interfaces; tests put a driver of their own in its place.

import Dispatch
import QueueModel
import RunReport
import Scenario
import Sim
import Synchronization

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
}

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
      run: simulate)
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
    var report = try simulateOnce(scenario, progress, shouldStop)
    if let gate = report.design?.sortedSet?.gate, report.design?.sortedSet?.closedForGoodNanoseconds != nil,
      !report.run.isPartial
    {
      // What a slightly wider gate would have changed is simulated, not guessed.
      var other = scenario
      other.design.publishGate = gate + widerGate
      let design = try simulateOnce(other, progress, shouldStop).design
      report.design?.otherGate = design.flatMap { design in
        design.sortedSet.map {
          RunReport.OtherGate(sortedSet: $0, answersDelivered: design.answersDelivered)
        }
      }
    }
    report.run.overrides = options.overrides
    report.run.scale = options.scale
    report.run.notes += scenario.notes()
    return report
  }

  /// By how many jobs the publish gate of the original design is widened to see what that would have changed.
  private static let widerGate = 4

  /// Runs the simulation on its own thread, and watches it from this one.
  private static func simulateOnce(
    _ scenario: Scenario, _ progress: (RunProgress) -> Void, _ shouldStop: () -> Bool
  ) throws -> RunReport {
    let simulation = try Simulation(scenario)
    let finished = DispatchSemaphore(value: 0)
    let watched = WatchedRun()
    Task.detached {
      let report = await simulation.run { now in watched.note(now) }
      watched.finish(report)
      finished.signal()
    }
    while finished.wait(timeout: .now() + .milliseconds(20)) == .timedOut {
      if shouldStop() { simulation.stop.requestStop() }
      if let now = watched.progress { progress(now) }
    }
    guard let report = watched.report else { throw Failure("the simulation ended without a report") }
    return report
  }
}

/// What the thread of a run and the one that watches it tell each other.
private final class WatchedRun: Sendable {
  private struct State {
    var progress: RunProgress?
    var report: RunReport?
  }

  private let state = Mutex(State())

  var progress: RunProgress? { state.withLock { $0.progress } }
  var report: RunReport? { state.withLock { $0.report } }

  func note(_ now: SimulationProgress) {
    let progress = RunProgress(
      simulatedNanoseconds: now.simulated.wholeNanoseconds, events: now.events, waiting: now.waiting,
      level: now.level.name)
    state.withLock { $0.progress = progress }
  }

  func finish(_ report: RunReport) { state.withLock { $0.report = report } }
}
