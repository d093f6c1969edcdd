// Runs the points of a sweep that are not finished yet, several at a time.

internal import RunReport

internal import Scenario
internal import Sim

/// The runs of a sweep.
public struct Sweep: Sendable {
  /// Why a point could not be finished.
  public struct RunFailure: Error, Hashable, Sendable {
    /// Index of the point in the plan.
    public var index: Int
    /// Seed of the run.
    public var seed: UInt64
    /// What went wrong.
    public var message: String
  }

  /// What the points have in common.
  public let recipe: SweepRecipe
  /// The points.
  public let plan: SweepPlan
  /// Runs of each point.
  public let replications: Int

  /// A sweep from its parts. Precondition: at least one replication.
  public init(recipe: SweepRecipe, plan: SweepPlan, replications: Int = 1) {
    precondition(replications > 0, "\(replications) replications")
    self.recipe = recipe
    self.plan = plan
    self.replications = replications
  }

  /// Runs the points of `indices`.
  ///
  /// - Parameters:
  ///   - keep: called with each finished point as soon as it is, from the thread that finished it, several at a time.
  ///   - shouldStop: once it says so no run begins any more, and those under way are given up.
  ///   - finished: called with the number of points finished so far, one call at a time.
  /// - Throws: ``RunFailure`` for a run that cannot be or that breaks an invariant, what `keep` throws, and
  ///   `CancellationError` when it was stopped.
  public func run(
    _ indices: [Int], on pool: WorkPool, keep: @escaping @Sendable (SweptPoint) throws -> Void,
    shouldStop: @escaping @Sendable () -> Bool = { false }, finished: (Int) -> Void = { _ in }
  ) async throws {
    _ = try await pool.map(indices.count, finished: finished) { number in
      try keep(try await point(indices[number], shouldStop))
    }
  }

  private func point(
    _ index: Int, _ shouldStop: @escaping @Sendable () -> Bool
  ) async throws -> SweptPoint {
    let scenario = try recipe.scenario(plan.overrides(ofPoint: index))
    var runs: [SweptRun] = []
    for replication in 0..<replications {
      if shouldStop() || Task.isCancelled { throw CancellationError() }
      var replica = scenario
      replica.seed = ReplicationSeeds(scenario.seed).replication(replication)
      let report: RunReport
      do {
        report = try await Self.report(on: replica, shouldStop)
      } catch let error as CancellationError {
        throw error
      } catch {
        throw RunFailure(index: index, seed: replica.seed, message: "\(error)")
      }
      if let broken = report.invariants.first(where: \.isUnexpected) {
        throw RunFailure(
          index: index, seed: replica.seed,
          message: "the invariant \(broken.name) was broken: \(broken.detail ?? broken.statement)")
      }
      runs.append(SweptRun(report))
    }
    return SweptPoint(point: index + 1, runs: runs)
  }

  private static func report(
    on scenario: Scenario, _ shouldStop: @escaping @Sendable () -> Bool
  ) async throws -> RunReport {
    let simulation = try Simulation(scenario)
    let stop = simulation.stop
    var report = await simulation.run { _ in if shouldStop() { stop.requestStop() } }
    report.settleVerdict()
    // A run that a threshold ended is a whole one: it ends there whoever runs it.
    if report.verdict == .interrupted { throw CancellationError() }
    return report
  }
}
