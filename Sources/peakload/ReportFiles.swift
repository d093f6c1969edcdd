// Where a run's files go, and writing them.

import RunReport

/// The directory of one run's report.
struct ReportFiles {
  /// As it was typed, or the default.
  var directory: String

  /// The report, the same for the same scenario and seed.
  var reportPath: String { path("report.json") }
  /// What the run took of the machine.
  var wallClockPath: String { path("wallclock.json") }

  /// `reports/` and the scenario's name, with everything that could leave that directory replaced.
  static func defaultDirectory(for scenario: String) -> String {
    let name = scenario.unicodeScalars.map { scalar in
      let isPlain =
        scalar.properties.isAlphabetic || scalar.properties.numericType != nil
        || "-_.".contains(Character(scalar))
      return isPlain ? Character(scalar) : "-"
    }
    let visible = String(name.drop { $0 == "." })
    return "reports/" + (visible.isEmpty ? "scenario" : visible)
  }

  /// Makes the directory, before the run, so that a wrong path costs no time.
  func prepare(in world: World) throws { try world.files.makeDirectory(directory) }

  /// Writes both files.
  func write(_ report: RunReport, _ wallClock: WallClock, in world: World) throws {
    try world.files.replace(reportPath, report.canonicalJSON())
    try world.files.replace(wallClockPath, CanonicalJSON.encode(wallClock))
  }

  private func path(_ name: String) -> String {
    directory.hasSuffix("/") ? directory + name : "\(directory)/\(name)"
  }
}
