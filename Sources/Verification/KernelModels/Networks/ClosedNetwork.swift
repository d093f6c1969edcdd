// A fixed number of customers who think, pass through a row of single servers, and think again.

import Sim

/// A closed network at work: think Exp(`think`), then each station once in their order.
///
/// What counts is a number of passages, from the end of one to the end of another: the mean time between the ends,
/// and the mean time of the passages that end there, are then free of bias from where the counting begins and stops.
actor ClosedNetwork: SimulationActor {
  nonisolated let kernel: SimulationKernel

  private struct State {
    var ended = 0
    var countedSince: Int64 = 0
    var countedUntil: Int64 = 0
    var passages = DurationSum()
  }

  private let nodes: ServiceNodes
  private let stations: Int
  private let customers = CustomerPool()
  private let population: Int
  private let thinking: RandomFamily
  private let think: Double
  private let scale: TimeScale
  private let counted: Range<Int>
  private let state = Hot(State())

  /// - Parameters:
  ///   - think: mean think time in units.
  ///   - counted: numbers of the passages that count, in the order of their ends, not from 0.
  init(
    _ kernel: SimulationKernel, scale: TimeScale, random: RandomStreams, population: Int, think: Double,
    stations: [NetworkNode], counted: Range<Int>
  ) {
    self.kernel = kernel
    self.population = population
    self.think = think * scale.nanosecondsPerUnit
    self.scale = scale
    self.counted = counted
    self.stations = stations.count
    thinking = random.family(.arrivals)
    nodes = ServiceNodes(kernel, stations, scale: scale, window: 0..<0, random: random)
  }

  func start() {
    for number in 0..<population { beginThinking(customers.add(Customer(number: number, arrived: 0))) }
  }

  func thinkEnded(_ index: UInt32) {
    customers[index].arrived = kernel.now
    nodes.enter(index, 0, customers)
  }

  func serviceEnded(_ index: UInt32) {
    let node = nodes.finish(index, customers)
    guard node + 1 == stations else {
      nodes.enter(index, node + 1, customers)
      return
    }
    let now = kernel.now
    let number = state.value.ended
    state.value.ended += 1
    if number + 1 == counted.lowerBound { state.value.countedSince = now }
    if number >= counted.lowerBound { state.value.passages.add(now - customers[index].arrived) }
    if number + 1 == counted.upperBound {
      state.value.countedUntil = now
      kernel.stop()
    }
    beginThinking(index)
  }

  /// Passages a unit of time, and the mean time of one.
  var results: (throughput: Double, time: Double) {
    let length = scale.units(Double(state.value.countedUntil - state.value.countedSince))
    return (Double(counted.count) / length, state.value.passages.mean(scale))
  }

  private func beginThinking(_ index: UInt32) {
    var stream = thinking.stream(
      entity: UInt64(customers[index].number), index: UInt64(customers[index].turn))
    kernel.schedule(after: Int64(nearest: stream.nextExponential() * think), Happening.arrival, index)
  }
}

private struct ClosedDispatcher: EventDispatcher {
  let network: ClosedNetwork

  func start() { send(to: network) { $0.start() } }

  func handle(_ kind: Happening, _ index: UInt32) {
    switch kind {
    case .arrival: send(to: network, index) { $0.thinkEnded($1) }
    case .inside: send(to: network, index) { $0.serviceEnded($1) }
    case .look: break
    }
  }
}

/// `N` customers, think time `Z`, and single servers with `demands`: what mean value analysis solves exactly.
struct ClosedNetworkModel: TruthModel {
  let population: Int
  let think: Double
  let demands: [Double]

  init(_ parameters: TruthParameters) throws(TruthProblem) {
    population = try parameters.count("N", in: 1...10_000_000)
    think = try parameters.number("Z", in: 0...1e15)
    demands = try parameters.positives("demands")
  }

  var metrics: [String: MetricKind] { ["throughput": .mean, "T_mean": .mean] }

  /// The system forgets in the time of some passages of everybody.
  var pilotCustomers: Int { max(RunLength.least, min(400 * population, 100_000_000)) }

  func replicate(seed: UInt64, customers: Int, asked: [AskedMetric]) async throws -> Replicate {
    let passages = max(20, customers)
    let scale = try TimeScale(
      means: demands + (think > 0 ? [think] : []),
      length: Double(passages) * (think / Double(population) + demands.reduce(0, +)))
    let network = ClosedNetwork(
      SimulationKernel(), scale: scale, random: RandomStreams(seed: seed), population: population,
      think: think,
      stations: demands.map { NetworkNode(name: "", servers: 1, mean: $0) }, counted: passages / 10..<passages
    )
    let events = await network.kernel.run(ClosedDispatcher(network: network)).eventCount
    let results = await network.results
    return try Replicate(
      ["throughput": Estimate(results.throughput), "T_mean": Estimate(results.time)], asked: asked,
      events: events)
  }
}
