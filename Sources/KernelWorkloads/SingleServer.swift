// Workload a of the yardstick: M/M/1 at 90 % load. Two events are pending at most, so it measures the heap and the
// hand-over.

import Sim

/// A source of jobs, one a 1/0.9 s on average, before one server that takes Exp(1 s) each.
public struct SingleServer: Sendable {
  /// Number of jobs.
  public var jobs: Int
  /// Seed of all draws.
  public var seed: UInt64

  /// `jobs` jobs at 90 % load.
  public init(jobs: Int, seed: UInt64 = 42) {
    self.jobs = jobs
    self.seed = seed
  }

  /// What a run counted.
  public struct Result: Sendable, Equatable {
    /// Arrivals and departures.
    public var events: Int
    /// Departures.
    public var finished: Int
    /// Seconds from arrival to departure, on average. Exact value: 10.
    public var meanSojournSeconds: Double
  }

  /// Runs until the last job has left.
  public func run() async -> Result {
    let kernel = SimulationKernel()
    let random = RandomStreams(seed: seed)
    let desk = Desk(kernel: kernel, random: random)
    let source = Source(kernel: kernel, jobs: jobs, random: random, desk: desk)
    let outcome = await kernel.run(Dispatcher(source: source, desk: desk))
    let totals = await desk.totals
    return Result(
      events: outcome.eventCount, finished: totals.finished,
      meanSojournSeconds: Double(totals.sojournNanoseconds) * 1e-9 / Double(totals.finished))
  }

  enum Happening: UInt8, EventKind {
    case arrival, departure
  }

  struct Dispatcher: EventDispatcher {
    let source: Source
    let desk: Desk

    func start() { send(to: source) { $0.scheduleNext() } }

    func handle(_ kind: Happening, _ index: UInt32) {
      switch kind {
      case .arrival: send(to: source) { $0.arrive() }
      case .departure: send(to: desk) { $0.depart() }
      }
    }
  }

  /// Sends jobs to the desk.
  actor Source: SimulationActor {
    nonisolated let kernel: SimulationKernel
    private let jobs: Int
    private let desk: Desk
    private let gaps: RandomFamily
    private let sent = Hot(0)

    init(kernel: SimulationKernel, jobs: Int, random: RandomStreams, desk: Desk) {
      self.kernel = kernel
      self.jobs = jobs
      self.desk = desk
      gaps = random.family(.think)
    }

    func scheduleNext() {
      var gap = gaps.stream(entity: 0, index: UInt64(sent.value))
      kernel.schedule(after: Int64(gap.nextExponential() * (1e9 / 0.9)), Happening.arrival, 0)
    }

    func arrive() {
      send(to: desk, UInt32(truncatingIfNeeded: sent.value)) { $0.join($1) }
      sent.value += 1
      if sent.value < jobs { scheduleNext() }
    }
  }

  struct Totals {
    var finished = 0
    var sojournNanoseconds: Int64 = 0
  }

  /// The server and its line; whoever is served stands first.
  actor Desk: SimulationActor {
    nonisolated let kernel: SimulationKernel
    private let serving: RandomFamily
    private let line = Hot(WaitingLine())
    private let state = Hot(Totals())

    init(kernel: SimulationKernel, random: RandomStreams) {
      self.kernel = kernel
      serving = random.family(.service)
    }

    var totals: Totals { state.value }

    func join(_ job: UInt32) {
      line.value.append(Waiting(user: job, cycle: 0, sinceNanoseconds: kernel.now))
      if line.value.count == 1 { serve(job) }
    }

    func depart() {
      if let job = line.value.popFirst() {
        state.value.finished += 1
        state.value.sojournNanoseconds += kernel.now - job.sinceNanoseconds
      }
      if let next = line.value.first { serve(next.user) }
    }

    private func serve(_ job: UInt32) {
      var time = serving.stream(entity: 0, index: UInt64(job))
      kernel.schedule(after: Int64(time.nextExponential() * 1e9), Happening.departure, 0)
    }
  }
}
