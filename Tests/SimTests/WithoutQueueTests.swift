// The two readings of a scenario that claims about costs are judged with: straight to the model, and as first written.

import QueueModel
import RunReport
import Scenario
import Testing

@testable import Sim

@Suite struct WithoutQueueTests {
  /// Three hundred people of the small shipped scenario for a minute.
  private static func small() throws -> Scenario {
    guard let shipped = ShippedScenario.named("normal-5k") else { throw NotShipped() }
    let scenario = try ScenarioReader.read(text: shipped.text, fileName: shipped.fileName)
    return scenario.scaled(by: 0.06).withDuration(.seconds(60)).scenario
  }

  private struct NotShipped: Error {}

  private static func commandsPerAnswer(_ report: RunReport) -> Double {
    Double(report.streams.redisCommands) / Double(max(1, report.goodput.delivered))
  }

  @Test func withoutTheQueueEverybodyIsAnsweredByTheModel() async throws {
    let report = await (try Simulation(try Self.small().withoutQueue())).run()
    #expect(report.goodput.delivered > 100)
    #expect(report.cache.hits == 0 && report.cache.joins == 0)
    #expect(report.limiter.limited == 0 && report.calls.refusedByProvider == 0)
    #expect(report.calls.begun >= report.goodput.delivered)
    #expect(report.bottleneck.resources.allSatisfy { $0.fullNanoseconds == 0 })
    #expect(report.degradation.changes.isEmpty)
    #expect(report.thresholds.isEmpty && report.invariantsHold)
  }

  @Test func asFirstWrittenAnswersAreGivenAndCostManyCommands() async throws {
    var scenario = try Self.small()
    let corrected = await (try Simulation(scenario)).run()
    // What the scenario had switched on itself does not matter.
    scenario.design.faults = [.noDrain]
    let report = await (try Simulation(scenario.asFirstWritten())).run()
    #expect(report.goodput.delivered > 100)
    #expect(report.invariantsHold && report.thresholds.isEmpty)
    #expect(Self.commandsPerAnswer(report) > 10 * Self.commandsPerAnswer(corrected))
  }
}
