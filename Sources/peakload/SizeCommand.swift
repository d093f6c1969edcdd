// `peakload size`: the flags, and the order in which values are read, run, judged, written and printed.

import ArgumentParser
import Experiments
import RunReport
import Scenario

/// Looks for the smallest or largest value of a key at which a scenario's thresholds hold.
struct SizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "size",
    abstract: "Find the smallest or largest value of a key at which a scenario's thresholds hold.",
    discussion: """
      Bisects the range with one run a step, all with the same random numbers, then replicates at the answer and
      around it until each threshold's interval lies on one side of its limit, or a tie or the end of the budget is
      all there is. Prints the answer with its interval, the threshold that binds, the cost there, and every value
      that was run; size.json holds the same, the same bytes for any number of threads. See docs/sizing.md.
      Ends with 0 when there is an answer (a tie is one), 98 when the budget ended before, 99 when no value passes.

      EXAMPLES
        peakload size scenarios/exam-peak-100k.yaml --tune llm.concurrency=1..20000
        peakload size scenarios/normal-5k.yaml --tune population.people=1000..20000:100 --largest
        peakload size scenarios/normal-5k.yaml --tune system.degradation.simple=500..5000:50
      """)

  @Argument(help: "The scenario file.", completion: .file(extensions: ["yaml", "yml"]))
  var scenario: String

  @Option(
    help: .init(
      "The key and its range, such as llm.concurrency=1..20000 or arrivals.poisson.rate=1/s..100/s:0.5/s.",
      valueName: "key=a..b[:step]"))
  var tune: String

  @Flag(help: "Look for the largest value; for people, rates and other loads.")
  var largest = false

  @Option(help: .init("Most runs, of all kinds together; at least 10.", valueName: "number"))
  var maximumRuns = 32

  @Option(help: .init("Seed from which the seed of every run follows.", valueName: "number"))
  var seed: UInt64?

  @Option(
    name: .customLong("set"), parsing: .unconditionalSingleValue,
    help: .init("Replace a key of the scenario; repeatable.", valueName: "key=value"))
  var settings: [String] = []

  @Option(help: .init("Number of people; short for --set population.people=…", valueName: "number"))
  var users: String?

  @Option(
    help: .init(
      "The same system this many times as large; a value is what it is before.", valueName: "factor"))
  var scale: Double = 1

  @Option(help: .init("Time during which questions are sent, such as 20m."))
  var duration: String?

  @Option(
    help: .init("Where size.json goes. (default: reports/<scenario>-size)", valueName: "directory"),
    completion: .directory)
  var out: String?

  @Option(help: .init("Runs at one time. (default: one for each core)", valueName: "number"))
  var threads: Int?

  @Flag(name: .shortAndLong, help: "No progress, and of the result only the answer.")
  var quiet = false

  @Flag(help: "Print size.json to standard output; the summary goes to standard error.")
  var json = false

  func validate() throws {
    guard scale > 0, scale <= 10_000 else {
      throw ValidationError("--scale must be more than 0 and at most 10000, not \(scale).")
    }
    guard (10...100_000).contains(maximumRuns) else {
      throw ValidationError("--maximum-runs must be from 10 to 100000, not \(maximumRuns).")
    }
    guard threads.map({ (1...1024).contains($0) }) ?? true else {
      throw ValidationError("--threads must be from 1 to 1024, not \(threads ?? 0).")
    }
    do {
      let key = try TuneRange(tune).key
      let fixed = FixedKeys(settings: settings, users: users, duration: duration, seed: seed)
      if let flag = fixed.flag(for: key) { throw ValidationError("\(key) is tuned, and set by \(flag).") }
    } catch let wrong as TuneRangeError {
      throw ValidationError("--tune: \(wrong.message); \(wrong.hint).")
    }
  }
}

extension SizeCommand: WorldCommand {
  func run(in world: World, with driver: RunDriver) throws -> ExitStatus {
    let goal: SizingGoal = largest ? .largest : .smallest
    var files = TunedScenario(command: self, range: try TuneRange(tune), world: world, driver: driver)
    let first: Scenario
    do {
      // Both ends are read before anything runs, so that a wrong range costs no time.
      first = try files.leaveOutRefused(goal)
    } catch let invalid as InvalidTunedValue {
      return invalid.report(in: world)
    }
    let range = files.range
    guard !first.thresholds.isEmpty else {
      throw Failure(
        "\(first.name) has no thresholds, so no value of \(range.key) is better than another",
        hint: "say what must hold, such as thresholds: {'queue_wait': ['p(95)<2s']}", status: .invalidScenario
      )
    }
    let directory = out ?? ReportFiles.defaultDirectory(for: first.name) + "-size"
    try world.files.makeDirectory(directory)
    world.beginListening()

    var sizing = Sizing(
      count: range.count, thresholds: first.thresholds, goal: goal,
      maximumRuns: maximumRuns)
    var isInterrupted = false
    do {
      try search(&sizing, files, seed: first.seed, in: world)
    } catch let invalid as InvalidTunedValue {
      return invalid.report(in: world)
    } catch is CancellationError {
      isInterrupted = true
    }
    var result = sizing.result(
      over: range,
      of: SizingSubject(scenario: first.name, seed: first.seed, overrides: files.listed, scale: scale))
    if isInterrupted { result.verdict = .interrupted }
    if let note = files.note { result.notes.append(note) }
    let path = directory.hasSuffix("/") ? directory + "size.json" : "\(directory)/size.json"
    try world.files.replace(path, CanonicalJSON.encode(result))
    try show(result, path, in: world)
    return Self.status(of: result)
  }

  private func search(
    _ sizing: inout Sizing, _ files: TunedScenario, seed: UInt64, in world: World
  ) throws {
    let runs = SizingRuns(pool: WorkPool(width: threads ?? world.machine.processors()), seed: seed)
    var line = ProgressLine(world: world, isShown: !quiet)
    defer { line.erase() }
    while case let requests = sizing.next(), let request = requests.first {
      let values = requests.map(\.index)
      let scenarios = try files.scenarios(at: values)
      let done = sizing.runs
      let what = request.replication == 0 ? "searching at" : "replicating at"
      let value = "\(files.range.key)=\(files.range.label(at: request.index))"
      line.show("run \(done + 1) of at most \(maximumRuns): \(what) \(value)")
      sizing.take(
        try BackgroundWork.run(
          { (channel: BackgroundWork.Channel<Int>) in
            try await runs.observe(
              requests, scenarios: scenarios, finished: { channel.tell($0) },
              shouldStop: { channel.isStopping })
          },
          shouldStop: { world.interruption() != nil },
          hear: { finished in
            line.show("run \(done + finished) of at most \(maximumRuns): \(what) \(value)")
          }))
    }
  }

  private func show(_ result: SizingResult, _ path: String, in world: World) throws {
    let stream = json ? world.error : world.output
    let summary = SizingSummary(
      result, style: world.style(for: stream), command: result.answer.map { command(at: $0, result, world) },
      reportPath: path)
    if json { try world.output.write(String(decoding: CanonicalJSON.encode(result), as: UTF8.self)) }
    try stream.write(quiet ? summary.answerText() : summary.text())
  }

  /// The command that runs the answer.
  private func command(
    at answer: SizingResult.Value, _ result: SizingResult, _ world: World
  ) -> String {
    var arguments = [world.programName, "run", scenario, "--seed", "\(result.seed)"]
    for setting in settings { arguments += ["--set", setting] }
    if let users { arguments += ["--users", users] }
    if scale != 1 { arguments += ["--scale", scale == scale.rounded() ? "\(Int(scale))" : "\(scale)"] }
    if let duration { arguments += ["--duration", duration] }
    arguments += ["--set", "\(result.key)=\(answer.text)"]
    return arguments.map(RepeatCommand.quoted).joined(separator: " ")
  }

  private static func status(of result: SizingResult) -> ExitStatus {
    switch result.verdict {
    case .settled, .tie: .passed
    case .nonePasses: .breached
    case .budgetEnded: .inconclusive
    case .interrupted: .interrupted
    }
  }
}
