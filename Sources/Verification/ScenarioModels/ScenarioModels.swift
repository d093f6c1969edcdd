// The systems of the scenario tier: each is a scenario, and runs through the same actors and rules as any other.

import QueueModel
import Scenario

extension ModelCatalogue {
  static let scenarioModels: [ModelEntry] = exponentialServers + generalServers + specialSystems

  /// Metrics of a line whose customers all wait for their service.
  private static let lineMetrics: [String: MetricKind] = [
    "utilisation": .mean, "P(wait)": .probability, "Wq_mean": .mean, "Lq_mean": .mean, "L_mean": .mean,
    "T_mean": .mean, "Wq_p50": .quantile(50), "Wq_p90": .quantile(90), "Wq_p95": .quantile(95),
    "Wq_p99": .quantile(99), "T_p50": .quantile(50), "T_p90": .quantile(90), "T_p95": .quantile(95),
    "T_p99": .quantile(99),
  ]

  private static func stable(_ system: OpenSystemScenario) throws(TruthProblem) -> OpenSystemScenario {
    guard system.load < 1 else {
      throw TruthProblem("the load is \(system.load): nothing settles at 1 or above")
    }
    return system
  }

  // MARK: Exponential service

  private static let exponentialServers: [ModelEntry] = [
    ModelEntry("M/M/1", .scenario, parameters: ["lam", "mu"]) { (given) throws(TruthProblem) in
      try stable(try exponential(given, servers: 1, lineMetrics))
    },
    ModelEntry("M/M/c", .scenario, parameters: ["c", "lam", "mu"]) { (given) throws(TruthProblem) in
      try stable(try exponential(given, servers: try given.count("c", in: 1...1_000_000), lineMetrics))
    },
    ModelEntry("M/M/c/K", .scenario, parameters: ["c", "K", "lam", "mu"]) { (given) throws(TruthProblem) in
      let servers = try given.count("c", in: 1...1_000_000)
      var system = try exponential(
        given, servers: servers,
        [
          "P(block)": .probability, "throughput": .mean, "utilisation": .mean, "Lq_mean": .mean,
          "Wq_mean_accepted": .mean, "P(wait|accepted)": .probability, "Wq_p95_accepted": .quantile(95),
          "Wq_p99_accepted": .quantile(99), "Wq_p50_accepted": .quantile(50),
        ])
      system.capacity = try given.count("K", in: servers...10_000_000)
      return system
    },
    ModelEntry("M/M/c+M (Erlang A)", .scenario, parameters: ["c", "lam", "mu", "theta"]) {
      (given) throws(TruthProblem) in
      var system = try exponential(given, servers: try given.count("c", in: 1...1_000_000), patientMetrics)
      system.patience = .exponential(mean: 1 / (try given.positive("theta")))
      return system
    },
    ModelEntry("M/M/c+D (deterministic patience)", .scenario, parameters: ["c", "lam", "mu", "tau"]) {
      (given) throws(TruthProblem) in
      var system = try exponential(given, servers: try given.count("c", in: 1...1_000_000), patientMetrics)
      system.patience = .constant(try given.positive("tau"))
      return system
    },
    ModelEntry("M/M/c non-preemptive priority", .scenario, parameters: ["c", "mu", "lams"]) {
      (given) throws(TruthProblem) in
      let rates = try given.positives("lams")
      guard rates.count <= OpenSystemScenario.mostClasses else {
        throw TruthProblem(
          "parameter 'lams' has \(rates.count) classes; a queue has \(OpenSystemScenario.mostClasses) priorities"
        )
      }
      let mean = 1 / (try given.positive("mu"))
      var metrics: [String: MetricKind] = ["P(wait)": .probability, "Wq_mean_all": .mean]
      for number in 1...rates.count {
        metrics["Wq_mean_class\(number)"] = .mean
        for percent in [50, 90, 95, 99] {
          metrics["Wq_p\(percent)_class\(number)"] = .quantile(Double(percent))
        }
      }
      var system = OpenSystemScenario(
        rate: rates.reduce(0, +), servers: try given.count("c", in: 1...1_000_000),
        service: .exponential(mean: mean),
        meanService: mean, metrics: metrics)
      system.classes = rates
      return try stable(system)
    },
    ModelEntry(
      "cache (Bernoulli hits) in front of M/M/c", .scenario,
      parameters: ["lam", "hit", "c", "mu", "hit_latency"]
    ) { (given) throws(TruthProblem) in
      var system = try exponential(
        given, servers: try given.count("c", in: 1...1_000_000), ["Wq_mean_miss": .mean, "T_mean_all": .mean])
      system.hits = try given.number("hit", in: 0...1)
      system.hitLatency = try given.number("hit_latency", in: 0...1e9)
      return try stable(system)
    },
  ]

  private static let patientMetrics: [String: MetricKind] = [
    "P(wait)": .probability, "P(abandon)": .probability, "Lq_mean": .mean, "Wq_mean_all": .mean,
    "utilisation": .mean, "Wq_p50_all": .quantile(50), "Wq_p95_all": .quantile(95),
    "Wq_p99_all": .quantile(99),
  ]

  private static func exponential(
    _ given: TruthParameters, servers: Int, _ metrics: [String: MetricKind]
  ) throws(TruthProblem) -> OpenSystemScenario {
    let mean = 1 / (try given.positive("mu"))
    return OpenSystemScenario(
      rate: try given.positive("lam"), servers: servers, service: .exponential(mean: mean), meanService: mean,
      metrics: metrics)
  }

  // MARK: Other service

  private static let generalServers: [ModelEntry] = [
    ModelEntry("M/G/1 (D)", .scenario, parameters: ["lam", "D"]) { (given) throws(TruthProblem) in
      try general(given, .constant(try given.positive("D")), mean: try given.positive("D"))
    },
    ModelEntry("M/G/1 (E2)", .scenario, parameters: ["lam", "k", "mean"]) { (given) throws(TruthProblem) in
      try erlang(given)
    },
    ModelEntry("M/G/1 (E4)", .scenario, parameters: ["lam", "k", "mean"]) { (given) throws(TruthProblem) in
      try erlang(given)
    },
    ModelEntry("M/G/1 (H2)", .scenario, parameters: ["lam", "p1", "rate1", "rate2"]) {
      (given) throws(TruthProblem) in
      let first = try given.number("p1", in: 0...1)
      let means = [1 / (try given.positive("rate1")), 1 / (try given.positive("rate2"))]
      return try general(
        given, .hyperexponential(probabilities: [first, 1 - first], means: means),
        mean: first * means[0] + (1 - first) * means[1])
    },
    ModelEntry("M/G/1 (lognormal)", .scenario, parameters: ["lam", "mean", "cv2"]) {
      (given) throws(TruthProblem) in
      let mean = try given.positive("mean")
      let spread = PortableMath.log(1 + (try given.positive("cv2")))
      return try general(
        given,
        .lognormal(median: mean * PortableMath.exp(-spread / 2), sigma: spread.squareRoot(), shift: 0),
        mean: mean)
    },
    ModelEntry("M/G/1 (Pareto)", .scenario, parameters: ["lam", "xm", "alpha"]) {
      (given) throws(TruthProblem) in
      let scale = try given.positive("xm")
      let shape = try given.positive("alpha")
      guard shape > 1 else {
        throw TruthProblem("parameter 'alpha' is \(shape): the mean service is infinite")
      }
      var system = try general(given, .pareto(scale: scale, shape: shape), mean: shape * scale / (shape - 1))
      if shape <= 3 { system = system.withHeavyTails() }
      return system
    },
    ModelEntry("M/D/c", .scenario, parameters: ["c", "lam", "D"]) { (given) throws(TruthProblem) in
      let duration = try given.positive("D")
      return try stable(
        OpenSystemScenario(
          rate: try given.positive("lam"), servers: try given.count("c", in: 1...1_000_000),
          service: .constant(duration), meanService: duration, metrics: lineMetrics))
    },
    ModelEntry("D/M/1", .scenario, parameters: ["lam", "mu"]) { (given) throws(TruthProblem) in
      var system = try exponential(given, servers: 1, lineMetrics)
      system.gaps = .constant
      return try stable(system)
    },
  ]

  private static func general(
    _ given: TruthParameters, _ service: Distribution, mean: Double
  ) throws(TruthProblem) -> OpenSystemScenario {
    try stable(
      OpenSystemScenario(
        rate: try given.positive("lam"), servers: 1, service: service, meanService: mean, metrics: lineMetrics
      ))
  }

  private static func erlang(_ given: TruthParameters) throws(TruthProblem) -> OpenSystemScenario {
    let mean = try given.positive("mean")
    return try general(given, .erlang(mean: mean, stages: try given.count("k", in: 1...1000)), mean: mean)
  }

  // MARK: Other systems

  private static let specialSystems: [ModelEntry] = [
    ModelEntry("M/M/c//N (closed, exp think)", .scenario, parameters: ["N", "c", "think_rate", "mu"]) {
      (given) throws(TruthProblem) in
      ClosedSystem(
        people: try given.count("N", in: 1...10_000_000), servers: try given.count("c", in: 1...1_000_000),
        meanThink: 1 / (try given.positive("think_rate")), meanService: 1 / (try given.positive("mu")))
    },
    ModelEntry("burst N at t=0, D service, c servers", .scenario, parameters: ["N", "c", "D"]) {
      (given) throws(TruthProblem) in
      BurstSystem(
        people: try given.count("N", in: 1...10_000_000), servers: try given.count("c", in: 1...1_000_000),
        service: .constant(try given.positive("D")))
    },
    ModelEntry("burst N at t=0, exp service, c servers", .scenario, parameters: ["N", "c", "mu"]) {
      (given) throws(TruthProblem) in
      BurstSystem(
        people: try given.count("N", in: 1...10_000_000), servers: try given.count("c", in: 1...1_000_000),
        service: .exponential(mean: 1 / (try given.positive("mu"))))
    },
    ModelEntry(
      "token-bucket policer (GCRA drop), Poisson arrivals", .scenario, parameters: ["lam", "rate", "bucket"]
    ) { (given) throws(TruthProblem) in
      LimitedProvider(
        rate: try given.positive("lam"),
        limit: .bucket(size: try given.count("bucket", in: 1...1_000_000), rate: try given.positive("rate")))
    },
    ModelEntry(
      "fixed-window limiter, Poisson arrivals", .scenario, parameters: ["lam_per_s", "window_s", "limit"]
    ) { (given) throws(TruthProblem) in
      LimitedProvider(
        rate: try given.positive("lam_per_s"),
        limit: .window(
          limit: try given.count("limit", in: 1...1_000_000), length: try given.positive("window_s")))
    },
    ModelEntry(
      "worker crash during exp service, restart from scratch", .scenario,
      parameters: ["mu", "crash_rate", "max_retries"]
    ) { (given) throws(TruthProblem) in
      RepeatedAttempts(
        mu: try given.positive("mu"), crashRate: try given.positive("crash_rate"),
        maximumRetries: try given.count("max_retries", in: 0...20))
    },
    ModelEntry("M/G/inf", .scenario, parameters: ["lam", "mean", "dist"]) { (given) throws(TruthProblem) in
      _ = try given.text("dist")
      return CrowdOverTime(rate: try given.positive("lam"), meanService: try given.positive("mean"))
    },
    ModelEntry(
      "Mt/M/inf sinusoidal (periodic steady state)", .scenario,
      parameters: ["lam_bar", "beta", "period", "mean", "t"]
    ) { (given) throws(TruthProblem) in
      CrowdOverTime(
        rate: try given.positive("lam_bar"), meanService: try given.positive("mean"),
        wave: CrowdOverTime.Wave(
          amplitude: try given.number("beta", in: -1...1), period: try given.positive("period"),
          moment: try given.number("t", in: 0...1e9)))
    },
  ]
}

extension OpenSystemScenario {
  /// The same with means whose estimators have infinite variance, as under a service without a third moment.
  func withHeavyTails() -> OpenSystemScenario {
    var kinds = metrics
    for name in ["Wq_mean", "Lq_mean", "L_mean", "T_mean"] where kinds[name] != nil {
      kinds[name] = .heavyTailed
    }
    var system = OpenSystemScenario(
      rate: rate, servers: servers, service: service, meanService: meanService, metrics: kinds)
    system.gaps = gaps
    return system
  }
}
