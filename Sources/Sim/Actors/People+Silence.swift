// Silence in mid-answer: a worker has died, or what it wrote is void. Connections are kept alive meanwhile.

extension People {
  /// Nothing of a job's answer has come since `time`, and nothing will before another attempt. Tokens that are
  /// further apart than a heartbeat are not taken for silence.
  func answerPaused(_ job: UInt32, since time: Int64) {
    forEachReader(of: job) { asker in
      if askers[Int(asker)].state == .reading { beginSilence(asker, at: time) }
    }
  }

  /// A connection closes: whether it has been silent because a call has stalled.
  func noticeStall(_ asker: UInt32) {
    let record = askers[Int(asker)]
    guard record.state == .reading, readings[Int(asker)].silentSince < 0, record.job != AskerRecord.nothing,
      !record.flags.contains(.direct)
    else { return }
    if let since = send(to: system.workers, record.job, { $0.stalledSince($1) }) {
      beginSilence(asker, at: since)
    }
  }

  private func beginSilence(_ asker: UInt32, at time: Int64) {
    rotate(asker, until: time)
    readings[Int(asker)].silentSince = max(time, readings[Int(asker)].openedAt)
    rotate(asker, until: kernel.now)
  }

  /// Something came over a reader's connection, and a new silence begins with it.
  func restartSilence(_ asker: UInt32, now: Int64) {
    rotate(asker, until: now)
    countHeartbeats(asker, until: now)
    readings[Int(asker)].silentSince = now
  }
}
