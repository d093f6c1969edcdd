// Readers who are away, reloading, without a connection or not there yet, when their answer ends: they learn of it
// when they come, over a connection like any other, for as long as the stream is held.

import QueueModel

extension People {
  /// Keeps how a job ended for a reader who is away; false when the reader is there.
  func isKeptForReturn(_ asker: UInt32, _ end: EndWhileAway) -> Bool {
    guard askers[Int(asker)].state == .reconnecting else { return false }
    detach(asker)
    endsWhileAway.value[asker] = end
    return true
  }

  /// A question's job has failed before its asker could follow it: all that its stream holds is the failure.
  func learnOfFailure(_ asker: UInt32, job: UInt32, now: Int64) {
    askers[Int(asker)].job = job
    openConnection(asker, now: now)
    closeConnection(asker, now: now)
    askers[Int(asker)].job = AskerRecord.nothing
    finishRequest(asker, .failed)
    planNext(asker, now: now)
  }

  /// A reader is back and connected: true when its answer had ended meanwhile, which it now knows.
  func hasReadTheEnd(_ asker: UInt32, now: Int64) -> Bool {
    guard let end = endsWhileAway.value.removeValue(forKey: asker) else { return false }
    askers[Int(asker)].state = .reading
    switch end {
    case .answered(let answer): deliver(asker, answer, now: now)
    case .failed(let outcome):
      closeConnection(asker, now: now)
      finishRequest(asker, outcome)
      planNext(asker, now: now)
    }
    return true
  }
}

/// What a reader who was away finds at the end of the stream.
enum EndWhileAway: Sendable {
  case answered(DeliveredAnswer)
  case failed(Outcome)
}
