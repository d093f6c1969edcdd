// `peakload validate`: checks scenarios without running them.

import ArgumentParser
import QueueModel
import RunReport
import Scenario

/// Checks scenario files and says what is wrong with them, all errors at once.
struct ValidateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Check scenarios without running them.",
    discussion: """
      Every error is printed with its file, line and column. Nothing is written.

      EXAMPLES
        peakload validate scenarios/*.yaml
        peakload validate scenarios/normal-5k.yaml --set llm.concurrency=3000
        peakload validate --json scenarios/normal-5k.yaml
      """)

  @Argument(
    help: .init("Scenario files.", valueName: "scenario"), completion: .file(extensions: ["yaml", "yml"]))
  var scenarios: [String]

  @Option(
    name: .customLong("set"), parsing: .unconditionalSingleValue,
    help: .init("Replace a key of the scenario; repeatable.", valueName: "key=value"))
  var settings: [String] = []

  @Flag(help: "Print the findings as JSON to standard output.")
  var json = false
}

extension ValidateCommand: WorldCommand {
  /// What was found about one file, for `--json`.
  private struct FileFinding: Codable {
    var path: String
    var isValid: Bool
    /// What is wrong with its content.
    var errors: [InvalidScenario.Finding] = []
    /// Why it could not be read at all.
    var failure: String?
  }

  func run(in world: World, with driver: RunDriver) throws -> ExitStatus {
    var found: [FileFinding] = []
    var status = ExitStatus.passed
    for path in scenarios {
      do {
        let (scenario, _) = try ScenarioFile(path: path, settings: settings).scenario(in: world, with: driver)
        found.append(FileFinding(path: path, isValid: true))
        if !json { try world.printOutput("\(path): \(Self.summary(of: scenario))") }
      } catch let invalid as InvalidScenario {
        found.append(FileFinding(path: path, isValid: false, errors: invalid.findings))
        status = .invalidScenario
        if !json { _ = invalid.report(in: world) }
      } catch let failure as Failure {
        found.append(FileFinding(path: path, isValid: false, failure: failure.message))
        if status != .invalidScenario { status = failure.status }
        failure.print(in: world)
      }
    }
    if json { try world.printOutput(String(decoding: CanonicalJSON.encode(found), as: UTF8.self)) }
    return status
  }

  /// What a valid scenario is, in one line.
  private static func summary(of scenario: Scenario) -> String {
    let duration = HumanNumber.moment(nanoseconds: scenario.duration.wholeNanoseconds)
    let thresholds = scenario.thresholds.count
    return "valid: \(scenario.name), \(duration), \(thresholds) "
      + (thresholds == 1 ? "threshold" : "thresholds")
  }
}
