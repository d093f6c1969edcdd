// From a path on the command line to a scenario, the same way for every subcommand.

import RunReport
import Scenario

/// A scenario file and what the command line replaces in it.
struct ScenarioFile {
  /// As it was typed.
  var path: String
  /// `key=value` texts of `--set`, in order.
  var settings: [String]
  /// Values of flags that are short for a `--set`.
  var shorthands: [Override] = []

  /// Reads the file and applies the settings.
  ///
  /// Throws ``InvalidScenario`` when either is wrong, ``Failure`` when the file cannot be read.
  func scenario(in world: World, with driver: RunDriver) throws -> (Scenario, [RunReport.Override]) {
    let bytes = try world.files.read(path)
    let overrides = try overrides()
    let listed = overrides.map { RunReport.Override(key: $0.key, value: $0.value) }
    return (try driver.read(bytes, path, overrides, world.files.read), listed)
  }

  /// The settings and the shorthands, in the order in which they apply. Throws ``Failure`` for what is none.
  func overrides() throws -> [Override] { try settings.map(override(from:)) + shorthands }

  private func override(from setting: String) throws -> Override {
    guard let override = Override(setting) else {
      throw Failure(
        "--set \(setting) has no key and value", hint: "write --set llm.concurrency=3000",
        status: .invalidScenario)
    }
    return override
  }
}

extension InvalidScenario {
  /// Prints the errors where errors go, and ends with the status for them.
  func report(in world: World) -> ExitStatus {
    world.printError(rendered(world.style(for: world.error).hasColour))
    return .invalidScenario
  }
}
