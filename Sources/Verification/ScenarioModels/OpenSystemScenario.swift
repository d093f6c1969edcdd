// Systems that people come to from outside: one scenario with arrivals, servers and, where a model has them, a limit,
// patience, classes or a cache. Most of the truth file is this.

import QueueModel
import RunReport
import Scenario
package import Sim

/// An open system: who comes, how long an answer takes, and what else there is.
package struct OpenSystemScenario: TruthModel {
  /// From one arrival to the next.
  enum Gaps: Sendable {
    case exponential
    case constant
  }

  /// Arrivals in a unit.
  var rate: Double
  var gaps = Gaps.exponential
  var servers: Int
  /// In units.
  var service: Distribution
  /// Mean of `service`.
  var meanService: Double
  /// Most in the system; nil is no limit.
  var capacity: Int?
  /// How long people wait in line, in units.
  var patience: Distribution?
  /// Arrival rates by class, the first served first; empty without classes.
  var classes: [Double] = []
  /// Share of the questions that a cache answers at once.
  var hits = 0.0
  /// What a hit takes, which the scenario language has no key for: it is added to what is measured.
  var hitLatency = 0.0
  /// A mistake that every run contains, for the tests of the check.
  package var bent: BentRule?
  package let metrics: [String: MetricKind]

  init(
    rate: Double, servers: Int, service: Distribution, meanService: Double, metrics: [String: MetricKind]
  ) {
    self.rate = rate
    self.servers = servers
    self.service = service
    self.meanService = meanService
    self.metrics = metrics
  }

  /// Offered load over what the servers can carry.
  var load: Double { rate * (1 - hits) * meanService / Double(servers) }

  // MARK: Size of a run

  /// Thirty times the customers over which a line forgets its state: 4/(1 - load)² near saturation, and where
  /// people give up or are refused those who come while a line drains. At least so many that the tenth that is left out
  /// is ten mean services long: until then the servers are not as full as they will be.
  package var pilotCustomers: Int {
    var memory = Double(servers)
    if let patience { memory += rate * max(Self.mean(of: patience), meanService) }
    if let capacity { memory += Double(capacity) }
    if patience == nil, capacity == nil { memory += 4 / ((1 - load) * (1 - load)) }
    if patience == nil, let capacity {
      memory += min(Double(capacity) * Double(capacity), 4 / max(1e-9, (1 - load) * (1 - load)))
    }
    return min(5_000_000, max(10_000, Int(max(30 * memory, 100 * rate * meanService))))
  }

  private static func mean(of distribution: Distribution) -> Double {
    switch distribution {
    case .constant(let value): value
    case .exponential(let mean): mean
    default: 0
    }
  }

  /// Seconds in a unit: a hundred arrivals a second, so that what a run does every ten seconds costs little, and
  /// services of a millisecond at least.
  private var unit: Double { max(rate / 100, 1e-3 / meanService) }

  // MARK: The scenario

  func scenario(customers: Int) -> Scenario {
    let unit = unit
    let seconds = Double(customers) / rate * unit
    let perSecond = rate / unit
    var scenario = BareScenario.open(
      gaps == .exponential ? .poisson(rate: perSecond) : .renewal(gap: .constant(1 / perSecond)),
      seconds: seconds, warmUp: seconds / 10)
    BareScenario.serve(&scenario, servers: servers, service.scaled(by: unit))
    if let patience { waitInLine(&scenario, patience.scaled(by: unit)) }
    if let capacity { limit(&scenario, to: capacity) }
    if hits > 0 {
      scenario.system.cache.enabled = true
      scenario.system.cache.semantic = SemanticCache(hitRatio: hits, falseHitShare: 0)
    }
    return scenario
  }

  /// Patience ends with the first token, so that is the beginning of the service: an answer has two tokens, the first
  /// at once, and the time to the second is the service. Answers of a first turn are 0.87 times as long as others, and
  /// a part of a token is none: of 2.5 tokens two are left.
  private func waitInLine(_ scenario: inout Scenario, _ patience: Distribution) {
    scenario.behaviour.patience = patience
    scenario.llm.tokenInterval = scenario.llm.service ?? .constant(0)
    scenario.llm.service = nil
    scenario.llm.firstToken = .constant(0)
    scenario.questions.answerTokens = .constant(2.5)
  }

  /// A full system refuses. With places to wait in, that is level busy of the degradation, entered and left at the
  /// depth; without, the provider's own limit on calls, whose refusal is not tried again.
  private func limit(_ scenario: inout Scenario, to capacity: Int) {
    let places = capacity - servers
    if places == 0 {
      scenario.system.workers.slots = .fixed(servers + 1)
      scenario.system.retries.maximum = 0
      return
    }
    scenario.system.degradation.enabled = true
    scenario.system.degradation.hidden = Double(places) - 0.5
    scenario.system.degradation.simple = Double(places) - 0.5
    scenario.system.degradation.busy = Double(places) - 0.5
    scenario.system.degradation.exitRatio = 1
    scenario.system.degradation.minimumDwell = .zero
    scenario.system.degradation.simpleFactor = 1
  }

  // MARK: Running

  package func replicate(seed: UInt64, customers: Int, asked: [AskedMetric]) async throws -> Replicate {
    if !classes.isEmpty { return try await replicateClasses(seed: seed, customers: customers, asked: asked) }
    let run = try await ScenarioRun(scenario(customers: customers), seed: seed, unit: unit, bent: bent)
    var estimates: [String: Estimate] = [:]
    for metric in asked { estimates[metric.name] = estimate(metric.name, run) }
    return Replicate(estimates: estimates, events: run.run.eventCount)
  }

  /// The estimate of a metric from a run.
  func estimate(_ name: String, _ run: ScenarioRun) -> Estimate {
    let everyone = patience != nil
    switch name {
    case "utilisation":
      // A provider that refuses beyond its places is full of them, whatever the workers have.
      return Estimate(capacity == servers ? run.callsInUse / Double(servers) : run.utilisation)
    case "P(wait)": return run.waitedAtAll(withAbandoned: everyone)
    case "P(wait|accepted)": return run.waits().positive
    case "P(block)": return run.share(of: [.busy, .failed])
    case "P(abandon)": return run.share(of: [.abandoned])
    case "throughput": return Estimate(Double(run.run.count([.completed])) / run.span)
    case "Wq_mean", "Wq_mean_accepted", "Wq_mean_miss": return run.waits().mean
    case "Wq_mean_all": return run.waits(withAbandoned: everyone).mean
    case "Lq_mean": return Estimate(run.waits(withAbandoned: everyone).total / run.span)
    case "L_mean": return Estimate(run.durations(.endToEnd, nil, [.completed]).total / run.span)
    case "T_mean": return run.durations(.endToEnd, nil, [.completed]).mean
    case "T_mean_all":
      let all = run.durations(.endToEnd, nil, [.completed, .cached])
      return Estimate(all.mean.value + hitLatency * run.share(of: [.cached]).value)
    default:
      guard let percent = Self.percent(in: name) else { return Estimate(.nan) }
      return name.hasPrefix("T_")
        ? run.durations(.endToEnd, nil, [.completed]).percentile(percent)
        : run.waits(withAbandoned: name.hasSuffix("_all")).percentile(percent)
    }
  }

  /// The percentage in a name such as `Wq_p95`, `T_p99.9` or `Wq_p95_all`.
  static func percent(in name: String) -> Double? {
    guard let start = name.firstRange(of: "_p")?.upperBound else { return nil }
    return Double(name[start...].prefix { $0.isNumber || $0 == "." })
  }
}

extension ScenarioRun {
  /// Calls under way on average, over the places of the provider.
  var callsInUse: Double {
    guard
      let use = run.report.bottleneck.resources.first(where: { $0.name == "places at the language model" })
    else { return .nan }
    return use.averageUse * Double(use.capacity)
  }

  /// The share of requests that ended in some ways.
  func share(of outcomes: [Outcome]) -> Estimate {
    Estimate(hits: run.count(outcomes), of: run.count(Outcome.allCases))
  }

  /// The share that found every server busy. Who gave up has waited, however short.
  func waitedAtAll(withAbandoned: Bool) -> Estimate { waits(withAbandoned: withAbandoned).positive }
}
