// What verification asks of a textbook system, whichever tier it runs in.

/// How a system is run.
package enum Tier: String, Codable, Hashable, Sendable, CaseIterable {
  /// As a scenario, through the same actors and rules as any other.
  case scenario
  /// As small actors of its own on the simulation's kernel.
  case kernel
}

/// What a metric is, which says how it is judged.
package enum MetricKind: Hashable, Sendable {
  /// A mean, a rate or a share of time.
  case mean
  /// A share of customers or moments, counted as hits among trials.
  case probability
  /// A quantile of a continuous distribution.
  case quantile(Double)
  /// A quantile where the distribution has an atom at its exact value: zero wait, or a count of things.
  case atom(Double)
  /// The same number in every run.
  case exact
  /// A mean whose estimator has infinite variance: printed, not judged.
  case heavyTailed
}

/// What one replication found for one metric.
package struct Estimate: Hashable, Sendable {
  /// The replication's own value.
  package var value: Double
  /// Of a probability: how many there were, and among how many.
  package var hits = 0
  package var trials = 0
  /// Of a quantile at an atom: the share of values below the exact quantile, and of those not above it.
  package var shareBelow = 0.0
  package var shareNotAbove = 0.0

  /// A mean, a quantile or an exact value.
  package init(_ value: Double) { self.value = value }

  /// A probability.
  package init(hits: Int, of trials: Int) {
    value = trials == 0 ? .nan : Double(hits) / Double(trials)
    self.hits = hits
    self.trials = trials
  }

  /// A quantile at an atom, of so many values.
  package init(quantile: Double, shareBelow: Double, shareNotAbove: Double, of trials: Int) {
    self.trials = trials
    value = quantile
    self.shareBelow = shareBelow
    self.shareNotAbove = shareNotAbove
  }
}

/// One independent run of a system.
package struct Replicate: Sendable {
  /// Estimates by the metric's name; one for each metric that was asked for.
  package var estimates: [String: Estimate]
  /// Events of the kernel that it took.
  package var events: Int

  package init(estimates: [String: Estimate], events: Int) {
    self.estimates = estimates
    self.events = events
  }
}

/// A metric that is asked for, and its exact value.
package struct AskedMetric: Hashable, Sendable {
  package var name: String
  package var exact: Double

  package init(name: String, exact: Double) {
    self.name = name
    self.exact = exact
  }
}

/// A textbook system with its parameters.
///
/// Times are in the truth file's own unit. A replication begins as the system begins (empty, unless it is said
/// otherwise), and leaves out what it counts before a warm-up of at least a tenth, unless the system is transient.
package protocol TruthModel: Sendable {
  /// The kind of each metric that the system has, by name. Of metrics with a number in their name, the usual ones.
  var metrics: [String: MetricKind] { get }

  /// The kind of a metric; nil where the system has none of that name.
  func kind(of metric: String) -> MetricKind?

  /// Customers of one replication of the pilot: enough that the start-up does not show.
  var pilotCustomers: Int { get }

  /// One independent run of about so many customers.
  ///
  /// - Parameters:
  ///   - seed: decides every draw; two seeds are independent.
  ///   - asked: some of `metrics`.
  func replicate(seed: UInt64, customers: Int, asked: [AskedMetric]) async throws -> Replicate
}

extension TruthModel {
  package func kind(of metric: String) -> MetricKind? { metrics[metric] }
}

/// A system that truth files may name.
package struct ModelEntry: Sendable {
  /// As truth files spell it.
  package var name: String
  package var tier: Tier
  /// Parameters that it reads; any other in a file is an error.
  package var parameters: Set<String>
  package var make: @Sendable (TruthParameters) throws(TruthProblem) -> any TruthModel

  package init(
    _ name: String, _ tier: Tier, parameters: Set<String>,
    make: @escaping @Sendable (TruthParameters) throws(TruthProblem) -> any TruthModel
  ) {
    self.name = name
    self.tier = tier
    self.parameters = parameters
    self.make = make
  }
}
