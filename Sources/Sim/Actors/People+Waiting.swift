// Waiting: from the door to the first token, and what people do whose patience ends.

import QueueModel

extension People {
  /// Follows a job: the asker's own, or one that is being answered for somebody else.
  func follow(_ asker: UInt32, job: UInt32, now: Int64) {
    let index = Int(asker)
    attach(asker, to: job)
    openConnection(asker, now: now)
    if plan.switches.xrangeShape {
      failAtFirstLook(asker, now: now)
      return
    }
    let progress = send(to: system.workers, job) { $0.progress($1) }
    if progress.firstTokenAt <= now {
      beginReading(asker, answerBegan: progress.firstTokenAt, plannedEnd: progress.plannedEnd, now: now)
      return
    }
    askers[index].state = .waiting
    awaitFirstToken(asker, progress)
  }

  /// Waits for the first token of a direct call.
  func readDirect(_ asker: UInt32, call: UInt32, now: Int64) {
    askers[Int(asker)].job = call
    directReaders.grow(toInclude: Int(call), with: AskerRecord.nothing)
    directReaders[Int(call)] = asker
    following.value.direct += 1
    askers[Int(asker)].state = .waiting
    openConnection(asker, now: now)
    armPatience(asker, firstTokenExpected: send(to: system.model, call) { $0.firstTokenExpected($1) })
  }

  /// Sets the timer that ends the wait, if it can end before the first token comes.
  ///
  /// When a job has begun, the simulation knows when its first token will come: a timer that would be cleared
  /// anyway is not set, and a patience that cannot be short enough is not drawn.
  func armPatience(_ asker: UInt32, firstTokenExpected: Int64, since: Int64? = nil) {
    let record = askers[Int(asker)]
    guard record.sender == .quiet else {
      keepPace(asker)
      return
    }
    #if DEBUG
      if plan.bent == .patienceAfterTheWait { return }
    #endif
    let begin = since ?? record.intendedAt
    var end = Int64.max
    var meaning = AskerTimer.patience
    if begin + plan.people.patience.leastNanoseconds < firstTokenExpected {
      var stream = plan.chance.stream(.patience, entity(asker), record.question)
      end = begin + plan.people.patience.nanoseconds(&stream)
    }
    if record.flags.contains(.hasty) {
      var resendStream = plan.chance.stream(.resendAfter, entity(asker), record.question)
      let resendAt = record.intendedAt + plan.people.resendAfter.nanoseconds(&resendStream)
      if resendAt < end {
        end = resendAt
        meaning = .resend
      }
    }
    // At the door there is no response yet that could be cut.
    if plan.switches.functionLimit, readings[Int(asker)].openedAt >= 0 {
      let cutAt = readings[Int(asker)].openedAt + plan.functionDuration
      if cutAt < end { (end, meaning) = (cutAt, .cut) }
    }
    guard end < firstTokenExpected else { return }
    setPatience(asker, meaning, at: max(end, kernel.now))
  }

  /// A worker has begun a job: whoever reads it now has a wait with a known end.
  func jobBegan(_ job: UInt32, _ progress: AnswerProgress) {
    #if DEBUG
      if plan.bent == .patienceAfterTheWait {
        forEachReader(of: job) { asker in
          var stream = plan.chance.stream(.patience, entity(asker), askers[Int(asker)].question)
          let patience = plan.people.patience.nanoseconds(&stream)
          if kernel.now - askers[Int(asker)].intendedAt > patience {
            setPatience(asker, .patience, at: kernel.now)
          }
        }
      }
    #endif
    forEachReader(of: job) { asker in
      if askers[Int(asker)].state == .waiting { awaitFirstToken(asker, progress) }
    }
  }

  /// An attempt has ended without an answer; the readers wait again, and their patience counts again.
  func attemptLost(_ job: UInt32, tokensVoid: Bool, now: Int64) {
    let appends = plan.switches.retryAppends
    if tokensVoid, !appends { counts.resets += 1 }
    if tokensVoid { voidByEvents(job) }
    forEachReader(of: job) { asker in
      let index = Int(asker)
      switch askers[index].state {
      case .reading:
        clearTimer(asker)
        if tokensVoid, appends { readings[index].isGarbled = true }
        readings[index].firstTokenAt = -1
        if plan.switches.polling != nil { pollsTurn(asker) }
        restartSilence(asker, now: now)
        askers[index].state = .waiting
        armPatience(asker, firstTokenExpected: .max, since: now)
      case .waiting:
        if tokensVoid { restartSilence(asker, now: now) }
        if askers[index].timerMeaning == .none { armPatience(asker, firstTokenExpected: .max) }
      case .reconnecting:
        readings[index].firstTokenAt = -1
      default: break
      }
    }
  }

  /// Patience is over before the first token.
  func giveUp(_ asker: UInt32) {
    let now = kernel.now
    counts.giveUps += 1
    let closesTab = plan.people.closeTabShare.hits(draw(.giveUp, asker))
    if closesTab { counts.closedTabs += 1 }
    let waited = waitInLine(asker)
    leaveAnswer(asker, cancels: !closesTab, now: now)
    finishRequest(asker, .abandoned, queueWait: waited)
    let resends = !closesTab && plan.people.resendShare.hits(draw(.resendSame, asker))
    if resends, now < plan.duration {
      counts.resends += 1
      sendSameAgain(asker)
    } else {
      planNext(asker, now: now)
    }
  }

  /// How long the asker's own job has waited for a worker, until now if it still does; -1 for who has none.
  func waitInLine(_ asker: UInt32) -> Int64 {
    let record = askers[Int(asker)]
    guard record.state == .waiting, record.job != AskerRecord.nothing,
      record.flags.isDisjoint(with: [.direct, .shared])
    else { return -1 }
    return send(to: system.queue, record.job) { $0.waited($1) }
  }

  // MARK: Who reads what

  func attach(_ asker: UInt32, to job: UInt32) {
    firstReaders.grow(toInclude: Int(job), with: AskerRecord.nothing)
    let first = firstReaders[Int(job)]
    askers[Int(asker)].job = job
    askers[Int(asker)].nextReader = first
    askers[Int(asker)].previousReader = AskerRecord.nothing
    if first != AskerRecord.nothing { askers[Int(first)].previousReader = asker }
    firstReaders[Int(job)] = asker
    following.value.jobs += 1
  }

  /// Takes the asker off the job's readers; true when nobody reads it any more.
  @discardableResult
  func detach(_ asker: UInt32) -> Bool {
    following.value.jobs -= 1
    let record = askers[Int(asker)]
    let nothing = AskerRecord.nothing
    if record.previousReader == nothing {
      precondition(firstReaders[Int(record.job)] == asker, "asker \(asker) does not read job \(record.job)")
      firstReaders[Int(record.job)] = record.nextReader
    } else {
      askers[Int(record.previousReader)].nextReader = record.nextReader
    }
    if record.nextReader != nothing { askers[Int(record.nextReader)].previousReader = record.previousReader }
    askers[Int(asker)].job = nothing
    askers[Int(asker)].nextReader = nothing
    askers[Int(asker)].previousReader = nothing
    return firstReaders[Int(record.job)] == nothing
  }

  /// A direct call has ended, or its reader has left it.
  func leaveDirect(_ call: UInt32) {
    directReaders[Int(call)] = AskerRecord.nothing
    following.value.direct -= 1
  }

  /// Calls `body` for each reader of a job; `body` may take that reader off.
  func forEachReader(of job: UInt32, _ body: (UInt32) -> Void) {
    guard Int(job) < firstReaders.count else { return }
    var asker = firstReaders[Int(job)]
    while asker != AskerRecord.nothing {
      let next = askers[Int(asker)].nextReader
      body(asker)
      asker = next
    }
  }

  /// True when anybody reads the job.
  func hasReaders(_ job: UInt32) -> Bool {
    Int(job) < firstReaders.count && firstReaders[Int(job)] != AskerRecord.nothing
  }

  /// True when nobody reads the job but pages of this person.
  func isReadOnly(_ job: UInt32, by person: UInt32) -> Bool {
    var isAlone = true
    forEachReader(of: job) { if askers[Int($0)].person != person { isAlone = false } }
    return isAlone
  }

  /// Stops following an answer; when nobody else does and `cancels` is set, the service is told to stop.
  func leaveAnswer(_ asker: UInt32, cancels: Bool, now: Int64) {
    if askers[Int(asker)].state == .posting {
      leaveDoor(asker)
      return
    }
    leavePollerBehind(asker)
    closeConnection(asker, now: now)
    if askers[Int(asker)].flags.contains(.direct) {
      let call = askers[Int(asker)].job
      leaveDirect(call)
      askers[Int(asker)].job = AskerRecord.nothing
      send(to: system.frontDoor, call) { $0.directCallLeft($1) }
      return
    }
    leaveJob(asker, cancels: cancels, now: now)
  }

  func leaveJob(_ asker: UInt32, cancels: Bool, now: Int64) {
    closeConnection(asker, now: now)
    if stopsWaitingInVain(asker) { return }
    let job = askers[Int(asker)].job
    let isUnread = detach(asker)
    if isUnread && cancels && !plan.switches.noCancelServerSide {
      send(to: system.queue, job) { $0.cancel($1) }
    }
  }
}
