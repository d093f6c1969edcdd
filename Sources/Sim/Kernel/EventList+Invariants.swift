// What must hold in the event list between two calls. Tests ask for it after every operation.

extension EventList {
  /// Stops the program, naming the event, when the list's parts contradict each other. O(n).
  package mutating func checkInvariants() {
    var seen = near.count + bottomCount + farCount
    precondition(bottomCount <= bottomCapacity && farCount <= farCapacity)
    for index in 1..<max(1, bottomCount) {
      precondition(
        bottom[index] < bottom[index - 1], "bottom is not sorted at \(index): \(bottom[index].time) ns")
    }
    for index in 0..<farCount {
      let coarse = far[index].time &>> (shift + 9)
      precondition(
        coarse >= farMinimumCoarse && coarse - currentCoarse > 0,
        "event \(far[index].sequence) at \(far[index].time) ns was kept aside too long")
    }
    for bucket in 0..<(2 * Self.rung) {
      var cursor = cursors[bucket]
      let isOccupied = occupied[bucket >> 6] >> UInt64(bucket & 63) & 1 == 1
      precondition(isOccupied == (cursor != 15), "bucket \(bucket) and its bit disagree")
      while cursor != 15 {
        let first = Int(cursor & ~15)
        for slot in first..<Int(cursor) {
          let event = slots[slot]
          let fine = event.time &>> shift
          seen += 1
          precondition(fine > currentFine, "event \(event.sequence) at \(event.time) ns was passed by")
          precondition(
            bucket < Self.rung
              ? fine &>> 9 == currentCoarse && Int(fine & 511) == bucket
              : fine &>> 9 > currentCoarse && Int(fine &>> 9 & 511) == bucket - Self.rung,
            "event \(event.sequence) at \(event.time) ns lies in bucket \(bucket)")
        }
        cursor = UInt32(truncatingIfNeeded: slots[first + 15].key)
      }
    }
    precondition(seen == stored, "\(seen) events are stored, \(stored) were counted")
    precondition(isLadder || near.count == stored, "heap mode with events in the ladder")
  }
}
