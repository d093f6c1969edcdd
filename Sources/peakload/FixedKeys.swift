// Keys that flags give one value: a command that tries many values of a key cannot take one of these.

import Scenario

/// What `--set`, `--users`, `--duration` and `--seed` fix.
struct FixedKeys {
  var settings: [String]
  var users: String?
  var duration: String?
  var seed: UInt64?

  /// The flag that gives `key` its value; nil where none does.
  func flag(for key: String) -> String? {
    if key == "seed", seed != nil { return "--seed" }
    if key == "duration", duration != nil { return "--duration" }
    if key == "population.people", users != nil { return "--users" }
    return settings.contains { Override($0)?.key == key } ? "--set" : nil
  }
}
