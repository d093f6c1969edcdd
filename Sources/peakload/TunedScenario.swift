// The scenario at each value of the key that is looked for, read anew with all checks of `--set`.

import Experiments
import RunReport
import Scenario

/// A value that the scenario's checks refuse.
struct InvalidTunedValue: Error {
  /// Key and value.
  var setting: String
  var invalid: InvalidScenario

  /// Prints the file's own errors and the value, and ends with the status for them.
  func report(in world: World) -> ExitStatus {
    let status = invalid.report(in: world)
    world.printError("\nhint: the scenario cannot be run with \(setting); choose another range")
    return status
  }
}

/// Reads the scenario of a `size` command at a value.
struct TunedScenario {
  private(set) var range: TuneRange
  /// What was left out of the range, and why; nil where nothing was.
  private(set) var note: String?
  private let command: SizeCommand
  private let world: World
  private let driver: RunDriver

  init(command: SizeCommand, range: TuneRange, world: World, driver: RunDriver) {
    self.command = command
    self.range = range
    self.world = world
    self.driver = driver
  }

  /// What the command line replaces at every value.
  var listed: [RunReport.Override] {
    var listed = command.settings.compactMap { Override($0) } + people
    if let duration = command.duration { listed.append(Override(key: "duration", value: duration)) }
    return listed.map { RunReport.Override(key: $0.key, value: $0.value) }
  }

  /// The scenario at the value number `index` of the range.
  ///
  /// Throws ``InvalidTunedValue`` when the checks refuse it, ``Failure`` when a file cannot be read.
  func scenario(at index: Int) throws -> Scenario {
    let tuned = Override(key: range.key, value: range.text(at: index), flag: "--tune, at")
    let file = ScenarioFile(path: command.scenario, settings: command.settings, shorthands: people + [tuned])
    do {
      var (scenario, _) = try file.scenario(in: world, with: driver)
      if let duration = command.duration { (scenario, _) = try driver.lasting(scenario, duration) }
      if let seed = command.seed { scenario.seed = seed }
      return command.scale == 1 ? scenario : driver.scaled(scenario, command.scale)
    } catch let invalid as InvalidScenario {
      throw InvalidTunedValue(setting: "\(range.key)=\(range.text(at: index))", invalid: invalid)
    }
  }

  /// Leaves out the values at the unfavourable end that the scenario's checks refuse: a system that cannot be does not
  /// pass either. Returns the scenario at the favourable end.
  ///
  /// Throws ``InvalidTunedValue`` when the favourable end is refused, or all but that.
  mutating func leaveOutRefused(_ goal: SizingGoal) throws -> Scenario {
    let (refused, accepted) = goal == .smallest ? (0, range.count - 1) : (range.count - 1, 0)
    let scenario = try scenario(at: accepted)
    let reason: InvalidTunedValue
    do {
      _ = try self.scenario(at: refused)
      return scenario
    } catch let invalid as InvalidTunedValue {
      reason = invalid
    }
    var (low, high) = (refused, accepted)
    while (high - low).magnitude > 1 {
      let middle = low + (high - low) / 2
      if (try? self.scenario(at: middle)) == nil { low = middle } else { high = middle }
    }
    guard high != accepted else { throw reason }
    let message = reason.invalid.findings.first?.message ?? "the checks refuse them"
    let values =
      refused == low ? range.label(at: low) : "\(range.label(at: refused)) to \(range.label(at: low))"
    note = "\(range.key) cannot be \(values) and was not looked for there: \(message)"
    range = range.limited(to: min(high, accepted)...max(high, accepted))
    return scenario
  }

  /// The scenarios at several values, in their order; each value is read once.
  func scenarios(at indices: [Int]) throws -> [Scenario] {
    var read: [Int: Scenario] = [:]
    return try indices.map { index in
      if let scenario = read[index] { return scenario }
      let scenario = try scenario(at: index)
      read[index] = scenario
      return scenario
    }
  }

  private var people: [Override] {
    command.users.map { [Override(key: "population.people", value: $0, flag: "--users, read as")] } ?? []
  }
}
