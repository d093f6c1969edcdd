// The budget of retries beside one that is kept in whole eighths.

import QueueModel
import Testing

@Suite struct RetryBudgetTests {
  private static let start = Instant(millisecondsSinceEpoch: 1_700_000_000_000)

  /// How many retries can be taken at `now`.
  private static func takeAll(_ budget: inout RetryBudget, now: Instant) -> Int {
    var taken = 0
    while taken < 1000, budget.take(now: now) { taken += 1 }
    return taken
  }

  @Test func beginsWithTenSecondsOfItsMinimum() {
    var budget = RetryBudget()
    let taken = Self.takeAll(&budget, now: Self.start)
    #expect(taken == 10)
    var small = RetryBudget(burst: 4)
    let few = Self.takeAll(&small, now: Self.start)
    #expect(few == 4)
  }

  @Test func aFirstAttemptAddsItsShare() {
    var budget = RetryBudget(ratio: 0.25, minimumPerSecond: 0)
    for _ in 0..<7 { budget.recordFirstAttempt(now: Self.start) }
    let taken = Self.takeAll(&budget, now: Self.start)
    #expect(taken == 1)
    budget.recordFirstAttempt(now: Self.start)
    let rest = Self.takeAll(&budget, now: Self.start)
    #expect(rest == 1)
  }

  @Test func aSecondAddsTheMinimumUpToTheBurst() {
    var budget = RetryBudget(minimumPerSecond: 2, burst: 30)
    let first = Self.takeAll(&budget, now: Self.start)
    let second = Self.takeAll(&budget, now: Self.start.advanced(by: .seconds(5)))
    let third = Self.takeAll(&budget, now: Self.start.advanced(by: .seconds(3600)))
    #expect(first == 20 && second == 10 && third == 30)
  }

  @Test func theTimeBeforeTheFirstRetryAddsAsWell() {
    var budget = RetryBudget(ratio: 0)
    budget.recordFirstAttempt(now: Self.start)
    let taken = Self.takeAll(&budget, now: Self.start.advanced(by: .seconds(15)))
    #expect(taken == 25)
  }

  @Test(arguments: UInt64(1)...20) func equalsWholeEighths(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let ratio = generator.integer(in: 0...8)
    let perSecond = generator.integer(in: 0...4)
    let burst = generator.integer(in: 1...20)
    var budget = RetryBudget(
      ratio: Double(ratio) / 8, minimumPerSecond: Double(perSecond), burst: Double(burst))
    var eighths = min(burst, 10 * perSecond) * 8
    var now = Self.start
    budget.recordFirstAttempt(now: now)
    eighths = min(burst * 8, eighths + ratio)
    for step in 0..<400 {
      // Time is added when a retry is asked for, so every second is followed by a question.
      let seconds = generator.oneIn(3) ? generator.integer(in: 0...3) : 0
      now = now.advanced(by: .seconds(seconds))
      eighths = min(burst * 8, eighths + 8 * perSecond * seconds)
      let isGranted = budget.take(now: now)
      guard isGranted == (eighths >= 8) else {
        Issue.record("seed \(seed), step \(step): granted \(isGranted) with \(eighths) eighths")
        return
      }
      if isGranted { eighths -= 8 }
      for _ in 0..<generator.integer(in: 0...3) {
        budget.recordFirstAttempt(now: now)
        eighths = min(burst * 8, eighths + ratio)
      }
    }
  }
}
