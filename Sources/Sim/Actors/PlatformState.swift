// What is known of the platforms between two steps.

import QueueModel
import Scenario

/// The state of ``Platform``.
struct PlatformState: Sendable {
  /// When the next step ends; event by event, a step ends with each event.
  var nextStep: Int64
  /// Something is short, or nearly.
  var isShort = false
  var hasBeenShort = false
  var functionsAreShort = false
  var databasesAreShort = false
  /// No database has anything left of earlier steps.
  var databasesAreIdle = true
  /// None where there is no cap.
  var databases: [Database] = []
  /// Commands until the last step.
  private var single: Int64 = 0
  private var flowing: Int64 = 0
  /// Commands that reached Redis and are not in a ledger yet, because whoever sent them waits for the answer.
  var announced: Int64 = 0
  /// Commands refused in this step.
  var refusedNow: Int64 = 0
  /// Work of the present second, and its steps so far.
  private var ofSecond: Int64 = 0
  private var stepsOfSecond = 0
  var functions: FunctionConcurrency?
  let streamsPerInstance: Int
  /// The entries of answers under way.
  var entries = FlowSchedule()
  /// Those who ask for news; nil where nobody does.
  var polls: PollFlow?
  /// As much work of all in a step leaves idle databases idle.
  let ignoredWork: Int64
  private let largestShare: DatabaseShare
  /// Event by event: when the last event was.
  var lastEvent: Int64 = 0
  var counts = PlatformCounts()
  /// Work of the polls that passed.
  var billedPolls = 0.0

  /// One database.
  struct Database: Sendable {
    /// Its part of all sessions.
    var share: DatabaseShare
    var flow: CommandFlow
    /// Work that was asked for one by one and refused in this step.
    var refused: Int64 = 0
    /// Event by event, in place of `flow`.
    var line: CommandBacklog
    /// Event by event: refused entries that come again, with their moments, the next one last.
    var again: [(at: Int64, work: Int64)] = []
    /// Event by event: draws of their pauses.
    var pauses: RandomStream
  }

  init(_ plan: RunPlan) {
    nextStep = plan.detail == .eventByEvent ? .min : Platform.stepNanoseconds
    let redis = plan.scenario.plans.redis
    let shares = DatabaseShare.all(plan.scenario)
    let largest = shares.max { $0.part < $1.part } ?? DatabaseShare(part: 1)
    largestShare = largest
    if let cap = redis.cap {
      databases = shares.enumerated().map { index, share in
        Database(
          share: share, flow: CommandFlow(cap: cap, stepNanoseconds: Platform.stepNanoseconds),
          line: CommandBacklog(cap: cap, now: plan.start),
          pauses: plan.chance.stream(.redisPause, .max, UInt32(index)))
      }
    }
    functions = plan.scenario.plans.functions.policy.map { FunctionConcurrency(policy: $0, now: plan.start) }
    streamsPerInstance = plan.scenario.plans.functions.streamsPerInstance
    ignoredWork =
      redis.cap.map {
        Int64(Double($0.work(in: Platform.stepNanoseconds)) / largest.part) - CommandWork.perCommand
      } ?? .max
    polls = plan.switches.polling == nil ? nil : PollFlow()
  }

  /// What has come since the last step, of commands that are counted one by one and of entries under way.
  mutating func newCommands(_ use: PlatformUse) -> NewCommands {
    let new = NewCommands(single: newSingle(use), flowing: entries.takeStep())
    ofSecond += new.single + new.flowing + refusedNow
    refusedNow = 0
    return new
  }

  /// As ``newCommands(_:)``, where every entry is counted when it is written.
  mutating func newCommandsByEvents(_ use: PlatformUse) -> NewCommands {
    let new = NewCommands(
      single: newSingle(use), flowing: max(0, use.written - flowing) * CommandWork.perCommand)
    flowing = max(flowing, use.written)
    ofSecond += new.single + new.flowing + refusedNow
    refusedNow = 0
    return new
  }

  private mutating func newSingle(_ use: PlatformUse) -> Int64 {
    let now = use.single + announced
    let new = max(0, now - single)
    single = max(single, now)
    return new * CommandWork.perCommand
  }

  /// Refused entries are commands of the present second, too.
  mutating func addRefused(work: Int64) { ofSecond += work }

  /// Polls are, too.
  mutating func addPolls(_ work: PollWork) {
    counts.polls += work
    ofSecond += Int64(work.all)
  }

  /// A step has ended.
  mutating func endStep() {
    stepsOfSecond += 1
    if stepsOfSecond == Platform.stepsOfSecond { endSecond() }
  }

  /// True when nothing flows, is left of earlier steps, or is asked for again.
  var isQuiet: Bool { polls == nil && databasesAreIdle && !isShort && refusedNow == 0 && !entries.flows }

  /// Steps in which nothing comes have ended, up to `time`. Precondition: ``isQuiet``.
  mutating func skipSteps(until time: Int64) {
    let steps = (time - nextStep) / Platform.stepNanoseconds + 1
    nextStep += steps * Platform.stepNanoseconds
    entries.skip(steps)
    let sinceSecond = Int64(stepsOfSecond) + steps
    if sinceSecond >= Int64(Platform.stepsOfSecond) { endSecond() }
    stepsOfSecond = Int(sinceSecond % Int64(Platform.stepsOfSecond))
  }

  /// A second of the run has ended.
  mutating func endSecond() {
    counts.mostCommands = max(counts.mostCommands, ofSecond / CommandWork.perCommand)
    ofSecond = 0
    stepsOfSecond = 0
  }

  /// Most commands that the fullest database was asked for in a second.
  var mostCommandsOfOne: Int64 {
    largestShare.of(counts.mostCommands * CommandWork.perCommand) / CommandWork.perCommand
  }

  /// Looks at how the databases stand after a step that lasted so long.
  mutating func lookAtDatabases(for nanoseconds: Int64) {
    databasesAreIdle = true
    databasesAreShort = false
    var refusedFlow: Int64 = 0
    for database in databases {
      if database.flow.isShort { databasesAreShort = true }
      if database.flow.isShort || database.flow.work > 0 || database.flow.again > 0 {
        databasesAreIdle = false
      }
      refusedFlow += database.flow.refusedFlow
    }
    counts.refusedEntryWork = refusedFlow
    if databasesAreShort { counts.databasesShortNanoseconds += nanoseconds }
  }

  /// Tells whoever asks whether something is short.
  mutating func follow() {
    isShort = databasesAreShort || functionsAreShort
    if isShort { hasBeenShort = true }
  }
}

/// Commands that came in a step, as work.
struct NewCommands: Sendable {
  var single: Int64
  var flowing: Int64
}

/// The part of all sessions whose commands go to one database.
struct DatabaseShare: Sendable, BitwiseCopyable {
  var part: Double

  /// Its part of the work of all.
  func of(_ work: Int64) -> Int64 { Int64(Double(work) * part) }

  /// The database of a session, of so many.
  @inline(__always) static func database(of session: UInt32, among databases: Int) -> Int {
    let mixed = ((UInt64(session) &+ 1) &* 0x9E37_79B9_7F4A_7C15) >> 32
    return Int((mixed * UInt64(databases)) >> 32)
  }

  /// The part of each database: of a closed population by its people, else equal.
  static func all(_ scenario: Scenario) -> [DatabaseShare] {
    let databases = scenario.plans.redis.databases
    guard databases > 1, scenario.arrivals.kind == .closed else {
      return Array(repeating: DatabaseShare(part: 1 / Double(databases)), count: databases)
    }
    var sessions = [Int](repeating: 0, count: databases)
    for person in 0..<UInt32(scenario.population.people) {
      sessions[database(of: person, among: databases)] += 1
    }
    return sessions.map { DatabaseShare(part: Double($0) / Double(scenario.population.people)) }
  }
}
