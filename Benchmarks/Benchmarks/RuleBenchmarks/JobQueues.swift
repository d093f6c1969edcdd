// A job's ways through the queue while a thousand others wait: in each operation one job enters, and one goes to its
// end and gives its place back.

import QueueModel

/// The queue's life cycles.
enum JobQueues {
  /// Adds the benchmarks; each sum is the number of jobs that ended in the way that is measured.
  static func register() {
    rule("jobs-jobQueue-complete", CompletedJobs.self, sum: 1_000)
    rule("jobs-jobQueue-retry-and-complete", RetriedJobs.self, sum: 1_000)
    rule("jobs-jobQueue-stall-and-complete", StalledJobs.self, sum: 1_000)
    rule("jobs-jobQueue-fail", FailedJobs.self, sum: 1_000)
    rule("jobs-jobQueue-cancel", CancelledJobs.self, sum: 1_000)
    rule("jobs-jobQueue-expire", ExpiredJobs.self, sum: 1_000)
    rule("jobs-ownerLines-supersede", SupersededJobs.self, sum: 1_000)
    rule("jobs-parkedJobs", PromotedJobs.self, sum: 1_000)
    rule("jobs-sortedSet", GatedJobs.self, sum: 1_000)
  }
}

/// A queue in which a thousand jobs of five hundred people wait, a millisecond apart.
private struct WaitingJobs {
  var queue: JobQueue
  private var entered = 0

  init(_ parameters: JobQueueParameters = JobQueueParameters(), waiting: Int = 1_000) {
    queue = JobQueue(parameters: parameters, slots: 64)
    for _ in 0..<waiting { _ = enter() }
  }

  /// The moment of the last job's entry.
  var now: Instant { beginning.advanced(byNanoseconds: 1_000_000 * Int64(entered)) }

  /// Somebody comes: one in fifty with priority 1.
  mutating func enter() -> JobHandle {
    entered += 1
    let handle = queue.admit(
      owner: UInt32(draw(entered, below: 500)), priority: entered % 50 == 0 ? 1 : 10, now: now)
    if !queue.levelChanges.isEmpty { _ = queue.takeLevelChanges() }
    return handle
  }

  /// The next job goes to a worker who begins at once.
  mutating func begin() -> (job: JobHandle, lease: LeaseToken) {
    guard case .start(let job, let lease)? = queue.dispatch(now: now), queue.start(job, lease, now: now)
    else {
      preconditionFailure("no job left a line of \(queue.depth)")
    }
    return (job, lease)
  }

  /// The worker answers in full: 0 where that is refused.
  mutating func finish(_ job: JobHandle, _ lease: LeaseToken) -> Int {
    let isAnswered =
      queue.firstToken(job, lease, now: now) && queue.renewLease(job, lease, now: now)
      && queue.complete(job, lease, tokens: 280, now: now)
    return isAnswered && queue.release(job) ? 1 : 0
  }
}

private struct CompletedJobs: RuleWorkload {
  var waiting = WaitingJobs()

  mutating func operate(_ turn: Int) -> Int {
    _ = waiting.enter()
    let (job, lease) = waiting.begin()
    return waiting.finish(job, lease)
  }
}

/// The first attempt goes wrong, the second does not.
private struct RetriedJobs: RuleWorkload {
  var waiting = WaitingJobs(
    JobQueueParameters(budget: RetryBudget(ratio: 1, minimumPerSecond: 100, burst: 1_000)))

  mutating func operate(_ turn: Int) -> Int {
    _ = waiting.enter()
    var (job, lease) = waiting.begin()
    guard
      case .retry = waiting.queue.fail(job, lease, isRetryable: true, draw: word(turn), now: waiting.now),
      waiting.queue.retryDue(job, now: waiting.now)
    else { return 0 }
    (job, lease) = waiting.begin()
    return waiting.finish(job, lease)
  }
}

/// The worker's lease ends, and the next one answers.
private struct StalledJobs: RuleWorkload {
  var waiting = WaitingJobs(JobQueueParameters(lease: .zero))

  mutating func operate(_ turn: Int) -> Int {
    _ = waiting.enter()
    var (job, lease) = waiting.begin()
    guard case .requeued = waiting.queue.leaseExpired(job, lease, now: waiting.now) else { return 0 }
    (job, lease) = waiting.begin()
    return waiting.finish(job, lease)
  }
}

private struct FailedJobs: RuleWorkload {
  var waiting = WaitingJobs()

  mutating func operate(_ turn: Int) -> Int {
    _ = waiting.enter()
    let (job, lease) = waiting.begin()
    let end = waiting.queue.fail(job, lease, isRetryable: false, draw: word(turn), now: waiting.now)
    return end == .failed(.notRetryable) && waiting.queue.release(job) ? 1 : 0
  }
}

/// Somebody in the middle of the line leaves it.
private struct CancelledJobs: RuleWorkload {
  var waiting = WaitingJobs(waiting: 0)
  var handles: [JobHandle] = []

  init() {
    for _ in 0..<1_000 { handles.append(waiting.enter()) }
  }

  mutating func operate(_ turn: Int) -> Int {
    let place = draw(turn, below: handles.count)
    let job = handles[place]
    handles[place] = waiting.enter()
    return waiting.queue.cancel(job, now: waiting.now) == .removed && waiting.queue.release(job) ? 1 : 0
  }
}

/// The next of the line has outlived its time, as every job here does at once.
private struct ExpiredJobs: RuleWorkload {
  var waiting = WaitingJobs(JobQueueParameters(timeToLive: .zero))

  mutating func operate(_ turn: Int) -> Int {
    _ = waiting.enter()
    guard case .expired(let job)? = waiting.queue.dispatch(now: waiting.now) else { return 0 }
    return waiting.queue.release(job) ? 1 : 0
  }
}

/// Each owner's jobs are kept in order, and one more takes the place of the owner's oldest.
private struct SupersededJobs: RuleWorkload {
  var waiting = WaitingJobs(JobQueueParameters(ordersOwners: true))

  mutating func operate(_ turn: Int) -> Int {
    let new = waiting.enter()
    guard let owner = waiting.queue[new]?.owner, let oldest = waiting.queue.longestWaiting(of: owner) else {
      return 0
    }
    return waiting.queue.waiting(of: owner) > 0 && waiting.queue.cancel(oldest, now: waiting.now) == .removed
      && waiting.queue.release(oldest) ? 1 : 0
  }
}

/// A job is set aside behind five hundred others, one of them enters the line, and the next of the line is answered.
private struct PromotedJobs: RuleWorkload {
  var waiting = WaitingJobs(JobQueueParameters(degradation: .off))

  init() {
    for number in 0..<500 { _ = waiting.queue.park(owner: UInt32(number), priority: 10, now: waiting.now) }
  }

  mutating func operate(_ turn: Int) -> Int {
    _ = waiting.queue.park(owner: UInt32(turn % 500), priority: 10, now: waiting.now)
    guard waiting.queue.promote(now: waiting.now) != nil else { return 0 }
    let (job, lease) = waiting.begin()
    return waiting.finish(job, lease)
  }
}

/// The way in and out of the original design's sorted set: a member for each job, counted at its entry.
private struct GatedJobs: RuleWorkload {
  var waiting = WaitingJobs(
    JobQueueParameters(faults: DesignFaults([.noDrain, .lengthMeansEverything]), publishGate: 2_000))

  mutating func operate(_ turn: Int) -> Int {
    _ = waiting.enter()
    let (job, lease) = waiting.begin()
    return waiting.finish(job, lease)
  }
}
