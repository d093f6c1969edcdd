// Sorting of a bucket, latest event first. The standard library's sort allocates; this one does not.

/// Sorts of raw events into descending order, in place.
enum EventSort {
  /// Insertion sort: for the few events of an ordinary bucket. O(n²).
  @inline(__always)
  static func insertion(_ events: UnsafeMutablePointer<Event>, _ count: Int) {
    var index = 1
    while index < count {
      let event = events[index]
      var place = index
      while place > 0 && events[place &- 1] < event {
        events[place] = events[place &- 1]
        place &-= 1
      }
      events[place] = event
      index &+= 1
    }
  }

  /// Quicksort by the median of three that falls back to a heap sort: O(n log n) at worst.
  static func descending(_ events: UnsafeMutablePointer<Event>, _ count: Int) {
    quick(events, count, depth: 2 * (Int.bitWidth - count.leadingZeroBitCount))
  }

  private static func quick(_ start: UnsafeMutablePointer<Event>, _ size: Int, depth: Int) {
    var events = start
    var count = size
    var depth = depth
    while count > 24 {
      if depth == 0 {
        heap(events, count)
        return
      }
      depth -= 1
      let pivot = median(events[0], events[count / 2], events[count - 1])
      var left = 0
      var right = count - 1
      while left <= right {
        while pivot < events[left] { left += 1 }
        while events[right] < pivot { right -= 1 }
        if left <= right {
          let event = events[left]
          events[left] = events[right]
          events[right] = event
          left += 1
          right -= 1
        }
      }
      // The smaller part recurses, the larger is next.
      if right + 1 < count - left {
        quick(events, right + 1, depth: depth)
        events += left
        count -= left
      } else {
        quick(events + left, count - left, depth: depth)
        count = right + 1
      }
    }
    insertion(events, count)
  }

  private static func median(_ one: Event, _ two: Event, _ three: Event) -> Event {
    if one < two {
      return two < three ? two : (one < three ? three : one)
    }
    return one < three ? one : (two < three ? three : two)
  }

  private static func heap(_ events: UnsafeMutablePointer<Event>, _ count: Int) {
    for root in stride(from: count / 2 - 1, through: 0, by: -1) { siftDown(events, root, count) }
    for end in stride(from: count - 1, to: 0, by: -1) {
      let event = events[0]
      events[0] = events[end]
      events[end] = event
      siftDown(events, 0, end)
    }
  }

  private static func siftDown(_ events: UnsafeMutablePointer<Event>, _ root: Int, _ count: Int) {
    let event = events[root]
    var place = root
    while 2 * place + 1 < count {
      var child = 2 * place + 1
      if child + 1 < count && events[child + 1] < events[child] { child += 1 }
      if !(events[child] < event) { break }
      events[place] = events[child]
      place = child
    }
    events[place] = event
  }
}
