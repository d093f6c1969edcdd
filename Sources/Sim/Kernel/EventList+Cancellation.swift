// Cancellation: an event's number goes into a set at once, its sixteen bytes go when it is reached or swept.

extension EventList {
  /// Cancels a pending event; O(1) amortised. The handle is set to `none`.
  ///
  /// The event's memory is free again at the latest when cancelled events outnumber the pending ones.
  ///
  /// - Returns: whether the event was pending; false when it has happened, was cancelled, or the handle is `none`.
  /// - Precondition: the event is cancelled through one copy of its handle only. A second cancellation by
  ///   another copy is recognised until the event has been swept; after that debug builds stop the program.
  @discardableResult
  package mutating func cancel(_ handle: inout EventHandle) -> Bool {
    let event = handle.event
    handle = .none
    if event.key <= lastKey { return false }
    #if DEBUG
      precondition(
        !sweptSequences.contains(event.sequence),
        "event \(event.sequence) at \(event.time) ns was cancelled twice, through two copies of its handle")
      precondition(event.sequence < nextSequence, "event \(event.sequence) was never scheduled here")
    #endif
    guard cancelled.insert(event.sequence) else { return false }
    if cancelled.count > 64 && 2 * cancelled.count > stored { sweep() }
    return true
  }

  /// Whether an event is pending. The handle must be one that was not cancelled through another copy.
  package func isPending(_ handle: EventHandle) -> Bool {
    handle.event.key > lastKey && !cancelled.contains(handle.sequence)
  }

  /// Frees all cancelled events. O(n).
  @inline(never)
  mutating func sweep() {
    collect()
    var kept = 0
    for index in 0..<farCount {
      let event = far[index]
      if cancelled.contains(event.sequence) {
        noteSwept(event)
        continue
      }
      far[kept] = event
      kept += 1
    }
    farCount = kept
    let removed = stored - kept
    stored = kept
    cancelled.removeAll()
    tunedPops &+= UInt64(removed)
    if isLadder {
      enter((now &>> shift) &>> 9)
      currentFine = now &>> shift - 1
      placeFarAgain()
    } else {
      farCount = 0
      farMinimumCoarse = .max
      for index in 0..<kept { near.push(far[index]) }
    }
  }
}
