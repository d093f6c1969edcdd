// Workload c of the yardstick: a closed population of users and the servers they share, as two actors.
// It uses the kernel as the product's actors do, so that its cost an event is the kernel's.

import Sim

/// A closed population: each user thinks Exp(60 s), asks, is served Exp(4 s) by one of a number of servers, first
/// come first served, and thinks again.
public struct ClosedPopulation: Sendable {
  /// Number of users.
  public var users: Int
  /// Servers over what the users would need without queueing: round(users / 60 * 4 * factor).
  public var serverFactor: Double
  /// Seed of all draws.
  public var seed: UInt64
  /// Length of the run, in seconds; the warm-up is part of it.
  public var seconds: Double
  /// Seconds at the start whose requests and waits are not counted.
  public var warmUpSeconds: Double

  /// Mean think time, in seconds.
  public static let thinkSeconds = 60.0
  /// Mean service time, in seconds.
  public static let serviceSeconds = 4.0

  /// The reference's run: one simulated hour, nothing left out.
  public init(
    users: Int, serverFactor: Double = 1.05, seed: UInt64 = 42, seconds: Double = 3600,
    warmUpSeconds: Double = 0
  ) {
    self.users = users
    self.serverFactor = serverFactor
    self.seed = seed
    self.seconds = seconds
    self.warmUpSeconds = warmUpSeconds
  }

  /// Number of servers.
  public var servers: Int {
    Int(Double(users) / Self.thinkSeconds * Self.serviceSeconds * serverFactor + 0.5)
  }

  /// What a run counted.
  public struct Result: Sendable, Equatable {
    /// Events of the whole run: ends of thinking and ends of service.
    public var events = 0
    /// Requests after the warm-up.
    public var requests = 0
    /// Answers after the warm-up.
    public var answers = 0
    /// Nanoseconds waited by the requests whose service began after the warm-up.
    public var waitedNanoseconds: Int64 = 0
    /// Number of those requests.
    public var begun = 0

    /// Seconds waited on average, over the services begun.
    public var meanWaitSeconds: Double { begun == 0 ? 0 : Double(waitedNanoseconds) * 1e-9 / Double(begun) }
  }

  /// Runs the population to its end.
  ///
  /// - Parameter watch: called on the loop's thread every 16,384 events, with the simulated seconds and the events
  ///   so far.
  public func run(
    watch: (@Sendable (_ simulatedSeconds: Double, _ events: Int) -> Void)? = nil
  ) async -> Result {
    let kernel = SimulationKernel()
    let random = RandomStreams(seed: seed)
    let servers = PopulationServers(kernel: kernel, servers: servers, random: random)
    let users = PopulationUsers(kernel: kernel, count: users, random: random, servers: servers)
    await servers.connect(users)
    let dispatcher = PopulationDispatcher(users: users, servers: servers)
    var first = PopulationTotals()
    if warmUpSeconds > 0 {
      _ = await kernel.run(dispatcher, until: Int64(warmUpSeconds * 1e9))
      first = await servers.totals
    }
    let outcome = await kernel.run(dispatcher, until: Int64(seconds * 1e9)) { progress in
      watch?(Double(progress.now) * 1e-9, progress.eventCount)
    }
    let last = await servers.totals
    await servers.disconnect()
    return Result(
      events: outcome.eventCount, requests: last.requests - first.requests,
      answers: last.answers - first.answers,
      waitedNanoseconds: last.waitedNanoseconds - first.waitedNanoseconds, begun: last.begun - first.begun)
  }
}

/// What happens in the closed population.
enum PopulationEvent: UInt8, EventKind {
  case thinkEnded, serviceEnded
}

struct PopulationDispatcher: EventDispatcher {
  let users: PopulationUsers
  let servers: PopulationServers

  func start() { send(to: users) { $0.start() } }

  func handle(_ kind: PopulationEvent, _ index: UInt32) {
    switch kind {
    case .thinkEnded: send(to: users, index) { $0.thinkEnded($1) }
    case .serviceEnded: send(to: servers, index) { $0.serviceEnded($1) }
    }
  }
}

extension RandomPurpose {
  static var think: RandomPurpose { RandomPurpose(rawValue: 1) }
  static var service: RandomPurpose { RandomPurpose(rawValue: 2) }
}

/// One user: a cache line, touched at each event as a product's record would be.
struct PopulationUser: BitwiseCopyable {
  var requestedNanoseconds: Int64 = 0
  var waitedNanoseconds: Int64 = 0
  var respondedNanoseconds: Int64 = 0
  var lastNanoseconds: Int64 = 0
  var cycles: UInt32 = 0
  var isWaitingOrServed: UInt32 = 0
  var padding: (UInt64, UInt64, UInt64) = (0, 0, 0)
}

/// The users: think, ask, receive.
actor PopulationUsers: SimulationActor {
  nonisolated let kernel: SimulationKernel
  private let servers: PopulationServers
  private let users: GrowingRecords<PopulationUser>
  private let thinking: RandomFamily

  init(kernel: SimulationKernel, count: Int, random: RandomStreams, servers: PopulationServers) {
    self.kernel = kernel
    self.servers = servers
    users = GrowingRecords(capacity: count)
    for _ in 0..<count { users.append(PopulationUser()) }
    thinking = random.family(.think)
  }

  func start() {
    kernel.prefetch(users, for: PopulationEvent.thinkEnded)
    kernel.prefetch(users, for: PopulationEvent.serviceEnded)
    for user in 0..<UInt32(users.count) { think(user, 0) }
  }

  func thinkEnded(_ user: UInt32) {
    let now = kernel.now
    users[Int(user)].requestedNanoseconds = now
    users[Int(user)].lastNanoseconds = now
    users[Int(user)].isWaitingOrServed = 1
    send(to: servers, user, users[Int(user)].cycles) { $0.request($1, cycle: $2) }
  }

  func waited(_ user: UInt32, nanoseconds: Int64) {
    users[Int(user)].waitedNanoseconds += nanoseconds
  }

  func answered(_ user: UInt32) {
    let now = kernel.now
    users[Int(user)].respondedNanoseconds += now - users[Int(user)].requestedNanoseconds
    users[Int(user)].lastNanoseconds = now
    users[Int(user)].isWaitingOrServed = 0
    users[Int(user)].cycles += 1
    think(user, users[Int(user)].cycles)
  }

  private func think(_ user: UInt32, _ cycle: UInt32) {
    var pause = thinking.stream(entity: UInt64(user), index: UInt64(cycle))
    kernel.schedule(
      after: Int64(pause.nextExponential() * (ClosedPopulation.thinkSeconds * 1e9)),
      PopulationEvent.thinkEnded, user)
  }
}

/// Counters of the servers.
struct PopulationTotals: BitwiseCopyable {
  var busy = 0
  var requests = 0
  var answers = 0
  var begun = 0
  var waitedNanoseconds: Int64 = 0
}

/// The servers and the line before them.
actor PopulationServers: SimulationActor {
  nonisolated let kernel: SimulationKernel
  private var users: PopulationUsers?
  private let count: Int
  private let state = Hot(PopulationTotals())
  private let line = Hot(WaitingLine())
  private let serving: RandomFamily

  init(kernel: SimulationKernel, servers: Int, random: RandomStreams) {
    self.kernel = kernel
    count = servers
    serving = random.family(.service)
  }

  var totals: PopulationTotals { state.value }

  /// Servers and users know each other; `disconnect` opens the circle again.
  func connect(_ users: PopulationUsers) { self.users = users }

  func disconnect() { users = nil }

  func request(_ user: UInt32, cycle: UInt32) {
    state.value.requests += 1
    if state.value.busy < count {
      state.value.busy += 1
      state.value.begun += 1
      serve(user, cycle)
    } else {
      line.value.append(Waiting(user: user, cycle: cycle, sinceNanoseconds: kernel.now))
    }
  }

  func serviceEnded(_ user: UInt32) {
    guard let users else { return }
    state.value.answers += 1
    send(to: users, user) { $0.answered($1) }
    guard let next = line.value.popFirst() else {
      state.value.busy -= 1
      return
    }
    let waited = kernel.now - next.sinceNanoseconds
    state.value.begun += 1
    state.value.waitedNanoseconds += waited
    send(to: users, next.user, waited) { $0.waited($1, nanoseconds: $2) }
    serve(next.user, next.cycle)
  }

  private func serve(_ user: UInt32, _ cycle: UInt32) {
    var service = serving.stream(entity: UInt64(user), index: UInt64(cycle))
    kernel.schedule(
      after: Int64(service.nextExponential() * (ClosedPopulation.serviceSeconds * 1e9)),
      PopulationEvent.serviceEnded, user)
  }
}
