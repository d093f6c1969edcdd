// A world in memory, so that whole commands run inside a test: what they print and write is kept for looking at.

import Experiments
import RunReport
import Scenario

@testable import peakload

/// A world whose streams, files and clocks are a test's own.
final class TestWorld {
  /// What was written to standard output.
  private(set) var output = ""
  /// What was written to standard error.
  private(set) var error = ""
  /// Every file, by path.
  var files: [String: String] = [:]
  /// Directories that were made.
  private(set) var directories: [String] = []
  /// True when standard error is a terminal.
  var errorIsTerminal = false
  /// True when standard output is a terminal.
  var outputIsTerminal = false
  /// The environment.
  var environment: [String: String] = [:]
  /// A path that cannot be written to.
  var unwritablePath: String?
  /// Why the program was asked to stop.
  var interruption: String?
  /// True once the program listened for signals.
  private(set) var isListening = false
  /// How often runs were to be repeated.
  private(set) var plans: [ReplicationPlan] = []
  private var nanoseconds: Int64 = 0

  /// Runs the program with `arguments` after its name.
  func run(_ arguments: [String], with driver: RunDriver) -> ExitStatus {
    var driver = driver
    let replications = driver.replications
    driver.replications = { scenario, options, plan in
      self.plans.append(plan)
      return try replications(scenario, options, plan)
    }
    return Peakload.run(in: world(arguments), with: driver)
  }

  private func world(_ arguments: [String]) -> World {
    World(
      arguments: ["peakload"] + arguments,
      environment: environment,
      output: .init(isTerminal: outputIsTerminal, columns: 110) { self.output += $0 },
      error: .init(isTerminal: errorIsTerminal, columns: 110) { self.error += $0 },
      files: FileSystem(
        read: { path in
          guard let text = self.files[path] else { throw Failure("cannot read \(path): No such file") }
          return Array(text.utf8)
        },
        makeDirectory: { self.directories.append($0) },
        replace: { path, bytes in
          if path == self.unwritablePath { throw Failure("cannot write \(path): No space left on device") }
          self.files[path] = String(decoding: bytes, as: UTF8.self)
        },
        openJournal: { throw Failure("cannot write \($0): a world in memory has no files that grow") }),
      machine: Machine(
        wallNanoseconds: { 1_768_208_400_000_000_000 },
        monotonicNanoseconds: {
          self.nanoseconds += 150_000_000
          return self.nanoseconds
        },
        cpuSeconds: { Double(self.nanoseconds) / 1e9 },
        peakMemoryBytes: { 1_000_000 },
        processors: { 2 }),
      beginListening: { self.isListening = true },
      interruption: { self.interruption })
  }
}

extension RunDriver {
  /// A driver whose scenarios are their names and whose runs end in the report that `report` makes of them.
  static func fake(
    _ report: @escaping (Scenario, RunOptions) throws -> RunReport = { scenario, _ in .fake(scenario) }
  ) -> RunDriver {
    RunDriver(
      read: { bytes, fileName, overrides, _ in
        let text = String(decoding: bytes, as: UTF8.self)
        if text == "invalid" || overrides.contains(where: { $0.key == "wrong" }) {
          throw InvalidScenario(
            findings: [
              .init(file: fileName, line: 3, column: 5, message: "unknown key 'usrs'", hint: "users?")
            ],
            rendered: { _ in "error: unknown key 'usrs'\n --> \(fileName):3:5" })
        }
        var scenario = Scenario()
        scenario.name = text
        scenario.duration = .seconds(60)
        scenario.thresholds = [
          Threshold(
            selector: .init(.failed), aggregate: .rate, comparison: .less, limit: 0.01,
            selectorText: "failed",
            expressionText: "rate<1%", line: 9)
        ]
        return scenario
      },
      lasting: { scenario, text in
        guard text == "20m" else {
          throw InvalidScenario(findings: [], rendered: { _ in "error: \(text) is no duration" })
        }
        return scenario.withDuration(.seconds(1_200))
      },
      scaled: { scenario, factor in
        var scaled = scenario
        scaled.population.people = Int(Double(scenario.population.people) * factor)
        return scaled
      },
      run: { scenario, options, progress, shouldStop in
        progress(
          .init(simulatedNanoseconds: 30_000_000_000, events: 4_000_000, waiting: 1_204, level: "hidden"))
        var made = try report(scenario, options)
        if shouldStop() {
          made.run.isPartial = true
          made.run.endNanoseconds = 30_000_000_000
        }
        return made
      },
      replications: { scenario, options, plan in
        { progress, _ in
          progress(.init(finished: 3, planned: 10, underWay: 2))
          let made = try report(scenario, options)
          return .init(report: made, events: 5_000, simulatedNanoseconds: 610_000_000_000)
        }
      })
  }
}

extension RunReport {
  /// A report of `scenario` in which every threshold held, or none did.
  static func fake(_ scenario: Scenario, passed: Bool = true) -> RunReport {
    var report = RunReport(
      run: .init(
        scenario: scenario.name, seed: scenario.seed, durationNanoseconds: 60_000_000_000,
        people: scenario.population.people, endNanoseconds: 61_000_000_000))
    report.thresholds = scenario.thresholds.map {
      .init($0, observed: passed ? 0.001 : 0.04, samples: 500, passed: passed)
    }
    report.events = [.init(name: "send", count: 500)]
    return report
  }
}
