// The line before the servers of a workload: first come, first served.

/// Somebody who waits, and since when.
struct Waiting {
  var user: UInt32
  var cycle: UInt32
  var sinceNanoseconds: Int64
}

/// A ring of waiting users. `append` and `popFirst` are O(1), amortised while it grows; it never shrinks.
struct WaitingLine {
  private var places: [Waiting] = Array(
    repeating: Waiting(user: 0, cycle: 0, sinceNanoseconds: 0), count: 1024)
  private var head = 0
  private(set) var count = 0

  mutating func append(_ waiting: Waiting) {
    if count == places.count { grow() }
    places[(head + count) & (places.count - 1)] = waiting
    count += 1
  }

  /// Who came first, if anybody waits.
  var first: Waiting? { count == 0 ? nil : places[head] }

  mutating func popFirst() -> Waiting? {
    if count == 0 { return nil }
    let first = places[head]
    head = (head + 1) & (places.count - 1)
    count -= 1
    return first
  }

  private mutating func grow() {
    places = Array(places[head...] + places[..<head]) + places
    head = 0
  }
}
