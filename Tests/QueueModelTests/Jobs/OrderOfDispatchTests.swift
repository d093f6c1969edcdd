// A line that is served in the wrong order shows, whatever the policy that serves it believes.

import Testing

@testable import QueueModel

/// Serves the last job that came first, whatever its score, and promises what strict priority does.
private struct LatestFirst: DispatchPolicy {
  var contract = StrictPriority().contract
  private var jobs: [WaitingJob] = []
  var count: Int { jobs.count }

  mutating func insert(_ job: WaitingJob, now: Instant) { jobs.append(job) }
  mutating func popNext(now: Instant) -> WaitingJob? { jobs.popLast() }
  mutating func remove(_ handle: JobHandle) -> Bool {
    let place = jobs.firstIndex { $0.handle == handle }
    if let place { jobs.remove(at: place) }
    return place != nil
  }
  func peekNext(now: Instant) -> WaitingJob? { jobs.last }
}

@Suite struct OrderOfDispatchTests {
  private static let start = Instant(nanosecondsSinceEpoch: 1_768_208_400_000_000_000)
  private var queue: JobQueue
  private var handles: [JobHandle] = []

  /// Four jobs, a millisecond apart, in a line that is served from behind.
  init() {
    queue = JobQueue(parameters: JobQueueParameters(), line: LatestFirst(), slots: 4)
    for place in 0..<4 {
      handles.append(queue.admit(owner: UInt32(place), priority: 10, now: Self.time(place)))
    }
  }

  private static func time(_ milliseconds: Int) -> Instant {
    start.advanced(byNanoseconds: Int64(milliseconds) * 1_000_000)
  }

  @Test func jobsThatWaitWereAllPassedOver() {
    var queue = queue
    #expect(queue.orderViolations().isEmpty)
    _ = queue.dispatch(now: Self.time(4))
    #expect(queue.orderViolations() == ["3 jobs waited while a worse-scored one was dispatched"])
    #expect(queue.betterWaiting(than: handles[3], now: Self.time(4)) == handles[2])
    _ = queue.dispatch(now: Self.time(4))
    #expect(queue.orderViolations() == ["3 jobs waited while a worse-scored one was dispatched"])
    #expect(queue.dispatchedOutOfOrder == 1)
  }

  @Test func whoLeavesBeforeTheTurnHadBeenPassedOver() {
    var queue = queue
    _ = queue.dispatch(now: Self.time(4))
    for handle in handles.prefix(3) { #expect(queue.cancel(handle, now: Self.time(5)) == .removed) }
    #expect(queue.depth == 0)
    #expect(queue.orderViolations() == ["3 jobs waited while a worse-scored one was dispatched"])
  }

  @Test func aLowerPriorityBeforeAHigherOneShows() {
    var queue = JobQueue(parameters: JobQueueParameters(), line: LatestFirst(), slots: 1)
    _ = queue.admit(owner: 1, priority: 1, now: Self.time(0))
    _ = queue.admit(owner: 2, priority: 10, now: Self.time(1))
    _ = queue.dispatch(now: Self.time(2))
    #expect(queue.orderViolations() == ["1 jobs waited while a worse-scored one was dispatched"])
  }

  /// Whoever comes later and is better is no sign of a wrong order.
  @Test func aBetterJobThatCameAfterADispatchWasNotPassedOver() {
    var queue = JobQueue(parameters: JobQueueParameters(), slots: 2)
    let first = queue.admit(owner: 1, priority: 10, now: Self.time(0))
    _ = queue.admit(owner: 2, priority: 10, now: Self.time(1))
    _ = queue.dispatch(now: Self.time(2))
    #expect(queue.betterWaiting(than: first, now: Self.time(2)) == nil)
    _ = queue.admit(owner: 3, priority: 1, now: Self.time(3))
    #expect(queue.orderViolations().isEmpty)
    _ = queue.dispatch(now: Self.time(4))
    queue.setSlots(3)
    _ = queue.dispatch(now: Self.time(4))
    #expect(queue.depth == 0 && queue.slotsInUse == 3)
    #expect(queue.orderViolations().isEmpty)
  }

  @Test func aPolicyThatPromisesNoOrderIsNotJudgedByIt() {
    var policy = LatestFirst()
    policy.contract = DispatchContract()
    var queue = JobQueue(parameters: JobQueueParameters(), line: policy, slots: 4)
    for place in 0..<4 { _ = queue.admit(owner: 1, priority: 10, now: Self.time(place)) }
    while queue.dispatch(now: Self.time(4)) != nil {}
    #expect(queue.dispatchedOutOfOrder == 3 && queue.admissionOrderViolations == 0)
    #expect(queue.orderViolations().isEmpty)
  }
}
