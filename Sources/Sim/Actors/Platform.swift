// The platforms behind the service: what their plans allow, and who is told that it is used up. Commands and
// instances are looked at in steps of 100 ms; while nothing is short, nobody asks, and a step is a sum.

import QueueModel
import Scenario

/// Redis databases and functions, as far as plans limit them.
///
/// Every actor counts its Redis commands in its ledger; a step reads the sums. Entries of answers are in a ledger
/// only when their attempt ends, so that those of attempts under way are known by formula. A session's commands all
/// go to one database; of what is only known as a sum, each database has the part that its sessions are of all.
actor Platform: SimulationActor {
  nonisolated let kernel: SimulationKernel
  nonisolated let plan: RunPlan

  let hotState: Hot<PlatformState>
  var state: PlatformState {
    _read { yield hotState.value }
    _modify { yield &hotState.value }
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
    }
  }

  /// What has been used so far.
  private func use() -> PlatformUse {
    let single =
      send(to: system.people) { $0.ledger.redisCommands }
      + send(to: system.frontDoor) { $0.ledger.redisCommands }
      + send(to: system.limiter) { $0.ledger.redisCommands }
      + send(to: system.queue) { $0.ledger.redisCommands }
      + send(to: system.answers) { $0.ledger.redisCommands }
    let written =
      if let stepwise = system.stepwise { send(to: stepwise) { $0.commandsWritten } } else {
        send(to: system.workers) { $0.ledger.redisCommands }
      }
    let functions = functionUse()
    return PlatformUse(
      single: single, written: written,
      callsEnded: send(to: system.model) { $0.counts.begun } - functions.calls, functions: functions)
  }

  private func functionUse() -> FunctionUse {
    FunctionUse(
      streams: send(to: system.people) { $0.counts.openConnections },
      calls: send(to: system.model) { $0.inUse })
  }

  private func step(_ use: PlatformUse, at time: Int64) {
    let commands = state.newCommands(use)
    stepDatabases(commands)
    stepFunctions(use.functions, at: time)
    state.follow()
  }

  func stepFunctions(_ use: FunctionUse, at time: Int64) {
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
    if instances >= allowed { state.counts.functionsFullNanoseconds += Self.stepNanoseconds }
  }

  private func stepDatabases(_ commands: NewCommands) {
    if state.databasesAreIdle, commands.single + commands.flowing <= state.ignoredCommands { return }
    for index in state.databases.indices {
      let share = state.databases[index].share
      let refused = state.databases[index].refused
      state.databases[index].refused = 0
      state.databases[index].flow.step(
        CommandStep(single: share.of(commands.single), flowing: share.of(commands.flowing), refused: refused))
    }
    state.lookAtDatabases(for: Self.stepNanoseconds)
  }
}

/// What was used until a moment, as the actors counted it.
struct PlatformUse: Sendable {
  /// Redis commands of everything but entries of answers.
  var single: Int64
  /// Redis commands of entries, of attempts that have ended; event by event all of them.
  var written: Int64
  /// Calls that have ended.
  var callsEnded: Int
  var functions: FunctionUse
}

/// What holds an instance of a function.
struct FunctionUse: Sendable {
  /// Open streams.
  var streams: Int
  /// Calls of the model by workers and by educators.
  var calls: Int

  /// Instances, when so many streams or calls share one.
  func instances(sharing share: Int) -> Int { (streams + share - 1) / share + (calls + share - 1) / share }
}

/// What the platforms did.
struct PlatformCounts: Sendable {
  /// Most commands that were asked for in a second of the run.
  var mostCommands: Int64 = 0
  /// Commands that were asked for one by one and refused, each time.
  var refusedSingle: Int64 = 0
  /// Work of entries that was refused, each time.
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
