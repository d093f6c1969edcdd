// Runs in which a test breaks something on purpose, or only watches.

import RunReport
import Scenario
import Synchronization

@testable import Sim

/// Hands events to the actors as an ordinary run does, and to a test after each.
struct MeddlingDispatcher: EventDispatcher {
  typealias Preparation = @Sendable (SimulatedSystem) -> Void
  typealias Meddling =
    @Sendable (SimulatedSystem, _ happening: Happening, _ index: UInt32, _ number: Int) -> Void

  let system: SimulatedSystem
  /// Called after each event and before its checks, with the number of the event.
  let meddle: Meddling
  /// Called before the first event.
  let prepareRun: Preparation

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

/// A run that has ended: its report, its actors and how many events there were.
struct MeddledRun {
  var report: RunReport
  var system: SimulatedSystem
  var events: Int
}

/// Runs a scenario with a test's hands in it.
func runMeddled(
  _ scenario: Scenario, detail: RunDetail = .formulas,
  before prepareRun: @escaping MeddlingDispatcher.Preparation = { _ in },
  afterEach meddle: @escaping MeddlingDispatcher.Meddling = { _, _, _, _ in }
) async throws -> MeddledRun {
  let simulation = try Simulation(scenario, detail: detail)
  let system = simulation.makeSystem()
  let dispatcher = MeddlingDispatcher(system: system, meddle: meddle, prepareRun: prepareRun)
  let outcome = await system.kernel.run(dispatcher, until: system.plan.deadline)
  var report = await simulation.report(on: system, after: outcome)
  report.settleVerdict()
  return MeddledRun(report: report, system: system, events: outcome.eventCount)
}

/// A value that a run's events change and a test reads.
final class Kept<Value: Sendable>: Sendable {
  private let held: Mutex<Value>

  init(_ value: Value) { held = Mutex(value) }

  var value: Value {
    get { held.withLock { $0 } }
    set { held.withLock { $0 = newValue } }
  }

  /// Changes the value where it is.
  func change(_ body: (inout Value) -> Void) { held.withLock { body(&$0) } }
}
