// Strict priority, first come first served within a priority: the design's own order.

/// Dispatches by score, lowest first; score = priority · 10¹² + Unix milliseconds of creation, ties by sequence.
///
/// The score is that of the design's sorted set. Nine priorities lie 10¹² ms (31.7 years) apart, so a lower
/// priority starves as long as a higher one has work, and within a priority the order is that of creation. Jobs
/// are created in that order, so each priority is a plain line to which new jobs are appended; only those that
/// come back (after an error, a lost lease) have to be put in order. Adding, taking and removing are O(1)
/// amortised for new jobs, O(log n) in the jobs that came back.
public struct StrictPriority: DispatchPolicy {
  /// Whether and where a job waits, by job index.
  private struct Place: Sendable {
    /// Named by its entry; 0 where the job does not wait.
    var ticket: UInt64 = 0
    var generation: UInt32 = 0
    var priority: UInt8 = 0
  }

  /// One line a priority; the first is never used.
  private var lanes = [PriorityLane](repeating: PriorityLane(), count: 11)
  /// A bit for each priority of which jobs wait.
  private var occupied: UInt16 = 0
  private var places: [Place] = []
  private var nextTicket: UInt64 = 1
  /// Jobs waiting.
  public private(set) var count = 0

  /// An empty line.
  public init() {}

  /// Keeps the order of scores.
  public var contract: DispatchContract {
    DispatchContract(order: .byScore(levelMilliseconds: Self.levelMilliseconds))
  }

  /// What a priority is worth in milliseconds of creation: 31.7 years.
  public static let levelMilliseconds: Int64 = 1_000_000_000_000

  /// The score that orders a job.
  @inlinable public static func score(priority: UInt8, createdMilliseconds: Int64) -> Int64 {
    Int64(priority) * 1_000_000_000_000 + createdMilliseconds
  }

  /// Adds a job. Precondition: it is not waiting already, and its priority is 1 to 10.
  public mutating func insert(_ job: WaitingJob, now: Instant) {
    let index = Int(job.handle.index)
    while places.count <= index { places.append(Place()) }
    // In debug builds only: the look would wait for memory that is otherwise only written here.
    assert(places[index].ticket == 0, "job \(job.handle) is already waiting")
    places[index] = Place(
      ticket: nextTicket, generation: job.handle.generation, priority: job.priority)
    lanes[Int(job.priority)].insert(PriorityLane.Entry(job: job, ticket: nextTicket))
    nextTicket += 1
    occupied |= 1 << UInt16(job.priority)
    count += 1
  }

  /// Removes and returns the job of the lowest score; nil when none waits.
  public mutating func popNext(now: Instant) -> WaitingJob? {
    while occupied != 0 {
      let priority = occupied.trailingZeroBitCount
      guard let entry = lanes[priority].popFirst() else {
        preconditionFailure("no job of priority \(priority) is left although one was counted")
      }
      // An entry whose job was removed, and perhaps waits anew.
      guard places[Int(entry.job.handle.index)].ticket == entry.ticket else { continue }
      places[Int(entry.job.handle.index)].ticket = 0
      took(priority)
      return entry.job
    }
    return nil
  }

  /// The job of the lowest score; nil when none waits. O(n): for a look from outside.
  public func peekNext(now: Instant) -> WaitingJob? {
    guard occupied != 0 else { return nil }
    return lanes[occupied.trailingZeroBitCount].first(where: isWaiting)
  }

  /// Removes a job that will not be dispatched; false when it is not waiting here.
  public mutating func remove(_ handle: JobHandle) -> Bool {
    let index = Int(handle.index)
    guard index < places.count, places[index].ticket != 0, places[index].generation == handle.generation
    else { return false }
    let priority = Int(places[index].priority)
    places[index].ticket = 0
    took(priority)
    if lanes[priority].isMostlyRemoved {
      let places = places
      lanes[priority].keep { places[Int($0.job.handle.index)].ticket == $0.ticket }
    }
    return true
  }

  private func isWaiting(_ entry: PriorityLane.Entry) -> Bool {
    places[Int(entry.job.handle.index)].ticket == entry.ticket
  }

  private mutating func took(_ priority: Int) {
    count -= 1
    if lanes[priority].countDown() == 0 { occupied &= ~(1 << UInt16(priority)) }
  }
}
