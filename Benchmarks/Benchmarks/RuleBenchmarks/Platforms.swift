// The limits of the platforms' plans: commands at a database one by one and as a flow, and instances of functions.

import QueueModel

/// What Redis and functions allow.
enum PlatformRules {
  /// Adds the benchmarks; each sum is of what was granted.
  static func register() {
    // Commands that are done.
    rule("limits-commandCap", CommandsOneByOne.self, sum: 500)
    // Work that is left, in commands.
    rule("limits-commandFlow", CommandsInSteps.self, sum: 400_058)
    // Instances allowed, which are added up.
    rule("limits-functionConcurrency", GrowingFunctions.self, sum: 1_749_000)
  }
}

/// A database of 1,000 commands a second, asked every half a millisecond for one command.
private struct CommandsOneByOne: RuleWorkload {
  var line = CommandBacklog(
    cap: CommandCap(commandsPerSecond: 1_000, beyond: .reject, burst: .milliseconds(100)), now: beginning)

  mutating func operate(_ turn: Int) -> Int {
    let now = beginning.advanced(byNanoseconds: 500_000 * Int64(turn))
    return line.enter(commands: 1, now: now) == .refused ? 0 : 1
  }
}

/// The same database in steps of 100 ms, asked for 200 commands in each.
private struct CommandsInSteps: RuleWorkload {
  var flow = CommandFlow(
    cap: CommandCap(commandsPerSecond: 1_000, beyond: .reject, burst: .milliseconds(100)),
    stepNanoseconds: 100_000_000)

  mutating func operate(_ turn: Int) -> Int {
    flow.step(CommandStep(single: 50 * CommandWork.perCommand, flowing: 150 * CommandWork.perCommand))
    return Int(flow.work / CommandWork.perCommand)
  }
}

/// Functions that are asked for one more instance every five milliseconds.
private struct GrowingFunctions: RuleWorkload {
  var functions = FunctionConcurrency(policy: FunctionConcurrencyPolicy(), now: beginning)

  mutating func operate(_ turn: Int) -> Int {
    let now = beginning.advanced(byNanoseconds: 5_000_000 * Int64(turn))
    functions.update(inUse: turn, now: now)
    return functions.allowed(now: now)
  }
}
