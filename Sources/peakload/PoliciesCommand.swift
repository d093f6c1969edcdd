// `peakload policies`: runs a scenario with noisy people once for each policy, and prints what each did in one table.

import ArgumentParser
import RunReport
import Scenario

/// Compares the dispatch policies on the same people.
struct PoliciesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "policies",
    abstract: "Run a scenario under every dispatch policy and compare what quiet people get.",
    discussion: """
      The scenario must have noisy people (behaviour.noisy). It is run under each policy, and under strict
      priority with caps on one person's jobs (one running; one running and one waiting), with the noisy on one
      account each and on several.
      Nothing is written. See docs/policies.md.

      EXAMPLES
        peakload policies scenarios/noisy-users.yaml
        peakload policies scenarios/noisy-users.yaml --set llm.concurrency=450 --json
      """)

  @Argument(help: "The scenario file.", completion: .file(extensions: ["yaml", "yml"]))
  var scenario: String

  @Option(help: .init("Seed of every random stream, in place of the scenario's.", valueName: "number"))
  var seed: UInt64?

  @Option(
    name: .customLong("set"), parsing: .unconditionalSingleValue,
    help: .init("Replace a key of the scenario; repeatable.", valueName: "key=value"))
  var settings: [String] = []

  @Flag(help: "Print the rows as JSON to standard output.")
  var json = false
}

extension PoliciesCommand: WorldCommand {
  func run(in world: World, with driver: RunDriver) throws -> ExitStatus {
    var base: Scenario
    do {
      (base, _) = try ScenarioFile(path: scenario, settings: settings).scenario(in: world, with: driver)
    } catch let invalid as InvalidScenario {
      return invalid.report(in: world)
    }
    if let seed { base.seed = seed }
    world.beginListening()
    var rows: [PolicyRow] = []
    let variants = base.policyVariants()
    for (number, variant) in variants.enumerated() {
      let crowd = Self.heading(of: variant.crowd, in: base)
      world.printProgress("\(number + 1) of \(variants.count): \(crowd), \(variant.name)")
      let report = try driver.run(variant.scenario, RunOptions(), { _ in }, { world.interruption() != nil })
      guard report.invariantsHold else { throw Failure("an invariant was broken under \(variant.name)") }
      if world.interruption() != nil { return .interrupted }
      guard let row = PolicyRow(crowd: crowd, policy: variant.name, report) else {
        throw Failure(
          "nobody in \(base.name) is noisy, so there is nothing to compare",
          hint: "add --set behaviour.noisy.share=1%", status: .invalidScenario)
      }
      rows.append(row)
    }
    world.printProgress("")
    if json {
      try world.printOutput(String(decoding: CanonicalJSON.encode(rows), as: UTF8.self))
    } else {
      try world.output.write(PolicyTable(rows).text(world.style(for: world.output)))
    }
    return .passed
  }

  private static func heading(of crowd: PolicyVariant.Crowd, in scenario: Scenario) -> String {
    let noisy = scenario.behaviour.noisy
    return switch crowd {
    case .asGiven:
      "\(HumanNumber.share(noisy.spreadShare)) of the noisy on \(noisy.accounts) accounts, the others on one"
    case .oneAccount: "the noisy on one account each"
    case .severalAccounts: "the noisy on \(noisy.accounts) accounts each"
    }
  }
}

extension World {
  /// Shows a person at a terminal what is being done, in place of what was shown before.
  fileprivate func printProgress(_ text: String) {
    guard error.isTerminal, environment["TERM"] != "dumb" else { return }
    try? error.write("\r\u{1B}[K" + String(text.prefix(max(20, error.columns - 1))))
  }
}
