// Whether intervals are what they say: how often a nominal 95 % interval covers the exact value, over many experiments
// that each make one.

package import Experiments
import Statistics

/// A system whose intervals are studied.
package struct StudiedSystem: Sendable {
  package var name: String
  /// Customers of a replication, warm-up included.
  package var customers: Int
  var model: any TruthModel
  var asked: [AskedMetric]
}

/// How often the intervals of one metric covered its exact value.
package struct CoverageRow: Codable, Hashable, Sendable {
  package var system: String
  package var metric: String
  package var exact: Double
  package var customers: Int
  /// Replications of an interval.
  package var replications: Int
  /// Intervals made.
  package var intervals: Int
  /// Intervals that cover the exact value.
  package var covering: Int
  /// Half the width of an interval over the exact value, on average.
  package var meanRelativeHalfWidth: Double

  package var coverage: Double { Double(covering) / Double(max(1, intervals)) }

  /// What honest intervals of 95 % do over a thousand experiments and more.
  package static let accepted = 0.92...0.975
  package var passed: Bool { Self.accepted.contains(coverage) }
}

/// Makes intervals by the thousand.
package struct CoverageStudy: Sendable {
  /// Intervals of each system.
  package var experiments = 1_000
  /// Replications of an interval, the least that a run with a precision makes.
  package var replications = 10
  package var seed: UInt64 = 1
  package var pool: WorkPool

  package init(pool: WorkPool) { self.pool = pool }

  /// The systems that are studied, each as a scenario that begins empty and leaves out its first tenth.
  package static var systems: [StudiedSystem] {
    [
      system("M/M/1", "lam=0.8, mu=1", ["Wq_mean", "Wq_p95"], customers: 20_000),
      system("M/M/c", "c=5, lam=4, mu=1", ["Wq_mean", "Wq_p95"], customers: 20_000),
      system("M/M/c", "c=100, lam=95, mu=1", ["Wq_mean", "Wq_p95"], customers: 100_000),
      system(
        "M/M/c+M (Erlang A)", "c=10, lam=9, mu=1, theta=0.5", ["Wq_mean_all", "Wq_p95_all"], customers: 20_000
      ),
      system("D/M/1", "lam=0.8, mu=1", ["Wq_mean", "Wq_p95"], customers: 20_000),
      closedPopulation(customers: 50_000),
    ]
  }

  /// A system of the truth file, with the exact values that stand there.
  private static func system(_ model: String, _ parameters: String, _ metrics: [String], customers: Int)
    -> StudiedSystem
  {
    let sets = (try? ParameterSet.all(in: .shipped)) ?? []
    guard let set = sets.first(where: { $0.entry.name == model && $0.parameters.description == parameters })
    else {
      preconditionFailure("the truth file has no \(model) with \(parameters)")
    }
    return StudiedSystem(
      name: "\(model) \(parameters)", customers: customers, model: set.model,
      asked: set.rows.filter { metrics.contains($0.metric) }.map {
        AskedMetric(name: $0.metric, exact: $0.exact)
      })
  }

  /// A thousand people who think for a minute, and seventy servers of four seconds.
  private static func closedPopulation(customers: Int) -> StudiedSystem {
    let exact = ClosedPopulationValues(people: 1_000, servers: 70, thinkRate: 1 / 60.0, serviceRate: 0.25)
    return StudiedSystem(
      name: "M/M/c//N N=1000, c=70, think 60, mu=0.25", customers: customers,
      model: ClosedSystem(people: 1_000, servers: 70, meanThink: 60, meanService: 4),
      asked: [
        AskedMetric(name: "Wq_mean", exact: exact.meanWait),
        AskedMetric(name: "Wq_p95", exact: exact.waitQuantile(0.95)),
      ])
  }

  /// Studies one system. Throws what a run throws, and `CancellationError` once `shouldStop` says so.
  ///
  /// - Parameter progress: called with the number of experiments finished.
  package func study(
    _ system: StudiedSystem, progress: (Int) -> Void = { _ in },
    shouldStop: @escaping @Sendable () -> Bool = { false }
  ) async throws -> [CoverageRow] {
    let (seed, replications) = (seed, replications)
    let name = Verification.hash(system.name)
    let found = try await pool.map(experiments, finished: progress) { experiment in
      var values = [[Double]](repeating: [], count: system.asked.count)
      for replication in 0..<replications {
        if shouldStop() { throw CancellationError() }
        let run = try await system.model.replicate(
          seed: Verification.seed(seed, name, UInt64(experiment), UInt64(replication)),
          customers: system.customers, asked: system.asked)
        for (index, metric) in system.asked.enumerated() {
          values[index].append(run.estimates[metric.name]?.value ?? .nan)
        }
      }
      return values.map { ConfidenceInterval(of: $0) }
    }
    return system.asked.enumerated().map { index, metric in
      let intervals = found.map { $0[index] }
      return CoverageRow(
        system: system.name, metric: metric.name, exact: metric.exact, customers: system.customers,
        replications: replications, intervals: intervals.count,
        covering: intervals.filter { $0.contains(metric.exact) }.count,
        meanRelativeHalfWidth: SampleMoments(intervals.map { $0.halfWidth / metric.exact }).mean)
    }
  }
}
