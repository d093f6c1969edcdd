// The command line's root: which subcommands there are, and the way from arguments to an exit status. Each
// subcommand lives in a file of its own.

import ArgumentParser
import RunReport

/// The program without its process.
struct Peakload: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "peakload",
    abstract: "Replay a peak of a chat queue in virtual time and judge it against thresholds.",
    discussion: """
      EXAMPLES
        peakload run scenarios/normal-5k.yaml            a first look, a few seconds
        peakload run scenarios/exam-peak-100k.yaml       the hour of 100,000 people
        peakload run scenarios/normal-5k.yaml --replications 10
                                                         the same with ten seeds: each number with its interval
        peakload validate scenarios/*.yaml               check without running
        peakload init normal-5k                          a scenario to start from
        peakload policies scenarios/noisy-users.yaml     every dispatch policy in one table
        peakload sweep scenarios/normal-5k.yaml --vary llm.concurrency=300..500:50
                                                         one run for each value, in one table
        peakload size scenarios/exam-peak-100k.yaml --tune llm.concurrency=1..20000
                                                         the smallest value that passes
        peakload calibrate requests.jsonl                a provider fitted to measurements
        peakload claims                                  what the original design claims, judged

      EXIT STATUS
        0    every threshold held
        1    anything else: unreadable file, failed write, broken invariant
        64   wrong use of the command line
        98   inconclusive: the interval of a threshold's value over replications holds the limit;
             size: the budget ended before an answer
        99   a threshold was breached; size: no value passes
        104  invalid scenario, --set or measurements
        105  interrupted; a partial report was written
      """,
    version: PeakloadVersion.current,
    subcommands: [
      RunCommand.self, ValidateCommand.self, InitCommand.self, PoliciesCommand.self, ClaimsCommand.self,
      VerifyCommand.self, CoverageCommand.self, CompareCommand.self, SweepCommand.self, SizeCommand.self,
      CalibrateCommand.self,
    ])
}

/// A subcommand that reaches the world through one value only, so that tests can run it whole.
protocol WorldCommand {
  /// Does the command's work. Anything thrown ends the program with status 1 and its description.
  func run(in world: World, with driver: RunDriver) throws -> ExitStatus
}

extension Peakload {
  /// Parses the arguments of `world` and runs what they ask for.
  static func run(in world: World, with driver: RunDriver) -> ExitStatus {
    do {
      return try parseAndRun(in: world, with: driver)
    } catch let failure as Failure {
      failure.print(in: world)
      return failure.status
    } catch {
      world.printError("error: \(error)")
      return .failed
    }
  }

  private static func parseAndRun(in world: World, with driver: RunDriver) throws -> ExitStatus {
    var command: any ParsableCommand
    do {
      command = try parseAsRoot(Array(world.arguments.dropFirst()))
      // Help is a command as well, and says what it has to say by throwing.
      if !(command is any WorldCommand) { try command.run() }
    } catch {
      let code = exitCode(for: error)
      guard code.isSuccess else {
        world.printError(fullMessage(for: error))
        return ExitStatus(code: code.rawValue)
      }
      // Help and the version were asked for: they are data.
      try world.printOutput(fullMessage(for: error))
      return .passed
    }
    guard let command = command as? any WorldCommand else { return .passed }
    return try command.run(in: world, with: driver)
  }
}

/// The process: the only place that exits.
@main
enum Main {
  static func main() {
    let status = Peakload.run(in: .process(), with: .product)
    World.exit(status)
  }
}
