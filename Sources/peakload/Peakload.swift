// The command line's root: which subcommands there are. Each lives in a file of its own.

import ArgumentParser

@main
struct Peakload: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "peakload",
    abstract: "Replay an exam peak in virtual time and judge it against thresholds.")
}
