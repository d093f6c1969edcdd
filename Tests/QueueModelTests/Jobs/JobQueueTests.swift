// The queue under random operations: whatever is called in whatever order, nothing is lost and nothing crashes.

import QueueModel
import Testing

@Suite struct JobQueueTests {
  @Test(arguments: UInt64(1)...60) func staysSoundUnderAnyOperations(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var queue = JobQueue(
      parameters: JobQueueParameters(
        timeToLive: .seconds(30), lease: .seconds(5),
        degradation: DegradationPolicy(hidden: 3, simple: 6, busy: 9, minimumDwell: .seconds(2))),
      slots: 4)
    var handles: [JobHandle] = []
    var leases: [JobHandle: LeaseToken] = [:]
    var now = Instant(millisecondsSinceEpoch: 1_700_000_000_000)
    for step in 0..<600 {
      now = now.advanced(by: .milliseconds(Int64.random(in: 0...900, using: &generator)))
      let handle = handles.randomElement(using: &generator) ?? JobHandle(index: 0, generation: 9)
      let token = leases[handle] ?? LeaseToken(value: UInt64.random(in: 0...3, using: &generator))
      switch Int.random(in: 0...13, using: &generator) {
      case 0, 1, 2:
        handles.append(
          queue.admit(owner: 1, priority: UInt8.random(in: 1...10, using: &generator), now: now))
      case 3: handles.append(queue.park(owner: 2, priority: 10, now: now))
      case 4: _ = queue.promote(now: now)
      case 5, 6:
        if case .start(let started, let lease) = queue.dispatch(now: now) { leases[started] = lease }
      case 7: _ = queue.start(handle, token, now: now)
      case 8: _ = queue.firstToken(handle, token, now: now)
      case 9: _ = queue.complete(handle, token, now: now)
      case 10:
        _ = queue.fail(handle, token, isRetryable: Bool.random(using: &generator), draw: 1 << 63, now: now)
      case 11: _ = queue.leaseExpired(handle, token, now: now)
      case 12: if queue.cancel(handle, now: now) == .stopWorker { queue.workerStopped(handle, now: now) }
      default:
        _ = queue.retryDue(handle, now: now)
        _ = queue.expire(handle, now: now)
        queue.release(handle)
        queue.evaluateLevel(now: now)
      }
      let violations = queue.violations()
      #expect(violations.isEmpty, "seed \(seed), step \(step): \(violations)")
    }
    let changes = queue.takeLevelChanges()
    #expect(queue.parameters.degradation.violation(in: changes) == nil, "seed \(seed)")
  }

  @Test func aRetryKeepsItsPlace() {
    var queue = JobQueue(parameters: JobQueueParameters(), slots: 1)
    var now = Instant(millisecondsSinceEpoch: 1_700_000_000_000)
    let first = queue.admit(owner: 1, priority: 10, now: now)
    guard case .start(first, let lease) = queue.dispatch(now: now) else {
      Issue.record("the only job was not dispatched")
      return
    }
    now = now.advanced(by: .seconds(1))
    let second = queue.admit(owner: 2, priority: 10, now: now)
    _ = queue.fail(first, lease, isRetryable: true, draw: 0, now: now)
    _ = queue.retryDue(first, now: now)
    guard case .start(let next, _) = queue.dispatch(now: now) else {
      Issue.record("nothing was dispatched although two jobs wait")
      return
    }
    #expect(next == first && next != second)
  }

  @Test func aStaleLeaseIsRefusedAndCounted() {
    var queue = JobQueue(parameters: JobQueueParameters(), slots: 1)
    let now = Instant(millisecondsSinceEpoch: 1_700_000_000_000)
    let job = queue.admit(owner: 1, priority: 10, now: now)
    _ = queue.dispatch(now: now)
    let isAccepted = queue.complete(job, LeaseToken(value: 999), now: now)
    #expect(!isAccepted)
    #expect(queue.counters.lateEvents == 1)
  }

  @Test func levelsFollowTheirThresholdsStrictly() {
    var controller = DegradationController(policy: DegradationPolicy())
    var now = Instant(millisecondsSinceEpoch: 0)
    var levels: [DegradationLevel?] = []
    for (depth, pause) in [(1000.0, 0), (1001, 0), (10_001, 0), (8000, 0), (8000, 10), (4001, 10)] {
      now = now.advanced(by: .seconds(pause))
      levels.append(controller.update(depth: depth, now: now)?.to)
    }
    #expect(levels == [nil, .hidden, .busy, nil, .simple, nil])
  }
}
