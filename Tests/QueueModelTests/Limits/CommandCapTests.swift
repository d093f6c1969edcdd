// A database's cap on commands: by example, and the steps against the commands one by one.

import QueueModel
import Testing

@Suite struct CommandCapTests {
  private let start = Instant(millisecondsSinceEpoch: 1_768_208_400_000)

  private func at(_ milliseconds: Int64) -> Instant {
    start.advanced(byNanoseconds: milliseconds * 1_000_000)
  }

  @Test func aBurstPassesAndTheRestWaits() {
    var line = CommandBacklog(cap: CommandCap(commandsPerSecond: 10_000, beyond: .delay), now: start)
    #expect(line.enter(commands: 10_000, now: start) == .done(afterNanoseconds: 0))
    #expect(line.enter(commands: 5, now: start) == .done(afterNanoseconds: 500_000))
    #expect(line.enter(commands: 9_995, now: start) == .done(afterNanoseconds: 1_000_000_000))
    line.advance(to: at(400))
    #expect(line.delayNanoseconds == 600_000_000)
    line.advance(to: at(5_000))
    #expect(line.work == 0 && line.delayNanoseconds == 0)
  }

  @Test func withoutABurstEachCommandWaitsForThoseBefore() {
    let cap = CommandCap(commandsPerSecond: 100, beyond: .delay, burst: .zero)
    var line = CommandBacklog(cap: cap, now: start)
    #expect(line.enter(commands: 50, now: start) == .done(afterNanoseconds: 500_000_000))
    #expect(line.enter(commands: 1, now: at(500)) == .done(afterNanoseconds: 10_000_000))
  }

  @Test func whatIsRefusedLeavesNoTrace() {
    var line = CommandBacklog(cap: CommandCap(commandsPerSecond: 100, beyond: .reject), now: start)
    #expect(line.enter(commands: 98, now: start) == .done(afterNanoseconds: 0))
    // What finds room passes as a whole.
    #expect(line.enter(commands: 5, now: start) == .done(afterNanoseconds: 0))
    #expect(line.isFull)
    #expect(line.enter(commands: 1, now: start) == .refused)
    #expect(line.enter(commands: 1, now: at(20)) == .refused)
    #expect(line.enter(commands: 5, now: at(31)) == .done(afterNanoseconds: 0))
  }

  @Test func aStepBelowTheCapIsForgotten() {
    let cap = CommandCap(commandsPerSecond: 10_000, beyond: .delay)
    var flow = CommandFlow(cap: cap, stepNanoseconds: 100_000_000)
    flow.step(CommandStep(single: 900 * CommandWork.perCommand))
    #expect(flow.work == 0 && !flow.isShort)
  }

  @Test func inStepsTheExcessIsRefusedInProportion() {
    let cap = CommandCap(commandsPerSecond: 1_000, beyond: .reject)
    var flow = CommandFlow(cap: cap, stepNanoseconds: 100_000_000)
    let command = CommandWork.perCommand
    // A fifth above the cap: 20 of 120 are entries, which come again.
    for _ in 0..<2_000 {
      let refused = Int64(Double(100 * command) * flow.refusedShare)
      flow.step(CommandStep(single: 100 * command - refused, flowing: 20 * command, refused: refused))
    }
    // 100 a step pass: 20 entries with those that come again, and 80 of the others.
    #expect(abs(flow.refusedShare - 0.2) < 0.01)
    #expect(abs(flow.again - 5 * command) < command)
    #expect(flow.work <= 1_010 * command)
  }

  /// Commands at random moments, one by one and in steps of 100 ms: the same work is done, the same delay on average.
  @Test(arguments: UInt64(1)...3) func stepsAreWhatCommandsOneByOneAre(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let cap = CommandCap(commandsPerSecond: 500, beyond: .delay)
    var line = CommandBacklog(cap: cap, now: start)
    var flow = CommandFlow(cap: cap, stepNanoseconds: 100_000_000)
    var waits = (exact: 0.0, steps: 0.0)
    for step in 0..<3_000 {
      // Two minutes above the cap, three below it.
      let calls = Int.random(in: 0...(step / 600 % 5 < 2 ? 25 : 12), using: &generator)
      let moments = (0..<calls).map { _ in Int64.random(in: 0..<100, using: &generator) }.sorted()
      for moment in moments {
        waits.steps += Double(flow.delayNanoseconds)
        guard case .done(let wait) = line.enter(commands: 5, now: at(Int64(step) * 100 + moment)) else {
          Issue.record("seed \(seed): a command was refused")
          return
        }
        waits.exact += Double(wait)
      }
      flow.step(CommandStep(single: Int64(calls) * 5 * CommandWork.perCommand))
      line.advance(to: at(Int64(step + 1) * 100))
    }
    #expect(waits.exact > 1e12, "seed \(seed)")
    #expect(abs(waits.steps / waits.exact - 1) < 0.02, "seed \(seed): \(waits)")
  }
}

@Suite struct FunctionConcurrencyTests {
  private let start = Instant(millisecondsSinceEpoch: 1_768_208_400_000)

  @Test func itGrowsByAThousandInTenSeconds() {
    var functions = FunctionConcurrency(policy: FunctionConcurrencyPolicy(), now: start)
    #expect(functions.allowed(now: start) == 1_000)
    functions.update(inUse: 1_000, now: start)
    #expect(functions.allowed(now: start) == 1_000)
    #expect(functions.allowed(now: start.advanced(by: .seconds(5))) == 1_500)
    #expect(functions.allowed(now: start.advanced(by: .seconds(60))) == 2_000)
  }

  @Test func itEndsAtTheMaximum() {
    var functions = FunctionConcurrency(policy: FunctionConcurrencyPolicy(), now: start)
    var now = start
    for _ in 0..<40 {
      functions.update(inUse: functions.allowed(now: now), now: now)
      now = now.advanced(by: .seconds(10))
    }
    #expect(functions.allowed(now: now) == 30_000)
    #expect(functions.warm == 30_000)
  }

  @Test func warmInstancesComeBackAtOnce() {
    var functions = FunctionConcurrency(policy: FunctionConcurrencyPolicy(), now: start)
    functions.update(inUse: 800, now: start)
    functions.update(inUse: 0, now: start)
    #expect(functions.allowed(now: start) == 1_000)
    functions.update(inUse: 800, now: start.advanced(by: .seconds(1)))
    #expect(functions.allowed(now: start.advanced(by: .seconds(1))) == 1_100)
  }
}

@Suite struct RedisPlanTests {
  @Test func everyFixedPlanHasAPrice() {
    for plan in RedisPlan.allCases {
      let entry = plan.priceEntry.map { PriceBook.august2026[$0] }
      #expect(plan == .payAsYouGo ? entry == nil : entry != .some(nil), "\(plan)")
    }
    #expect(PriceBook.august2026["redis.plan.fixed10GB"]?.price == Money(nanoUSD: 200_000_000_000))
  }
}
