// The waiting jobs of one priority in order of creation. Apart from the policy because only here does it matter
// that almost all of them come in that order.

/// Jobs of one priority. It holds an entry for each job that waits, and for removed ones until they are reached.
struct PriorityLane: Sendable {
  /// A job, and the ticket by which its owner knows whether it still waits.
  struct Entry: Sendable {
    var job: WaitingJob
    var ticket: UInt64

    /// Created earlier, or at the same millisecond and admitted earlier.
    func precedes(_ other: Entry) -> Bool {
      job.createdMilliseconds != other.job.createdMilliseconds
        ? job.createdMilliseconds < other.job.createdMilliseconds : job.sequence < other.job.sequence
    }
  }

  /// Jobs that came in order; those before `head` are gone.
  private var line: [Entry] = []
  private var head = 0
  /// Jobs that came after a later one: a binary heap, the earliest first.
  private var returned: [Entry] = []
  /// Entries whose jobs wait.
  private var waiting = 0

  /// Entries, those of removed jobs included.
  private var entries: Int { line.count - head + returned.count }

  /// True when more than half of many entries are those of removed jobs.
  var isMostlyRemoved: Bool { entries > 64 && entries > 2 * waiting }

  /// Adds a job's entry.
  @inline(__always) mutating func insert(_ entry: Entry) {
    waiting += 1
    if let last = line.last, entry.precedes(last) {
      returned.append(entry)
      siftUp()
    } else {
      line.append(entry)
    }
  }

  /// One job fewer waits; returns how many do.
  mutating func countDown() -> Int {
    waiting -= 1
    return waiting
  }

  /// Takes the earliest entry out, whether its job waits or not; nil when there is none.
  @inline(__always) mutating func popFirst() -> Entry? {
    guard head < line.count else { return popReturned() }
    if let earliest = returned.first, earliest.precedes(line[head]) { return popReturned() }
    let entry = line[head]
    head += 1
    if head >= 64, 2 * head >= line.count {
      line.removeFirst(head)
      head = 0
    }
    return entry
  }

  /// The earliest job of an entry that `isWaiting` says yes to.
  func first(where isWaiting: (Entry) -> Bool) -> WaitingJob? {
    let inLine = line[head...].first(where: isWaiting)
    let back = returned.filter(isWaiting).min { $0.precedes($1) }
    guard let inLine, let back else { return (inLine ?? back)?.job }
    return back.precedes(inLine) ? back.job : inLine.job
  }

  /// Drops the entries that `isWaiting` says no to.
  mutating func keep(_ isWaiting: (Entry) -> Bool) {
    line = line[head...].filter(isWaiting)
    head = 0
    // A sorted array is a heap.
    returned = returned.filter(isWaiting).sorted { $0.precedes($1) }
  }

  private mutating func popReturned() -> Entry? {
    guard let first = returned.first else { return nil }
    let last = returned.removeLast()
    if !returned.isEmpty {
      returned[0] = last
      siftDown()
    }
    return first
  }

  private mutating func siftUp() {
    var place = returned.count - 1
    while place > 0, returned[place].precedes(returned[(place - 1) / 2]) {
      returned.swapAt(place, (place - 1) / 2)
      place = (place - 1) / 2
    }
  }

  private mutating func siftDown() {
    var place = 0
    while true {
      var child = 2 * place + 1
      guard child < returned.count else { return }
      if child + 1 < returned.count, returned[child + 1].precedes(returned[child]) { child += 1 }
      guard returned[child].precedes(returned[place]) else { return }
      returned.swapAt(place, child)
      place = child
    }
  }
}
