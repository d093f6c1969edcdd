// `peakload compare`: variants of a scenario on the same people, and what differs between them.

import ArgumentParser
import Experiments
import RunReport
import Scenario

/// Compares scenarios, or one scenario with several values of a key.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Run variants on the same people and say what differs, and how sure that is.",
    discussion: """
      In each replication every variant has the same seed: the same people ask the same questions at the same
      moments, and differences are taken pair by pair. With more than two variants, or --best, the best is selected
      with a stated probability. Nothing is written. docs/comparing.md says how to read it.

      EXAMPLES
        peakload compare before.yaml after.yaml
        peakload compare scenarios/normal-5k.yaml --vary llm.concurrency=400,420,440
        peakload compare scenarios/normal-5k.yaml --vary system.queue.policy=strictPriority,stride,boundedAging \\
          --best 'queue_wait{role:student} p(95)'
        peakload compare a.yaml b.yaml --metric 'ttft{role:teacher} p(99)' --replications 30 --json
      """)

  @Argument(
    help: "Scenario files; one with --vary, else at least two.",
    completion: .file(extensions: ["yaml", "yml"]))
  var scenarios: [String]

  @Option(
    parsing: .unconditional,
    help: .init(
      "A key of the scenario and its values, the first of which the others are compared with.",
      valueName: "key=a,b,c"))
  var vary: String?

  @Option(
    name: .customLong("metric"), parsing: .unconditionalSingleValue,
    help: .init(
      "A metric to compare besides the usual ones and those of the thresholds; repeatable.",
      valueName: "selector aggregate"))
  var metrics: [String] = []

  @Option(
    parsing: .unconditional,
    help: .init(
      "Select the variant with the least of this metric. (default with more than two variants: the first threshold)",
      valueName: "selector aggregate"))
  var best: String?

  @Flag(help: "Select the variant with the most instead of the least.")
  var largest = false

  @Option(
    help: .init(
      "Differences below this do not matter, in the metric's unit: seconds, a share, dollars. (default: 5% of the best)",
      valueName: "number"))
  var indifference: Double?

  @Option(help: .init("Probability of selecting the best.", valueName: "share"))
  var probability = 0.95

  @Option(help: .init("Replications of each variant; of a selection its first stage.", valueName: "number"))
  var replications = 10

  @Option(help: .init("Most replications of a selection.", valueName: "number"))
  var maximumReplications = 100

  @Option(help: .init("Seed of every variant, in place of the first scenario's.", valueName: "number"))
  var seed: UInt64?

  @Option(
    name: .customLong("set"), parsing: .unconditionalSingleValue,
    help: .init("Replace a key of every variant; repeatable.", valueName: "key=value"))
  var settings: [String] = []

  @Option(help: .init("Time during which questions are sent, such as 20m.", valueName: "duration"))
  var duration: String?

  @Option(help: .init("Runs at one time. (default: one for each core)", valueName: "number"))
  var threads: Int?

  @Flag(name: .shortAndLong, help: "No progress.")
  var quiet = false

  @Flag(help: "Print the comparison as JSON to standard output.")
  var json = false

  func validate() throws {
    guard vary == nil ? scenarios.count >= 2 : scenarios.count == 1 else {
      throw ValidationError(
        vary == nil
          ? "Give at least two scenarios, or one with --vary."
          : "--vary takes one scenario, not \(scenarios.count).")
    }
    guard scenarios.count <= 50 else {
      throw ValidationError("At most 50 scenarios, not \(scenarios.count).")
    }
    guard (2...10_000).contains(replications) else {
      throw ValidationError("--replications must be from 2 to 10000, not \(replications).")
    }
    guard maximumReplications >= replications else {
      throw ValidationError("--maximum-replications must be at least --replications (\(replications)).")
    }
    guard probability > 0.5, probability < 1 else {
      throw ValidationError("--probability must be above 0.5 and below 1, not \(probability).")
    }
    guard indifference.map({ $0 > 0 && $0.isFinite }) ?? true else {
      throw ValidationError("--indifference must be more than 0.")
    }
    guard threads.map({ (1...1024).contains($0) }) ?? true else {
      throw ValidationError("--threads must be from 1 to 1024, not \(threads ?? 0).")
    }
  }
}

extension CompareCommand: WorldCommand {
  func run(in world: World, with driver: RunDriver) throws -> ExitStatus {
    var variants: [Variant]
    do {
      variants = try readVariants(in: world, with: driver)
    } catch let invalid as InvalidScenario {
      return invalid.report(in: world)
    }
    if let seed { variants = variants.map { Variant(name: $0.name, scenario: $0.scenario.withSeed(seed)) } }
    let chosen = try chosenMetrics(variants)
    let comparison = VariantComparison(
      variants, metrics: chosen.all, replications: replications, selection: chosen.selection,
      pool: WorkPool(width: threads ?? world.machine.processors()))
    world.beginListening()
    var line = ProgressLine(world: world, isShown: !quiet)
    let result: ComparisonResult
    do {
      result = try BackgroundWork.run(
        { (channel: BackgroundWork.Channel<VariantComparison.Progress>) in
          try await comparison.run(progress: { channel.tell($0) }, shouldStop: { channel.isStopping })
        },
        shouldStop: { world.interruption() != nil },
        hear: { now in
          line.show(
            "\(now.standing) variants, up to replication \(now.replications): \(now.runs) runs finished")
        })
    } catch is CancellationError {
      line.erase()
      world.printError("interrupted by \(world.interruption() ?? "a signal"): nothing was compared")
      return .interrupted
    }
    line.erase()
    if json {
      try world.output.write(String(decoding: CanonicalJSON.encode(result), as: UTF8.self))
    } else {
      try world.output.write(ComparisonTable(result, style: world.style(for: world.output)).text())
    }
    return .passed
  }

  private func readVariants(in world: World, with driver: RunDriver) throws -> [Variant] {
    if let vary { return try readVariants(of: vary, in: world, with: driver) }
    return try scenarios.map { path in
      let (scenario, _) = try ScenarioFile(path: path, settings: settings).scenario(in: world, with: driver)
      return Variant(name: path, scenario: try cut(scenario, with: driver))
    }
  }

  private func readVariants(of vary: String, in world: World, with driver: RunDriver) throws -> [Variant] {
    guard let override = Override(vary, flag: "--vary") else {
      throw Failure(
        "--vary \(vary) has no key and values", hint: "write --vary llm.concurrency=400,420",
        status: .invalidScenario)
    }
    let values = ListedValues.split(override.value)
    guard (2...50).contains(values.count) else {
      throw Failure(
        "--vary \(vary) has \(values.count) values",
        hint: "give from 2 to 50 values with commas between them",
        status: .invalidScenario)
    }
    return try values.map { value in
      let file = ScenarioFile(
        path: scenarios[0], settings: settings,
        shorthands: [Override(key: override.key, value: value, flag: "--vary")])
      let (scenario, _) = try file.scenario(in: world, with: driver)
      return Variant(name: "\(override.key)=\(value)", scenario: try cut(scenario, with: driver))
    }
  }

  private func cut(_ scenario: Scenario, with driver: RunDriver) throws -> Scenario {
    guard let duration else { return scenario }
    return try driver.lasting(scenario, duration).scenario
  }

  // MARK: Metrics

  /// The metrics of the thresholds, the usual ones and those asked for, each once; and what is selected by.
  private func chosenMetrics(
    _ variants: [Variant]
  ) throws -> (all: [ComparedMetric], selection: VariantComparison.Selection?) {
    let ofThresholds = variants[0].scenario.thresholds.map { ComparedMetric($0) }
    let asked = try metrics.map { try metric($0, "--metric", variants) }
    var all: [ComparedMetric] = []
    for metric in ofThresholds + ComparedMetric.usual + asked
    where !all.contains(where: { $0.text == metric.text }) {
      guard isKnown(metric, in: variants) else { continue }
      all.append(metric)
    }
    guard best != nil || variants.count > 2 else { return (all, nil) }
    let wanted = try best.map { try metric($0, "--best", variants) } ?? ofThresholds.first ?? all[0]
    // A threshold says itself which side is the good one.
    let threshold = variants[0].scenario.thresholds.first
    let wantsMost =
      best == nil && threshold.map { $0.comparison == .greater || $0.comparison == .greaterOrEqual } ?? false
    return (
      all,
      VariantComparison.Selection(
        metric: wanted, wantsLargest: largest || wantsMost, indifference: indifference,
        probability: probability,
        maximum: maximumReplications)
    )
  }

  private func metric(_ text: String, _ flag: String, _ variants: [Variant]) throws -> ComparedMetric {
    let metric: ComparedMetric
    do {
      metric = try ComparedMetric(text)
    } catch {
      throw Failure("\(flag) '\(text)': \(error.message)", hint: error.hint, status: .usage)
    }
    guard isKnown(metric, in: variants) else {
      throw Failure(
        "\(flag) '\(text)': not every variant has that window", hint: "name a window of the scenarios",
        status: .usage)
    }
    return metric
  }

  /// False for a metric of a window that some variant does not have.
  private func isKnown(_ metric: ComparedMetric, in variants: [Variant]) -> Bool {
    guard let window = metric.window else { return true }
    return variants.allSatisfy { $0.scenario.windows.contains { $0.name == window } }
  }
}

extension Scenario {
  fileprivate func withSeed(_ seed: UInt64) -> Scenario {
    var scenario = self
    scenario.seed = seed
    return scenario
  }
}

/// Values with commas between them.
enum ListedValues {
  /// The values of `a,b,[c, d]`: commas within brackets, braces and quotes belong to a value.
  static func split(_ text: String) -> [String] {
    var values: [String] = []
    var value = ""
    var depth = 0
    var quote: Character?
    for character in text {
      switch character {
      case "'" where quote == nil, "\"" where quote == nil: quote = character
      case quote: quote = nil
      case "[" where quote == nil, "{" where quote == nil: depth += 1
      case "]" where quote == nil, "}" where quote == nil: depth -= 1
      case "," where quote == nil && depth == 0:
        values.append(value)
        value = ""
        continue
      default: break
      }
      value.append(character)
    }
    values.append(value)
    return values.map { String($0.drop { $0 == " " }) }
  }
}
