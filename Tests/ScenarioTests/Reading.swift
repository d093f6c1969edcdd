// What the tests of the reader share: the shipped files, and a short way to read a text.

import Foundation

@testable import Scenario

/// The repository that this test stands in.
let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent()

/// The text of a shipped scenario.
func shipped(_ name: String) throws -> String {
  try String(contentsOf: repository.appending(path: "scenarios/\(name).yaml"), encoding: .utf8)
}

/// Reads a text as `t.yaml`.
func read(_ text: String, set settings: [String] = []) throws(ScenarioErrors) -> Scenario {
  try ScenarioReader.read(text: text, fileName: "t.yaml", overrides: settings.compactMap { Override($0) })
}

/// What is wrong with a text: `LINE:COLUMN message`, for each diagnostic.
func errors(_ text: String, set settings: [String] = []) -> [Diagnostic] {
  do throws(ScenarioErrors) {
    _ = try read(text, set: settings)
    return []
  } catch {
    return error.diagnostics
  }
}
