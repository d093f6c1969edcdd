// First come, first served: a line of customers that is linked through their records.

/// A line of customers of one pool; a value of twelve bytes. Every call is O(1).
struct CustomerLine: BitwiseCopyable {
  private(set) var count = 0
  private var head: UInt32 = .max
  private var tail: UInt32 = .max

  /// The customer who came first. Precondition: there is one.
  var first: UInt32 { head }

  mutating func append(_ index: UInt32, in customers: borrowing CustomerPool) {
    customers[index].next = .max
    if count == 0 { head = index } else { customers[tail].next = index }
    tail = index
    count += 1
  }

  /// Takes out who came first; nil when nobody waits.
  mutating func popFirst(in customers: borrowing CustomerPool) -> UInt32? {
    guard count > 0 else { return nil }
    let index = head
    head = customers[index].next
    count -= 1
    return index
  }
}
