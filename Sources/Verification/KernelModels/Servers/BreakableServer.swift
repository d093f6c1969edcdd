// A server that breaks down while it works, is repaired, and goes on where it stopped.

import Sim

/// A server that breaks down at a constant rate while somebody is served, first come, first served.
actor BreakableServer: ArrivalStation {
  nonisolated let kernel: SimulationKernel

  /// Times in nanoseconds.
  struct Times: Sendable {
    var meanService: Double
    var meanUntilBreakdown: Double
    var repair: ServiceDistribution
  }

  private struct State {
    var counted: CountedCustomers
    var line = CustomerLine()
    var isTaken = false
    var isBroken = false
    /// Breakdowns so far, which number the draws.
    var breakdowns: UInt64 = 0
    var waits = DurationSum()
  }

  private let times: Times
  private let scale: TimeScale
  private let services: RandomFamily
  private let breakdowns: RandomFamily
  private let repairs: RandomFamily
  private let customers = CustomerPool()
  private let state: Hot<State>

  init(_ kernel: SimulationKernel, _ plan: ArrivalPlan, random: RandomStreams, times: Times) {
    self.kernel = kernel
    self.times = times
    scale = plan.scale
    services = random.family(.services)
    breakdowns = random.family(.breakdowns)
    repairs = random.family(.repairs)
    state = Hot(State(counted: CountedCustomers(plan)))
  }

  func arrive(_ number: Int) {
    var customer = Customer(number: number, arrived: kernel.now)
    var stream = services.stream(entity: 0, index: UInt64(number))
    customer.work = Int64(nearest: stream.nextExponential() * times.meanService)
    state.value.counted.come(number)
    let index = customers.add(customer)
    if state.value.isTaken { state.value.line.append(index, in: customers) } else { begin(index) }
  }

  /// The service of a customer ends or is interrupted, or its server is repaired.
  func happen(_ index: UInt32) {
    if state.value.isBroken {
      state.value.isBroken = false
      goOn(index)
    } else if customers[index].work > 0 {
      state.value.isBroken = true
      var stream = repairs.stream(entity: 0, index: state.value.breakdowns)
      kernel.schedule(after: times.repair.nanoseconds(&stream), Happening.inside, index)
    } else {
      customers.remove(index)
      state.value.isTaken = false
      if let next = state.value.line.popFirst(in: customers) { begin(next) }
    }
  }

  var hasFinished: Bool { state.value.counted.present == 0 }

  /// Mean time from arrival until service begins for the first time.
  var meanWait: Double { state.value.waits.mean(scale) }

  private func begin(_ index: UInt32) {
    state.value.isTaken = true
    // A wait is over when service begins, so that nothing which happens later counts.
    if state.value.counted.leave(customers[index].number) {
      state.value.waits.add(kernel.now - customers[index].arrived)
    }
    goOn(index)
  }

  /// Serves until the service ends or the server breaks down. The time until it does has no memory, so that it is
  /// drawn anew each time.
  private func goOn(_ index: UInt32) {
    var stream = breakdowns.stream(
      entity: UInt64(customers[index].number), index: UInt64(customers[index].turn))
    customers[index].turn += 1
    let untilBreakdown = Int64(nearest: stream.nextExponential() * times.meanUntilBreakdown)
    let work = customers[index].work
    let served = min(work, untilBreakdown)
    customers[index].work = work - served
    // One that ends and breaks at the same nanosecond has ended.
    if served < work { state.value.breakdowns += 1 }
    kernel.schedule(after: served, Happening.inside, index)
  }
}

/// Arrivals `lam`, services Exp(`mu`), breakdowns at rate `delta` while busy, each of which takes a `repair`.
struct BreakableServerModel: TruthModel {
  let rate: Double
  let meanService: Double
  let breakdownRate: Double
  let repair: ServiceDistribution

  init(_ parameters: TruthParameters) throws(TruthProblem) {
    rate = try parameters.positive("lam")
    meanService = 1 / (try parameters.positive("mu"))
    breakdownRate = try parameters.positive("delta")
    repair = try ServiceDistribution(try parameters.text("repair"), parameter: "repair")
    try TruthParameters.mustRest(load: load, parameter: "lam")
  }

  /// Time for which a customer takes the server, on average: (1 + δ E[R]) / μ.
  private var meanCompletion: Double { meanService * (1 + breakdownRate * repair.mean) }
  private var load: Double { rate * meanCompletion }

  var metrics: [String: MetricKind] { ["Wq_mean": .mean] }

  var pilotCustomers: Int {
    let second = 2 * meanCompletion * meanCompletion + breakdownRate * meanService * repair.secondMoment
    return RunLength.customers(load: load, variability: second / (2 * meanCompletion * meanCompletion))
  }

  func replicate(seed: UInt64, customers: Int, asked: [AskedMetric]) async throws -> Replicate {
    // A time until a breakdown that outlives the clock is no time at all: it never comes to pass.
    let untilBreakdown = min(1 / breakdownRate, meanService)
    let plan = try ArrivalPlan(
      arrivals: customers, rate: rate, means: [meanService, repair.mean, untilBreakdown])
    let random = RandomStreams(seed: seed)
    let unit = plan.scale.nanosecondsPerUnit
    let server = BreakableServer(
      SimulationKernel(), plan, random: random,
      times: BreakableServer.Times(
        meanService: meanService * unit, meanUntilBreakdown: unit / breakdownRate,
        repair: repair.scaled(to: plan.scale)))
    let events = await OpenSystem(plan, random: random, station: server).run()
    return try Replicate(["Wq_mean": Estimate(await server.meanWait)], asked: asked, events: events)
  }
}
