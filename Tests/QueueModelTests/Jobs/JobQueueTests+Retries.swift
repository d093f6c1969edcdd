// Errors: when another attempt is made, when it is due, and why a job fails for good.

import QueueModel
import Testing

extension JobQueueTests {
  private static let start = JobQueueFixture.start

  /// A budget that never runs out.
  private static let plenty = RetryBudget(ratio: 100, minimumPerSecond: 1000, burst: 10_000)

  @Test(arguments: [JobState.dispatched, .processing, .streaming])
  func anErrorSetsAnotherAttempt(_ state: JobState) {
    var fixture = JobQueueFixture(state)
    let end = fixture.queue.fail(
      fixture.job, fixture.token, isRetryable: true, draw: 1 << 63, now: Self.start)
    let due = Self.start.advanced(by: .milliseconds(500))
    #expect(end == .retry(at: due, resetsStream: state == .streaming))
    #expect(fixture.state == .retryScheduled && fixture.queue.slotsInUse == 0 && fixture.queue.depth == 0)
    let isBack = fixture.queue.retryDue(fixture.job, now: due)
    #expect(isBack && fixture.state == .pending && fixture.queue.depth == 1)
    #expect(fixture.queue.violations().isEmpty)
  }

  @Test func anErrorThatCannotBeMendedFails() {
    var fixture = JobQueueFixture(.streaming)
    let end = fixture.queue.fail(fixture.job, fixture.token, isRetryable: false, draw: 0, now: Self.start)
    #expect(end == .failed(.notRetryable) && fixture.state == .failed && fixture.queue.slotsInUse == 0)
  }

  @Test func fourAttemptsAreMadeWithDelaysThatDouble() {
    var fixture = JobQueueFixture(.dispatched, parameters: JobQueueParameters(budget: Self.plenty))
    var now = Self.start
    for bound in [Int64(1), 2, 4] {
      let end = fixture.queue.fail(fixture.job, fixture.token, isRetryable: true, draw: .max, now: now)
      let due = now.advanced(byNanoseconds: bound * 1_000_000_000 - 1)
      #expect(end == .retry(at: due, resetsStream: false))
      now = due
      _ = fixture.queue.retryDue(fixture.job, now: now)
      guard let next = fixture.queue.dispatched(now: now) else {
        Issue.record("a job whose retry was due was not dispatched")
        return
      }
      fixture.token = next.token
    }
    #expect(fixture.queue[fixture.job]?.attempts == 4)
    let end = fixture.queue.fail(fixture.job, fixture.token, isRetryable: true, draw: 0, now: now)
    #expect(end == .failed(.attemptsExhausted))
    #expect(fixture.queue.counters.firstAttempts == 1 && fixture.queue.counters.dispatched == 4)
    #expect(fixture.queue.counters.retries == 3 && fixture.queue.counters.failed == 1)
  }

  @Test func anEmptyBudgetFails() {
    let budget = RetryBudget(ratio: 0, minimumPerSecond: 0, burst: 0)
    var fixture = JobQueueFixture(.processing, parameters: JobQueueParameters(budget: budget))
    let end = fixture.queue.fail(fixture.job, fixture.token, isRetryable: true, draw: 0, now: Self.start)
    #expect(end == .failed(.budgetExhausted))
  }

  @Test func anAttemptThatWouldComeAfterTheJobsEndIsNotMade() {
    for (draw, isLate) in [(UInt64(0), false), (.max, true)] {
      let parameters = JobQueueParameters(timeToLive: .milliseconds(900))
      var fixture = JobQueueFixture(.processing, parameters: parameters)
      let end = fixture.queue.fail(
        fixture.job, fixture.token, isRetryable: true, draw: draw, now: Self.start)
      #expect((end == .failed(.outOfTime)) == isLate)
    }
    // A retry that would be due at the very end is too late, and takes nothing from the budget.
    var fixture = JobQueueFixture(.processing)
    let last = Self.start.advanced(by: .seconds(3600))
    let end = fixture.queue.fail(
      fixture.job, fixture.token, isRetryable: true, notBefore: last, draw: 0, now: Self.start)
    #expect(end == .failed(.outOfTime))
  }

  @Test func theProvidersRetryAfterIsKept() {
    var fixture = JobQueueFixture(.processing)
    let notBefore = Self.start.advanced(by: .seconds(30))
    let end = fixture.queue.fail(
      fixture.job, fixture.token, isRetryable: true, notBefore: notBefore, draw: .max, now: Self.start)
    #expect(end == .retry(at: notBefore, resetsStream: false))
    fixture = JobQueueFixture(.processing)
    let shorter = fixture.queue.fail(
      fixture.job, fixture.token, isRetryable: true, notBefore: Self.start, draw: 1 << 63,
      now: Self.start)
    #expect(shorter == .retry(at: Self.start.advanced(by: .milliseconds(500)), resetsStream: false))
  }

  @Test func retriesOfAllJobsTogetherStayWithinTheBudget() {
    let budget = RetryBudget(ratio: 0.125, minimumPerSecond: 0, burst: 100)
    var queue = JobQueue(parameters: JobQueueParameters(budget: budget), slots: 1000)
    for _ in 0..<1000 { _ = queue.admit(owner: 1, priority: 10, now: Self.start) }
    var ends: [JobQueue.AttemptEnd] = []
    while let next = queue.dispatched(now: Self.start) {
      ends.append(queue.fail(next.job, next.token, isRetryable: true, draw: 0, now: Self.start))
    }
    #expect(ends.count == 1000)
    #expect(queue.counters.retries == 125)
    #expect(ends.count { $0 == .failed(.budgetExhausted) } == 875)
  }

  @Test(arguments: UInt64(1)...20) func aRetryIsDueWithinItsBound(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let retry = RetryPolicy(maximumRetries: 6, base: .milliseconds(generator.integer(in: 1...2000)))
    let parameters = JobQueueParameters(retry: retry, budget: Self.plenty)
    var fixture = JobQueueFixture(.dispatched, parameters: parameters)
    var now = Self.start
    for attempt in 1...6 {
      let end = fixture.queue.fail(
        fixture.job, fixture.token, isRetryable: true, draw: generator.next(), now: now)
      guard case .retry(let due, _) = end else {
        Issue.record("seed \(seed): attempt \(attempt) ended with \(end)")
        return
      }
      let bound = retry.baseNanoseconds << Int64(attempt - 1)
      #expect((0..<bound).contains(due.nanoseconds(since: now)), "seed \(seed), attempt \(attempt)")
      now = due
      _ = fixture.queue.retryDue(fixture.job, now: now)
      guard let next = fixture.queue.dispatched(now: now) else { return }
      fixture.token = next.token
    }
  }

  @Test func aPromotedJobKeepsThePlaceOfItsPromotionOverARetry() {
    var queue = JobQueue(parameters: JobQueueParameters(), slots: 1)
    let parked = queue.park(owner: 1, priority: 10, now: Self.start)
    let waiting = queue.admit(owner: 2, priority: 10, now: Self.start.advanced(by: .seconds(5)))
    let busy = queue.admit(owner: 3, priority: 1, now: Self.start.advanced(by: .seconds(5)))
    let now = Self.start.advanced(by: .seconds(10))
    guard let first = queue.dispatched(now: now) else { return }
    #expect(first.job == busy)
    let promoted = queue.promote(now: now)
    #expect(promoted == parked)
    // Both wait, the promoted one behind. Its attempt comes first only because the other is taken out and back.
    queue.setSlots(3)
    guard let second = queue.dispatched(now: now), let third = queue.dispatched(now: now) else { return }
    #expect(second.job == waiting && third.job == parked)
    _ = queue.fail(second.job, second.token, isRetryable: true, draw: 0, now: now)
    _ = queue.fail(third.job, third.token, isRetryable: true, draw: 0, now: now)
    _ = queue.retryDue(parked, now: now)
    _ = queue.retryDue(waiting, now: now)
    let next = queue.dispatched(now: now)
    #expect(next?.job == waiting, "a retry took the promoted job past one that stood before it")
    #expect(queue[parked]?.createdAt == Self.start, "a promoted job keeps its age")
  }
}
