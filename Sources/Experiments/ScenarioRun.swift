// One run of a scenario with everything that its report says: the run itself, what it would have done with a wider gate
// where the original design died, and the scenario's notes. The same for a single run and for each replication.

public import RunReport
public import Scenario

internal import Sim

/// One run of a scenario.
public struct ScenarioRun: Sendable {
  /// By how many jobs the publish gate of the original design is widened to see what that would have changed.
  private static let widerGate = 4

  private let scenario: Scenario

  /// A run of `scenario`.
  public init(_ scenario: Scenario) { self.scenario = scenario }

  /// Runs to the end, or until `control` says stop; then the report is marked partial.
  ///
  /// - Parameter number: among the runs of `control`; of each number one is under way at a time.
  public func report(_ control: RunControl, number: Int = 0) async throws -> RunReport {
    var report = try await simulate(scenario, control, number)
    if let gate = report.design?.sortedSet?.gate, report.design?.sortedSet?.closedForGoodNanoseconds != nil,
      !report.run.isPartial
    {
      // What a slightly wider gate would have changed is simulated, not guessed.
      var other = scenario
      other.design.publishGate = gate + Self.widerGate
      let second = try await simulate(other, control, number)
      if second.run.isPartial {
        report.run.isPartial = true
        report.run.partialReason = second.run.partialReason
      }
      report.design?.otherGate = second.design.flatMap { design in
        design.sortedSet.map {
          RunReport.OtherGate(sortedSet: $0, answersDelivered: design.answersDelivered)
        }
      }
    }
    control.ended(number)
    report.run.notes += scenario.notes()
    return report
  }

  private func simulate(_ scenario: Scenario, _ control: RunControl, _ number: Int) async throws -> RunReport
  {
    let simulation = try Simulation(scenario)
    control.began(number, simulation.stop)
    return await simulation.run { control.note(number, $0, of: scenario.duration) }
  }
}
