// What readers that ask for news take of the databases: in steps as the flow of all of them, and event by event poll by
// poll.

import QueueModel

extension Platform {
  // MARK: In steps

  /// The polls of a step at the database of a part of all sessions.
  func polls(_ polled: PollStep?, _ share: DatabaseShare, delayNanoseconds: Int64) -> PollWork {
    guard let polled, let policy = plan.switches.polling else { return PollWork() }
    return polled.work(policy, delayNanoseconds: delayNanoseconds) * share.part
  }

  /// Counts polls, and bills the part of them that passes.
  func count(_ polls: PollWork, passing: Double) {
    guard polls.all > 0 else { return }
    state.addPolls(polls)
    state.billedPolls += polls.all * passing
    ledger.redisCommands = Int64(state.billedPolls) / CommandWork.perCommand
  }

  /// The pollers of readers who have gone go on when nobody else is left.
  func finishPolls() {
    while state.polls?.goesOn == true, state.nextStep <= plan.deadline {
      step(use(), at: state.nextStep)
      state.nextStep += Self.stepNanoseconds
    }
  }

  /// Looks before the number of readers changes, so that each step has its own.
  private func lookFirst() { if kernel.now >= state.nextStep { look() } }

  // MARK: Readers come and go

  /// A connection of a reader that asks for news was opened.
  func pollerCame(_ asker: UInt32, isStreaming: Bool) {
    if plan.detail == .eventByEvent {
      pollEvents(of: asker, isStreaming: isStreaming)
      return
    }
    lookFirst()
    state.polls?.open()
    state.polls?.change(by: 1, isStreaming: isStreaming, at: kernel.now)
  }

  /// The connection was closed.
  func pollerWent(_ asker: UInt32, isStreaming: Bool) {
    if plan.detail == .eventByEvent {
      pollers.end(asker, at: kernel.now)
      return
    }
    lookFirst()
    state.polls?.change(by: -1, isStreaming: isStreaming, at: kernel.now)
  }

  /// Entries begin to come over the connection, or come no longer.
  func pollerTurned(_ asker: UInt32, isStreaming: Bool) {
    if plan.detail == .eventByEvent {
      pollers.turn(asker, entriesFrom: isStreaming ? kernel.now : .max)
      return
    }
    lookFirst()
    state.polls?.change(by: -1, isStreaming: !isStreaming, at: kernel.now)
    state.polls?.change(by: 1, isStreaming: isStreaming, at: kernel.now)
  }

  /// The reader will be gone with the close of the connection, and its poller goes on until `end`.
  func pollerStays(_ asker: UInt32, entriesFrom begin: Int64, until end: Int64) {
    if plan.detail == .eventByEvent {
      pollers.leave(asker, entriesFrom: begin, until: end)
      return
    }
    lookFirst()
    state.polls?.leave(at: kernel.now, entriesFrom: begin, until: end)
  }

  // MARK: Event by event

  private func pollEvents(of asker: UInt32, isStreaming: Bool) {
    let place = pollers.begin(asker, entriesFrom: isStreaming ? kernel.now : .max)
    poll(place)
  }

  /// A poller asks, and will again when it has its answer and has paused.
  func poll(_ place: UInt32) {
    guard let policy = plan.switches.polling, let poller = pollers.poller(at: place, now: kernel.now)
    else { return }
    let streams = kernel.now >= poller.entriesFrom
    let work = Double(CommandWork.perCommand)
    state.addPolls(PollWork(all: work, left: poller.isLeft ? work : 0, streaming: streams ? work : 0))
    var next = kernel.now + (streams ? policy.streamingDistance : policy.waitingDistance)
    switch enter(poller.asker) {
    case .refused: state.counts.refusedEntryWork += CommandWork.perCommand
    case .done(let wait):
      ledger.redisCommands += 1
      next += wait
    }
    kernel.schedule(.poll, place, at: next)
  }

  private func enter(_ asker: UInt32) -> CommandAnswer {
    guard !state.databases.isEmpty else { return .done(afterNanoseconds: 0) }
    let session = send(to: system.people, asker) { $0.session(of: $1) }
    let index = DatabaseShare.database(of: session, among: state.databases.count)
    return state.databases[index].line.enter(commands: 1, now: plan.instant(kernel.now))
  }
}

/// Event by event: every poller, that of a reader found by its asker.
struct EventPollers: Sendable {
  private var all: [Poller] = []
  private var ofAsker: [UInt32: UInt32] = [:]
  private var free: [UInt32] = []

  /// One connection that asks for news.
  struct Poller: Sendable {
    var asker: UInt32
    /// When entries come.
    var entriesFrom: Int64
    /// It polls no longer from then on.
    var until = Int64.max
    /// Its reader has gone.
    var isLeft = false
  }

  /// A connection is opened.
  mutating func begin(_ asker: UInt32, entriesFrom: Int64) -> UInt32 {
    precondition(ofAsker[asker] == nil, "asker \(asker) polls already")
    let poller = Poller(asker: asker, entriesFrom: entriesFrom)
    let place = free.popLast() ?? UInt32(all.count)
    if Int(place) == all.count { all.append(poller) } else { all[Int(place)] = poller }
    ofAsker[asker] = place
    return place
  }

  /// The poller at a place; nil where it polls no longer, and its place is free from now on.
  mutating func poller(at place: UInt32, now: Int64) -> Poller? {
    guard now < all[Int(place)].until else {
      free.append(place)
      return nil
    }
    return all[Int(place)]
  }

  /// The connection is closed. Its next poll does not come.
  mutating func end(_ asker: UInt32, at now: Int64) {
    guard let place = ofAsker.removeValue(forKey: asker) else { return }
    all[Int(place)].until = now
  }

  /// Entries come from a moment on.
  mutating func turn(_ asker: UInt32, entriesFrom: Int64) {
    guard let place = ofAsker[asker] else { return }
    all[Int(place)].entriesFrom = entriesFrom
  }

  /// The reader goes, and the poller does not.
  mutating func leave(_ asker: UInt32, entriesFrom: Int64, until end: Int64) {
    guard let place = ofAsker.removeValue(forKey: asker) else { return }
    all[Int(place)].entriesFrom = entriesFrom
    all[Int(place)].until = end
    all[Int(place)].isLeft = true
  }
}
