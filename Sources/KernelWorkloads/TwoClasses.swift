// Workload b of the yardstick: M/M/400 with two priority classes, a few hundred pending events.

import Sim

/// 380 jobs a second, one in ten urgent, before 400 servers that take Exp(1 s) each; urgent jobs go first, nobody
/// is interrupted.
public struct TwoClasses: Sendable {
  /// Number of jobs.
  public var jobs: Int
  /// Seed of all draws.
  public var seed: UInt64

  /// `jobs` jobs at 95 % load.
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
    /// Seconds waited by urgent and by other jobs, on average. Exact values by Cobham: C/(c mu)/(1 - 0.095) and
    /// that over (1 - 0.95), with C = Erlang's probability of waiting.
    public var meanWaitSeconds: (urgent: Double, other: Double)

    /// Whether both runs counted the same.
    public static func == (left: Result, right: Result) -> Bool {
      left.events == right.events && left.finished == right.finished
        && left.meanWaitSeconds == right.meanWaitSeconds
    }
  }

  /// Number of servers.
  public static let servers = 400
  /// Jobs a second.
  public static let rate = 380.0
  /// Share of urgent jobs.
  public static let urgentShare = 0.1

  /// Runs until the last job has left.
  public func run() async -> Result {
    let kernel = SimulationKernel()
    let random = RandomStreams(seed: seed)
    let hall = Hall(kernel: kernel, random: random)
    let source = Source(kernel: kernel, jobs: jobs, random: random, hall: hall)
    let outcome = await kernel.run(Dispatcher(source: source, hall: hall))
    let totals = await hall.totals
    return Result(
      events: outcome.eventCount, finished: totals.finished,
      meanWaitSeconds: (
        Double(totals.urgentNanoseconds) * 1e-9 / Double(max(1, totals.urgent)),
        Double(totals.otherNanoseconds) * 1e-9 / Double(max(1, totals.finished - totals.urgent))
      ))
  }

  enum Happening: UInt8, EventKind {
    case arrival, departure
  }

  struct Dispatcher: EventDispatcher {
    let source: Source
    let hall: Hall

    func start() { send(to: source) { $0.scheduleNext() } }

    func handle(_ kind: Happening, _ index: UInt32) {
      switch kind {
      case .arrival: send(to: source) { $0.arrive() }
      case .departure: send(to: hall) { $0.depart() }
      }
    }
  }

  /// Sends jobs to the hall.
  actor Source: SimulationActor {
    nonisolated let kernel: SimulationKernel
    private let jobs: Int
    private let hall: Hall
    private let gaps: RandomFamily
    private let sent = Hot(0)

    init(kernel: SimulationKernel, jobs: Int, random: RandomStreams, hall: Hall) {
      self.kernel = kernel
      self.jobs = jobs
      self.hall = hall
      gaps = random.family(.think)
    }

    func scheduleNext() {
      var gap = gaps.stream(entity: 0, index: UInt64(sent.value))
      kernel.schedule(after: Int64(gap.nextExponential() * (1e9 / TwoClasses.rate)), Happening.arrival, 0)
    }

    func arrive() {
      var kind = gaps.stream(entity: 1, index: UInt64(sent.value))
      let isUrgent = kind.nextUniform() < TwoClasses.urgentShare
      send(to: hall, UInt32(truncatingIfNeeded: sent.value), isUrgent) { $0.join($1, isUrgent: $2) }
      sent.value += 1
      if sent.value < jobs { scheduleNext() }
    }
  }

  struct Totals {
    var busy = 0
    var finished = 0
    var urgent = 0
    var urgentNanoseconds: Int64 = 0
    var otherNanoseconds: Int64 = 0
  }

  /// The servers and their two lines.
  actor Hall: SimulationActor {
    nonisolated let kernel: SimulationKernel
    private let serving: RandomFamily
    private let urgent = Hot(WaitingLine())
    private let others = Hot(WaitingLine())
    private let state = Hot(Totals())

    init(kernel: SimulationKernel, random: RandomStreams) {
      self.kernel = kernel
      serving = random.family(.service)
    }

    var totals: Totals { state.value }

    func join(_ job: UInt32, isUrgent: Bool) {
      if isUrgent { state.value.urgent += 1 }
      if state.value.busy < TwoClasses.servers {
        state.value.busy += 1
        serve(job)
        return
      }
      let waiting = Waiting(user: job, cycle: 0, sinceNanoseconds: kernel.now)
      if isUrgent { urgent.value.append(waiting) } else { others.value.append(waiting) }
    }

    func depart() {
      state.value.finished += 1
      if let next = urgent.value.popFirst() {
        state.value.urgentNanoseconds += kernel.now - next.sinceNanoseconds
        serve(next.user)
      } else if let next = others.value.popFirst() {
        state.value.otherNanoseconds += kernel.now - next.sinceNanoseconds
        serve(next.user)
      } else {
        state.value.busy -= 1
      }
    }

    private func serve(_ job: UInt32) {
      var time = serving.stream(entity: 0, index: UInt64(job))
      kernel.schedule(after: Int64(time.nextExponential() * 1e9), Happening.departure, 0)
    }
  }
}
