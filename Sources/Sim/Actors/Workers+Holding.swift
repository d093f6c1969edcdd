// Attempts while Redis is short: a worker waits for what it sends before and after the call, and readers for the
// first entry. As long as nothing is short none of this happens.

import QueueModel
import Scenario

extension Workers {
  // MARK: Before and after the call

  /// Holds an attempt until Redis has answered its first commands; false where it need not wait.
  @inline(never)
  func isHeldBeforeCall(
    _ handle: JobHandle, _ token: LeaseToken, _ question: Question, _ facts: AttemptFacts
  ) -> Bool {
    // The commands are in the queue's ledger already: the head of the line, and the beginning.
    let held = HeldAttempt(
      question: question, commands: [RedisCommands.dispatch, RedisCommands.start], since: kernel.now,
      facts: facts)
    let attempt = AttemptRecord(
      handle, token, promptTokens: question.promptTokens, startedAt: kernel.now)
    return hold(attempt, held)
  }

  /// Holds an attempt until its last commands have been answered; false where it need not wait.
  @inline(never)
  func isHeldAfterCall(_ job: UInt32, _ timeline: TokenTimeline, _ written: WrittenEntries) -> Bool {
    let attempt = attempts[Int(job)]
    if send(to: system.platform, { $0.isShort() }) {
      let question = send(to: system.queue, attempt.handle) { $0.question(of: $1) }
      let end = RedisCommands.complete + RedisCommands.terminalEntry + RedisCommands.cachePut
      var held = HeldAttempt(
        question: question, commands: [RedisCommands.workerEntry, end], since: kernel.now)
      held.announcedFrom = 1
      held.answer = WrittenAnswer(timeline: timeline, written: written)
      if hold(attempt, held) { return true }
    }
    showFirstEntry(job)
    return false
  }

  private func hold(_ attempt: AttemptRecord, _ held: HeldAttempt) -> Bool {
    var held = held
    guard let until = goOn(&held) else { return false }
    let index = Int(attempt.handle.index)
    attempts[index] = attempt
    attempts[index].isQuiet = false
    attempts[index].stage = .held
    heldAttempts[attempt.handle.index] = held
    setTimer(index, at: until)
    return true
  }

  /// What a held attempt waited for has come, or it sends again what was refused.
  func heldTimerFired(_ job: UInt32) {
    _ = send(to: system.platform) { $0.isShortNow() }
    guard var held = heldAttempts[job] else { preconditionFailure("the attempt of job \(job) is not held") }
    if let until = goOn(&held) {
      heldAttempts[job] = held
      setTimer(Int(job), at: until)
      return
    }
    heldAttempts[job] = nil
    addFunctionTime(of: held)
    let attempt = attempts[Int(job)]
    attempts[Int(job)].stage = .idle
    if let answer = held.answer {
      showFirstEntry(job)
      answered(job, answer.timeline, held: answer.written)
    } else if let facts = held.facts {
      begin(attempt.handle, attempt.token, held.question, held: facts)
    }
  }

  /// Sends one command after the other. Returns when the next answer comes; nil when there is nothing left to send.
  private func goOn(_ held: inout HeldAttempt) -> Int64? {
    if held.announced > 0 { send(to: system.platform, held.announced) { $0.withdraw($1) } }
    held.announced = 0
    while held.sent < held.commands.count {
      let commands = held.commands[held.sent]
      let trip = trip(held.question, commands, tries: held.tries)
      if held.tries == 0 {
        held.tries = 1
        let spacing = send(to: system.platform, trip) { $0.spacing(of: $1) }
        if spacing > 0 { return kernel.now + spacing }
      }
      switch send(to: system.platform, trip, { $0.ask($1) }) {
      case .refused:
        held.tries += 1
        return kernel.now + send(to: system.platform, trip) { $0.pause(after: $1) }
      case .done(let wait):
        held.tries += 1
        if held.sent >= held.announcedFrom, wait > 0 {
          held.announced = commands
          send(to: system.platform, commands) { $0.announce($1) }
        }
        held.sent += 1
        if wait > 0 { return kernel.now + wait }
      }
    }
    return nil
  }

  private func trip(_ question: Question, _ commands: Int64, tries: UInt32) -> RedisTrip {
    RedisTrip(
      session: question.person, commands: commands, entity: question.asker,
      number: question.number &* 64 &+ 16 &+ tries)
  }

  /// Nobody wants a held attempt any more. Returns how many tokens of its answer had come: none before the call, all
  /// after it, and those were for nothing.
  func leaveHeld(_ attempt: AttemptRecord) -> Int {
    guard let held = heldAttempts.removeValue(forKey: attempt.handle.index) else {
      preconditionFailure("the attempt of job \(attempt.handle.index) is not held")
    }
    if held.announced > 0 { send(to: system.platform, held.announced) { $0.withdraw($1) } }
    addFunctionTime(of: held)
    guard let answer = held.answer else { return 0 }
    waste(attempt, tokens: answer.timeline.tokens)
    return answer.written.tokens
  }

  /// A function that holds a job is open while its worker waits, too.
  private func addFunctionTime(of held: HeldAttempt) {
    guard plan.transport.holdsFunction else { return }
    ledger.addFunctionTime(
      cpuNanoseconds: 0, memoryBytes: ServiceFootprint.streamMemoryBytes,
      openNanoseconds: kernel.now - held.since)
  }

  // MARK: The first entry

  /// Keeps the first token of an attempt from its readers until Redis has taken its entry; false where it has at once.
  func isFirstEntryHeld(_ job: UInt32, plannedEnd: Int64) -> Bool {
    let question = send(to: system.queue, attempts[Int(job)].handle) { $0.question(of: $1) }
    let tries = firstEntries[job]?.tries ?? 0
    let until: Int64
    let trip = trip(question, RedisCommands.workerEntry, tries: 32 &+ tries)
    let spacing = tries == 0 ? send(to: system.platform, trip) { $0.spacing(of: $1) } : 0
    if spacing > 0 {
      attempts[Int(job)].firstTokenAt = .max
      firstEntries[job] = HeldEntry(at: kernel.now + spacing, plannedEnd: plannedEnd, tries: 1)
      kernel.schedule(.entrySeen, job, at: kernel.now + spacing)
      return true
    }
    switch send(to: system.platform, trip, { $0.ask($1) }) {
    case .refused: until = kernel.now + send(to: system.platform, trip) { $0.pause(after: $1) }
    case .done(0): return false
    case .done(let wait):
      firstEntries[job] = HeldEntry(at: kernel.now + wait, plannedEnd: plannedEnd + wait, isTaken: true)
      attempts[Int(job)].firstTokenAt = .max
      kernel.schedule(.entrySeen, job, at: kernel.now + wait)
      return true
    }
    // Whoever comes now finds no token.
    attempts[Int(job)].firstTokenAt = .max
    firstEntries[job] = HeldEntry(at: until, plannedEnd: plannedEnd, tries: tries + 1)
    kernel.schedule(.entrySeen, job, at: until)
    return true
  }

  /// The first entry of an answer has been taken, or is sent again.
  func entrySeen(_ job: UInt32) {
    guard let entry = firstEntries[job], entry.at == kernel.now else { return }
    _ = send(to: system.platform) { $0.isShortNow() }
    if !entry.isTaken, isFirstEntryHeld(job, plannedEnd: entry.plannedEnd) { return }
    showFirstEntry(job)
  }

  /// Shows the first entry, if readers have not seen it.
  func showFirstEntry(_ job: UInt32) {
    guard let entry = firstEntries.removeValue(forKey: job) else { return }
    attempts[Int(job)].firstTokenAt = kernel.now
    send(to: system.people, job, max(entry.plannedEnd, kernel.now)) { $0.firstToken($1, plannedEnd: $2) }
  }

  /// The attempt has ended without an answer, and its first entry is no news.
  func forgetFirstEntry(_ job: UInt32) { firstEntries[job] = nil }
}

/// An attempt whose worker waits for Redis.
struct HeldAttempt: Sendable {
  var question: Question
  /// What it sends, one after the other, in commands.
  var commands: [Int64]
  /// When it began to wait.
  var since: Int64
  /// How many of these have been sent.
  var sent = 0
  /// From this one on they are in no ledger when they are sent.
  var announcedFrom = Int.max
  /// Those of them that are announced.
  var announced: Int64 = 0
  /// How often something was sent, refused or not.
  var tries: UInt32 = 0
  /// Before the call.
  var facts: AttemptFacts?
  /// After it.
  var answer: WrittenAnswer?
}

/// A whole answer, as its worker has written it.
struct WrittenAnswer: Sendable {
  var timeline: TokenTimeline
  var written: WrittenEntries
}

/// A first entry that no reader has seen.
struct HeldEntry: Sendable {
  /// When Redis has taken it, or it is sent again.
  var at: Int64
  var plannedEnd: Int64
  var tries: UInt32 = 0
  var isTaken = false
}
