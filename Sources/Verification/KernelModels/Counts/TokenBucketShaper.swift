// Customers who wait for a token of a bucket that fills all the time.
//
// The rule is the product's own, that of a database whose commands beyond a cap are delayed: its backlog is the work of
// a single server with constant service, and up to a burst of it nobody waits. With a burst of `bucket` commands, who
// finds a backlog V waits (V + 1 - bucket) / rate where that is above 0, which is what a bucket of tokens comes to.

import QueueModel
import Sim

/// A bucket before which customers wait, first come, first served.
actor TokenBucketShaper: ArrivalStation {
  nonisolated let kernel: SimulationKernel

  /// A thousand commands a second, so that a token takes a million nanoseconds and the rule's work is counted in
  /// nanoseconds: nothing is rounded in it.
  static let nanosecondsPerToken = 1e6
  private static let tokensPerSecond = 1_000

  private struct State {
    var backlog: CommandBacklog
    var counted: CountedCustomers
    var delays = DurationSum()
    var delayed = 0
  }

  private let scale: TimeScale
  private let customers = CustomerPool()
  private let state: Hot<State>

  /// - Parameter bucket: most tokens, at least 1.
  init(_ kernel: SimulationKernel, _ plan: ArrivalPlan, bucket: Double) {
    self.kernel = kernel
    scale = plan.scale
    let cap = CommandCap(
      commandsPerSecond: Self.tokensPerSecond, beyond: .delay,
      burst: .nanoseconds(Int64(nearest: bucket * Self.nanosecondsPerToken)))
    state = Hot(
      State(
        backlog: CommandBacklog(cap: cap, now: Instant(nanosecondsSinceEpoch: 0)),
        counted: CountedCustomers(plan)))
  }

  func arrive(_ number: Int) {
    state.value.counted.come(number)
    guard
      case .done(let delay) = state.value.backlog.enter(
        commands: 1, now: Instant(nanosecondsSinceEpoch: kernel.now))
    else { preconditionFailure("a cap that delays has refused a command") }
    if delay == 0 {
      pass(number, after: 0)
    } else {
      let index = customers.add(Customer(number: number, arrived: kernel.now))
      kernel.schedule(after: delay, Happening.inside, index)
    }
  }

  func happen(_ index: UInt32) {
    let customer = customers[index]
    customers.remove(index)
    pass(customer.number, after: kernel.now - customer.arrived)
  }

  var hasFinished: Bool { state.value.counted.present == 0 }

  /// How many were delayed, of how many, and the mean delay over all of them.
  var delays: (delayed: Int, all: Int, mean: Double) {
    (state.value.delayed, state.value.delays.count, state.value.delays.mean(scale))
  }

  private func pass(_ number: Int, after delay: Int64) {
    guard state.value.counted.leave(number) else { return }
    state.value.delays.add(delay)
    if delay > 0 { state.value.delayed += 1 }
  }
}

/// Poisson arrivals `lam` at a bucket of `bucket` tokens that come back at `rate`.
struct TokenBucketShaperModel: TruthModel {
  let arrivalRate: Double
  let tokenRate: Double
  let bucket: Double

  init(_ parameters: TruthParameters) throws(TruthProblem) {
    arrivalRate = try parameters.positive("lam")
    tokenRate = try parameters.positive("rate")
    bucket = try parameters.number("bucket", in: 1...1e9)
    try TruthParameters.mustRest(load: load, parameter: "lam")
  }

  private var load: Double { arrivalRate / tokenRate }

  var metrics: [String: MetricKind] { ["P(delayed)": .probability, "delay_mean": .mean] }

  var pilotCustomers: Int { RunLength.customers(load: load) }

  func replicate(seed: UInt64, customers: Int, asked: [AskedMetric]) async throws -> Replicate {
    let scale = try TimeScale(
      nanosecondsPerUnit: TokenBucketShaper.nanosecondsPerToken * tokenRate,
      length: Double(customers) / arrivalRate)
    let plan = ArrivalPlan(arrivals: customers, rate: arrivalRate, scale: scale)
    let random = RandomStreams(seed: seed)
    let shaper = TokenBucketShaper(SimulationKernel(), plan, bucket: bucket)
    let events = await OpenSystem(plan, random: random, station: shaper).run()
    let delays = await shaper.delays
    return try Replicate(
      ["P(delayed)": Estimate(hits: delays.delayed, of: delays.all), "delay_mean": Estimate(delays.mean)],
      asked: asked, events: events)
  }
}
