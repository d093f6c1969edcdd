// `peakload sweep`: the flags. How a sweep is read, checked, run and written stands in `SweepCommand+Run.swift`.

import ArgumentParser
import Experiments
import Scenario

/// Runs a scenario at many points and prints one table.
struct SweepCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep",
    abstract: "Run a scenario with many values of its keys, in one table.",
    discussion: """
      Each --vary gives a key its values. The points are all combinations of them,
      or with --latin-hypercube as many as asked for, spread evenly over all of
      them. Every point is checked before the first is run.

      VALUES are a list (3000,3500,4000), a range with a step (3000..4000:500,
      10s..60s:10s, 5%..20%:5%), or both. A range without a step is for
      --latin-hypercube: whole numbers where both ends are written as such, decimals
      otherwise. Commas inside brackets, braces and quotes belong to a value.

      Writes sweep.csv and sweep.json, the same bytes however often the sweep was
      interrupted and whatever --threads. Until then each finished point is a line
      of points.jsonl beside them: the same command goes on where it was killed.
      Ends with 0 when all points ran, whatever became of their thresholds; the
      table says that. See docs/sweeps.md.

      EXAMPLES
        peakload sweep scenarios/normal-5k.yaml --vary llm.concurrency=300..500:50
        peakload sweep scenarios/normal-5k.yaml --vary llm.concurrency=340,380,420 \\
          --vary system.queue.policy=strictPriority,stride --replications 10
        peakload sweep scenarios/normal-5k.yaml --latin-hypercube 50 \\
          --vary llm.concurrency=300..500 --vary behaviour.cancelShare=0%..10.0%
      """)

  @Argument(help: "The scenario file.", completion: .file(extensions: ["yaml", "yml"]))
  var scenario: String

  @Option(
    name: .customLong("vary"), parsing: .unconditionalSingleValue,
    help: .init(
      "A key and its values; repeatable. The last one given changes fastest.", valueName: "key=values"))
  var variations: [String] = []

  @Option(
    help: .init(
      "Spread this many points over the values instead of trying all combinations.", valueName: "points"))
  var latinHypercube: Int?

  @Option(
    help: .init(
      "Runs of each point, each with a seed of its own; the table has means and 95 % half-widths then.",
      valueName: "number"))
  var replications = 1

  @Option(
    help: .init(
      "Seed of every random stream and of the hypercube, in place of the scenario's.", valueName: "number"))
  var seed: UInt64?

  @Option(
    name: .customLong("set"), parsing: .unconditionalSingleValue,
    help: .init("Replace a key at every point; repeatable.", valueName: "key=value"))
  var settings: [String] = []

  @Option(help: .init("Number of people; short for --set population.people=…", valueName: "number"))
  var users: String?

  @Option(help: .init("The same system this many times as large.", valueName: "factor"))
  var scale: Double = 1

  @Option(help: .init("Time during which questions are sent, such as 20m."))
  var duration: String?

  @Option(
    help: .init("Where the table goes. (default: reports/<scenario>-sweep)", valueName: "directory"),
    completion: .directory)
  var out: String?

  @Option(help: .init("Points at one time. (default: one for each core)", valueName: "number"))
  var threads: Int?

  @Flag(help: "Forget the finished points of the directory and begin anew.")
  var restart = false

  @Flag(name: .shortAndLong, help: "No progress and no table, only where it is.")
  var quiet = false

  @Flag(help: "Print sweep.json to standard output; the table goes to standard error.")
  var json = false

  func validate() throws {
    guard scale > 0, scale <= 10_000 else {
      throw ValidationError("--scale must be more than 0 and at most 10000, not \(scale).")
    }
    guard (1...1_000).contains(replications) else {
      throw ValidationError("--replications must be from 1 to 1000, not \(replications).")
    }
    guard threads.map({ (1...1_024).contains($0) }) ?? true else {
      throw ValidationError("--threads must be from 1 to 1024, not \(threads ?? 0).")
    }
    // The plan with any seed is refused for what is refused with the right one.
    do {
      let plan = try plan(seed: 1)
      let fixed = FixedKeys(settings: settings, users: users, duration: duration, seed: seed)
      for key in plan.variations.map(\.key) {
        if let flag = fixed.flag(for: key) { throw SweepRefusal("\(key) is varied, and set by \(flag)") }
      }
    } catch let refusal as SweepRefusal {
      throw ValidationError(refusal.message + (refusal.hint.map { "; \($0)" } ?? "") + ".")
    }
  }

  /// The points, given the seed of a hypercube.
  func plan(seed: UInt64) throws(SweepRefusal) -> SweepPlan {
    let parsed = try variations.map { text throws(SweepRefusal) in try SweepVariation(text) }
    guard let latinHypercube else { return try SweepPlan(gridOf: parsed) }
    return try SweepPlan(latinHypercubeOf: parsed, count: latinHypercube, seed: seed)
  }
}
