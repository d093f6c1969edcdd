// A queue with one job in a given state, for tests that ask what a call does to it there.

import QueueModel

/// A queue of one slot that holds one job.
struct JobQueueFixture {
  static let start = Instant(millisecondsSinceEpoch: 1_700_000_000_000)

  var queue: JobQueue
  var job: JobHandle
  /// The job's lease where it has or had one, else one that was never given out.
  var token = LeaseToken(value: 99)

  /// Brings a job to `state`, everything at `start`.
  init(_ state: JobState, parameters: JobQueueParameters = JobQueueParameters()) {
    let now = Self.start
    var parameters = parameters
    if state == .unpublished {
      // A gate that no job finds open.
      parameters.faults = DesignFaults(.noDrain)
      parameters.publishGate = 1
    }
    queue = JobQueue(parameters: parameters, slots: 1)
    if state == .parked {
      job = queue.park(owner: 1, priority: 10, now: now)
      return
    }
    job = queue.admit(owner: 1, priority: 10, now: now)
    switch state {
    case .pending, .unpublished: return
    case .expired:
      _ = queue.expire(job, now: now.advanced(by: .seconds(3600)))
      return
    default: break
    }
    if case .start(_, let lease) = queue.dispatch(now: now) { token = lease }
    if state == .dispatched { return }
    _ = queue.start(job, token, now: now)
    switch state {
    case .streaming: _ = queue.firstToken(job, token, now: now)
    case .retryScheduled: _ = queue.fail(job, token, isRetryable: true, draw: 1 << 63, now: now)
    case .completed: _ = queue.complete(job, token, now: now)
    case .failed: _ = queue.fail(job, token, isRetryable: false, draw: 0, now: now)
    case .cancelled:
      _ = queue.cancel(job, now: now)
      queue.workerStopped(job, now: now)
    default: break
    }
  }

  /// Where the job stands; nil once it was released.
  var state: JobState? { queue[job]?.state }
}

extension JobQueue {
  /// Dispatches the next job and returns it with its lease; nil when none is started.
  mutating func dispatched(now: Instant) -> (job: JobHandle, token: LeaseToken)? {
    guard case .start(let job, let token) = dispatch(now: now) else { return nil }
    return (job, token)
  }
}
