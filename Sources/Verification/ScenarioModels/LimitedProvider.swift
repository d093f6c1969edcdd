// A provider that counts calls: what its limits refuse, when a refused call is not tried again.

import QueueModel
import RunReport
import Scenario
import Sim

/// Poisson arrivals before a limit on calls.
struct LimitedProvider: TruthModel {
  enum Limit: Sendable {
    /// A bucket of so many calls that fills with `rate` in a unit.
    case bucket(size: Int, rate: Double)
    /// So many calls in each window of this length.
    case window(limit: Int, length: Double)
  }

  /// Arrivals in a unit.
  var rate: Double
  var limit: Limit

  var metrics: [String: MetricKind] { ["P(reject)": .probability] }

  var pilotCustomers: Int {
    switch limit {
    case .bucket(let size, _): min(1_000_000, max(20_000, 300 * size * size))
    case .window(let limit, _): max(20_000, 300 * limit)
    }
  }

  func replicate(seed: UInt64, customers: Int, asked: [AskedMetric]) async throws -> Replicate {
    // The scenario's periods are a minute long, so a minute is the time in which a bucket fills, or a window.
    let unit: Double
    var capacity = Capacity(kind: .request, per: .minute, value: 1)
    switch limit {
    case .bucket(let size, let rate):
      unit = 60 * rate / Double(size)
      capacity.value = size
      capacity.form = .tokenBucket
    case .window(let limit, let length):
      unit = 60 / length
      capacity.value = limit
      capacity.form = .fixedWindow
    }
    let seconds = Double(customers) / rate * unit
    var scenario = BareScenario.open(.poisson(rate: rate / unit), seconds: seconds, warmUp: seconds / 10)
    BareScenario.serve(&scenario, servers: 1_000, .constant(1e-6))
    scenario.system.retries.maximum = 0
    scenario.llm.limits = [capacity]
    let run = try await ScenarioRun(scenario, seed: seed, unit: unit)
    var estimates: [String: Estimate] = [:]
    for metric in asked { estimates[metric.name] = run.share(of: [.failed]) }
    return Replicate(estimates: estimates, events: run.run.eventCount)
  }
}
