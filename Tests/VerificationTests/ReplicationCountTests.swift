// How many replications of what length a set gets, on a made-up system whose spread is known.

import Experiments
import Statistics
import Testing

@testable import Verification

@Suite struct ReplicationCountTests {
  /// A replication of n customers estimates the value 1 with a standard deviation of `spread` / √n, in one event a
  /// customer.
  private struct Noise: TruthModel {
    var spread: Double
    var metrics: [String: MetricKind] { ["value": .mean] }
    var pilotCustomers: Int { 100 }

    func replicate(seed: UInt64, customers: Int, asked: [AskedMetric]) async throws -> Replicate {
      // Twelve uniform draws less six: nearly normal, of variance 1.
      let sum = (0..<12).reduce(0.0) {
        $0 + Double(SplitMix64.draw(key: seed, index: UInt64($1)) >> 11) * 0x1p-53
      }
      let value = 1 + (sum - 6) * spread / Double(customers).squareRoot()
      return Replicate(estimates: ["value": Estimate(value)], events: customers)
    }
  }

  private func row(spread: Double, seed: UInt64, mostEvents: Int = 10_000_000) async throws -> VerifiedRow {
    let parameters = TruthParameters([:])
    let set = ParameterSet(
      entry: ModelEntry("noise", .kernel, parameters: []) { _ throws(TruthProblem) in Noise(spread: 1) },
      parameters: parameters, model: Noise(spread: spread),
      rows: [
        TruthRow(
          id: "1", model: "noise", parameters: parameters, metric: "value", exact: 1, isWeak: false, line: 1,
          column: 1)
      ])
    var verification = Verification(pool: WorkPool(width: 2))
    verification.seed = seed
    verification.mostEvents = mostEvents
    return try #require(try await verification.run([set]).rows.first)
  }

  @Test func aPilotThatIsPreciseEnoughIsJudgedAsItIs() async throws {
    let row = try await row(spread: 0.05, seed: 1)
    #expect(row.replications == 30 && row.customers == 100 && row.customersOfAllRuns == 3_000)
  }

  @Test func replicationsAreAddedUntilTheIntervalIsNarrowEnough() async throws {
    // 30 replications of n customers have a half-width of 2.05 · 2 / √(30 n): 1 % takes about n = 5,600.
    var customers: [Double] = []
    for seed in UInt64(1)...60 {
      let row = try await row(spread: 2, seed: seed)
      #expect(row.replications >= 30 && row.customers > 100)
      #expect(try #require(row.relativeHalfWidth) <= 0.01 && row.note == nil)
      customers.append(Double(row.customersOfAllRuns))
    }
    let mean = customers.reduce(0, +) / 60
    #expect((140_000...210_000).contains(mean), "\(mean)")
  }

  @Test func theBudgetOfEventsIsUsedAndNotMore() async throws {
    let row = try await row(spread: 50, seed: 1, mostEvents: 300_000)
    #expect(row.replications == 30 && row.customers == 10_000)
    #expect(row.note == "as precise as the budget of events allows")
    let partly = try await self.row(spread: 2, seed: 3, mostEvents: 160_000)
    #expect(partly.replications * partly.customers <= 160_000)
  }

  /// However many runs a set gets until it is precise, what is judged is right as often as it should be.
  @Test func whenItStopsDoesNotDecideWhatIsFound() async throws {
    var beyondTwo = 0
    for seed in UInt64(1)...300 where try await #require(row(spread: 2, seed: seed).z).magnitude > 1.96 {
      beyondTwo += 1
    }
    // 5 % of 300, within four standard deviations.
    #expect((2...30).contains(beyondTwo), "\(beyondTwo)")
  }

  @Test func aClosedPopulationForgetsItsBeginningInTenRounds() {
    let many = ClosedSystem(people: 100_000, servers: 1_700, meanThink: 60, meanService: 1)
    #expect(many.warmUpShare(3_000_000) == 1.0 / 3)
    #expect(many.warmUpShare(100_000) == 0.5)
    let few = ClosedSystem(people: 10, servers: 1, meanThink: 5, meanService: 0.5)
    #expect(few.warmUpShare(50_000) == 0.1)
  }
}
