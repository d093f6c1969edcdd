// What Redis says to those who ask while it is short, and the commands one by one in a run event by event.

import QueueModel
import Scenario

extension Platform {
  /// Until a worker sends again what Redis refused: 50 to 150 ms, evenly, so that the refused do not come back
  /// together. `draw` is 64 evenly distributed bits.
  static func pauseNanoseconds(draw: UInt64) -> Int64 {
    50_000_000 + Int64(draw.multipliedFullWidth(by: 100_000_001).high)
  }

  /// Event by event, what one request sends meets a database that refuses at moments of their own: 5 to 15 ms lie
  /// between them. By formula 0, since each is decided by itself.
  func spacing(of trip: RedisTrip) -> Int64 {
    guard plan.detail == .eventByEvent, plan.scenario.plans.redis.beyond == .reject else { return 0 }
    return pause(after: trip) / 10
  }

  /// The pause after a refusal.
  func pause(after trip: RedisTrip) -> Int64 {
    Self.pauseNanoseconds(draw: plan.chance.bits(.redisPause, trip.entity, trip.number))
  }

  /// Commands of a session reach its database: how long they wait there, or whether they are refused. The caller has
  /// them announced until they are in a ledger.
  func ask(_ trip: RedisTrip) -> CommandAnswer {
    guard !state.databases.isEmpty else { return .done(afterNanoseconds: 0) }
    let index = DatabaseShare.database(of: trip.session, among: state.databases.count)
    state.counts.waits += 1
    let work = trip.commands * CommandWork.perCommand
    if isRefused(trip, at: index) {
      state.databases[index].refused += work
      state.counts.refusedSingle += trip.commands
      state.refusedNow += trip.commands
      return .refused
    }
    let spacing = spacing(of: trip)
    if spacing > 0 { return .done(afterNanoseconds: spacing) }
    let wait =
      plan.detail == .eventByEvent
      ? state.databases[index].line.delayNanoseconds : state.databases[index].flow.delayNanoseconds
    if wait > 0 {
      state.counts.delayedWaits += 1
      state.counts.delayNanoseconds += wait
      state.counts.longestDelayNanoseconds = max(state.counts.longestDelayNanoseconds, wait)
    }
    return .done(afterNanoseconds: wait)
  }

  private func isRefused(_ trip: RedisTrip, at index: Int) -> Bool {
    if plan.detail == .eventByEvent { return state.databases[index].line.isFull }
    let share = state.databases[index].flow.refusedShare
    return share > 0 && plan.chance.uniform(.redisRefusal, trip.entity, trip.number) < share
  }

  /// Commands are on their way that are in no ledger yet.
  func announce(_ commands: Int64) { state.announced += commands }

  /// They are in a ledger now, or will never be.
  func withdraw(_ commands: Int64) { state.announced -= commands }

  /// A request ended with an error because a command of it was refused.
  func requestRefused() { state.counts.refusedRequests += 1 }

  /// The limiter let a request pass because Redis did not answer in time.
  func limiterFailedOpen() { state.counts.failedOpen += 1 }

  /// What the report says of the platforms.
  func tally() -> PlatformTally {
    state.endSecond()
    return PlatformTally(counts: state.counts, mostCommandsOfOne: state.mostCommandsOfOne)
  }
}

// MARK: Event by event

extension Platform {
  /// Brings what the last event added to the databases, and does what they can until now.
  func advanceByEvents(_ use: PlatformUse) {
    let now = kernel.now
    let last = state.lastEvent
    if last / 1_000_000_000 != now / 1_000_000_000 { state.endSecond() }
    let commands = state.newCommandsByEvents(use)
    state.advanceDatabases(commands, from: last, to: now, start: plan.start)
    state.lastEvent = now
    stepFunctions(use.functions, at: now, lasting: now - last)
    state.follow()
  }
}

extension PlatformState {
  /// Commands came with the event at `last`, and the databases do what they can until `now`.
  mutating func advanceDatabases(_ commands: NewCommands, from last: Int64, to now: Int64, start: Instant) {
    let refusedBefore = counts.refusedEntryWork
    for index in databases.indices {
      let share = databases[index].share
      databases[index].enter(
        single: share.of(commands.single), flowing: share.of(commands.flowing), at: last, start: start,
        &counts)
      databases[index].repeatRefused(until: now, start: start, &counts)
      databases[index].line.advance(to: start.advanced(byNanoseconds: now))
    }
    if databases.contains(where: \.isShortByEvents) {
      counts.databasesShortNanoseconds += now - last
      databasesAreShort = true
    } else if databases.allSatisfy(\.line.isAtEase) {
      databasesAreShort = false
    }
    addRefused(work: counts.refusedEntryWork - refusedBefore)
  }
}

extension PlatformState.Database {
  /// True while commands wait or one more would be refused.
  var isShortByEvents: Bool {
    line.delayNanoseconds > 0 || !again.isEmpty || line.isFull
  }

  /// Commands come at a moment: those that have been let pass, and entries, which may be refused.
  mutating func enter(
    single: Int64, flowing: Int64, at time: Int64, start: Instant, _ counts: inout PlatformCounts
  ) {
    let now = start.advanced(byNanoseconds: time)
    line.admit(work: single, now: now)
    guard flowing > 0 else { return }
    write(flowing, at: time, start: start, &counts)
  }

  /// What was refused is sent again when its pause is over.
  mutating func repeatRefused(until end: Int64, start: Instant, _ counts: inout PlatformCounts) {
    while let next = again.last, next.at <= end {
      again.removeLast()
      write(next.work, at: next.at, start: start, &counts)
    }
  }

  private mutating func write(_ work: Int64, at time: Int64, start: Instant, _ counts: inout PlatformCounts) {
    if line.enter(work: work, now: start.advanced(byNanoseconds: time)) == .refused {
      counts.refusedEntryWork += work
      sendAgain(work, at: time + Platform.pauseNanoseconds(draw: pauses.next()))
    }
  }
}

extension PlatformState.Database {
  /// Keeps what was refused in order of its moments, the next one last.
  private mutating func sendAgain(_ work: Int64, at time: Int64) {
    var low = 0
    var high = again.count
    while low < high {
      let middle = (low + high) / 2
      if again[middle].at > time { low = middle + 1 } else { high = middle }
    }
    again.insert((time, work), at: low)
  }
}

/// Commands that somebody sends and waits for.
struct RedisTrip: Sendable {
  /// Whose session it is: the person.
  var session: UInt32
  var commands: Int64
  /// Whose draw decides whether they are refused, and which one.
  var entity: UInt32
  var number: UInt32
}

/// What the platforms did, for the report.
struct PlatformTally: Sendable {
  var counts = PlatformCounts()
  /// Most commands that the fullest database was asked for in a second.
  var mostCommandsOfOne: Int64 = 0
  /// Longest that a stream was open.
  var longestStream: Int64 = 0
  /// Bytes that were written to Redis to be held for a while.
  var storedBytes: Int64 = 0
}
