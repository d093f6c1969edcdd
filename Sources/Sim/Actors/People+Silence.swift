// Silence in mid-answer: a worker has died, or what it wrote is void. Connections are kept alive meanwhile.

extension People {
  /// Nothing of a job's answer has come since `time`, and nothing will before another attempt.
  func answerPaused(_ job: UInt32, since time: Int64) {
    let now = kernel.now
    forEachReader(of: job) { asker in
      guard askers[Int(asker)].state == .reading else { return }
      rotate(asker, until: time)
      readings[Int(asker)].silentSince = max(time, readings[Int(asker)].openedAt)
      rotate(asker, until: now)
    }
  }

  /// Something came over a reader's connection, and a new silence begins with it.
  func restartSilence(_ asker: UInt32, now: Int64) {
    rotate(asker, until: now)
    countHeartbeats(asker, until: now)
    readings[Int(asker)].silentSince = now
  }
}
