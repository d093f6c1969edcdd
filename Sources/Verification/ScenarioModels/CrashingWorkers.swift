// Workers that die in the middle of an answer, which another then makes from the beginning.

import QueueModel
import RunReport
import Scenario
import Sim

/// Attempts of exponential length, each ended by a crash where that comes first.
///
/// Of an exponential service with rate `mu` and crashes with rate `crashRate` the share crashRate/(mu + crashRate) of
/// the attempts ends in a crash, each independently: the `crashShare` of a scenario.
struct CrashingWorkers: TruthModel {
  var mu: Double
  var crashRate: Double
  /// Attempts after the first, before the job is given up.
  var maximumRetries: Int

  var metrics: [String: MetricKind] {
    ["E[attempts] (unbounded)": .mean, "P(dead-letter)": .probability]
  }

  var pilotCustomers: Int { 30_000 }

  private var crashShare: Double { crashRate / (mu + crashRate) }

  /// Retries that no job needs: less than one in 10^15 does.
  private static let unbounded = 200

  func replicate(seed: UInt64, customers: Int, asked: [AskedMetric]) async throws -> Replicate {
    var estimates: [String: Estimate] = [:]
    var events = 0
    for metric in asked {
      let isBounded = metric.name == "P(dead-letter)"
      let run = try await ScenarioRun(
        scenario(customers: customers, retries: isBounded ? maximumRetries : Self.unbounded), seed: seed,
        unit: 1)
      events += run.run.eventCount
      if isBounded {
        estimates[metric.name] = run.share(of: [.failed])
      } else {
        let calls = run.run.report.calls
        estimates[metric.name] = Estimate(Double(calls.begun) / Double(calls.begun - calls.retries))
      }
    }
    return Replicate(estimates: estimates, events: events)
  }

  private func scenario(customers: Int, retries: Int) -> Scenario {
    // Everything is fast against the time between two arrivals: nothing waits for anything.
    let rate = 10.0
    let seconds = Double(customers) / rate
    var scenario = BareScenario.open(.poisson(rate: rate), seconds: seconds, warmUp: seconds / 10)
    BareScenario.serve(&scenario, servers: 10_000, .exponential(mean: 0.01))
    scenario.system.workers.crashShare = crashShare
    scenario.system.workers.lease = .milliseconds(500)
    scenario.system.retries.maximum = retries
    scenario.system.retries.baseDelay = .milliseconds(1)
    scenario.system.retries.budgetRatio = 1e6
    return scenario
  }
}
