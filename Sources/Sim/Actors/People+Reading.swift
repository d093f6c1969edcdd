// Reading: from the first token to the end of the answer, with the connections that carry it. Heartbeats and
// rotations are counted when a silence or a connection ends, not simulated one by one.

import QueueModel
import Scenario

extension People {
  // MARK: Tokens come

  /// The first token of a job's attempt.
  func firstToken(_ job: UInt32, plannedEnd: Int64) {
    let now = kernel.now
    forEachReader(of: job) { asker in
      switch askers[Int(asker)].state {
      case .waiting: beginReading(asker, answerBegan: now, plannedEnd: plannedEnd, now: now)
      default: break
      }
    }
  }

  /// The first token of a direct call.
  func directFirstToken(_ call: UInt32, plannedEnd: Int64) {
    let asker = directReaders[Int(call)]
    guard asker != AskerRecord.nothing else { return }
    beginReading(asker, answerBegan: kernel.now, plannedEnd: plannedEnd, now: kernel.now)
  }

  /// An asker sees tokens.
  func beginReading(_ asker: UInt32, answerBegan: Int64, plannedEnd: Int64, now: Int64) {
    let isQuiet = askers[Int(asker)].sender == .quiet
    if isQuiet { clearTimer(asker) }
    endSilence(asker, now: now)
    noteFirstToken(asker, at: answerBegan)
    if isQuiet { planInterruption(asker, plannedEnd: plannedEnd, from: now) } else { keepPace(asker) }
    if plan.switches.functionLimit { armCut(asker, plannedEnd: plannedEnd, now: now) }
  }

  /// The asker has seen a first token that came at `time`, and its wait was over.
  @inline(__always) func noteFirstToken(_ asker: UInt32, at time: Int64) {
    let index = Int(asker)
    let turns = plan.switches.polling != nil && readings[index].firstTokenAt < 0
    readings[index].silentSince = -1
    readings[index].firstTokenAt = max(time, askers[index].intendedAt)
    askers[index].state = .reading
    if turns { pollsTurn(asker) }
  }

  /// Sets the timer that interrupts the reading of an answer, if anything does. Whether the asker will cancel, reload
  /// or lose the connection is decided here, once for each question and connection, at an evenly drawn point between
  /// `begin` and the planned end.
  func planInterruption(_ asker: UInt32, plannedEnd: Int64, from begin: Int64) {
    let index = Int(asker)
    let question = askers[index].question
    let connection = readings[index].connections
    guard plannedEnd > begin, connection < 64 else { return }
    let which = plan.chance.uniform(.reading, entity(asker), question &* 64 &+ connection)
    let meaning: AskerTimer
    if which < plan.people.cancelBelow {
      meaning = .cancel
    } else if which < plan.people.refreshBelow {
      meaning = .refresh
    } else if which < plan.people.dropBelow {
      meaning = .drop
    } else {
      return
    }
    let point = plan.chance.uniform(.readingPoint, entity(asker), question &* 64 &+ connection)
    let at = begin + Int64(point * Double(plannedEnd - begin))
    setTimer(asker, meaning, at: at, state: askers[index].state)
  }

  // MARK: The answer ends

  /// A job's answer is whole.
  func answered(_ job: UInt32, _ answer: DeliveredAnswer) {
    let now = kernel.now
    endByEvents(job, .done)
    forEachReader(of: job) { asker in
      // Whoever still waits has not been told of the first token.
      if askers[Int(asker)].state == .waiting { noteFirstToken(asker, at: answer.firstTokenAt) }
      deliver(asker, answer, now: now)
    }
  }

  /// A direct call's answer is whole.
  func directAnswered(_ call: UInt32, _ answer: DeliveredAnswer) {
    let asker = directReaders[Int(call)]
    guard asker != AskerRecord.nothing else { return }
    leaveDirect(call)
    deliver(asker, answer, now: kernel.now)
  }

  @inline(__always) func deliver(_ asker: UInt32, _ answer: DeliveredAnswer, now: Int64) {
    if isKeptForReturn(asker, .answered(answer)) { return }
    let index = Int(asker)
    clearTimer(asker)
    let isAsWritten = readsWhatWasWritten(asker, now: now)
    closeConnection(asker, now: now)
    let record = askers[index]
    let isShared = record.flags.contains(.shared)
    let isDirect = record.flags.contains(.direct)
    if isDirect {
      askers[index].job = AskerRecord.nothing
    } else if record.job != AskerRecord.nothing {
      detach(asker)
    }
    read.value.read(
      answer.tokens == answer.written,
      "asker \(asker) was told \(answer.tokens) tokens, and \(answer.written) were written")
    if !isAsWritten {
      read.value.read(false, "what asker \(asker) has in hand is not the answer that was written")
    }
    // Whoever comes back after the end reads the rest at once.
    let firstTokenAt = readings[index].firstTokenAt >= 0 ? readings[index].firstTokenAt : now
    var end = RequestEnd(
      role: cohorts[Int(record.cohort)].role,
      outcome: isDirect ? .bypassed : isShared ? .shared : .completed, level: record.levelMet,
      sender: record.sender)
    end.intendedAt = record.intendedAt
    end.firstTokenAt = firstTokenByEvents(asker, tokens: answer.tokens) ?? firstTokenAt
    end.endAt = now
    end.tokens = answer.tokens
    end.queueWait = isShared || isDirect ? -1 : answer.queueWait
    end.providerFirstToken = isShared ? -1 : answer.providerFirstToken
    send(to: system.meter, end) { $0.requestEnded($1) }
    planNext(asker, now: now)
  }

  /// The cache had the answer: it is read at once.
  func readCached(_ asker: UInt32, now: Int64) {
    let record = askers[Int(asker)]
    var end = RequestEnd(
      role: cohorts[Int(record.cohort)].role, outcome: .cached, level: record.levelMet, sender: record.sender)
    end.intendedAt = record.intendedAt
    end.firstTokenAt = now
    end.endAt = now
    send(to: system.meter, end) { $0.requestEnded($1) }
    planNext(asker, now: now)
  }

  /// A job will not be answered.
  func jobFailed(_ job: UInt32, _ outcome: Outcome) {
    let now = kernel.now
    endByEvents(job, .error)
    forEachReader(of: job) { asker in
      if isKeptForReturn(asker, .failed(outcome)) { return }
      if plan.switches.noErrorEvent {
        leaveInTheDark(asker, now: now)
        return
      }
      clearTimer(asker)
      closeConnection(asker, now: now)
      detach(asker)
      finishRequest(asker, outcome)
      planNext(asker, now: now)
    }
  }

  /// A direct call failed.
  func directFailed(_ call: UInt32) {
    let asker = directReaders[Int(call)]
    guard asker != AskerRecord.nothing else { return }
    leaveDirect(call)
    clearTimer(asker)
    closeConnection(asker, now: kernel.now)
    askers[Int(asker)].job = AskerRecord.nothing
    finishRequest(asker, .failed)
    planNext(asker, now: kernel.now)
  }

  /// The reader stops the answer on purpose.
  func stopReading(_ asker: UInt32) {
    let now = kernel.now
    counts.cancels += 1
    leaveAnswer(asker, cancels: true, now: now)
    finishRequest(asker, .cancelled)
    planNext(asker, now: now)
  }

  /// Tells the meter that the current request has ended without an answer.
  ///
  /// - Parameter queueWait: how long its job has waited for a worker; -1 where that is not measured.
  func finishRequest(_ asker: UInt32, _ outcome: Outcome, queueWait: Int64 = -1) {
    let record = askers[Int(asker)]
    var end = RequestEnd(
      role: cohorts[Int(record.cohort)].role, outcome: outcome, level: record.levelMet, sender: record.sender)
    end.intendedAt = record.intendedAt
    end.queueWait = queueWait
    send(to: system.meter, end) { $0.requestEnded($1) }
  }

  // MARK: Connections

  /// The page is reloaded, or the connection drops.
  func loseConnection(_ asker: UInt32, reloads: Bool) {
    let now = kernel.now
    let index = Int(asker)
    if reloads { counts.refreshes += 1 }
    let isDirect = askers[index].flags.contains(.direct)
    if isDirect || plan.switches.noResume {
      // What cannot be resumed is asked again.
      leaveAnswer(asker, cancels: isDirect, now: now)
      finishRequest(asker, .cancelled)
      sendSameAgain(asker)
      return
    }
    leavePollerBehind(asker)
    closeConnection(asker, now: now)
    if reloads { reloadByEvents(asker) }
    var stream = plan.chance.stream(
      .reconnect, entity(asker), askers[index].question &* 64 &+ readings[index].connections)
    let delay = plan.people.reconnectDelay.nanoseconds(&stream)
    setTimer(asker, .reconnect, at: now + delay, state: .reconnecting)
  }

  /// The reader is back: it resumes after the last entry it has, or from the beginning after a reload.
  func reconnect(_ asker: UInt32) {
    let now = kernel.now
    counts.resumes += 1
    if plan.switches.rereadsLast, plan.switches.polling == nil { counts.entriesReadAgain += 1 }
    let job = askers[Int(asker)].job
    openConnection(asker, now: now)
    if hasReadTheEnd(asker, now: now) { return }
    let progress = send(to: system.workers, job) { $0.progress($1) }
    if progress.firstTokenAt <= now {
      let began = readings[Int(asker)].firstTokenAt
      beginReading(asker, answerBegan: began >= 0 ? began : now, plannedEnd: progress.plannedEnd, now: now)
    } else {
      askers[Int(asker)].state = .waiting
      armPatience(asker, firstTokenExpected: progress.firstTokenAt, since: now)
    }
  }

  /// A connection is opened: an invocation, and for a stream what it takes to subscribe and to catch up.
  private func countConnection(_ asker: UInt32) {
    ledger.functionInvocations += 1
    ledger.functionCPUNanoseconds += ServiceFootprint.connectionCPUNanoseconds
    if !askers[Int(asker)].flags.contains(.direct), plan.switches.polling == nil {
      ledger.redisCommands += RedisCommands.readerConnect
    }
  }

  private func countConnectionTime(_ nanoseconds: Int64) {
    if nanoseconds > counts.longestConnection { counts.longestConnection = nanoseconds }
    ledger.addFunctionTime(
      cpuNanoseconds: 0, memoryBytes: ServiceFootprint.streamMemoryBytes, openNanoseconds: nanoseconds)
  }

  func openConnection(_ asker: UInt32, now: Int64) {
    let index = Int(asker)
    readings[index].openedAt = now
    readings[index].silentSince = now
    if askers[index].state != .reconnecting { readings[index].isGarbled = false }
    readings[index].firstTokenAt = askers[index].state == .reconnecting ? readings[index].firstTokenAt : -1
    counts.connections += 1
    counts.openConnections += 1
    counts.mostOpenConnections = max(counts.mostOpenConnections, counts.openConnections)
    countConnection(asker)
    if plan.switches.polling != nil { pollsBegin(asker) }
    openByEvents(asker)
  }

  /// Ends the connection, if there is one, and counts what it carried.
  func closeConnection(_ asker: UInt32, now: Int64) {
    let index = Int(asker)
    guard readings[index].openedAt >= 0 else { return }
    if plan.stallsOutlastHeartbeats { noticeStall(asker) }
    rotate(asker, until: now)
    countHeartbeats(asker, until: now)
    closeByEvents(asker)
    if plan.switches.polling != nil { pollsEnd(asker) }
    countConnectionTime(now - readings[index].openedAt)
    readings[index].openedAt = -1
    readings[index].silentSince = -1
    readings[index].connections += 1
    counts.openConnections -= 1
  }

  /// Counts the rotations and heartbeats of a silence that ends now.
  private func endSilence(_ asker: UInt32, now: Int64) {
    let index = Int(asker)
    guard readings[index].silentSince >= 0 else { return }
    rotate(asker, until: now)
    countHeartbeats(asker, until: now)
    tokensByEvents(asker)
  }

  /// Counts the heartbeats of a silence until `now`, if there is one.
  func countHeartbeats(_ asker: UInt32, until now: Int64) {
    let since = readings[Int(asker)].silentSince
    guard since >= 0, plan.detail != .eventByEvent else { return }
    counts.heartbeats += Int(plan.delivery.heartbeats(inSilence: now - since))
  }

  /// Every rotation before `now`, with the heartbeats of the silence that it cuts.
  @inline(__always) func rotate(_ asker: UInt32, until now: Int64) {
    let isOld = now - readings[Int(asker)].openedAt > plan.delivery.leastLifetimeNanoseconds
    if isOld || plan.detail == .eventByEvent { rotateOld(asker, until: now) }
  }

  private func rotateOld(_ asker: UInt32, until now: Int64) {
    if bookByEvents(asker) { return }
    let index = Int(asker)
    while now - readings[index].openedAt > plan.delivery.leastLifetimeNanoseconds {
      // A direct answer could not be resumed.
      guard !askers[index].flags.contains(.direct) else { return }
      let at = readings[index].openedAt + rotationDraw(asker)
      guard at < now else { return }
      if readings[index].silentSince >= 0 {
        countHeartbeats(asker, until: at)
        readings[index].silentSince = at
      }
      countRotation(asker, after: at - readings[index].openedAt)
      readings[index].openedAt = at
    }
  }

  /// Counts a rotation of a response that had lasted so long: its end, and the connection that follows.
  func countRotation(_ asker: UInt32, after nanoseconds: Int64) {
    counts.rotations += 1
    counts.resumes += 1
    counts.connections += 1
    countConnectionTime(nanoseconds)
    readings[Int(asker)].connections += 1
    countConnection(asker)
  }

  private func rotationDraw(_ asker: UInt32) -> Int64 {
    let draw = plan.chance.bits(
      .rotation, entity(asker), askers[Int(asker)].question &* 64 &+ readings[Int(asker)].connections)
    return plan.delivery.lifetimeNanoseconds(draw: draw)
  }
}

/// An answer as its readers get it.
struct DeliveredAnswer: Sendable {
  var tokens: Int
  /// Tokens in the entries of the attempt that completed; of a direct answer, all of them.
  var written: Int
  /// From admission to the first dispatch.
  var queueWait: Int64
  /// From the call to the first token, of the attempt that completed.
  var providerFirstToken: Int64
  /// When that token came.
  var firstTokenAt: Int64
}
