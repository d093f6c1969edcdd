// The runs that a search asks for, simulated several at a time.

public import Scenario

internal import RunReport
internal import Sim

/// Why a search cannot go on.
public struct SizingError: Error, Hashable, Sendable, CustomStringConvertible {
  /// One sentence.
  public var description: String
}

/// Simulates what a search asks for.
public struct SizingRuns: Sendable {
  private let pool: WorkPool
  private let seeds: ReplicationSeeds

  /// Runs on `pool` with the seeds that follow from `seed`.
  public init(pool: WorkPool, seed: UInt64) {
    self.pool = pool
    seeds = ReplicationSeeds(seed)
  }

  /// Simulates every request and returns what it said, in the order of the requests.
  ///
  /// Throws what a simulation throws, a ``SizingError`` when a run breaks an invariant, and `CancellationError` once
  /// `shouldStop` says so.
  ///
  /// - Parameters:
  ///   - scenarios: of each request's value, in the order of the requests; their seeds are replaced.
  ///   - finished: called after each run with the number of runs finished.
  public func observe(
    _ requests: [SizingRequest], scenarios: [Scenario], finished: (Int) -> Void = { _ in },
    shouldStop: @escaping @Sendable () -> Bool = { false }
  ) async throws -> [SizingObservation] {
    precondition(requests.count == scenarios.count, "a scenario for each request")
    let seeds = seeds
    return try await pool.map(requests.count, finished: finished) { number in
      if shouldStop() { throw CancellationError() }
      var scenario = scenarios[number]
      scenario.seed = seeds.replication(requests[number].replication)
      let simulation = try Simulation(scenario)
      let stop = simulation.stop
      let report = await simulation.run { _ in if shouldStop() { stop.requestStop() } }
      if shouldStop() { throw CancellationError() }
      guard report.invariantsHold else {
        throw SizingError(description: "a run of seed \(scenario.seed) broke an invariant")
      }
      return SizingObservation(requests[number], report)
    }
  }
}
