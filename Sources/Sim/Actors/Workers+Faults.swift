// Workers that die, hang, or stop and come back. All of them lose their job when its lease ends; the ones that come
// back do not know it, and what they then write must be refused.

import QueueModel

extension Workers {
  /// Decides whether the worker of an attempt fails, and how; nil for one that lives.
  @inline(__always) func fault(_ question: Question, _ attempt: UInt8) -> WorkerFault? {
    guard plan.calls.workerFaults.happen else { return nil }
    return plan.calls.workerFaults.fault(
      question.asker, question.number &* 16 &+ UInt32(attempt), plan.chance)
  }

  /// Decides when the worker of an attempt fails.
  func doom(
    _ index: Int, _ question: Question, _ attempt: UInt8, by fault: WorkerFault, until end: Int64
  ) {
    let number = question.number &* 16 &+ UInt32(attempt)
    let now = kernel.now
    let span = min(min(end, now + plan.calls.firstTokenTimeout) - now, plan.workDuration)
    let at = now + Int64(plan.chance.uniform(.crashPoint, question.asker, number) * Double(max(1, span)))
    setTimer(index, at: at)
    attempts[index].stage = .doomed
    attempts[index].fault = fault
  }

  /// The function that holds the job will have lasted as long as the platform lets it before the answer is whole.
  func doomAtLimit(_ index: Int) {
    // Whoever fails for another reason does so before.
    guard attempts[index].stage != .doomed else { return }
    setTimer(index, at: attempts[index].startedAt + plan.workDuration)
    attempts[index].stage = .doomed
    attempts[index].fault = .crash
    attempts[index].isCutAtLimit = true
  }

  /// The answer of a job is about to be whole before its worker has failed that was to fail in mid-attempt: it fails now.
  /// Only where the end of an answer is not known when it begins.
  func failIfDoomed(_ job: UInt32) {
    guard attempts[Int(job)].stage == .doomed, !attempts[Int(job)].isCutAtLimit else { return }
    kernel.cancel(timers[Int(job)])
    timerFired(job)
  }

  /// A doomed worker's time has come: what becomes of its call. Returns the tokens' timeline if any had come.
  func leaveCall(_ attempt: AttemptRecord) -> TokenTimeline? {
    switch attempt.fault {
    case .crash:
      counts.faults.crashes += 1
      return send(to: system.model, attempt.call) { $0.abandon($1) }
    case .hang: counts.faults.hangs += 1
    case .pause: counts.faults.pauses += 1
    }
    let absentee = AbsentWorker(
      handle: attempt.handle, token: attempt.token, call: attempt.call, returns: attempt.fault == .pause)
    let place = freeAbsentees.popLast() ?? UInt32(absentees.count)
    if Int(place) == absentees.count { absentees.append(absentee) } else { absentees[Int(place)] = absentee }
    return send(to: system.model, attempt.call, place) { $0.leaveUnheard($1, by: $2) }
  }

  /// Sets the moment at which the worker that stopped last goes on: some time after its lease has ended.
  func planReturn(of attempt: AttemptRecord, after leaseEnd: Int64) {
    let place = (0..<absentees.count).last {
      absentees[$0].returns && absentees[$0].token == attempt.token
    }
    guard let place else { preconditionFailure("the worker of \(attempt.handle) has not stopped") }
    var stream = plan.chance.stream(
      .workerPauseLength, attempt.handle.index, UInt32(truncatingIfNeeded: attempt.token.value))
    let beyond = plan.calls.workerFaults.pauseBeyondLease.nanoseconds(&stream)
    kernel.schedule(.workerReturn, UInt32(place), at: leaseEnd + 1 + beyond)
  }

  /// The call of a worker that does not listen has ended.
  func unheardCallEnded(_ place: UInt32, isWhole: Bool) {
    let index = Int(place)
    absentees[index].call = AskerRecord.nothing
    absentees[index].hasAnswer = isWhole
    if !absentees[index].returns { freeAbsentees.append(place) }
  }

  /// A worker that had stopped goes on under its old lease: it writes what it has, and completes the job if its
  /// answer is whole. Refused, it hangs up.
  func workerReturned(_ place: UInt32) {
    let worker = absentees[Int(place)]
    freeAbsentees.append(place)
    counts.faults.returns += 1
    let refused = send(to: system.queue, worker) { $0.staleWrites($1) }
    counts.faults.refusedWrites += refused
    ledger.redisCommands += Int64(refused) * RedisCommands.refusedWrite
    if worker.call != AskerRecord.nothing { send(to: system.model, worker.call) { $0.abandon($1) } }
  }
}

extension PriorityQueue {
  /// What a worker that comes back writes under its old lease. Returns how much of it was refused, which is all.
  func staleWrites(_ worker: AbsentWorker) -> Int {
    let now = plan.instant(kernel.now)
    let isRenewed = rules.value.renewLease(worker.handle, worker.token, now: now)
    record(.renewLease(worker.handle, worker.token, now: now), .flag(isRenewed))
    guard worker.hasAnswer else { return isRenewed ? 0 : 1 }
    let isComplete = rules.value.complete(worker.handle, worker.token, now: now)
    record(.complete(worker.handle, worker.token, tokens: nil, now: now), .flag(isComplete))
    return (isRenewed ? 0 : 1) + (isComplete ? 0 : 1)
  }
}

extension ThrottledModel.CallRecord {
  /// Jobs' places are below this; a call that nobody listens to has the place of its absent worker above it.
  static var unheard: UInt32 { 1 << 31 }

  /// True for a call that nobody listens to any more.
  @inline(__always) var isUnheard: Bool {
    job >= Self.unheard && job != AskerRecord.nothing
  }
}

extension ThrottledModel {
  /// Calls under way that nobody listens to.
  var unheard: Int {
    get { hotUnheard.value }
    set { hotUnheard.value = newValue }
  }

  /// The caller stops listening and does not hang up: the call runs to its end, holds its place and is billed.
  /// Returns the tokens' timeline if any had come.
  func leaveUnheard(_ place: UInt32, by worker: UInt32) -> TokenTimeline? {
    let record = calls[Int(place)]
    calls[Int(place)].job = CallRecord.unheard | worker
    unheard += 1
    guard record.stage == .streaming else { return nil }
    if plan.isBatched, record.provider == 0 { return tokensSoFar(place) }
    return record.isFaulty ? partial(record, by: faultAt(place)) : record.timeline
  }

  /// A call that nobody listens to has ended: whatever it said was for nothing. No tokens where there were none.
  func endUnheard(_ place: UInt32, _ record: CallRecord, tokens: Int?, isWhole: Bool) {
    if let tokens { bill(record, answerTokens: tokens, wasted: true) }
    release(place, tokens: tokens ?? 0)
    unheard -= 1
    send(to: system.workers, record.job & ~CallRecord.unheard, isWhole) {
      $0.unheardCallEnded($1, isWhole: $2)
    }
  }
}
