// Cancelling, expiring, parking and releasing, in every state; and every call that its state does not allow.

import QueueModel
import Testing

extension JobQueueTests {
  private static let start = JobQueueFixture.start
  private static let end = start.advanced(by: .seconds(3600))

  // MARK: Cancelling

  @Test(arguments: JobState.allCases) func aCancellationInEachState(_ state: JobState) {
    var fixture = JobQueueFixture(state)
    let late = fixture.queue.counters.lateEvents
    let ended = fixture.queue.counters.ended
    let cancellation = fixture.queue.cancel(fixture.job, now: Self.start)
    if state.isTerminal {
      #expect(cancellation == .late && fixture.state == state)
      #expect(fixture.queue.counters.lateEvents == late + 1 && fixture.queue.counters.ended == ended)
      return
    }
    #expect(cancellation == (state.isInFlight ? .stopWorker : .removed))
    #expect(fixture.state == .cancelled && fixture.queue.depth == 0)
    #expect(fixture.queue.counters.cancelled == 1 && fixture.queue.liveCount == 0)
    // The slot is given back when the worker has stopped, not before; and once.
    #expect(fixture.queue.slotsInUse == (state.isInFlight ? 1 : 0))
    #expect(fixture.queue.violations().isEmpty)
    if state.isInFlight {
      let isReleasedEarly = fixture.queue.release(fixture.job)
      let hasStopped = fixture.queue.workerStopped(fixture.job, now: Self.start)
      #expect(!isReleasedEarly && hasStopped && fixture.queue.slotsInUse == 0)
    }
    let again = fixture.queue.workerStopped(fixture.job, now: Self.start)
    #expect(!again && fixture.queue.slotsInUse == 0)
    #expect(fixture.queue.violations().isEmpty)
  }

  @Test func theWorkerOfACancelledJobIsLate() {
    var fixture = JobQueueFixture(.streaming)
    _ = fixture.queue.cancel(fixture.job, now: Self.start)
    let isCompleted = fixture.queue.complete(fixture.job, fixture.token, now: Self.start)
    let end = fixture.queue.fail(fixture.job, fixture.token, isRetryable: true, draw: 0, now: Self.start)
    #expect(!isCompleted && end == .refused && fixture.queue.counters.lateEvents == 2)
    #expect(fixture.state == .cancelled && fixture.queue.counters.completed == 0)
  }

  // MARK: Expiring

  @Test(arguments: JobState.allCases) func anExpiryInEachState(_ state: JobState) {
    var fixture = JobQueueFixture(state)
    let isEarly = fixture.queue.expire(fixture.job, now: Self.end.advanced(byNanoseconds: -1))
    #expect(!isEarly)
    let illegal = fixture.queue.counters.illegalTransitions
    let late = fixture.queue.counters.lateEvents
    let isExpired = fixture.queue.expire(fixture.job, now: Self.end)
    let canExpire = [.pending, .retryScheduled, .parked, .unpublished].contains(state)
    #expect(isExpired == canExpire)
    #expect(fixture.state == (canExpire ? .expired : state))
    #expect(fixture.queue.counters.illegalTransitions == illegal + (state.isInFlight ? 1 : 0))
    #expect(fixture.queue.counters.lateEvents == late + (state.isTerminal ? 1 : 0))
    #expect(fixture.queue.violations().isEmpty)
  }

  @Test func aHeadThatHasOutlivedItsTimeIsNamedAndTakesNoSlot() {
    var fixture = JobQueueFixture(.pending)
    let second = fixture.queue.admit(owner: 2, priority: 10, now: Self.end)
    let first = fixture.queue.dispatch(now: Self.end)
    #expect(first == .expired(fixture.job) && fixture.state == .expired)
    #expect(fixture.queue.slotsInUse == 0 && fixture.queue.counters.expired == 1)
    let next = fixture.queue.dispatched(now: Self.end)
    #expect(next?.job == second)
    #expect(fixture.queue.violations().isEmpty)
  }

  // MARK: Parking

  @Test func aParkedJobIsNoDepthAndIsNotDispatched() {
    var fixture = JobQueueFixture(.parked)
    let dispatch = fixture.queue.dispatch(now: Self.start)
    #expect(dispatch == nil && fixture.queue.depth == 0 && fixture.queue.liveCount == 1)
    #expect(fixture.queue.parkedCount == 1 && fixture.queue.counters.parked == 1)
  }

  @Test func parkedJobsArePromotedFirstComeFirstServedPastCancelledOnes() {
    var queue = JobQueue(parameters: JobQueueParameters(), slots: 1)
    let parked = (0..<4).map { queue.park(owner: UInt32($0), priority: 10, now: Self.start) }
    _ = queue.cancel(parked[0], now: Self.start)
    _ = queue.cancel(parked[2], now: Self.start)
    let promoted = (0..<3).map { _ in queue.promote(now: Self.start) }
    #expect(promoted == [parked[1], parked[3], nil])
    #expect(queue.depth == 2 && queue.counters.promoted == 2 && queue.parkedCount == 0)
    #expect(queue.violations().isEmpty)
  }

  @Test func aPromotedJobStandsBehindItsPeersOfThatMomentAndBeforeLaterOnes() {
    var queue = JobQueue(parameters: JobQueueParameters(), slots: 9)
    let parked = queue.park(owner: 1, priority: 10, now: Self.start)
    let now = Self.start.advanced(by: .seconds(5))
    let peer = queue.admit(owner: 2, priority: 10, now: now)
    let lower = queue.admit(owner: 2, priority: 9, now: now)
    _ = queue.promote(now: now)
    let later = queue.admit(owner: 3, priority: 10, now: now)
    let order = (0..<4).compactMap { _ in queue.dispatched(now: now)?.job }
    #expect(order == [lower, peer, parked, later])
    #expect(queue.dispatchedOutOfOrder == 0)
  }

  @Test func nothingIsPromotedAboveLevelHidden() {
    let degradation = DegradationPolicy(hidden: 0, simple: 1, busy: 9, exitRatio: 1, minimumDwell: .zero)
    var queue = JobQueue(parameters: JobQueueParameters(degradation: degradation), slots: 9)
    let parked = queue.park(owner: 1, priority: 10, now: Self.start)
    for _ in 0..<2 { _ = queue.admit(owner: 2, priority: 10, now: Self.start) }
    let atSimple = queue.promote(now: Self.start)
    #expect(queue.level == .simple && atSimple == nil && queue[parked]?.state == .parked)
    _ = queue.dispatch(now: Self.start)
    let atHidden = queue.promote(now: Self.start)
    #expect(atHidden == parked)
  }

  // MARK: Releasing

  @Test(arguments: JobState.allCases) func onlyAnEndedJobIsReleased(_ state: JobState) {
    var fixture = JobQueueFixture(state)
    let isReleased = fixture.queue.release(fixture.job)
    #expect(isReleased == state.isTerminal)
    #expect((fixture.queue[fixture.job] == nil) == state.isTerminal)
  }

  @Test func aVoidHandleReachesNobodyWhoHasItsPlaceNow() {
    var fixture = JobQueueFixture(.completed)
    let void = fixture.job
    fixture.queue.release(void)
    let heir = fixture.queue.admit(owner: 5, priority: 1, now: Self.start)
    #expect(heir.index == void.index && heir.generation == void.generation + 1)
    let before = fixture.queue[heir]
    let cancellation = fixture.queue.cancel(void, now: Self.start)
    let isExpired = fixture.queue.expire(void, now: Self.end)
    let isDue = fixture.queue.retryDue(void, now: Self.start)
    let hasStopped = fixture.queue.workerStopped(void, now: Self.start)
    let isStarted = fixture.queue.start(void, fixture.token, now: Self.start)
    #expect(cancellation == .late && !isExpired && !isDue && !hasStopped && !isStarted)
    #expect(fixture.queue.counters.lateEvents == 5 && fixture.queue[heir] == before)
  }

  // MARK: Calls that their state does not allow

  /// A call, and the states in which it is accepted.
  private static let calls:
    [(name: String, legal: Set<JobState>, call: @Sendable (inout JobQueueFixture) -> Bool)] =
      [
        ("start", [.dispatched], { $0.queue.start($0.job, $0.token, now: start) }),
        ("firstToken", [.processing], { $0.queue.firstToken($0.job, $0.token, now: start) }),
        ("complete", [.processing, .streaming], { $0.queue.complete($0.job, $0.token, now: start) }),
        (
          "renewLease", [.dispatched, .processing, .streaming],
          { $0.queue.renewLease($0.job, $0.token, now: start) }
        ),
        (
          "fail", [.dispatched, .processing, .streaming],
          { $0.queue.fail($0.job, $0.token, isRetryable: true, draw: 0, now: start) != .refused }
        ),
        (
          "leaseExpired", [.dispatched, .processing, .streaming],
          { $0.queue.leaseExpired($0.job, $0.token, now: start.advanced(by: .seconds(60))) != .refused }
        ),
        ("retryDue", [.retryScheduled], { $0.queue.retryDue($0.job, now: start) }),
      ]

  @Test(arguments: JobState.allCases) func anIllegalCallIsCountedOnceAndChangesNothing(_ state: JobState) {
    for (name, legal, call) in Self.calls {
      var fixture = JobQueueFixture(state)
      let before = fixture.queue[fixture.job]
      let counted = fixture.queue.counters.illegalTransitions + fixture.queue.counters.lateEvents
      let isAccepted = call(&fixture)
      #expect(isAccepted == legal.contains(state), "\(name) at \(state)")
      let now = fixture.queue.counters.illegalTransitions + fixture.queue.counters.lateEvents
      #expect(now == counted + (isAccepted ? 0 : 1), "\(name) at \(state)")
      if !isAccepted { #expect(fixture.queue[fixture.job] == before, "\(name) at \(state)") }
      #expect(fixture.queue.violations().isEmpty, "\(name) at \(state)")
    }
  }

  // MARK: What is told

  @Test func theWaitEstimateIsTheLineOverItsRate() {
    var queue = JobQueue(parameters: JobQueueParameters(countsOwners: true), slots: 10)
    #expect(queue.waitEstimateSeconds(now: Self.start) == 0)
    for _ in 0..<40 { _ = queue.admit(owner: 7, priority: 10, now: Self.start) }
    #expect(queue.waiting(of: 7) == 40)
    // Ten are dispatched within one second, thirty wait: three seconds.
    while queue.dispatch(now: Self.start) != nil {}
    #expect(queue.waitEstimateSeconds(now: Self.start) == 3)
    #expect(queue.waiting(of: 7) == 30 && queue.waiting(of: 8) == 0)
  }
}
