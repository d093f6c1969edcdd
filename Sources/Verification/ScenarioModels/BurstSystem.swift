// Everybody at once: a number of people who ask together at the start, and go when they have their answer.

import QueueModel
import RunReport
import Scenario
import Sim

/// `people` people at the same moment before `servers` servers.
struct BurstSystem: TruthModel {
  enum Service: Sendable {
    /// In units.
    case constant(Double)
    case exponential(mean: Double)
  }

  var people: Int
  var servers: Int
  var service: Service

  var metrics: [String: MetricKind] {
    switch service {
    case .constant: ["Wq_mean": .exact, "makespan": .exact, "Wq_p95(nearest-rank)": .exact]
    case .exponential: ["E[makespan]": .mean, "E[mean wait]": .mean]
    }
  }

  /// A replication is one burst, whatever its size.
  var pilotCustomers: Int { people }

  /// Nanoseconds of a constant service: a power of two, so that each wait is a whole number of them and stands at the
  /// edge of a bucket of the histogram, which then gives it exactly.
  private static let wholeService: Int64 = 1 << 30

  func replicate(seed: UInt64, customers: Int, asked: [AskedMetric]) async throws -> Replicate {
    let unit: Double
    let duration: Distribution
    switch service {
    case .constant(let value):
      unit = Double(Self.wholeService) / 1e9 / value
      duration = .constant(Double(Self.wholeService) / 1e9)
    case .exponential(let mean):
      unit = 1 / mean
      duration = .exponential(mean: 1)
    }
    var scenario = BareScenario.open(.closed, seconds: 1, warmUp: 0)
    scenario.population.people = people
    scenario.population.synchronisedShare = 1
    scenario.population.synchronisedWithin = .zero
    // Nobody asks again.
    scenario.behaviour.think = .constant(BareScenario.never)
    BareScenario.serve(&scenario, servers: servers, duration)
    let run = try await ScenarioRun(scenario, seed: seed, unit: unit)
    let waits = run.waits()
    var estimates: [String: Estimate] = [:]
    for metric in asked {
      estimates[metric.name] =
        switch metric.name {
        case "Wq_mean", "E[mean wait]": Estimate(rounded(waits.mean.value))
        case "Wq_p95(nearest-rank)": Estimate(rounded(ranked(waits)))
        default:
          Estimate(
            rounded(Double(run.durations(.endToEnd, nil, [.completed]).distribution.greatest) / (unit * 1e9)))
        }
    }
    return Replicate(estimates: estimates, events: run.run.eventCount)
  }

  /// The wait of the person at the nearest rank to 95 per cent.
  private func ranked(_ waits: Durations) -> Double {
    let rank = (Double(waits.count) * 0.95).rounded(.up)
    var seen = 0
    for bucket in waits.distribution.buckets {
      seen += bucket.count
      if Double(seen) >= rank { return Double(bucket.lower) / waits.unit }
    }
    return .nan
  }

  /// Without the last bits that the change of units costs an exact value.
  private func rounded(_ value: Double) -> Double {
    guard case .constant = service else { return value }
    return (value * 1e9).rounded() / 1e9
  }
}
