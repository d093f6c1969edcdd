// From the line to a worker and back: dispatch, the signs of life under a lease, success, error, stall.

extension JobQueue {
  /// What the dispatcher is to do next.
  public enum Dispatch: Hashable, Sendable {
    /// Give the job to a worker, with this lease.
    case start(JobHandle, LeaseToken)
    /// A job had outlived its time, or its policy dropped it; tell its readers, then ask again.
    case expired(JobHandle)
  }

  /// Takes the next job off the line while a slot is free; nil when none waits or no slot is free.
  public mutating func dispatch(now: Instant) -> Dispatch? {
    guard slotsInUse < slots, depth > 0 else { return nil }
    if contract.dropsOverdue, let overdue = line.popOverdue(now: now) { return drop(overdue, now: now) }
    guard let next = line.popNext(now: now) else { return nil }
    depth = line.count
    let index = Int(next.handle.index)
    order.served(jobs[index])
    countOwner(next.handle, -1)
    if now >= jobs[index].expiresAt {
      if contract.settles { line.settle(next.owner, tokens: 0, now: now) }
      return expired(next.handle, now: now)
    }
    let lease = nextLease
    guard isMade(jobs[index].dispatch(lease: lease, until: leaseEnd(now))) else { return nil }
    nextLease += 1
    slotsInUse += 1
    counters.dispatched += 1
    if jobs[index].attempts == 1 { recordFirstAttempt(next, now: now) }
    dispatchRate.record(now: now)
    evaluateLevel(now: now)
    return .start(next.handle, LeaseToken(value: lease))
  }

  /// The policy gives up a job that has waited too long.
  private mutating func drop(_ job: WaitingJob, now: Instant) -> Dispatch? {
    depth = line.count
    order.left(jobs[Int(job.handle.index)])
    countOwner(job.handle, -1)
    return expired(job.handle, now: now)
  }

  /// Ends a job that was taken off the line too late.
  private mutating func expired(_ handle: JobHandle, now: Instant) -> Dispatch? {
    guard move(handle, .expire) else { return nil }
    counters.expired += 1
    live -= 1
    if sortedSet != nil { leaveSet(from: .pending, succeeded: false, now: now) }
    evaluateLevel(now: now)
    return .expired(handle)
  }

  /// The worker begins: fixes the mode of the answer by the level of the moment, once for all attempts.
  public mutating func start(_ handle: JobHandle, _ token: LeaseToken, now: Instant) -> Bool {
    guard holds(handle, token) else { return false }
    let isSimple = controller.level >= .simple
    return isMade(jobs[Int(handle.index)].start(isSimple: isSimple, until: leaseEnd(now)))
  }

  /// The first token of the attempt has come.
  public mutating func firstToken(_ handle: JobHandle, _ token: LeaseToken, now: Instant) -> Bool {
    holds(handle, token) && isMade(jobs[Int(handle.index)].firstToken(until: renewedLeaseEnd(handle, now)))
  }

  /// A sign of life: an entry of the answer or a heartbeat at `now` renews the lease.
  public mutating func renewLease(_ handle: JobHandle, _ token: LeaseToken, now: Instant) -> Bool {
    guard holds(handle, token) else { return false }
    jobs[Int(handle.index)].leaseEndsAt = renewedLeaseEnd(handle, now)
    return true
  }

  /// The attempt delivered the whole answer, which had so many tokens; nil where nobody counted.
  public mutating func complete(
    _ handle: JobHandle, _ token: LeaseToken, tokens: Int? = nil, now: Instant
  ) -> Bool {
    guard holds(handle, token), endAttempt(handle, .complete, tokens: tokens, now: now) else { return false }
    counters.completed += 1
    live -= 1
    if sortedSet != nil { leaveSet(from: .streaming, succeeded: true, now: now) }
    return true
  }

  /// What follows an error or the end of a lease.
  public enum AttemptEnd: Hashable, Sendable {
    /// The call came too late or with an old lease; nothing happened.
    case refused
    /// Try again at this moment; when `resetsStream`, what readers have seen so far is void.
    case retry(at: Instant, resetsStream: Bool)
    /// Back in the line at its old place.
    case requeued(resetsStream: Bool)
    /// The job has failed.
    case failed(JobFailure)
  }

  /// The attempt ended in an error.
  ///
  /// - Parameters:
  ///   - isRetryable: false for an error that another attempt cannot mend.
  ///   - notBefore: the earliest next attempt that the provider allows (Retry-After), if it said so.
  ///   - draw: 64 evenly distributed bits for the jitter.
  ///   - tokens: tokens of the answer that had come; nil where nobody counted.
  public mutating func fail(
    _ handle: JobHandle, _ token: LeaseToken, isRetryable: Bool, notBefore: Instant? = nil, draw: UInt64,
    tokens: Int? = nil, now: Instant
  ) -> AttemptEnd {
    guard holds(handle, token) else { return .refused }
    let job = jobs[Int(handle.index)]
    let due = parameters.retry.due(attempts: Int(job.attempts), notBefore: notBefore, draw: draw, now: now)
    let failure: JobFailure? =
      if !isRetryable {
        .notRetryable
      } else if Int(job.attempts) > parameters.retry.maximumRetries {
        .attemptsExhausted
      } else if due >= job.expiresAt {
        .outOfTime
      } else if !budget.take(now: now) {
        .budgetExhausted
      } else {
        nil
      }
    if failure == .budgetExhausted { counters.retriesRefused += 1 }
    if let failure { return failForGood(handle, failure, tokens: tokens, now: now) }
    guard endAttempt(handle, .retry, tokens: tokens, now: now) else { return .refused }
    counters.retries += 1
    return .retry(at: due, resetsStream: job.hasTokens)
  }

  /// The delay after an error is over: back into the line, at the old place.
  public mutating func retryDue(_ handle: JobHandle, now: Instant) -> Bool {
    guard self[handle] != nil else { return refuse(handle) }
    guard move(handle, .retryDue) else { return false }
    enterLine(handle, now: now)
    return true
  }

  /// The lease has ended without a sign of life: the worker is taken for dead.
  public mutating func leaseExpired(_ handle: JobHandle, _ token: LeaseToken, now: Instant) -> AttemptEnd {
    guard holds(handle, token) else { return .refused }
    let job = jobs[Int(handle.index)]
    guard now >= job.leaseEndsAt else {
      counters.illegalTransitions += 1
      return .refused
    }
    if Int(job.stalls) >= parameters.maximumStalls {
      return failForGood(handle, .stalled, tokens: nil, now: now)
    }
    guard endAttempt(handle, .stall, tokens: nil, now: now) else { return .refused }
    jobs[Int(handle.index)].stalls += 1
    counters.stalls += 1
    enterLine(handle, now: now)
    return .requeued(resetsStream: job.hasTokens)
  }

  /// True when the worker with this lease still owns the job; a stale lease is a late event.
  mutating func holds(_ handle: JobHandle, _ token: LeaseToken) -> Bool {
    let index = Int(handle.index)
    guard index < jobs.count, jobs[index].generation == handle.generation, jobs[index].sequence != 0,
      jobs[index].lease == token.value, token.value != 0
    else {
      counters.lateEvents += 1
      return false
    }
    return true
  }

  private func leaseEnd(_ now: Instant) -> Instant {
    now.advanced(byNanoseconds: parameters.leaseNanoseconds)
  }

  /// When a lease ends after a sign of life.
  private func renewedLeaseEnd(_ handle: JobHandle, _ now: Instant) -> Instant {
    parameters.renewsLeases ? leaseEnd(now) : jobs[Int(handle.index)].leaseEndsAt
  }

  private mutating func recordFirstAttempt(_ job: WaitingJob, now: Instant) {
    let priority = Int(job.priority)
    if job.sequence < latestDispatched[priority] {
      dispatchedOutOfOrder += 1
    } else {
      latestDispatched[priority] = job.sequence
    }
    counters.firstAttempts += 1
    budget.recordFirstAttempt(now: now)
  }

  private mutating func failForGood(
    _ handle: JobHandle, _ failure: JobFailure, tokens: Int?, now: Instant
  ) -> AttemptEnd {
    guard endAttempt(handle, .fail, tokens: tokens, now: now) else { return .refused }
    counters.failed += 1
    live -= 1
    if sortedSet != nil { leaveSet(from: .processing, succeeded: false, now: now) }
    return .failed(failure)
  }

  /// Ends an attempt and frees its slot; false where the table refuses.
  mutating func endAttempt(
    _ handle: JobHandle, _ event: JobEvent, tokens: Int?, now: Instant
  ) -> Bool {
    guard isMade(jobs[Int(handle.index)].endAttempt(event)) else { return false }
    giveSlotBack(of: handle, tokens: tokens, now: now)
    return true
  }
}
