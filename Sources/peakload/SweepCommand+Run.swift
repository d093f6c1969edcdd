// A sweep from its flags to its table: read, check every point, run those that are missing, write, print.

import Experiments
import RunReport
import Scenario

extension SweepCommand: WorldCommand {
  /// A sweep that was read and checked.
  private struct Prepared {
    var sweep: Sweep
    var identity: SweepIdentity
    /// What a person should know of it, a sentence each.
    var notes: [String]
  }

  func run(in world: World, with driver: RunDriver) throws -> ExitStatus {
    world.beginListening()
    var line = ProgressLine(world: world, isShown: !quiet)
    let prepared: Prepared
    do {
      prepared = try prepare(in: world, with: driver, &line)
    } catch let invalid as InvalidScenario {
      line.erase()
      return invalid.report(in: world)
    } catch is CancellationError {
      line.erase()
      world.printError("interrupted by \(world.interruption() ?? "a signal") before the first point was run")
      return .interrupted
    }
    for note in prepared.notes where !quiet { world.printError("note: \(note)") }
    let directory = out ?? ReportFiles.defaultDirectory(for: prepared.identity.scenario) + "-sweep"
    let files = SweepFiles(directory: directory)
    let (file, journal) = try files.open(prepared.identity, restarts: restart, in: world)
    defer { file.close() }
    let missing = journal.missing
    do {
      try run(missing, of: prepared.sweep, file, in: world, &line)
    } catch is CancellationError {
      line.erase()
      let left = try files.read(file, prepared.identity).missing.count
      let all = prepared.identity.points
      world.printError(
        "interrupted by \(world.interruption() ?? "a signal"): \(HumanNumber.count(all - left)) of "
          + "\(HumanNumber.count(all)) points are finished and kept in \(files.journalPath)\n\n"
          + "hint: go on: \(commandToGoOn(in: world))")
      return .interrupted
    } catch let failure as Sweep.RunFailure {
      line.erase()
      throw self.failure(failure, prepared.sweep, in: world)
    }
    line.erase()
    // From the file and not from memory: a table is made one way, whoever ran its points.
    let points = try files.read(file, prepared.identity).points.compactMap { $0 }
    let table = SweepTable(prepared.identity, prepared.sweep.plan, points)
    try files.write(table, in: world)
    try show(table, files, isFromBefore: points.count - missing.count, in: world)
    return .passed
  }

  // MARK: Reading

  /// Reads the scenario and checks every point. Throws ``InvalidScenario`` for the first that is wrong.
  private func prepare(
    in world: World, with driver: RunDriver, _ line: inout ProgressLine
  ) throws -> Prepared {
    let people = users.map { [Override(key: "population.people", value: $0, flag: "--users, read as")] }
    let file = ScenarioFile(path: scenario, settings: settings, shorthands: people ?? [])
    var recipe = SweepRecipe(bytes: try world.files.read(scenario), fileName: scenario)
    recipe.overrides = try file.overrides()
    recipe.scale = scale
    recipe.seed = seed
    let found = FilesRead()
    func read(_ overrides: [Override]) throws -> Scenario {
      try driver.read(recipe.bytes, scenario, recipe.overrides + overrides) { path in
        try found.read(path, in: world)
      }
    }
    let base = try read([])
    var notes: [String] = []
    if let duration {
      let lasting = try driver.lasting(base, duration)
      (recipe.duration, notes) = (lasting.scenario.duration, lasting.notes)
    }
    let plan = try plan(seed: seed ?? base.seed)
    for index in plan.points.indices {
      if world.interruption() != nil { throw CancellationError() }
      if index % 100 == 99 { line.show("\(index + 1) of \(plan.points.count) points checked") }
      _ = try read(plan.overrides(ofPoint: index))
    }
    recipe.files = found.files
    let sweep = Sweep(recipe: recipe, plan: plan, replications: replications)
    let identity = SweepIdentity(
      of: sweep, scenario: base.name, seed: seed ?? base.seed, variations: variations,
      latinHypercube: latinHypercube)
    return Prepared(sweep: sweep, identity: identity, notes: notes)
  }

  /// The files that scenarios name, each read once.
  private final class FilesRead {
    private(set) var files: [String: [UInt8]] = [:]

    func read(_ path: String, in world: World) throws -> [UInt8] {
      if let bytes = files[path] { return bytes }
      let bytes = try world.files.read(path)
      files[path] = bytes
      return bytes
    }
  }

  // MARK: Running

  private func run(
    _ missing: [Int], of sweep: Sweep, _ file: JournalFile, in world: World, _ line: inout ProgressLine
  ) throws {
    let pool = WorkPool(width: threads ?? world.machine.processors())
    let all = sweep.plan.points.count
    let started = world.machine.monotonicNanoseconds()
    line.show(Self.progress(done: 0, of: missing.count, all: all, elapsedNanoseconds: 0))
    try BackgroundWork.run(
      { (channel: BackgroundWork.Channel<Int>) in
        try await sweep.run(
          missing, on: pool, keep: { try file.append(SweepJournal.line($0)) },
          shouldStop: { channel.isStopping }, finished: { channel.tell($0) })
      },
      shouldStop: { world.interruption() != nil },
      hear: { done in
        let elapsed = world.machine.monotonicNanoseconds() - started
        line.show(Self.progress(done: done, of: missing.count, all: all, elapsedNanoseconds: elapsed))
      })
  }

  /// How far the sweep is, and how long the rest takes at the pace so far.
  ///
  /// - Parameters:
  ///   - done: points finished by this process.
  ///   - missing: points that it had to run.
  ///   - all: points of the sweep.
  static func progress(done: Int, of missing: Int, all: Int, elapsedNanoseconds: Int64) -> String {
    let text = "\(HumanNumber.count(all - missing + done)) of \(HumanNumber.count(all)) points"
    guard done > 0, done < missing else { return text }
    let left = Double(elapsedNanoseconds) / Double(done) * Double(missing - done)
    guard left < 9e18 else { return text }
    return text + ", about \(HumanNumber.moment(nanoseconds: Int64(left))) left"
  }

  private func failure(_ failure: Sweep.RunFailure, _ sweep: Sweep, in world: World) -> Failure {
    let varied = sweep.plan.overrides(ofPoint: failure.index).map { "\($0.key)=\($0.value)" }
    var words = [world.programName, "run", scenario, "--seed", "\(failure.seed)"]
    for setting in settings { words += ["--set", setting] }
    if let users { words += ["--users", users] }
    for setting in varied { words += ["--set", setting] }
    if let duration { words += ["--duration", duration] }
    if scale != 1 { words += ["--scale", "\(scale)"] }
    return Failure(
      "point \(failure.index + 1) (\(varied.joined(separator: ", "))) failed: \(failure.message)\n"
        + "seed \(failure.seed)",
      hint: "repeat: \(words.map(RepeatCommand.quoted).joined(separator: " "))")
  }

  /// The command as it was typed; it must not begin anew a second time.
  private func commandToGoOn(in world: World) -> String {
    world.arguments.filter { $0 != "--restart" }.map(RepeatCommand.quoted).joined(separator: " ")
  }

  // MARK: Printing

  private func show(_ table: SweepTable, _ files: SweepFiles, isFromBefore: Int, in world: World) throws {
    let stream = json ? world.error : world.output
    if json { try world.output.write(String(decoding: try table.json(), as: UTF8.self)) }
    var lines = quiet ? [] : SweepSummary(table).lines() + [""]
    let count = table.rows.count
    let before = isFromBefore > 0 ? ", \(HumanNumber.count(isFromBefore)) of them run before" : ""
    lines.append(
      "\(HumanNumber.count(count)) \(count == 1 ? "point" : "points")\(before): \(files.csvPath), \(files.jsonPath)"
    )
    try stream.write(lines.joined(separator: "\n") + "\n")
  }
}
