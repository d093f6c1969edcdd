// Servers that are looked at once, some time after their beginning: many copies, one after the other.

import Sim

/// Copies of M/M/c, each of which begins alike, runs for a time, and is looked at.
///
/// What would happen in a copy after the look is not scheduled, so that none of it reaches the next.
actor TransientServers: SimulationActor {
  nonisolated let kernel: SimulationKernel

  /// Times in nanoseconds.
  struct Course: Sendable {
    var servers: Int
    var initial: Int
    var meanGap: Double
    var meanService: Double
    var length: Int64
    var copies: Int
  }

  private struct State {
    var copy = 0
    var end: Int64 = 0
    var present = 0
    var arrivals: UInt64 = 0
    var services: UInt64 = 0
    var sum = 0.0
    var full = 0
  }

  private let course: Course
  private let arrivals: RandomFamily
  private let services: RandomFamily
  private let state = Hot(State())

  init(_ kernel: SimulationKernel, random: RandomStreams, course: Course) {
    self.kernel = kernel
    self.course = course
    arrivals = random.family(.arrivals)
    services = random.family(.services)
  }

  /// Begins the next copy.
  func begin() {
    state.value.end = kernel.now + course.length
    state.value.arrivals = 0
    state.value.services = 0
    state.value.present = course.initial
    kernel.schedule(at: state.value.end, Happening.look, 0)
    scheduleArrival()
    for _ in 0..<min(course.initial, course.servers) { scheduleEnd() }
  }

  func arrive() {
    state.value.present += 1
    if state.value.present <= course.servers { scheduleEnd() }
    scheduleArrival()
  }

  func serviceEnded() {
    state.value.present -= 1
    if state.value.present >= course.servers { scheduleEnd() }
  }

  func look() {
    state.value.sum += Double(state.value.present)
    if state.value.present >= course.servers { state.value.full += 1 }
    state.value.copy += 1
    if state.value.copy < course.copies { begin() }
  }

  /// The mean number of customers at the look, and how many copies had all servers busy.
  var results: (mean: Double, full: Int) { (state.value.sum / Double(course.copies), state.value.full) }

  private func scheduleArrival() {
    var stream = arrivals.stream(entity: UInt64(state.value.copy), index: state.value.arrivals)
    state.value.arrivals += 1
    schedule(stream.nextExponential() * course.meanGap, .arrival)
  }

  private func scheduleEnd() {
    var stream = services.stream(entity: UInt64(state.value.copy), index: state.value.services)
    state.value.services += 1
    schedule(stream.nextExponential() * course.meanService, .inside)
  }

  private func schedule(_ delay: Double, _ kind: Happening) {
    let time = kernel.now + Int64(nearest: delay)
    if time < state.value.end { kernel.schedule(at: time, kind, 0) }
  }
}

private struct TransientDispatcher: EventDispatcher {
  let servers: TransientServers

  func start() { send(to: servers) { $0.begin() } }

  func handle(_ kind: Happening, _ index: UInt32) {
    switch kind {
    case .arrival: send(to: servers) { $0.arrive() }
    case .inside: send(to: servers) { $0.serviceEnded() }
    case .look: send(to: servers) { $0.look() }
    }
  }
}

/// M/M/c at time `t` after it began with `start` customers; any load.
struct TransientServersModel: TruthModel {
  let servers: Int
  let rate: Double
  let meanService: Double
  let time: Double
  let initial: Int

  private static let startLimit = 10_000_000

  init(_ parameters: TruthParameters) throws(TruthProblem) {
    servers = try parameters.count("c", in: 1...1_000_000)
    rate = try parameters.positive("lam")
    meanService = 1 / (try parameters.positive("mu"))
    time = try parameters.positive("t")
    switch try parameters.text("start") {
    case "empty": initial = 0
    case "full": initial = servers
    default: initial = try Self.initial(parameters)
    }
  }

  private static func initial(_ parameters: TruthParameters) throws(TruthProblem) -> Int {
    do { return try parameters.count("start", in: 0...startLimit) } catch {
      throw TruthProblem(
        "parameter 'start' is '\(try parameters.value("start").description)', which is neither 'empty', 'full' nor a "
          + "number of customers up to \(startLimit)")
    }
  }

  var metrics: [String: MetricKind] { ["E[N(t)]": .mean, "P(N(t)>=c)": .probability] }

  /// Copies of the system.
  var pilotCustomers: Int { 2_000 }

  /// - Parameter customers: copies of the system.
  func replicate(seed: UInt64, customers: Int, asked: [AskedMetric]) async throws -> Replicate {
    let copies = max(1, customers)
    // Times that are longer than a copy need no room of their own.
    let scale = try TimeScale(
      means: [min(1 / rate, time), min(meanService, time)], length: Double(copies) * time)
    let unit = scale.nanosecondsPerUnit
    let servers = TransientServers(
      SimulationKernel(), random: RandomStreams(seed: seed),
      course: TransientServers.Course(
        servers: servers, initial: initial, meanGap: unit / rate, meanService: meanService * unit,
        length: Int64(nearest: time * unit), copies: copies))
    let events = await servers.kernel.run(TransientDispatcher(servers: servers)).eventCount
    let results = await servers.results
    return try Replicate(
      ["E[N(t)]": Estimate(results.mean), "P(N(t)>=c)": Estimate(hits: results.full, of: copies)],
      asked: asked,
      events: events)
  }
}
