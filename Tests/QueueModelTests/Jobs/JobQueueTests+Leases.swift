// Leases: who holds one works on the job, who held one before is refused.

import QueueModel
import Testing

extension JobQueueTests {
  private static let start = JobQueueFixture.start

  @Test func eachDispatchGivesALargerToken() {
    var queue = JobQueue(parameters: JobQueueParameters(), slots: 3)
    for _ in 0..<3 { _ = queue.admit(owner: 1, priority: 10, now: Self.start) }
    let tokens = (0..<3).compactMap { _ in queue.dispatched(now: Self.start)?.token.value }
    #expect(tokens == [1, 2, 3])
  }

  @Test func noSlotNoDispatch() {
    var fixture = JobQueueFixture(.dispatched)
    _ = fixture.queue.admit(owner: 1, priority: 1, now: Self.start)
    let none = fixture.queue.dispatch(now: Self.start)
    #expect(none == nil && fixture.queue.slotsInUse == 1 && fixture.queue.depth == 1)
    fixture.queue.setSlots(2)
    let next = fixture.queue.dispatch(now: Self.start)
    #expect(next != nil)
    fixture.queue.setSlots(0)
    #expect(fixture.queue.slotsInUse == 2 && fixture.queue.violations().isEmpty)
  }

  @Test func everyCallOfAWorkerThatLostItsLeaseIsRefusedAndCounted() {
    var fixture = JobQueueFixture(.streaming)
    let stale = fixture.token
    let end = Self.start.advanced(by: .seconds(60))
    let stall = fixture.queue.leaseExpired(fixture.job, stale, now: end)
    #expect(stall == .requeued(resetsStream: true))
    let second = fixture.queue.dispatched(now: end)
    #expect(second?.job == fixture.job && second?.token != stale)
    let before = fixture.queue[fixture.job]

    let started = fixture.queue.start(fixture.job, stale, now: end)
    let first = fixture.queue.firstToken(fixture.job, stale, now: end)
    let renewed = fixture.queue.renewLease(fixture.job, stale, now: end)
    let completed = fixture.queue.complete(fixture.job, stale, now: end)
    let failed = fixture.queue.fail(fixture.job, stale, isRetryable: true, draw: 0, now: end)
    let expired = fixture.queue.leaseExpired(fixture.job, stale, now: end)
    #expect(!started && !first && !renewed && !completed && failed == .refused && expired == .refused)
    #expect(fixture.queue.counters.lateEvents == 6)
    #expect(fixture.queue.counters.illegalTransitions == 0)
    #expect(fixture.queue[fixture.job] == before)
    #expect(fixture.queue.violations().isEmpty)
  }

  @Test func theLeaseOfAnotherJobIsNoLease() {
    var queue = JobQueue(parameters: JobQueueParameters(), slots: 2)
    let first = queue.admit(owner: 1, priority: 10, now: Self.start)
    let second = queue.admit(owner: 1, priority: 10, now: Self.start)
    guard let one = queue.dispatched(now: Self.start), let two = queue.dispatched(now: Self.start) else {
      Issue.record("two slots and two jobs, and not both were dispatched")
      return
    }
    #expect(one.job == first && two.job == second)
    let crossed = queue.start(first, two.token, now: Self.start)
    #expect(!crossed && queue.counters.lateEvents == 1)
  }

  @Test func aLeaseEndsNotBeforeItsTime() {
    var fixture = JobQueueFixture(.processing)
    let before = Self.start.advanced(byNanoseconds: 60_000_000_000 - 1)
    let early = fixture.queue.leaseExpired(fixture.job, fixture.token, now: before)
    #expect(early == .refused && fixture.state == .processing)
    #expect(fixture.queue.counters.illegalTransitions == 1)
  }

  @Test func everySignOfLifeRenewsTheLease() {
    var fixture = JobQueueFixture(.dispatched)
    func end() -> Int64? { fixture.queue[fixture.job]?.leaseEndsAt.nanoseconds(since: Self.start) }
    #expect(end() == 60_000_000_000)
    _ = fixture.queue.start(fixture.job, fixture.token, now: Self.start.advanced(by: .seconds(10)))
    #expect(end() == 70_000_000_000)
    _ = fixture.queue.firstToken(fixture.job, fixture.token, now: Self.start.advanced(by: .seconds(20)))
    #expect(end() == 80_000_000_000)
    let isRenewed = fixture.queue.renewLease(
      fixture.job, fixture.token, now: Self.start.advanced(by: .seconds(30)))
    #expect(isRenewed && end() == 90_000_000_000)
  }

  @Test(arguments: [JobState.dispatched, .processing, .streaming])
  func theFirstStallRequeuesAndTheSecondFails(_ state: JobState) {
    var fixture = JobQueueFixture(state)
    var now = Self.start.advanced(by: .seconds(60))
    let first = fixture.queue.leaseExpired(fixture.job, fixture.token, now: now)
    #expect(first == .requeued(resetsStream: state == .streaming))
    #expect(fixture.state == .pending && fixture.queue.slotsInUse == 0 && fixture.queue.depth == 1)
    #expect(fixture.queue.counters.stalls == 1)
    guard let second = fixture.queue.dispatched(now: now) else {
      Issue.record("a stalled job was not dispatched again")
      return
    }
    now = now.advanced(by: .seconds(60))
    let end = fixture.queue.leaseExpired(fixture.job, second.token, now: now)
    #expect(end == .failed(.stalled) && fixture.state == .failed)
    #expect(fixture.queue.slotsInUse == 0 && fixture.queue.liveCount == 0)
    #expect(fixture.queue.violations().isEmpty)
  }

  @Test func aStalledJobKeepsItsPlace() {
    var fixture = JobQueueFixture(.processing)
    _ = fixture.queue.admit(owner: 2, priority: 10, now: Self.start.advanced(by: .seconds(1)))
    let end = Self.start.advanced(by: .seconds(60))
    _ = fixture.queue.leaseExpired(fixture.job, fixture.token, now: end)
    let next = fixture.queue.dispatched(now: end)
    #expect(next?.job == fixture.job)
  }

  @Test func theModeIsFixedByTheLevelAtTheFirstStart() {
    let parameters = JobQueueParameters(
      degradation: DegradationPolicy(hidden: 0, simple: 1, busy: 9, exitRatio: 1, minimumDwell: .zero))
    var queue = JobQueue(parameters: parameters, slots: 9)
    var now = Self.start
    for _ in 0..<4 { _ = queue.admit(owner: 1, priority: 10, now: now) }
    guard let simple = queue.dispatched(now: now) else { return }
    // Three wait: level simple. The mode stays simple when the second attempt starts at level normal.
    #expect(queue.level == .simple)
    _ = queue.start(simple.job, simple.token, now: now)
    #expect(queue[simple.job]?.isSimple == true)
    while let other = queue.dispatched(now: now) {
      _ = queue.start(other.job, other.token, now: now)
      // Started while two or fewer wait: full, or simple as long as the level still was.
      #expect(queue[other.job]?.isSimple == (queue.level >= .simple))
    }
    now = now.advanced(by: .seconds(60))
    _ = queue.leaseExpired(simple.job, simple.token, now: now)
    guard let again = queue.dispatched(now: now) else { return }
    #expect(again.job == simple.job && queue.level == .normal)
    _ = queue.start(again.job, again.token, now: now)
    #expect(queue[simple.job]?.isSimple == true && queue[simple.job]?.isModeFixed == true)
  }

  @Test func aFullAnswerStaysFullAtLevelSimple() {
    let parameters = JobQueueParameters(
      degradation: DegradationPolicy(hidden: 0, simple: 1, busy: 9, exitRatio: 1, minimumDwell: .zero))
    var fixture = JobQueueFixture(.processing, parameters: parameters)
    #expect(fixture.queue[fixture.job]?.isSimple == false)
    let end = Self.start.advanced(by: .seconds(60))
    for _ in 0..<4 { _ = fixture.queue.admit(owner: 1, priority: 10, now: end) }
    _ = fixture.queue.leaseExpired(fixture.job, fixture.token, now: end)
    guard let again = fixture.queue.dispatched(now: end) else { return }
    _ = fixture.queue.start(again.job, again.token, now: end)
    #expect(again.job == fixture.job && fixture.queue.level == .simple)
    #expect(fixture.queue[fixture.job]?.isSimple == false)
  }
}
