// `peakload coverage`: how often the program's 95 % intervals cover what they are about.

import ArgumentParser
import Experiments
import RunReport
import Verification

/// Studies the coverage of intervals.
struct CoverageCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "coverage",
    abstract: "Count how often 95 % intervals cover exact values.",
    discussion: """
      Makes an interval of ten replications a thousand times for each of six systems whose mean and 95th percentile
      of the wait are known exactly, and counts how often it covers them. Intervals that deserve their name do in
      92 to 97.5 % of the cases. Takes about half an hour on two cores; nothing is written.
      Ends with 0 when every row is within these bounds and with 1 when one is not.

      EXAMPLES
        peakload coverage
        peakload coverage --experiments 100       a look, in a tenth of the time
      """)

  @Option(help: .init("Intervals of each system.", valueName: "number"))
  var experiments = 1_000

  @Option(help: .init("Seed from which all others follow.", valueName: "number"))
  var seed: UInt64 = 1

  @Option(help: .init("Experiments at one time. (default: one for each core)", valueName: "number"))
  var threads: Int?

  @Flag(name: .shortAndLong, help: "No progress.")
  var quiet = false

  @Flag(help: "Print the rows as JSON to standard output.")
  var json = false

  func validate() throws {
    guard (10...100_000).contains(experiments) else {
      throw ValidationError("--experiments must be from 10 to 100000, not \(experiments).")
    }
    guard threads.map({ (1...1024).contains($0) }) ?? true else {
      throw ValidationError("--threads must be from 1 to 1024, not \(threads ?? 0).")
    }
  }
}

extension CoverageCommand: WorldCommand {
  private enum News: Sendable {
    case progress(String, Int)
    case rows([CoverageRow])
  }

  func run(in world: World, with driver: RunDriver) throws -> ExitStatus {
    var study = CoverageStudy(pool: WorkPool(width: threads ?? world.machine.processors()))
    study.experiments = experiments
    study.seed = seed
    world.beginListening()
    var line = ProgressLine(world: world, isShown: !quiet)
    let table = CoverageTable(style: world.style(for: world.output))
    if !json { try world.output.write(table.heading) }
    let all: [CoverageRow]
    do {
      all = try BackgroundWork.run(
        { [study] (channel: BackgroundWork.Channel<News>) in
          var all: [CoverageRow] = []
          for system in CoverageStudy.systems {
            let rows = try await study.study(
              system, progress: { channel.tell(.progress(system.name, $0)) },
              shouldStop: { channel.isStopping })
            channel.tell(.rows(rows))
            all += rows
          }
          return all
        },
        shouldStop: { world.interruption() != nil },
        hear: { news in
          switch news {
          case .progress(let system, let done): line.show("\(system): \(done) of \(experiments) intervals")
          case .rows(let rows):
            line.erase()
            if !json { try world.output.write(table.lines(of: rows)) }
          }
        })
    } catch is CancellationError {
      line.erase()
      world.printError("interrupted by \(world.interruption() ?? "a signal"): the rows above are whole")
      return .interrupted
    }
    line.erase()
    let passed = all.allSatisfy(\.passed)
    if json {
      try world.output.write(String(decoding: CanonicalJSON.encode(all), as: UTF8.self))
    } else {
      try world.output.write(table.verdict(all))
    }
    return passed ? .passed : .failed
  }
}
