// Answers that are broken off in the middle, and made again from the beginning.

import QueueModel
import RunReport
import Scenario
import Sim

/// Attempts of exponential length, each ended by a crash where that comes first.
///
/// Of an exponential service with rate `mu` and crashes with rate `crashRate` the share crashRate/(mu + crashRate) of
/// the attempts ends in a crash, each independently. In a scenario those are calls that fail in mid-answer
/// (`llm.errorMidShare`) and are repeated from the beginning, as often as `retries.maximum` allows; a job whose worker
/// dies without a word is given up the second time whatever that says.
struct RepeatedAttempts: TruthModel {
  var mu: Double
  var crashRate: Double
  /// Attempts after the first, before the job is given up.
  var maximumRetries: Int

  var metrics: [String: MetricKind] {
    ["E[attempts] (unbounded)": .mean, "P(dead-letter)": .probability]
  }

  var pilotCustomers: Int { 30_000 }

  private var crashShare: Double { crashRate / (mu + crashRate) }

  /// The most that a scenario can allow. Further attempts would make the mean larger by the share of jobs that need
  /// them, crashShare³¹, which is added.
  private static let mostRetries = 30

  func replicate(seed: UInt64, customers: Int, asked: [AskedMetric]) async throws -> Replicate {
    var estimates: [String: Estimate] = [:]
    var events = 0
    for metric in asked {
      let isBounded = metric.name == "P(dead-letter)"
      let run = try await ScenarioRun(
        scenario(customers: customers, retries: isBounded ? maximumRetries : Self.mostRetries), seed: seed,
        unit: 1)
      events += run.run.eventCount
      if isBounded {
        estimates[metric.name] = run.share(of: [.failed])
      } else {
        let calls = run.run.report.calls
        let attempts = Double(calls.begun) / Double(calls.begun - calls.retries)
        let share = (0...Self.mostRetries).reduce(1.0) { product, _ in product * crashShare }
        estimates[metric.name] = Estimate(attempts / (1 - share))
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
    scenario.llm.errorMidShare = crashShare
    scenario.system.retries.maximum = retries
    scenario.system.retries.baseDelay = .milliseconds(1)
    scenario.system.retries.budgetRatio = 1e6
    return scenario
  }
}
