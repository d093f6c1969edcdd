// What people meet of the original design's defects: answers that never come, responses that are cut, readers that
// ask for news over and over. Nothing here happens in the corrected design.

import QueueModel

extension People {
  /// True for a student who calls himself a teacher, where the door believes it.
  @inline(__always) func pretends(_ question: Question) -> Bool {
    plan.switches.roleFromBody && !question.role.isEducator
      && plan.switches.pretenders.hits(plan.chance.bits(.pretender, question.person))
  }

  // MARK: Answers that never come

  /// A refusal is taken for an answer to come.
  func waitForNothing(_ asker: UInt32, now: Int64) {
    openConnection(asker, now: now)
    waitInVain(asker, since: nil)
  }

  /// The job of a reader has failed and nothing says so.
  func leaveInTheDark(_ asker: UInt32, now: Int64) {
    let wasReading = askers[Int(asker)].state == .reading
    detach(asker)
    waitInVain(asker, since: wasReading ? now : nil)
  }

  private func waitInVain(_ asker: UInt32, since: Int64?) {
    following.value.vain += 1
    askers[Int(asker)].job = AskerRecord.nothing
    askers[Int(asker)].state = .waiting
    clearTimer(asker)
    armPatience(asker, firstTokenExpected: .max, since: since)
  }

  /// True when the asker waited for what will never come; it does no longer.
  func stopsWaitingInVain(_ asker: UInt32) -> Bool {
    guard askers[Int(asker)].job == AskerRecord.nothing else { return false }
    following.value.vain -= 1
    return true
  }

  /// What is read cannot be read as what it is: the reader fails at the first look.
  func failAtFirstLook(_ asker: UInt32, now: Int64) {
    leaveJob(asker, cancels: false, now: now)
    finishRequest(asker, .failed)
    planNext(asker, now: now)
  }

  // MARK: Responses that are cut

  /// The longest time of a function is over: what has come so far is taken for the answer.
  func cutResponse(_ asker: UInt32) {
    let now = kernel.now
    counts.cuts += 1
    if askers[Int(asker)].state == .reading {
      read.value.read(false, "the answer that asker \(asker) read was cut and taken for whole")
    }
    leaveAnswer(asker, cancels: false, now: now)
    finishRequest(asker, .failed)
    planNext(asker, now: now)
  }

  /// Sets the timer for the cut of an answer that will not have ended by then.
  func armCut(_ asker: UInt32, plannedEnd: Int64, now: Int64) {
    let index = Int(asker)
    let cutAt = readings[index].openedAt + plan.functionDuration
    guard plannedEnd > cutAt, askers[index].timerMeaning == .none || readings[index].timerAt > cutAt else {
      return
    }
    setTimer(asker, .cut, at: max(cutAt, now), state: .reading)
  }

  // MARK: Readers that ask for news

  /// For how long the asker's connection has brought entries until `now`.
  private func streamingTime(_ asker: UInt32, until now: Int64) -> Int64 {
    let reading = readings[Int(asker)]
    guard reading.firstTokenAt >= 0 else { return 0 }
    return now - min(now, max(reading.openedAt, reading.firstTokenAt))
  }

  /// True when entries come over the asker's connection, as far as it asks for them.
  private func isStreaming(_ asker: UInt32) -> Bool { readings[Int(asker)].firstTokenAt >= 0 }

  /// The connection of an asker who asks for news was opened.
  func pollsBegin(_ asker: UInt32) {
    guard !askers[Int(asker)].flags.contains(.direct) else { return }
    send(to: system.platform, asker, isStreaming(asker)) { $0.pollerCame($1, isStreaming: $2) }
  }

  /// The connection is closed.
  func pollsEnd(_ asker: UInt32) {
    guard !askers[Int(asker)].flags.contains(.direct) else { return }
    send(to: system.platform, asker, isStreaming(asker)) { $0.pollerWent($1, isStreaming: $2) }
  }

  /// Entries begin to come over the connection, or come no longer.
  func pollsTurn(_ asker: UInt32) {
    guard !askers[Int(asker)].flags.contains(.direct), readings[Int(asker)].openedAt >= 0 else { return }
    send(to: system.platform, asker, isStreaming(asker)) { $0.pollerTurned($1, isStreaming: $2) }
  }

  /// Nobody tells a poller that its reader has gone: it asks on until the answer ends or the function is cut.
  ///
  /// An answer that has not begun is taken to outlast the function.
  func leavePollerBehind(_ asker: UInt32) {
    guard plan.switches.zombiePollers, plan.switches.polling != nil,
      !askers[Int(asker)].flags.contains(.direct), readings[Int(asker)].openedAt >= 0
    else { return }
    let job = askers[Int(asker)].job
    let progress =
      job == AskerRecord.nothing ? AnswerProgress() : send(to: system.workers, job) { $0.progress($1) }
    let end = min(readings[Int(asker)].openedAt + plan.functionDuration, progress.plannedEnd)
    send(to: system.platform, asker, (from: progress.firstTokenAt, end: end)) {
      $0.pollerStays($1, entriesFrom: $2.from, until: $2.end)
    }
  }

  /// Whose session an asker's requests belong to.
  func session(of asker: UInt32) -> UInt32 { askers[Int(asker)].person }

  /// True when the answer that an asker has read whole is the text that was written: nothing twice, nothing of an
  /// attempt before.
  func readsWhatWasWritten(_ asker: UInt32, now: Int64) -> Bool {
    if readings[Int(asker)].isGarbled { return false }
    guard plan.switches.rereadsLast, !askers[Int(asker)].flags.contains(.direct) else { return true }
    if let polling = plan.switches.polling {
      return !polling.repeatsEntries(streaming: streamingTime(asker, until: now))
    }
    return readings[Int(asker)].connections == 0
  }
}
