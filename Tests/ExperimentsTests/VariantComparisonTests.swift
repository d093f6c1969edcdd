// Variants on the same people: pairs, differences, and the selection of the best.

import RunReport
import Scenario
import Statistics
import Testing

@testable import Experiments

@Suite struct VariantComparisonTests {
  /// Half a minute of a small service with so many slots.
  private func service(slots: Int, seed: UInt64 = 1) -> Scenario {
    var scenario = Scenario()
    scenario.seed = seed
    scenario.duration = .seconds(30)
    scenario.arrivals.kind = .poisson(rate: 4)
    scenario.behaviour.patience = .constant(1e6)
    scenario.questions.catalogue = .unique
    scenario.system.rateLimit.algorithm = .off
    scenario.system.degradation.enabled = false
    scenario.system.workers.slots = .fixed(slots)
    scenario.llm.concurrency = 100
    scenario.llm.service = .exponential(mean: 1)
    return scenario
  }

  private func compare(
    _ slots: [Int], metrics: [String] = ["queue_wait avg"], replications: Int = 10,
    selection: VariantComparison.Selection? = nil, width: Int = 2
  ) async throws -> ComparisonResult {
    try await VariantComparison(
      slots.enumerated().map { Variant(name: "\($1)", scenario: service(slots: $1, seed: UInt64($0 + 1))) },
      metrics: metrics.map { try ComparedMetric($0) }, replications: replications, selection: selection,
      pool: WorkPool(width: width)
    ).run()
  }

  @Test func aVariantIsNoDifferentFromItself() async throws {
    let result = try await compare([5, 5])
    let difference = try #require(result.rows[0].values[1].difference)
    #expect(difference.interval.mean == 0 && difference.interval.halfWidth == 0 && !difference.isShown)
    #expect(ComparisonTable(result, style: .plain).text().contains("the same in every replication"))
  }

  @Test func pairsShowWhatDiffersWithFewerReplications() async throws {
    let result = try await compare([5, 6], metrics: ["queue_wait avg", "requests count"])
    let wait = try #require(result.rows[0].values[1].difference)
    #expect(wait.isShown && wait.interval.mean < 0, "a server more, and people wait longer")
    #expect(try #require(wait.varianceRatio) > 1)
    #expect(try #require(wait.correlation) > 0)
    #expect(wait.interval.halfWidth < wait.unpairedHalfWidth)
    // The same people, however many servers there are.
    #expect(try #require(result.rows[1].values[1].difference).interval.mean == 0)
  }

  @Test func theWidthOfThePoolChangesNothing() async throws {
    let one = try await compare([5, 6, 7], width: 1)
    let five = try await compare([5, 6, 7], width: 5)
    #expect(try CanonicalJSON.encode(one) == CanonicalJSON.encode(five))
  }

  @Test func theBestIsSelectedAndTheRestLeave() async throws {
    let metric = try ComparedMetric("queue_wait avg")
    let result = try await compare(
      [5, 5, 12], selection: .init(metric: metric, wantsLargest: false, indifference: 0.1))
    let selection = try #require(result.selection)
    #expect(selection.variant == 2 && selection.isDecided && selection.standing == [2])
  }

  @Test func tiesArePrintedAsTies() async throws {
    let metric = try ComparedMetric("queue_wait avg")
    // With forty servers and with fifty nobody waits.
    let result = try await compare(
      [5, 40, 50], selection: .init(metric: metric, wantsLargest: false, indifference: 0.01))
    let selection = try #require(result.selection)
    #expect(Set([selection.variant] + selection.ties) == [1, 2])
    #expect(ComparisonTable(result, style: .plain).text().contains("A TIE within"))
  }

  @Test func aMetricWithoutSamplesSaysSo() async throws {
    let result = try await compare([5, 6], metrics: ["queue_wait{role:teacher} avg"])
    #expect(result.rows[0].values[0].interval == nil)
    #expect(ComparisonTable(result, style: .plain).text().contains("no samples"))
  }

  @Test func metricsAreReadAsInThresholds() throws {
    #expect(try ComparedMetric("failed").text == "failed rate")
    #expect(try ComparedMetric("queue_wait{role:student} p(95)").kind == .duration)
    #expect(throws: ThresholdSyntaxError.self) { try ComparedMetric("queue_wait") }
    #expect(throws: ThresholdSyntaxError.self) { try ComparedMetric("queue_wiat avg") }
    #expect(throws: ThresholdSyntaxError.self) { try ComparedMetric("failed p(95)") }
  }
}
