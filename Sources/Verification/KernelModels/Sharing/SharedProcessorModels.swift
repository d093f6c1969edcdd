// Processor sharing as truth files state it: one processor, or as many as customers up to c.

import Sim

/// Poisson arrivals at a processor that all customers share.
///
/// Where the distribution is "insensitive" the values hold for every one of that mean, and services are
/// hyperexponential with a squared coefficient of variation of 4: a wrong discipline shows with those, while with
/// exponential ones first come, first served has the same mean.
struct SharedProcessorModel: TruthModel {
  let capacity: Int
  let rate: Double
  let service: ServiceDistribution
  let metrics: [String: MetricKind]

  private static let sizePrefix = "T_mean|size="

  /// One processor: `lam`, `mean`, `dist`.
  static func one(_ parameters: TruthParameters) throws(TruthProblem) -> SharedProcessorModel {
    let name = try parameters.text("dist")
    guard
      let shape = name == "insensitive" || name == "H2" ? .hyperexponential : ServiceDistribution.Shape(name)
    else {
      throw TruthProblem(
        "parameter 'dist' is '\(name)', which is none of 'insensitive', 'exp', 'D', 'E2' and 'H2'")
    }
    let usual = [0.5, 1, 2, 3, 4, 5].map { (sizePrefix + "\($0)".replacing(".0", with: ""), MetricKind.mean) }
    return try SharedProcessorModel(
      parameters, capacity: 1, shape: shape,
      metrics: ["T_mean": .mean, "L_mean": .mean].merging(usual) { first, _ in first })
  }

  /// `c` processors, of which each customer has one at the most: `lam`, `mean`.
  static func several(_ parameters: TruthParameters) throws(TruthProblem) -> SharedProcessorModel {
    try SharedProcessorModel(
      parameters, capacity: try parameters.count("c", in: 1...1_000_000), shape: .hyperexponential,
      metrics: ["T_mean": .mean, "L_mean": .mean])
  }

  private init(
    _ parameters: TruthParameters, capacity: Int, shape: ServiceDistribution.Shape,
    metrics: [String: MetricKind]
  ) throws(TruthProblem) {
    self.capacity = capacity
    self.metrics = metrics
    rate = try parameters.positive("lam")
    service = ServiceDistribution(shape: shape, mean: try parameters.positive("mean"))
    try TruthParameters.mustRest(load: load, parameter: "lam")
  }

  private var load: Double { rate * service.mean / Double(capacity) }

  func kind(of metric: String) -> MetricKind? {
    metrics[metric] ?? (capacity == 1 && Self.size(metric) != nil ? .mean : nil)
  }

  /// The size of which a metric such as `T_mean|size=2` asks.
  private static func size(_ metric: String) -> Double? {
    guard metric.hasPrefix(sizePrefix) else { return nil }
    let number = TruthValue.text(String(metric.dropFirst(sizePrefix.count))).number
    return number.flatMap { $0 > 0 && $0 < 1e15 ? $0 : nil }
  }

  var pilotCustomers: Int {
    RunLength.customers(
      load: load, variability: (1 + service.squaredVariation) / 2, servers: capacity)
  }

  func replicate(seed: UInt64, customers: Int, asked: [AskedMetric]) async throws -> Replicate {
    let plan = try ArrivalPlan(arrivals: customers, rate: rate, means: [service.mean])
    let random = RandomStreams(seed: seed)
    let sized = asked.compactMap { metric in Self.size(metric.name).map { (metric.name, $0) } }
    for (name, size) in sized where service.shape == .constant && size > service.mean {
      throw TruthProblem("metric '\(name)' asks for services that the distribution does not have")
    }
    let processor = SharedProcessor(
      SimulationKernel(), plan, random: random, capacity: capacity, service: service, sizes: sized.map(\.1))
    let events = await OpenSystem(plan, random: random, station: processor).run()
    let means = await processor.means
    var all = ["T_mean": Estimate(means.time), "L_mean": Estimate(means.present)]
    for (place, metric) in sized.enumerated() {
      all[metric.0] = Estimate(await processor.meanTime(forSize: place))
    }
    return try Replicate(all, asked: asked, events: events)
  }
}
