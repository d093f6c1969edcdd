// The flags that make one run many: how often, to which precision, on how many threads. Apart from the command, because
// they have rules of their own about what goes with what.

import ArgumentParser
import Experiments
import RunReport

/// How often a scenario is to be run.
struct ReplicationOptions: ParsableArguments {
  @Option(
    help: .init(
      "Run so many replications with a seed each, 2 to 10000: every number gets a 95 % interval.",
      valueName: "number"))
  var replications: Int?

  @Option(
    help: .init(
      "Add replications until the half-widths of means are at most this share of them, 0.01% to 50%, and those of p95 and p99 twice that.",
      valueName: "share"))
  var precision: String?

  @Option(
    help: .init(
      "The most replications that --precision may take, 10 to 10000. (default: 100)", valueName: "number"))
  var maximumReplications: Int?

  @Option(
    help: .init(
      "Replications at one time; no result depends on it. (default: all cores)", valueName: "number"))
  var threads: Int?

  func validate() throws {
    if replications != nil, precision != nil {
      throw ValidationError(
        "--replications and --precision exclude each other: a number, or as many as it takes.")
    }
    if let replications, !(2...10_000).contains(replications) {
      throw ValidationError("--replications must be 2 to 10000, not \(replications): one has no interval.")
    }
    if let maximumReplications {
      guard precision != nil else {
        throw ValidationError("--maximum-replications limits what --precision may take, and there is none.")
      }
      guard (10...10_000).contains(maximumReplications) else {
        throw ValidationError("--maximum-replications must be 10 to 10000, not \(maximumReplications).")
      }
    }
    if let threads {
      guard replications != nil || precision != nil else {
        throw ValidationError("--threads needs --replications or --precision: one run has one thread.")
      }
      guard (1...1_024).contains(threads) else {
        throw ValidationError("--threads must be 1 to 1024, not \(threads).")
      }
    }
    _ = try extent()
  }

  /// The plan; nil for one run.
  func plan(cores: Int) throws -> ReplicationPlan? {
    try extent().map { ReplicationPlan(extent: $0, threads: threads ?? cores) }
  }

  private func extent() throws -> Replications.Extent? {
    if let replications { return .count(replications) }
    guard let precision else { return nil }
    let share: Double
    do { share = try Quantity.share(precision) } catch {
      throw ValidationError("--precision \(precision) \(error.problem): \(error.hint).")
    }
    guard (0.000_1...0.5).contains(share) else {
      throw ValidationError("--precision must be 0.01% to 50%, not \(precision).")
    }
    return .precision(share, maximum: maximumReplications ?? 100)
  }
}
