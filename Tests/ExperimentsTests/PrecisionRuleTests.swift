// When there are enough replications: which numbers are held to the precision, and how many more are run.

import RunReport
import Scenario
import Testing

@testable import Experiments

@Suite struct PrecisionRuleTests {
  private let rule: PrecisionRule

  init() throws {
    let scenario = try SmallScenarios.fourServers(
      .seconds(60), where: "queue_wait{role:student}", is: "p(99.9)<2s")
    rule = PrecisionRule(0.01, for: scenario)
  }

  /// Ten replications with values at distances from 100 that give these half-widths over means.
  private func tally(_ relative: [String: Double], _ count: Int = 10) -> ReplicationTally {
    var tally = ReplicationTally()
    let quantile = 2.262_157_162_854  // t(9; 0.975)
    for number in 0..<count {
      tally.add(
        relative.sorted { $0.key < $1.key }.map { place, share in
          // Half of the values above and half below: a standard deviation of d · √(n / (n - 1)).
          let distance = 100 * share / quantile * Double(count - 1).squareRoot()
          return PlacedNumber(place, 100 + (number % 2 == 0 ? distance : -distance))
        })
    }
    return tally
  }

  @Test func meansMustBeWithinItAndPercentilesWithinTwice() {
    let good = tally([
      "latency/e2e/observed/avg": 0.0099, "latency/e2e/observed/p95": 0.0199,
      "latency/e2e/observed/p99": 0.0199,
      "goodput/perSecond": 0.0099, "cost/totalNanoUSD": 0.0099, "thresholds/0/observed": 0.0199,
      // Not held to it.
      "latency/e2e/observed/max": 0.5, "latency/e2e/student/observed/avg": 0.5,
    ])
    #expect(rule.verdict(on: good).isReached)
    #expect(rule.next(after: rule.verdict(on: good), good, maximum: 100) == nil)
    let bad = tally([
      "latency/e2e/observed/avg": 0.0101, "latency/e2e/observed/p95": 0.0201, "thresholds/0/observed": 0.03,
    ])
    let verdict = rule.verdict(on: bad)
    #expect(verdict.missed.map(\.number) == ["e2e avg", "e2e p95", "queue_wait{role:student} p(99.9)"])
    #expect(verdict.missed.map(\.target) == [0.01, 0.02, 0.02])
    #expect(verdict.missed.map(\.needed) == [11, 11, 23])
    #expect(!verdict.isReached)
  }

  @Test func asManyAreAddedAsTheHalfWidthsAskForButNotAllAtOnce() {
    func next(_ relative: Double, maximum: Int = 100) -> Int? {
      let tally = tally(["latency/e2e/observed/avg": relative])
      return rule.next(after: rule.verdict(on: tally), tally, maximum: maximum)
    }
    #expect(next(0.0101) == 12)
    #expect(next(0.0126) == 16)
    #expect(next(0.05) == 20)
    #expect(next(0.05, maximum: 17) == 17)
    #expect(next(0.05, maximum: 10) == nil)
  }

  @Test func whatMoreReplicationsCannotGiveIsNotWaitedFor() {
    var tally = ReplicationTally()
    for number in 0..<10 {
      tally.add([
        PlacedNumber("latency/e2e/observed/p99", number == 3 ? .infinity : 1),
        PlacedNumber("goodput/perSecond", 5),
      ])
    }
    let verdict = rule.verdict(on: tally)
    #expect(verdict.missed.map(\.number) == ["e2e p99"] && verdict.missed[0].needed == nil)
    #expect(rule.next(after: verdict, tally, maximum: 100) == nil)
  }

  @Test func nothingButZerosIsPrecise() {
    let tally = tally(["latency/queue_wait/observed/p95": 0])
    var zeros = ReplicationTally()
    for _ in 0..<10 { zeros.add([PlacedNumber("latency/queue_wait/observed/p95", 0)]) }
    #expect(rule.verdict(on: tally).isReached && rule.verdict(on: zeros).isReached)
  }
}
