// The queue beside a model that keeps every job in one list and searches it: states, order of dispatch, depth,
// slots and counts.

import QueueModel
import Testing

extension JobQueueTests {
  /// What the model knows of one job.
  private struct ModelJob {
    var handle: JobHandle
    var state = JobState.pending
    var priority: UInt8
    /// When it entered the line for the first time, in milliseconds, and its order among all who did.
    var queuedMilliseconds: Int64
    var order: Int
    var attempts = 0
    var stalls = 0
    var token = LeaseToken(value: 0)
    var leaseEnd = Instant(nanosecondsSinceEpoch: 0)
    var expiry: Instant
    var holdsSlot = false
  }

  /// The obvious queue.
  private struct Model {
    var jobs: [ModelJob] = []
    var slots: Int
    var entered = 0
    var refused = 0

    var depth: Int { jobs.count { $0.state == .pending } }
    var slotsInUse: Int { jobs.count { $0.holdsSlot } }

    /// The job that is next: lowest priority number, then longest in line, then first to come.
    var next: Int? {
      jobs.indices.filter { jobs[$0].state == .pending }.min {
        let (left, right) = (jobs[$0], jobs[$1])
        return (Int64(left.priority), left.queuedMilliseconds, left.order)
          < (Int64(right.priority), right.queuedMilliseconds, right.order)
      }
    }

    /// Moves a job if the table allows it; counts the refusal otherwise.
    mutating func move(_ index: Int, _ event: JobEvent) -> Bool {
      guard let state = JobLifecycle.next(jobs[index].state, event) else {
        refused += 1
        return false
      }
      jobs[index].state = state
      if !state.isInFlight {
        jobs[index].holdsSlot = false
        jobs[index].token = LeaseToken(value: 0)
      }
      return true
    }

    mutating func enter() -> Int {
      entered += 1
      return entered
    }
  }

  private static let lease = Duration.seconds(5)
  private static let timeToLive = Duration.seconds(30)

  @Test(arguments: UInt64(1)...60) func equalsAListOfJobs(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let slots = generator.integer(in: 1...4)
    var queue = JobQueue(
      parameters: JobQueueParameters(
        timeToLive: Self.timeToLive, lease: Self.lease, retry: RetryPolicy(maximumRetries: 2),
        budget: RetryBudget(ratio: 0, minimumPerSecond: 1000, burst: 1000), degradation: .off),
      slots: slots)
    var model = Model(slots: slots)
    var now = JobQueueFixture.start
    for step in 0..<300 {
      now = now.advanced(by: .milliseconds(generator.integer(in: 0...600)))
      let index = model.jobs.isEmpty ? nil : generator.integer(in: 0...(model.jobs.count - 1))
      let isAlike: Bool
      switch generator.integer(in: 0...9) {
      case 0, 1: isAlike = Self.enter(&queue, &model, now: now, &generator)
      case 2, 3, 4: isAlike = Self.dispatch(&queue, &model, now: now)
      case 5: isAlike = Self.promote(&queue, &model, now: now)
      default:
        guard let index else { continue }
        isAlike = Self.act(on: index, &queue, &model, now: now, &generator)
      }
      let isSame =
        isAlike && queue.depth == model.depth && queue.slotsInUse == model.slotsInUse
        && queue.counters.illegalTransitions + queue.counters.lateEvents == model.refused
        && model.jobs.allSatisfy { queue[$0.handle]?.state == $0.state }
      guard isSame, queue.violations().isEmpty else {
        Issue.record("seed \(seed), step \(step): \(queue.counters), \(queue.violations())")
        return
      }
    }
    #expect(queue.dispatchedOutOfOrder == 0, "seed \(seed)")
  }

  private static func enter(
    _ queue: inout JobQueue, _ model: inout Model, now: Instant, _ generator: inout SeededGenerator
  ) -> Bool {
    let priority = UInt8(generator.integer(in: 9...10))
    let isParked = generator.oneIn(4)
    let handle =
      isParked
      ? queue.park(owner: 1, priority: priority, now: now)
      : queue.admit(owner: 1, priority: priority, now: now)
    model.jobs.append(
      ModelJob(
        handle: handle, state: isParked ? .parked : .pending, priority: priority,
        queuedMilliseconds: now.millisecondsSinceEpoch, order: model.enter(),
        expiry: now.advanced(by: timeToLive)))
    return true
  }

  private static func promote(_ queue: inout JobQueue, _ model: inout Model, now: Instant) -> Bool {
    let promoted = queue.promote(now: now)
    guard let index = model.jobs.firstIndex(where: { $0.state == .parked }) else { return promoted == nil }
    model.jobs[index].state = .pending
    model.jobs[index].queuedMilliseconds = now.millisecondsSinceEpoch
    model.jobs[index].order = model.enter()
    return promoted == model.jobs[index].handle
  }

  private static func dispatch(_ queue: inout JobQueue, _ model: inout Model, now: Instant) -> Bool {
    let dispatch = queue.dispatch(now: now)
    guard model.slotsInUse < model.slots, let index = model.next else { return dispatch == nil }
    let handle = model.jobs[index].handle
    if now >= model.jobs[index].expiry {
      model.jobs[index].state = .expired
      return dispatch == .expired(handle)
    }
    guard case .start(handle, let token) = dispatch else { return false }
    model.jobs[index].state = .dispatched
    model.jobs[index].holdsSlot = true
    model.jobs[index].attempts += 1
    model.jobs[index].token = token
    model.jobs[index].leaseEnd = now.advanced(by: lease)
    return true
  }

  /// One call about one job, with its lease or, now and then, with one that is not its own.
  private static func act(
    on index: Int, _ queue: inout JobQueue, _ model: inout Model, now: Instant,
    _ generator: inout SeededGenerator
  ) -> Bool {
    let job = model.jobs[index]
    let token = generator.oneIn(8) ? LeaseToken(value: 100_000) : job.token
    let holdsLease = token == job.token && token.value != 0
    func renew() { model.jobs[index].leaseEnd = now.advanced(by: lease) }
    switch generator.integer(in: 0...8) {
    case 0, 1, 2:
      let event: JobEvent = [.start, .firstToken, .complete].randomElement(using: &generator) ?? .start
      let isDone =
        switch event {
        case .start: queue.start(job.handle, token, now: now)
        case .firstToken: queue.firstToken(job.handle, token, now: now)
        default: queue.complete(job.handle, token, now: now)
        }
      guard holdsLease else {
        model.refused += 1
        return !isDone
      }
      let isLegal = model.move(index, event)
      if isLegal { renew() }
      return isDone == isLegal
    case 3:
      let end = queue.fail(job.handle, token, isRetryable: true, draw: 0, now: now)
      guard holdsLease else {
        model.refused += 1
        return end == .refused
      }
      let resets = job.state == .streaming
      let failure: JobFailure? = job.attempts > 2 ? .attemptsExhausted : now >= job.expiry ? .outOfTime : nil
      _ = model.move(index, failure == nil ? .retry : .fail)
      return end == (failure.map { .failed($0) } ?? .retry(at: now, resetsStream: resets))
    case 4, 5:
      let end = queue.leaseExpired(job.handle, token, now: now)
      guard holdsLease, now >= job.leaseEnd else {
        model.refused += 1
        return end == .refused
      }
      _ = model.move(index, job.stalls > 0 ? .fail : .stall)
      model.jobs[index].stalls += 1
      return end
        == (job.stalls > 0 ? .failed(.stalled) : .requeued(resetsStream: job.state == .streaming))
    case 6: return queue.retryDue(job.handle, now: now) == model.move(index, .retryDue)
    case 7:
      let isExpired = queue.expire(job.handle, now: now)
      guard now >= job.expiry else {
        model.refused += 1
        return !isExpired
      }
      return isExpired == model.move(index, .expire)
    default:
      let cancellation = queue.cancel(job.handle, now: now)
      let isLegal = model.move(index, .cancel)
      if cancellation == .stopWorker { queue.workerStopped(job.handle, now: now) }
      return cancellation == (!isLegal ? .late : job.holdsSlot ? .stopWorker : .removed)
    }
  }
}
