// Servers without a line, some of which are kept free for one of two classes.

import Sim

/// Servers that turn customers away: students when no more than a reserve is free, teachers when none is.
actor ReservedServers: ArrivalStation {
  nonisolated let kernel: SimulationKernel

  /// Numbers of the classes, and so of their counts.
  static let student = 0
  static let teacher = 1

  private struct Count: BitwiseCopyable {
    /// The first number of busy servers at which the class is turned away.
    var limit: Int
    var came = 0
    var blocked = 0
  }

  private let mix: ClassMix
  private let services: RandomFamily
  private let meanService: Double
  private let counted: CountedCustomers
  private let counts = GrowingRecords<Count>()
  private let busy = Hot(0)

  /// - Parameter rates: of students and of teachers.
  init(
    _ kernel: SimulationKernel, _ plan: ArrivalPlan, random: RandomStreams, servers: Int, reserved: Int,
    rates: [Double], meanService: Double
  ) {
    self.kernel = kernel
    mix = ClassMix(rates: rates, random: random)
    services = random.family(.services)
    self.meanService = meanService * plan.scale.nanosecondsPerUnit
    counted = CountedCustomers(plan)
    counts.append(Count(limit: servers - reserved))
    counts.append(Count(limit: servers))
  }

  func arrive(_ number: Int) {
    let place = mix.draw(number)
    let isBlocked = busy.value >= counts[place].limit
    if counted.contains(number) {
      counts[place].came += 1
      if isBlocked { counts[place].blocked += 1 }
    }
    if isBlocked { return }
    busy.value += 1
    var stream = services.stream(entity: 0, index: UInt64(number))
    kernel.schedule(
      after: Int64(nearest: stream.nextExponential() * meanService), Happening.inside, 0)
  }

  func happen(_ index: UInt32) { busy.value -= 1 }

  /// Customers are counted when they come.
  var hasFinished: Bool { true }

  /// Customers of a class that were turned away, among all of it.
  func blocking(_ place: Int) -> Estimate { Estimate(hits: counts[place].blocked, of: counts[place].came) }
}

/// `c` servers Exp(`mu`) of which `reserved` are kept for teachers.
struct ReservedServersModel: TruthModel {
  let servers: Int
  let reserved: Int
  let students: Double
  let teachers: Double
  let meanService: Double

  init(_ parameters: TruthParameters) throws(TruthProblem) {
    servers = try parameters.count("c", in: 1...1_000_000)
    reserved = try parameters.count("reserved", in: 0...servers)
    students = try parameters.positive("lam_student")
    teachers = try parameters.positive("lam_teacher")
    meanService = 1 / (try parameters.positive("mu"))
  }

  var metrics: [String: MetricKind] {
    ["P(block student)": .probability, "P(block teacher)": .probability]
  }

  /// The servers must fill, and be forgotten: some services of all of them.
  var pilotCustomers: Int {
    let rate = students + teachers
    return RunLength.customers(load: 0, servers: servers + Int(min(1e6, rate * meanService)))
  }

  func replicate(seed: UInt64, customers: Int, asked: [AskedMetric]) async throws -> Replicate {
    let plan = try ArrivalPlan(arrivals: customers, rate: students + teachers, means: [meanService])
    let random = RandomStreams(seed: seed)
    let station = ReservedServers(
      SimulationKernel(), plan, random: random, servers: servers, reserved: reserved,
      rates: [students, teachers], meanService: meanService)
    let events = await OpenSystem(plan, random: random, station: station).run()
    return try Replicate(
      [
        "P(block student)": await station.blocking(ReservedServers.student),
        "P(block teacher)": await station.blocking(ReservedServers.teacher),
      ], asked: asked, events: events)
  }
}
