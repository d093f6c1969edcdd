// Runs in which a test breaks something on purpose, or only watches.

import RunReport
import Scenario

@testable import Sim

/// Hands events to the actors as an ordinary run does, and to a test after each.
struct MeddlingDispatcher: EventDispatcher {
  let system: SimulatedSystem
  /// Called after each event and before its checks, with the number of the event.
  let meddle: @Sendable (SimulatedSystem, _ happening: Happening, _ index: UInt32, _ number: Int) -> Void
  /// Called before the first event.
  let prepareRun: @Sendable (SimulatedSystem) -> Void

  func start() {
    prepareRun(system)
    system.start()
  }

  func handle(_ kind: Happening, _ index: UInt32) { system.handle(kind, index) }

  func prepare(_ kind: Happening, _ index: UInt32) { system.prepare(kind, index) }

  func didHandle(_ kind: Happening, _ index: UInt32) {
    meddle(system, kind, index, system.kernel.eventCount)
    system.didHandle(kind, index)
  }
}

/// Runs a scenario with a test's hands in it. Returns the report, the actors and how many events there were.
func runMeddled(
  _ scenario: Scenario, detail: RunDetail = .formulas,
  before prepareRun: @escaping @Sendable (SimulatedSystem) -> Void = { _ in },
  afterEach meddle: @escaping @Sendable (SimulatedSystem, Happening, UInt32, Int) -> Void = { _, _, _, _ in }
) async throws -> (report: RunReport, system: SimulatedSystem, events: Int) {
  let simulation = try Simulation(scenario, detail: detail)
  let system = simulation.makeSystem()
  let dispatcher = MeddlingDispatcher(system: system, meddle: meddle, prepareRun: prepareRun)
  let outcome = await system.kernel.run(dispatcher, until: system.plan.deadline)
  var report = await simulation.report(on: system, after: outcome)
  report.settleVerdict()
  return (report, system, outcome.eventCount)
}
