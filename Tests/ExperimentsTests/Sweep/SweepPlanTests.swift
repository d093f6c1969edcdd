// Which points a sweep has.

import Scenario
import Testing

@testable import Experiments

struct SweepPlanTests {
  private func variations(_ arguments: String...) throws -> [SweepVariation] {
    try arguments.map { try SweepVariation($0) }
  }

  @Test func aGridIsEveryCombinationTheLastFastest() throws {
    let plan = try SweepPlan(gridOf: variations("a=1,2", "b=x,y,z"))
    #expect(
      plan.points == [["1", "x"], ["1", "y"], ["1", "z"], ["2", "x"], ["2", "y"], ["2", "z"]])
    #expect(
      plan.overrides(ofPoint: 4) == [
        Override(key: "a", value: "2", flag: "--vary"), Override(key: "b", value: "y", flag: "--vary"),
      ])
  }

  @Test func aGridNeedsStepsAndHasALimit() throws {
    #expect(throws: SweepRefusal.self) { try SweepPlan(gridOf: variations("a=1..5")) }
    #expect(throws: SweepRefusal.self) { try SweepPlan(gridOf: []) }
    #expect(throws: SweepRefusal.self) { try SweepPlan(gridOf: variations("a=1", "b=2", "a=3")) }
    #expect(try SweepPlan(gridOf: variations("a=1..1000:1", "b=1..100:1")).points.count == 100_000)
    #expect(throws: SweepRefusal.self) {
      try SweepPlan(gridOf: variations("a=1..1000:1", "b=1..101:1"))
    }
    #expect(throws: SweepRefusal.self) {
      try SweepPlan(gridOf: variations("a=1..99999:1", "b=1..99999:1", "c=1..99999:1", "d=1..99999:1"))
    }
  }

  @Test(arguments: [1, 2, 7, 100]) func aHypercubeHasEachPartOnce(count: Int) throws {
    let both = try variations("a=0..99", "b=p,q", "c=0.0..1.0")
    let plan = try SweepPlan(latinHypercubeOf: both, count: count, seed: 5)
    #expect(plan.points.count == count)
    let wholes = try plan.points.map { try #require(Int($0[0])) * count / 100 }
    // Elsewhere a whole number may lie just below the border of its part.
    if 100 % count == 0 { #expect(wholes.sorted() == Array(0..<count)) }
    let decimals = try plan.points.map { Int(try #require(Double($0[2])) * Double(count)) }
    #expect(decimals.sorted() == Array(0..<count))
    let halves = [count / 2, count - count / 2].sorted()
    #expect([plan.points.count { $0[1] == "p" }, plan.points.count { $0[1] == "q" }].sorted() == halves)
  }

  @Test func aHypercubeIsAFunctionOfItsSeed() throws {
    let both = try variations("a=0..1000", "b=p,q,r")
    let plan = try SweepPlan(latinHypercubeOf: both, count: 20, seed: 1)
    #expect(try SweepPlan(latinHypercubeOf: both, count: 20, seed: 1) == plan)
    #expect(try SweepPlan(latinHypercubeOf: both, count: 20, seed: 2) != plan)
    for count in [0, -1, 100_001] {
      #expect(throws: SweepRefusal.self) { try SweepPlan(latinHypercubeOf: both, count: count, seed: 1) }
    }
  }

  @Test func theFirstReplicationHasTheScenariosSeedAndNoTwoAreTheSame() {
    #expect(ReplicationSeeds(7).replication(0) == 7)
    let seeds = (0..<1_000).map { ReplicationSeeds(7).replication($0) }
    #expect(Set(seeds).count == 1_000)
  }
}
