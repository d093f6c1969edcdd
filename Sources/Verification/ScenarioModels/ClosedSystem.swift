// A closed population: people who think, ask, wait and think again.

import QueueModel
import RunReport
import Scenario
import Sim

/// `people` people who think for an exponential time before each question, and `servers` servers.
struct ClosedSystem: TruthModel {
  var people: Int
  var servers: Int
  /// Mean time from the end of an answer to the next question, in units.
  var meanThink: Double
  /// Mean service, in units.
  var meanService: Double

  var metrics: [String: MetricKind] {
    [
      "throughput": .mean, "utilisation": .mean, "Lq_mean": .mean, "Wq_mean": .mean, "T_mean": .mean,
      "P(wait)": .probability, "Wq_p95": .quantile(95), "Wq_p99": .quantile(99), "T_p95": .quantile(95),
    ]
  }

  var pilotCustomers: Int { min(3_000_000, max(50_000, 100 * people)) }

  /// Questions in a unit when nobody waits, or when all servers are busy: whichever is less.
  private var rate: Double {
    min(Double(people) / (meanThink + meanService), Double(servers) / meanService)
  }

  /// People come evenly over one think time, and at its end the first of them ask again: for a while there are more
  /// questions than there will be. Each round of thinking and asking leaves e⁻¹ of that, and a line near saturation
  /// shows even a thousandth: ten rounds are left out, and a tenth of the run at least.
  func warmUpShare(_ customers: Int) -> Double {
    min(0.5, max(0.1, 10 * Double(people) / Double(customers)))
  }

  func replicate(seed: UInt64, customers: Int, asked: [AskedMetric]) async throws -> Replicate {
    let unit = max(rate / 100, 1e-3 / meanService)
    let seconds = Double(customers) / rate * unit
    var scenario = BareScenario.open(.closed, seconds: seconds, warmUp: seconds * warmUpShare(customers))
    scenario.population.people = people
    scenario.population.ramp = .nanoseconds(Int64(meanThink * unit * 1e9))
    scenario.behaviour.think = .exponential(mean: meanThink * unit)
    BareScenario.serve(&scenario, servers: servers, .exponential(mean: meanService * unit))
    let run = try await ScenarioRun(scenario, seed: seed, unit: unit)
    var estimates: [String: Estimate] = [:]
    for metric in asked { estimates[metric.name] = estimate(metric.name, run) }
    return Replicate(estimates: estimates, events: run.run.eventCount)
  }

  private func estimate(_ name: String, _ run: ScenarioRun) -> Estimate {
    let whole = run.durations(.endToEnd, nil, [.completed])
    return switch name {
    case "throughput": Estimate(Double(whole.count) / run.span)
    case "utilisation": Estimate(run.utilisation)
    case "Lq_mean": Estimate(run.waits().total / run.span)
    case "Wq_mean": run.waits().mean
    case "T_mean": whole.mean
    case "P(wait)": run.waits().positive
    case "T_p95": whole.percentile(95)
    default: run.waits().percentile(OpenSystemScenario.percent(in: name) ?? 50)
    }
  }
}
