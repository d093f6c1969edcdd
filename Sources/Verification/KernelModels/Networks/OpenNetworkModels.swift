// Open networks of exponential stations as truth files state them: stations with routes, and tandems.

import Sim

/// An open network of Jackson's kind.
struct OpenNetworkModel: TruthModel {
  let nodes: [NetworkNode]
  let routing: Routing
  let rate: Double
  /// Visits to each station for one customer.
  let visits: [Double]
  let metrics: [String: MetricKind]

  /// Stations `nodes`, maps of name, c and mu, the first of which customers enter at rate `gamma`.
  static func jackson(_ parameters: TruthParameters) throws(TruthProblem) -> OpenNetworkModel {
    let rate = try parameters.positive("gamma")
    guard case .list(let entries) = try parameters.value("nodes"), !entries.isEmpty else {
      throw TruthProblem("parameter 'nodes' is no list of nodes")
    }
    var nodes: [NetworkNode] = []
    for entry in entries {
      let node = try Self.node(entry)
      guard !nodes.contains(where: { $0.name == node.name }), node.name != "exit" else {
        throw TruthProblem("parameter 'nodes' cannot have a node of the name '\(node.name)' here")
      }
      nodes.append(node)
    }
    var metrics: [String: MetricKind] = ["T_mean_system": .mean]
    for node in nodes {
      metrics["L_\(node.name)"] = .mean
      metrics["lam_\(node.name)"] = .mean
    }
    return try OpenNetworkModel(
      nodes, try Routing(try parameters.text("routing"), names: nodes.map(\.name)), rate: rate,
      rateParameter: "gamma", metrics: metrics)
  }

  /// Stations one after the other: `tandem M/M/1 mu=4 -> M/M/2 mu=3`.
  static func tandem(_ parameters: TruthParameters) throws(TruthProblem) -> OpenNetworkModel {
    let nodes = try TandemText.nodes(try parameters.text("nodes"))
    var metrics: [String: MetricKind] = ["T_mean_system": .mean]
    for percent in 1...99 { metrics["T_p\(percent)_system"] = .quantile(Double(percent) / 100) }
    return try OpenNetworkModel(
      nodes, Routing(tandemOf: nodes.count), rate: try parameters.positive("lam"), rateParameter: "lam",
      metrics: metrics)
  }

  private init(
    _ nodes: [NetworkNode], _ routing: Routing, rate: Double, rateParameter: String,
    metrics: [String: MetricKind]
  ) throws(TruthProblem) {
    self.nodes = nodes
    self.routing = routing
    self.rate = rate
    self.metrics = metrics
    visits = try routing.visits(names: nodes.map(\.name))
    for load in loads { try TruthParameters.mustRest(load: load, parameter: rateParameter) }
  }

  private static func node(_ entry: TruthValue) throws(TruthProblem) -> NetworkNode {
    guard case .map(let values) = entry else { throw TruthProblem("parameter 'nodes' holds what is no map") }
    for key in values.keys.sorted() where !["name", "c", "mu"].contains(key) {
      throw TruthProblem("parameter 'nodes' has a node with '\(key)', which is none of 'name', 'c' and 'mu'")
    }
    let parameters = TruthParameters(values)
    do {
      return NetworkNode(
        name: try parameters.text("name"), servers: try parameters.count("c", in: 1...1_000_000),
        mean: 1 / (try parameters.positive("mu")))
    } catch {
      throw TruthProblem("parameter 'nodes': \(error.message)")
    }
  }

  private var loads: [Double] {
    zip(nodes, visits).map { rate * $0.1 * $0.0.mean / Double($0.0.servers) }
  }

  var pilotCustomers: Int {
    let servers = nodes.reduce(0) { $0 + $1.servers }
    return zip(loads, visits).map {
      RunLength.customers(load: $0.0, variability: 1 / max($0.1, 1e-3), servers: servers)
    }
    .max() ?? RunLength.least
  }

  func replicate(seed: UInt64, customers: Int, asked: [AskedMetric]) async throws -> Replicate {
    let plan = try ArrivalPlan(arrivals: customers, rate: rate, means: nodes.map(\.mean))
    let random = RandomStreams(seed: seed)
    var quantiles: [(name: String, probability: Double)] = []
    for metric in asked {
      if case .quantile(let probability) = kind(of: metric.name) {
        quantiles.append((metric.name, probability))
      }
    }
    let network = OpenNetwork(
      SimulationKernel(), plan, random: random, nodes: nodes, routing: routing, keepsTimes: !quantiles.isEmpty
    )
    let events = await OpenSystem(plan, random: random, station: network).run()
    var all = ["T_mean_system": Estimate(await network.meanTime(plan.scale))]
    for (index, node) in nodes.enumerated() {
      let averages = await network.averages(index, plan)
      all["L_\(node.name)"] = Estimate(averages.present)
      all["lam_\(node.name)"] = Estimate(averages.visits)
    }
    for quantile in quantiles {
      all[quantile.name] = Estimate(await network.quantile(quantile.probability, plan.scale))
    }
    return try Replicate(all, asked: asked, events: events)
  }
}
