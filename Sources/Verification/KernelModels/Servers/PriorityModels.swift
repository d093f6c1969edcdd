// Single servers whose customers are not served in the order in which they came: by class, or by size.

import Sim

/// Classes of customers before one server, with the mean wait or the mean time in the system of each.
struct OrderedServerModel: TruthModel {
  /// Which of a class's two means a truth file asks for.
  enum Measured: Sendable {
    case waits, sojourns
  }

  let order: ServingOrder
  let measured: Measured
  let rates: [Double]
  let services: [ServiceDistribution]
  /// Names of the metrics, one a class.
  let names: [String]

  /// Classes `lams`, services Exp(`mu`); the first class interrupts all others: means of the time in the system.
  static func preemptive(_ parameters: TruthParameters) throws(TruthProblem) -> OrderedServerModel {
    let mean = 1 / (try parameters.positive("mu"))
    let rates = try parameters.positives("lams")
    return try OrderedServerModel(
      ServingOrder(key: .classes, interrupts: true), .sojourns, rates: rates,
      services: rates.map { _ in ServiceDistribution(shape: .exponential, mean: mean) },
      names: rates.indices.map { "T_mean_class\($0 + 1)" })
  }

  /// Classes `lams` with a service each, none of which is interrupted: means of the wait.
  static func nonPreemptive(_ parameters: TruthParameters) throws(TruthProblem) -> OrderedServerModel {
    let rates = try parameters.positives("lams")
    guard case .list(let texts) = try parameters.value("services") else {
      throw TruthProblem("parameter 'services' is no list")
    }
    guard texts.count == rates.count else {
      throw TruthProblem("parameter 'services' has \(texts.count) entries for the \(rates.count) of 'lams'")
    }
    var services: [ServiceDistribution] = []
    for text in texts { services.append(try ServiceDistribution(text.description, parameter: "services")) }
    return try OrderedServerModel(
      ServingOrder(key: .classes), .waits, rates: rates, services: services,
      names: rates.indices.map { "Wq_mean_class\($0 + 1)" })
  }

  /// The shortest service first, none interrupted, Exp(`mu`): the mean wait over all.
  static func shortestFirst(_ parameters: TruthParameters) throws(TruthProblem) -> OrderedServerModel {
    try OrderedServerModel(
      ServingOrder(key: .size), .waits, rates: [try parameters.positive("lam")],
      services: [ServiceDistribution(shape: .exponential, mean: 1 / (try parameters.positive("mu")))],
      names: ["Wq_mean"])
  }

  private init(
    _ order: ServingOrder, _ measured: Measured, rates: [Double], services: [ServiceDistribution],
    names: [String]
  ) throws(TruthProblem) {
    self.order = order
    self.measured = measured
    self.rates = rates
    self.services = services
    self.names = names
    guard rates.count <= OrderedServer.classLimit else {
      throw TruthProblem("parameter 'lams' has \(rates.count) classes, more than \(OrderedServer.classLimit)")
    }
    try TruthParameters.mustRest(load: load, parameter: rates.count > 1 ? "lams" : "lam")
  }

  private var load: Double { zip(rates, services).reduce(0) { $0 + $1.0 * $1.1.mean } }

  var metrics: [String: MetricKind] { Dictionary(uniqueKeysWithValues: names.map { ($0, .mean) }) }

  var pilotCustomers: Int {
    let rate = rates.reduce(0, +)
    let second = zip(rates, services).reduce(0) { $0 + $1.0 * $1.1.secondMoment } / rate
    let first = load / rate
    return RunLength.customers(load: load, variability: second / (2 * first * first))
  }

  func replicate(seed: UInt64, customers: Int, asked: [AskedMetric]) async throws -> Replicate {
    let plan = try ArrivalPlan(
      arrivals: customers, rate: rates.reduce(0, +), means: services.map(\.mean))
    let random = RandomStreams(seed: seed)
    let server = OrderedServer(
      SimulationKernel(), plan, random: random, order: order, rates: rates, services: services)
    let events = await OpenSystem(plan, random: random, station: server).run()
    let means = await server.means
    let values = measured == .waits ? means.waits : means.sojourns
    return try Replicate(
      Dictionary(uniqueKeysWithValues: zip(names, values.map { Estimate($0) })), asked: asked, events: events)
  }
}
