// `peakload verify`: holds the program against textbook systems and prints every row.

import ArgumentParser
import Experiments
import RunReport
import Verification

/// Holds the program against exact values.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Hold the program against textbook systems whose values are known.",
    discussion: """
      Runs each system of the truth file and prints, row by row, the exact value, the simulated one with its 95 %
      interval, and how far apart they are as the score z of a standard normal. A row fails beyond |z| = 4.5.
      Systems that a scenario can state run as scenarios (scenario tier), the others as small actors on the same
      kernel (kernel tier). Nothing is written. docs/verification.md says how rows are judged.
      Ends with 0 when every row passed and with 1 when one failed.

      EXAMPLES
        peakload verify                          every row, about a quarter of an hour on two cores
        peakload verify --smoke                  one parameter set of each system, under a minute
        peakload verify --model M/M/c --model M/D/c
        peakload verify --truth my-values.json --json > rows.json
      """)

  @Option(
    name: .customLong("model"), parsing: .unconditionalSingleValue,
    help: .init("Only this system, by its name in the truth file; repeatable.", valueName: "name"))
  var models: [String] = []

  @Option(
    help: .init(
      "Relative half-width of the intervals of means and probabilities; quantiles get twice that. (default: 1%)",
      valueName: "share"))
  var precision: String?

  @Option(help: .init("Seed from which the seed of every replication follows.", valueName: "number"))
  var seed: UInt64 = 1

  @Option(help: .init("Replications of each parameter set; at least 30.", valueName: "number"))
  var replications = 30

  @Option(help: .init("Runs at one time. (default: one for each core)", valueName: "number"))
  var threads: Int?

  @Option(
    help: .init("A truth file in place of the program's own.", valueName: "file"),
    completion: .file(extensions: ["json"]))
  var truth: String?

  @Flag(help: "One parameter set of each system, at ten times the half-width: under a minute.")
  var smoke = false

  @Flag(name: .shortAndLong, help: "No progress, and of the rows only those that failed.")
  var quiet = false

  @Flag(help: "Print the rows as JSON to standard output.")
  var json = false

  func validate() throws {
    if let precision, Precision(precision) == nil {
      throw ValidationError("--precision must be a share such as 1% from 0.1% to 50%, not '\(precision)'.")
    }
    guard (30...10_000).contains(replications) else {
      throw ValidationError("--replications must be from 30 to 10000, not \(replications).")
    }
    guard threads.map({ (1...1024).contains($0) }) ?? true else {
      throw ValidationError("--threads must be from 1 to 1024, not \(threads ?? 0).")
    }
  }
}

/// A relative half-width as it is typed: `1%` or `0.01`.
struct Precision {
  var share: Double

  init?(_ text: String) {
    let isPercent = text.hasSuffix("%")
    guard let number = Double(isPercent ? String(text.dropLast()) : text), number.isFinite else { return nil }
    share = isPercent ? number / 100 : number
    guard (0.001...0.5).contains(share) else { return nil }
  }
}

extension VerifyCommand: WorldCommand {
  private enum News: Sendable {
    case progress(Verification.Progress)
    case rows([VerifiedRow])
  }

  func run(in world: World, with driver: RunDriver) throws -> ExitStatus {
    let sets = try chosen(from: try truthFile(in: world))
    var verification = Verification(pool: WorkPool(width: threads ?? world.machine.processors()))
    verification.precision = precision.flatMap { Precision($0)?.share } ?? (smoke ? 0.1 : 0.01)
    verification.seed = seed
    verification.replications = replications
    world.beginListening()
    let table = VerificationTable(style: world.style(for: world.output))
    var line = ProgressLine(world: world, isShown: !quiet)
    let result: VerificationResult
    do {
      result = try BackgroundWork.run(
        { [verification] (channel: BackgroundWork.Channel<News>) in
          try await verification.run(
            sets, progress: { channel.tell(.progress($0)) }, shouldStop: { channel.isStopping },
            finished: { channel.tell(.rows($0)) })
        },
        shouldStop: { world.interruption() != nil },
        hear: { news in
          switch news {
          case .progress(let now):
            line.show(
              "\(now.set) of \(now.sets): \(now.model), \(now.parameters), "
                + "replication \(now.replications) of \(now.of)")
          case .rows(let rows):
            line.erase()
            try show(rows, table, in: world)
          }
        })
    } catch is CancellationError {
      line.erase()
      world.printError("interrupted by \(world.interruption() ?? "a signal"): the rows above are whole")
      return .interrupted
    }
    line.erase()
    if json {
      try world.output.write(String(decoding: CanonicalJSON.encode(result), as: UTF8.self))
    } else {
      try world.output.write(table.lines(of: result).joined(separator: "\n") + "\n")
    }
    return result.passed ? .passed : .failed
  }

  private func show(_ rows: [VerifiedRow], _ table: VerificationTable, in world: World) throws {
    let shown = quiet ? rows.filter { $0.verdict == .failed } : rows
    guard !json, !shown.isEmpty else { return }
    try world.output.write(table.lines(of: shown).joined(separator: "\n") + "\n\n")
  }

  private func truthFile(in world: World) throws -> TruthFile {
    guard let truth else { return .shipped }
    let bytes = try world.files.read(truth)
    do {
      return try TruthFile(text: String(decoding: bytes, as: UTF8.self), name: truth)
    } catch {
      throw Failure("\(error)", status: .failed)
    }
  }

  private func chosen(from file: TruthFile) throws -> [ParameterSet] {
    let all: [ParameterSet]
    do {
      all = try ParameterSet.all(in: file)
    } catch {
      throw Failure("\(error)", status: .failed)
    }
    for model in models where !all.contains(where: { $0.entry.name == model }) {
      throw Failure(
        "no system in \(file.name) is called '\(model)'",
        hint: "there are " + Set(all.map(\.entry.name)).sorted().map { "'\($0)'" }.joined(separator: ", "),
        status: .usage)
    }
    let wanted = models.isEmpty ? all : all.filter { models.contains($0.entry.name) }
    return smoke ? ParameterSet.smoke(of: wanted) : wanted
  }
}
