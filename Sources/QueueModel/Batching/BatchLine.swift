// The requests that wait for a replica.

/// A line with two ends: whoever comes is last, whoever has to begin anew is first.
struct BatchLine: Sendable {
  /// Those who were put first; the next is the last of them.
  private var first: [BatchedRequests.Handle] = []
  /// The others, from `head` on.
  private var others: [BatchedRequests.Handle] = []
  private var head = 0

  var count: Int { first.count + others.count - head }
  var next: BatchedRequests.Handle? { first.last ?? (head < others.count ? others[head] : nil) }

  mutating func append(_ handle: BatchedRequests.Handle) { others.append(handle) }

  mutating func putFirst(_ handle: BatchedRequests.Handle) { first.append(handle) }

  /// Takes out the next. Precondition: there is one. O(1) on average.
  mutating func removeNext() {
    guard first.popLast() == nil else { return }
    head += 1
    if head == others.count {
      others.removeAll(keepingCapacity: true)
      head = 0
    } else if head * 2 > others.count {
      others.removeFirst(head)
      head = 0
    }
  }

  /// Takes out whoever has gone. O(n).
  mutating func remove(_ handle: BatchedRequests.Handle) {
    if let index = first.firstIndex(of: handle) {
      first.remove(at: index)
    } else if let index = others[head...].firstIndex(of: handle) {
      others.remove(at: index)
    }
  }
}
