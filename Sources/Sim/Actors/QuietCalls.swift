// First tokens that are no events. When a call begins the simulation knows when its first token will come, and so does
// whoever reads the answer: what a reader does later can be planned at once. An event for the first token would then
// only note its time. So the call goes straight to its end, and each is told of the first token when it matters: a
// reader when it acts or has the whole answer, the queue with the first of them.

import QueueModel

extension Workers {
  /// Until when the first token of an attempt may come without an event of its own, if the answer becomes whole; `min`
  /// where it may not.
  ///
  /// Until then nothing has been sent over the connections of those who wait since they were opened, the first of them
  /// when the job was admitted: with this first token nothing is booked, and nobody's draws depend on what was. A
  /// defect of the original design may end a reading before its time, noisy people act on each first token, a further
  /// attempt finds its readers over any connection, and a worker that dies leaves them with half an answer.
  @inline(__always) func quietUntil(_ facts: AttemptFacts, dies: Bool) -> Int64 {
    guard plan.detail == .formulas, !plan.switches.isBent, !plan.measuresFairness, facts.attempt == 1, !dies
    else { return .min }
    return facts.admittedAt + plan.delivery.plainSilenceNanoseconds
  }

  /// A first token that was no event matters now: the queue is told, once. Returns when it came.
  @discardableResult
  func noticeFirstToken(_ job: UInt32) -> Int64 {
    let attempt = attempts[Int(job)]
    guard attempt.isQuiet else { return attempt.firstTokenAt }
    precondition(
      attempt.firstTokenAt <= kernel.now, "the first token of job \(job) is noticed before it comes")
    attempts[Int(job)].isQuiet = false
    send(to: system.queue, attempt.handle, attempt.token, attempt.firstTokenAt) {
      $0.firstToken($1, $2, at: $3)
    }
    return attempt.firstTokenAt
  }
}

extension People {
  /// Waits for a first token of which something is known: sets the timer that ends the wait or, where the first token
  /// will be no event, the one that interrupts the reading after it.
  @inline(__always) func awaitFirstToken(_ asker: UInt32, _ progress: AnswerProgress) {
    if askers[Int(asker)].timerMeaning == .none {
      armPatience(asker, firstTokenExpected: progress.firstTokenAt)
    } else if readings[Int(asker)].timerAt >= progress.firstTokenAt, askers[Int(asker)].sender == .quiet {
      clearTimer(asker)
    }
    guard progress.isQuiet, askers[Int(asker)].timerMeaning == .none else { return }
    planInterruption(asker, plannedEnd: progress.plannedEnd, from: progress.firstTokenAt)
  }

  /// An asker who acts has seen a first token if one has come, be it no event.
  func noticeFirstToken(_ asker: UInt32) {
    guard askers[Int(asker)].state == .waiting else { return }
    let firstTokenAt = send(to: system.workers, askers[Int(asker)].job) { $0.noticeFirstToken($1) }
    noteFirstToken(asker, at: firstTokenAt)
  }
}
