// The platforms behind the service: what their plans allow, and who is told that it is used up. Commands and
// instances are looked at in steps of 100 ms; while nothing is short, nobody asks, and a step is a sum.

import QueueModel
import Scenario

/// Redis databases and functions, as far as plans limit them.
///
/// Every actor counts its Redis commands in its ledger; a step reads the sums. Entries of answers are in a ledger
/// only when their attempt ends, so that they flow here from the first token to the last at the rate that follows from
/// both (`Platform+Entries.swift`), and the polls of the original design's readers as often as each gets an answer
/// (`Platform+Polls.swift`). A session's commands all go to one database; of what is only known as a sum, each database
/// has the part that its sessions are of all.
actor Platform: SimulationActor {
  nonisolated let kernel: SimulationKernel
  nonisolated let plan: RunPlan

  let hotState: Hot<PlatformState>
  var state: PlatformState {
    _read { yield hotState.value }
    _modify { yield &hotState.value }
  }

  private let hotLedger: Hot<CostLedger> = Hot(CostLedger())
  /// The polls, which are nobody else's.
  var ledger: CostLedger {
    _read { yield hotLedger.value }
    _modify { yield &hotLedger.value }
  }
  /// Event by event: who asks for news.
  private let hotPollers: Hot<EventPollers> = Hot(EventPollers())
  var pollers: EventPollers {
    _read { yield hotPollers.value }
    _modify { yield &hotPollers.value }
  }
  /// The other actors; set when the run begins.
  private let hotCast: Hot<Cast> = Hot(Cast())
  var system: Cast {
    _read { yield hotCast.value }
    _modify { yield &hotCast.value }
  }

  /// Length of a step.
  static let stepNanoseconds: Int64 = 100_000_000
  /// Steps of a second.
  static let stepsOfSecond = 10

  init(kernel: SimulationKernel, plan: RunPlan) {
    self.kernel = kernel
    self.plan = plan
    hotState = Hot(PlatformState(plan))
  }

  // MARK: What others ask

  /// True while something is short, or nearly: whoever needs Redis or a function has to ask for it.
  @inline(__always) func isShort() -> Bool { hotState.value.isShort }

  /// As ``isShort()``, and looks first if it is time to. Whoever sends something asks this one.
  @inline(__always) func isShortNow() -> Bool {
    if kernel.now >= hotState.value.nextStep { look() }
    return hotState.value.isShort
  }

  /// As ``hasBeenShort()``, and looks first if it is time to.
  @inline(__always) func hasBeenShortNow() -> Bool {
    if kernel.now >= hotState.value.nextStep { look() }
    return hotState.value.hasBeenShort
  }

  /// True when something has been short in this run.
  @inline(__always) func hasBeenShort() -> Bool { hotState.value.hasBeenShort }

  /// True when one more request finds no instance of a function.
  func hasNoFunction() -> Bool {
    guard state.functions != nil else { return false }
    let instances = functionUse().instances(sharing: state.streamsPerInstance)
    state.functions?.update(inUse: instances, now: plan.instant(kernel.now))
    let allowed = state.functions?.allowed(now: plan.instant(kernel.now)) ?? .max
    guard instances >= allowed else { return false }
    state.counts.requestsWithoutFunction += 1
    return true
  }

  // MARK: Steps

  /// Looks at what was used until now.
  func look() {
    let use = use()
    if plan.detail == .eventByEvent {
      advanceByEvents(use)
      return
    }
    let now = kernel.now
    while state.nextStep <= now {
      step(use, at: state.nextStep)
      state.nextStep += Self.stepNanoseconds
      if state.nextStep <= now, isQuiet(use) { state.skipSteps(until: now) }
    }
  }

  /// True when the steps that follow find and change nothing, as long as nothing more is used.
  private func isQuiet(_ use: PlatformUse) -> Bool {
    guard state.isQuiet else { return false }
    guard let functions = state.functions else { return true }
    return 10 * use.functions.instances(sharing: state.streamsPerInstance) < 9 * functions.warm
  }

  /// What has been used so far.
  func use() -> PlatformUse {
    let single =
      send(to: system.people) { $0.ledger.redisCommands }
      + send(to: system.frontDoor) { $0.ledger.redisCommands }
      + send(to: system.limiter) { $0.ledger.redisCommands }
      + send(to: system.queue) { $0.ledger.redisCommands }
      + send(to: system.answers) { $0.ledger.redisCommands }
    return PlatformUse(
      single: single, written: system.stepwise.map { send(to: $0) { $0.commandsWritten } } ?? 0,
      functions: functionUse())
  }

  private func functionUse() -> FunctionUse {
    FunctionUse(
      streams: send(to: system.people) { $0.counts.openConnections },
      calls: plan.transport.holdsFunction ? send(to: system.model) { $0.inUse } : 0)
  }

  func step(_ use: PlatformUse, at time: Int64) {
    let commands = state.newCommands(use)
    if state.polls != nil {
      stepDatabases(commands, state.polls?.takeStep(until: time) ?? PollStep())
    } else if !state.databasesAreIdle || commands.single + commands.flowing > state.ignoredWork {
      stepDatabases(commands, nil)
    }
    state.endStep()
    stepFunctions(use.functions, at: time, lasting: Self.stepNanoseconds)
    state.follow()
  }

  func stepFunctions(_ use: FunctionUse, at time: Int64, lasting nanoseconds: Int64) {
    let instances = use.instances(sharing: state.streamsPerInstance)
    if instances > state.counts.mostInstances { state.counts.mostInstances = instances }
    guard let functions = state.functions else { return }
    if instances > functions.warm { state.functions?.update(inUse: instances, now: plan.instant(time)) }
    // Warm ones may run, whatever the limit on growth.
    guard 10 * instances >= 9 * functions.warm else {
      state.functionsAreShort = false
      return
    }
    let allowed = state.functions?.allowed(now: plan.instant(time)) ?? .max
    state.functionsAreShort = 10 * instances >= 9 * allowed
    if instances >= allowed { state.counts.functionsFullNanoseconds += nanoseconds }
  }

  private func stepDatabases(_ commands: NewCommands, _ polled: PollStep?) {
    for index in state.databases.indices {
      let share = state.databases[index].share
      let refused = state.databases[index].refused
      state.databases[index].refused = 0
      let polls = polls(polled, share, delayNanoseconds: state.databases[index].flow.delayNanoseconds)
      let passing = 1 - state.databases[index].flow.refusedShare
      state.databases[index].flow.step(
        CommandStep(
          single: share.of(commands.single), flowing: share.of(commands.flowing), polling: Int64(polls.all),
          refused: refused))
      count(polls, passing: passing)
    }
    if state.databases.isEmpty {
      count(polls(polled, DatabaseShare(part: 1), delayNanoseconds: 0), passing: 1)
    }
    state.lookAtDatabases(for: Self.stepNanoseconds)
  }
}

/// What was used until a moment, as the actors counted it.
struct PlatformUse: Sendable {
  /// Redis commands of everything but entries of answers.
  var single: Int64
  /// Event by event: Redis commands of the entries that were written.
  var written: Int64
  var functions: FunctionUse
}

/// What holds an instance of a function.
struct FunctionUse: Sendable {
  /// Open streams, direct answers among them.
  var streams: Int
  /// Calls of the model, where a function holds the job; workers of one's own are none.
  var calls: Int

  /// Instances, when so many streams or calls share one.
  func instances(sharing share: Int) -> Int { (streams + share - 1) / share + (calls + share - 1) / share }
}

/// What the platforms did.
struct PlatformCounts: Sendable {
  /// Most commands that were asked for in a second of the run.
  var mostCommands: Int64 = 0
  /// Polls of readers for news, refused or not.
  var polls = PollWork()
  /// Commands that were asked for one by one and refused, each time.
  var refusedSingle: Int64 = 0
  /// Work of entries and polls that was refused, each time.
  var refusedEntryWork: Int64 = 0
  /// Waits for Redis, those of them that were longer than usual, and how long they were.
  var waits = 0
  var delayedWaits = 0
  var delayNanoseconds: Int64 = 0
  var longestDelayNanoseconds: Int64 = 0
  /// Time during which a database was short.
  var databasesShortNanoseconds: Int64 = 0
  /// Requests that passed the limiter because it did not answer in time.
  var failedOpen = 0
  /// Requests that ended with an error because Redis refused a command.
  var refusedRequests = 0
  var mostInstances = 0
  var functionsFullNanoseconds: Int64 = 0
  var requestsWithoutFunction = 0

  /// Commands that were refused, each time.
  var refusedCommands: Int64 { refusedSingle + refusedEntryWork / CommandWork.perCommand }
}
