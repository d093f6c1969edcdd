// Customers who come in batches before one exponential server.

import QueueModel
import Sim

/// Sizes of batches.
enum BatchSize: Sendable, Hashable, BitwiseCopyable {
  /// Always as many.
  case constant(Int)
  /// Geometric from 1.
  case geometric(mean: Double)

  /// Reads `const5` or `geom mean10`.
  init(_ text: String, parameter: String) throws(TruthProblem) {
    let letters = text.filter { !" :=".contains($0) }
    if letters.hasPrefix("const"), let size = TruthValue.text(String(letters.dropFirst(5))).number,
      let size = Int(exactly: size), (1...1_000_000).contains(size)
    {
      self = .constant(size)
    } else if letters.hasPrefix("geommean"), let mean = TruthValue.text(String(letters.dropFirst(8))).number,
      mean >= 1, mean <= 1e6
    {
      self = .geometric(mean: mean)
    } else {
      throw TruthProblem(
        "parameter '\(parameter)' is '\(text)', which is neither 'const5' nor 'geom mean10' of 1 to 1000000")
    }
  }

  var mean: Double {
    switch self {
    case .constant(let size): Double(size)
    case .geometric(let mean): mean
    }
  }

  /// E[X²] / E[X].
  var secondMomentToMean: Double {
    switch self {
    case .constant(let size): Double(size)
    case .geometric(let mean): 2 * mean - 1
    }
  }

  /// 1 / -ln(1 - 1 / mean): an exponential time of this mean, rounded down, is geometric from 0. 0 where all are 1.
  fileprivate var exponentialMean: Double {
    switch self {
    case .constant: 0
    case .geometric(let mean): mean > 1 ? -1 / PortableMath.log(1 - 1 / mean) : 0
    }
  }
}

/// A server before which batches of customers wait, first come, first served.
actor BatchServer: ArrivalStation {
  nonisolated let kernel: SimulationKernel

  private struct State {
    var counted: CountedCustomers
    var present: LevelAverage
    var line = CustomerLine()
    var isBusy = false
    var sojourns = DurationSum()
  }

  private let constantSize: Int?
  private let exponentialMean: Double
  private let meanService: Double
  private let scale: TimeScale
  private let sizes: RandomFamily
  private let services: RandomFamily
  private let customers = CustomerPool()
  private let state: Hot<State>

  /// - Parameter plan: of batches, which count as a whole.
  init(
    _ kernel: SimulationKernel, _ plan: ArrivalPlan, random: RandomStreams, batch: BatchSize,
    meanService: Double
  ) {
    self.kernel = kernel
    if case .constant(let size) = batch { constantSize = size } else { constantSize = nil }
    exponentialMean = batch.exponentialMean
    self.meanService = meanService * plan.scale.nanosecondsPerUnit
    scale = plan.scale
    sizes = random.family(.batches)
    services = random.family(.services)
    state = Hot(State(counted: CountedCustomers(plan), present: LevelAverage(plan.window)))
  }

  func arrive(_ number: Int) {
    let count = constantSize ?? geometricSize(number)
    state.value.present.change(by: count, at: kernel.now)
    for turn in 0..<count {
      var customer = Customer(number: number, arrived: kernel.now)
      customer.turn = UInt32(turn)
      state.value.counted.come(number)
      let index = customers.add(customer)
      if state.value.isBusy { state.value.line.append(index, in: customers) } else { serve(index) }
    }
  }

  func happen(_ index: UInt32) {
    let customer = customers[index]
    customers.remove(index)
    state.value.present.change(by: -1, at: kernel.now)
    if state.value.counted.leave(customer.number) { state.value.sojourns.add(kernel.now - customer.arrived) }
    if let next = state.value.line.popFirst(in: customers) { serve(next) } else { state.value.isBusy = false }
  }

  var hasFinished: Bool { state.value.counted.present == 0 && state.value.present.isOver(at: kernel.now) }

  /// Mean time in the system and mean number there.
  var means: (time: Double, present: Double) {
    (state.value.sojourns.mean(scale), state.value.present.mean(at: kernel.now))
  }

  private func geometricSize(_ number: Int) -> Int {
    var stream = sizes.stream(entity: 0, index: UInt64(number))
    return 1 + Int(stream.nextExponential() * exponentialMean)
  }

  private func serve(_ index: UInt32) {
    state.value.isBusy = true
    var stream = services.stream(
      entity: UInt64(customers[index].number), index: UInt64(customers[index].turn))
    kernel.schedule(
      after: Int64(nearest: stream.nextExponential() * meanService), Happening.inside, index)
  }
}

/// Batches at rate `lam_batch` of sizes `batch` before one server Exp(`mu`).
struct BatchModel: TruthModel {
  let rate: Double
  let meanService: Double
  let batch: BatchSize

  init(_ parameters: TruthParameters) throws(TruthProblem) {
    rate = try parameters.positive("lam_batch")
    meanService = 1 / (try parameters.positive("mu"))
    batch = try BatchSize(try parameters.text("batch"), parameter: "batch")
    try TruthParameters.mustRest(load: load, parameter: "lam_batch")
  }

  private var load: Double { rate * batch.mean * meanService }

  var metrics: [String: MetricKind] { ["L_mean": .mean, "T_mean": .mean] }

  var pilotCustomers: Int {
    let variability = (1 + batch.secondMomentToMean) / 2
    return max(
      RunLength.customers(load: load, variability: variability), Int(min(1e8, 2_000 * batch.mean)))
  }

  func replicate(seed: UInt64, customers: Int, asked: [AskedMetric]) async throws -> Replicate {
    let batches = max(10, Int(Double(customers) / batch.mean))
    let plan = try ArrivalPlan(arrivals: batches, rate: rate, means: [meanService])
    let random = RandomStreams(seed: seed)
    let server = BatchServer(SimulationKernel(), plan, random: random, batch: batch, meanService: meanService)
    let events = await OpenSystem(plan, random: random, station: server).run()
    let means = await server.means
    return try Replicate(
      ["T_mean": Estimate(means.time), "L_mean": Estimate(means.present)], asked: asked, events: events)
  }
}
