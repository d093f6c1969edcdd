// Strict priority, first come first served within a priority: the design's own order.

/// Dispatches by score, lowest first; score = priority · 10¹² + Unix milliseconds of creation, ties by sequence.
///
/// The score is that of the design's sorted set. Nine priorities lie 10¹² ms (31.7 years) apart, so a lower
/// priority starves as long as a higher one has work. O(log n) for each change.
public struct StrictPriority: DispatchPolicy {
  @usableFromInline struct Entry: Hashable, Sendable {
    @usableFromInline var score: Int64
    @usableFromInline var job: WaitingJob

    @inlinable func precedes(_ other: Entry) -> Bool {
      score != other.score ? score < other.score : job.sequence < other.job.sequence
    }
  }

  /// A binary heap, with the place of each job so that any can be removed.
  var heap: [Entry] = []
  /// Place in `heap` by job index; -1 where the job is not waiting.
  var places: [Int32] = []

  /// An empty line.
  public init() {}

  /// Jobs waiting.
  public var count: Int { heap.count }

  /// The score that orders a job.
  @inlinable public static func score(priority: UInt8, createdMilliseconds: Int64) -> Int64 {
    Int64(priority) * 1_000_000_000_000 + createdMilliseconds
  }

  /// Adds a job. Precondition: it is not waiting already.
  public mutating func insert(_ job: WaitingJob, now: Instant) {
    let index = Int(job.handle.index)
    while places.count <= index { places.append(-1) }
    precondition(places[index] < 0, "job \(job.handle) is already waiting")
    let score = Self.score(priority: job.priority, createdMilliseconds: job.createdMilliseconds)
    heap.append(Entry(score: score, job: job))
    siftUp(heap.count - 1)
  }

  /// Removes and returns the job of the lowest score; nil when none waits.
  public mutating func popNext(now: Instant) -> WaitingJob? {
    guard let first = heap.first else { return nil }
    removeEntry(at: 0)
    return first.job
  }

  /// The job of the lowest score; nil when none waits.
  public func peekNext(now: Instant) -> WaitingJob? { heap.first?.job }

  /// Removes a job that will not be dispatched; false when it is not waiting here.
  public mutating func remove(_ handle: JobHandle) -> Bool {
    let index = Int(handle.index)
    guard index < places.count, places[index] >= 0 else { return false }
    let place = Int(places[index])
    guard heap[place].job.handle == handle else { return false }
    removeEntry(at: place)
    return true
  }

  private mutating func removeEntry(at place: Int) {
    places[Int(heap[place].job.handle.index)] = -1
    let last = heap.removeLast()
    guard place < heap.count else { return }
    heap[place] = last
    if place > 0, last.precedes(heap[(place - 1) / 2]) { siftUp(place) } else { siftDown(place) }
  }

  private mutating func siftUp(_ start: Int) {
    var place = start
    let entry = heap[place]
    while place > 0 {
      let parent = (place - 1) / 2
      guard entry.precedes(heap[parent]) else { break }
      put(heap[parent], at: place)
      place = parent
    }
    put(entry, at: place)
  }

  private mutating func siftDown(_ start: Int) {
    var place = start
    let entry = heap[place]
    while true {
      var child = 2 * place + 1
      guard child < heap.count else { break }
      if child + 1 < heap.count, heap[child + 1].precedes(heap[child]) { child += 1 }
      guard heap[child].precedes(entry) else { break }
      put(heap[child], at: place)
      place = child
    }
    put(entry, at: place)
  }

  private mutating func put(_ entry: Entry, at place: Int) {
    heap[place] = entry
    places[Int(entry.job.handle.index)] = Int32(place)
  }
}
