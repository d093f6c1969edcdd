// A policy from outside the package: all that it needs is public.

import QueueModel

/// The newest job first, whatever its priority.
struct NewestFirst: DispatchPolicy {
  private var jobs: [WaitingJob] = []
  var count: Int { jobs.count }

  mutating func insert(_ job: WaitingJob, now: Instant) {
    // What comes back after an error keeps its sequence, and so its place.
    let place = jobs.firstIndex { $0.sequence > job.sequence } ?? jobs.endIndex
    jobs.insert(job, at: place)
  }

  mutating func popNext(now: Instant) -> WaitingJob? { jobs.popLast() }
  func peekNext(now: Instant) -> WaitingJob? { jobs.last }

  mutating func remove(_ handle: JobHandle) -> Bool {
    guard let place = jobs.firstIndex(where: { $0.handle == handle }) else { return false }
    jobs.remove(at: place)
    return true
  }
}
