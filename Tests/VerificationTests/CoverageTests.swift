// The study of intervals: exact values that no file has, and that it notices intervals that do not cover.

import Experiments
import Testing

@testable import Verification

@Suite struct CoverageTests {
  @Test func theWaitOfAClosedPopulationMeetsTheTruthFile() throws {
    let sets = try ParameterSet.all(in: .shipped).filter { $0.entry.name == "M/M/c//N (closed, exp think)" }
    #expect(sets.count == 4)
    for set in sets where try set.parameters.count("N") <= 10_000 {
      let values = ClosedPopulationValues(
        people: try set.parameters.count("N"), servers: try set.parameters.count("c"),
        thinkRate: try set.parameters.number("think_rate"), serviceRate: try set.parameters.number("mu"))
      let wait = try #require(set.rows.first { $0.metric == "Wq_mean" }).exact
      #expect(abs(values.meanWait - wait) < 1e-8 * wait, "\(set.parameters.description)")
      let waits = try #require(set.rows.first { $0.metric == "P(wait)" }).exact
      #expect(abs(values.waitIsLonger(than: 0) - waits) < 1e-8)
    }
  }

  @Test func aQuantileLeadsBackToItsProbability() {
    let values = ClosedPopulationValues(people: 100, servers: 7, thinkRate: 1 / 60.0, serviceRate: 0.25)
    let quantile = values.waitQuantile(0.95)
    #expect(abs(values.waitIsLonger(than: quantile) - 0.05) < 1e-9)
    // Somebody alone never waits.
    #expect(
      ClosedPopulationValues(people: 1, servers: 1, thinkRate: 1, serviceRate: 1).waitQuantile(0.95) == 0)
  }

  @Test func everyStudiedSystemHasAMeanAndAPercentile() {
    #expect(CoverageStudy.systems.count >= 5)
    for system in CoverageStudy.systems {
      #expect(system.asked.count == 2, "\(system.name)")
      #expect(system.asked.allSatisfy { $0.exact > 0 })
    }
  }

  /// A system whose values are one, three or five, so that their mean is three.
  private struct Dice: TruthModel {
    var metrics: [String: MetricKind] { ["value": .mean] }
    var pilotCustomers: Int { 1 }

    func replicate(seed: UInt64, customers: Int, asked: [AskedMetric]) async throws -> Replicate {
      Replicate(estimates: ["value": Estimate(Double(1 + 2 * (seed % 3)))], events: 1)
    }
  }

  @Test func coverageIsCounted() async throws {
    var study = CoverageStudy(pool: WorkPool(width: 2))
    study.experiments = 2_000
    func coverage(exact: Double) async throws -> Double {
      let system = StudiedSystem(
        name: "dice", customers: 1, model: Dice(), asked: [AskedMetric(name: "value", exact: exact)])
      return try await study.study(system)[0].coverage
    }
    let honest = try await coverage(exact: 3)
    #expect(CoverageRow.accepted.contains(honest), "\(honest)")
    #expect(try await coverage(exact: 4) < 0.8)
  }
}
