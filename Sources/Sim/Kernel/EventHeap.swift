// A 4-ary heap of events: the whole event list while few are pending, and the place for events that fall into
// the bucket which is just being drained.

/// An implicit 4-ary heap in which a popped minimum leaves its place vacant until the next call.
///
/// The commonest step of a simulation takes an event and schedules the next; with the root left vacant that is
/// one sift instead of two. `push` and `popMin` are O(log n).
///
/// The memory is raw because an array would check for uniqueness and bounds at each of the few steps; it belongs
/// to this struct alone, and debug builds check each access.
@usableFromInline
package struct EventHeap: ~Copyable {
  @usableFromInline var elements: UnsafeMutablePointer<Event>
  @usableFromInline var capacity: Int
  /// Occupied places, the vacant root included.
  @usableFromInline var stored = 0
  /// Only true with at least two places occupied.
  @usableFromInline var rootIsVacant = false

  @inlinable package init(capacity: Int = 128) {
    self.capacity = capacity
    elements = .allocate(capacity: capacity)
  }

  deinit { elements.deallocate() }

  /// Number of events.
  @inlinable package var count: Int { rootIsVacant ? stored &- 1 : stored }

  @inlinable package var isEmpty: Bool { count == 0 }

  /// Adds an event.
  @inlinable package mutating func push(_ event: Event) {
    if rootIsVacant {
      rootIsVacant = false
      siftDown(event)
      return
    }
    if stored == capacity { grow() }
    var place = stored
    stored &+= 1
    while place > 0 {
      let parent = (place &- 1) / 4
      if !(event < elements[parent]) { break }
      elements[place] = elements[parent]
      place = parent
    }
    elements[place] = event
  }

  /// The earliest event. Precondition: not empty.
  @inlinable package mutating func min() -> Event {
    if rootIsVacant { fillRoot() }
    #if DEBUG
      precondition(stored > 0, "the minimum of an empty heap")
    #endif
    return elements[0]
  }

  /// Removes the event that `min()` just returned. Precondition: nothing was called in between.
  @inlinable package mutating func dropMin() {
    #if DEBUG
      precondition(stored > 0 && !rootIsVacant, "no minimum to drop: stored \(stored)")
    #endif
    if stored == 1 {
      stored = 0
    } else {
      rootIsVacant = true
    }
  }

  @inlinable mutating func fillRoot() {
    rootIsVacant = false
    stored &-= 1
    siftDown(elements[stored])
  }

  @inlinable mutating func siftDown(_ event: Event) {
    var place = 0
    let count = stored
    while true {
      let first = 4 &* place &+ 1
      var best: Int
      if first &+ 4 <= count {
        let left = elements[first &+ 1] < elements[first] ? first &+ 1 : first
        let right = elements[first &+ 3] < elements[first &+ 2] ? first &+ 3 : first &+ 2
        best = elements[right] < elements[left] ? right : left
      } else {
        if first >= count { break }
        best = first
        var other = first &+ 1
        while other < count {
          if elements[other] < elements[best] { best = other }
          other &+= 1
        }
      }
      if !(elements[best] < event) { break }
      elements[place] = elements[best]
      place = best
    }
    elements[place] = event
  }

  @usableFromInline @inline(never)
  mutating func grow() {
    let larger = UnsafeMutablePointer<Event>.allocate(capacity: capacity * 2)
    larger.update(from: elements, count: stored)
    elements.deallocate()
    elements = larger
    capacity *= 2
  }
}
