// The end of patience: almost every wait is over long before it. An event for each would be set and taken back, and
// both cost more than all else that a wait costs. So it is noted, and only what ends soon becomes an event.

import QueueModel

extension People {
  /// Time between two looks at those who wait, in nanoseconds.
  static let lookNanoseconds: Int64 = 2_000_000_000

  /// Sets the timer that ends an asker's wait: as an event if it fires before the next look, else as a note.
  func setPatience(_ asker: UInt32, _ meaning: AskerTimer, at time: Int64) {
    if nextLook.value < 0 { planLook() }
    guard time > nextLook.value else {
      setTimer(asker, meaning, at: time, state: askers[Int(asker)].state)
      return
    }
    clearTimer(asker)
    readings[Int(asker)].timerAt = time
    askers[Int(asker)].timerMeaning = meaning
    askers[Int(asker)].flags.insert(.noted)
    patient.append(asker)
  }

  /// Makes events of the notes that end before the next look, and forgets those who wait no longer.
  func lookAtPatient() {
    let horizon = kernel.now + Self.lookNanoseconds
    let waiting = patient.count
    var kept = 0
    for place in 0..<waiting {
      let asker = patient[place]
      guard askers[Int(asker)].flags.contains(.noted) else { continue }
      if readings[Int(asker)].timerAt <= horizon {
        askers[Int(asker)].flags.remove(.noted)
        readings[Int(asker)].timer = kernel.schedule(.asker, asker, at: readings[Int(asker)].timerAt)
      } else {
        patient[kept] = asker
        kept += 1
      }
    }
    patient.removeLast(waiting - kept)
    nextLook.value = -1
    if kept > 0 { planLook() }
  }

  private func planLook() {
    nextLook.value = kernel.now + Self.lookNanoseconds
    kernel.schedule(.look, 0, at: nextLook.value)
  }
}
