// The rules of delivery: messages, backoff, flow control, copies; each beside an obvious model.

import QueueModel
import Testing

@Suite struct DeliveryTests {
  private func at(_ seconds: Double) -> Instant { Instant(nanosecondsSinceEpoch: Int64(seconds * 1e9)) }

  @Test func eachWayTakesItsMessages() {
    #expect(DeliveryMessages(.workers).answer(attempts: 1) == 0)
    #expect(DeliveryMessages(.qstash).answer(attempts: 1) == 2)
    #expect(DeliveryMessages(.workflow).answer(attempts: 1) == 4)
    // Published once, delivered again twice, called back three times.
    #expect(DeliveryMessages(.qstash).answer(attempts: 3) == 6)
    #expect(DeliveryMessages(.qstash, billsRetries: false).answer(attempts: 3) == 4)
    #expect(DeliveryMessages(.qstash, callsBack: false).answer(attempts: 3) == 3)
    #expect(DeliveryMessages(.workflow).answer(attempts: 3) == 6)
  }

  @Test func theServiceWaitsAsItSays() {
    let seconds = (1...6).map { Double(QStashBackoff.delayNanoseconds(retry: $0)) / 1e9 }
    for (delay, exact) in zip(seconds, [12.18249396, 148.41315910, 1808.04241446, 22026.46579481]) {
      #expect(abs(delay - exact) < 1e-8)
    }
    #expect(seconds[4] == 86_400 && seconds[5] == 86_400)
    // The last of three retries begins 32 min 49 s after the first failure.
    #expect(Int(seconds[0] + seconds[1] + seconds[2]) == 32 * 60 + 48)
  }

  /// Fails one job until it may be tried no more; the seconds between an error and the next attempt.
  private func delays(_ retry: RetryPolicy, notBefore: (Instant) -> Instant?) -> [Double] {
    var queue = JobQueue(
      parameters: JobQueueParameters(
        timeToLive: .seconds(1_000_000), retry: retry, budget: .unlimited, degradation: .off), slots: 1)
    var now = at(0)
    _ = queue.admit(owner: 1, priority: 1, now: now)
    var delays: [Double] = []
    while let (job, token) = queue.dispatched(now: now) {
      _ = queue.start(job, token, now: now)
      let end = queue.fail(
        job, token, isRetryable: true, notBefore: notBefore(now), draw: .max, now: now)
      guard case .retry(let due, _) = end else {
        #expect(end == .failed(.attemptsExhausted))
        return delays
      }
      delays.append(Double(due.nanoseconds(since: now)) / 1e9)
      now = due
      _ = queue.retryDue(job, now: now)
    }
    return delays
  }

  @Test func aRetryAfterTakesThePlaceOfTheDelay() {
    let qstash = RetryPolicy(maximumRetries: 3, backoff: .qstash)
    #expect(delays(qstash) { _ in nil }.map { Int($0) } == [12, 148, 1808])
    #expect(delays(qstash) { $0.advanced(by: .seconds(3)) } == [3, 3, 3])
    // Above a day it is not followed.
    #expect(delays(qstash) { $0.advanced(by: .seconds(90_000)) }.map { Int($0) } == [12, 148, 1808])
    // Workers wait for both.
    let own = RetryPolicy(maximumRetries: 2, base: .seconds(8))
    #expect(delays(own) { $0.advanced(by: .seconds(10)) }.map { Int($0.rounded()) } == [10, 16])
  }

  @Test func anUnlimitedBudgetIsNeverEmpty() {
    var budget = RetryBudget.unlimited
    for second in 0..<10_000 {
      budget.recordFirstAttempt(now: at(Double(second / 100)))
      let isTaken = budget.take(now: at(Double(second / 100)))
      #expect(isTaken)
    }
  }

  @Test func aTimeoutCountsFromTheBeginning() throws {
    var queue = JobQueue(
      parameters: JobQueueParameters(lease: .seconds(60), degradation: .off, renewsLeases: false), slots: 1)
    let job = queue.admit(owner: 1, priority: 1, now: at(0))
    let dispatched = queue.dispatched(now: at(0))
    let token = try #require(dispatched).token
    let steps = [
      queue.start(job, token, now: at(0)), queue.firstToken(job, token, now: at(10)),
      queue.renewLease(job, token, now: at(50)),
    ]
    #expect(steps == [true, true, true])
    #expect(queue[job]?.leaseEndsAt == at(60))
  }

  // MARK: Flow control

  @Test(arguments: UInt64(1)...20) func noPeriodStartsMoreThanItsRate(seed: UInt64) {
    var draw = SeededGenerator(seed: seed)
    let rate = draw.integer(in: 1...5)
    let period = draw.integer(in: 1...10)
    var flow = FlowControl(rate: rate, period: .seconds(period))
    // The model: the deliveries of the period under way.
    var began = -1_000_000
    var inPeriod: [Int] = []
    var now = 0
    for step in 0..<400 {
      now += draw.integer(in: 0...2)
      if now >= began + period { inPeriod = [] }
      let mayStart = inPeriod.count < rate
      let opens = flow.opensAt(at(Double(now)))
      #expect((opens == nil) == mayStart, "seed \(seed), step \(step)")
      if let opens { #expect(opens == at(Double(began + period)), "seed \(seed), step \(step)") }
      guard mayStart, draw.oneIn(2) else { continue }
      if inPeriod.isEmpty { began = now }
      inPeriod.append(now)
      flow.start(at(Double(now)))
    }
  }

  @Test func withoutARateNothingWaits() {
    var flow = FlowControl(rate: 0, period: .seconds(1))
    for _ in 0..<100 {
      flow.start(at(0))
      #expect(flow.opensAt(at(0)) == nil)
    }
  }

  // MARK: Copies

  @Test(arguments: UInt64(1)...10) func aCopyIsKnownForADay(seed: UInt64) {
    var draw = SeededGenerator(seed: seed)
    var messages = DeliveredMessages()
    var until: [UInt64: Double] = [:]
    var now = 0.0
    for step in 0..<5000 {
      now += Double(draw.integer(in: 0...200))
      let id = UInt64(draw.integer(in: 1...400))
      let isNew = until[id].map { $0 <= now } ?? true
      let isReceived = messages.receive(id, now: at(now))
      #expect(isReceived == isNew, "seed \(seed), step \(step)")
      if isNew { until[id] = now + 86_400 }
    }
    #expect(messages.count == until.values.count { $0 > now }, "seed \(seed)")
  }
}
