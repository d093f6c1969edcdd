// Priority as a head start: each level is worth a stated time, and no job starves.

/// Dispatches by score, lowest first; score = priority · `levelWorth` + milliseconds of creation, ties by sequence.
///
/// The design's score with another factor: where strict priority puts 31.7 years between two levels, this puts
/// `levelWorth`, as Trigger.dev and Inngest do with priorities in seconds. A job of priority p goes before one of
/// priority q < p that comes more than (p − q) · `levelWorth` later, so that it waits for at most what had been
/// admitted by then. With zero it is first come, first served whatever the priority.
///
/// ```swift
/// var line = StridePriority(levelWorth: .seconds(60))
/// // A job of priority 10 goes before one of priority 9 that comes a minute and a millisecond later.
/// ```
///
/// Adding is O(1), taking and removing are O(log n) amortised.
public struct StridePriority: DispatchPolicy {
  /// What one level is worth, in milliseconds.
  public let levelMilliseconds: Int64
  private var jobs = WaitingTable()
  private var heap = PairingHeaps()
  private var first = PairingHeaps.nothing

  /// An empty line. Precondition: `levelWorth` is 0 to 31 years; it counts in whole milliseconds.
  public init(levelWorth: Duration) {
    levelMilliseconds = levelWorth.wholeNanoseconds / 1_000_000
    precondition(
      (0...StrictPriority.levelMilliseconds).contains(levelMilliseconds),
      "a level must be worth 0 to 10¹² ms, not \(levelWorth)")
  }

  /// Keeps the order of its scores.
  public var contract: DispatchContract {
    DispatchContract(order: .byScore(levelMilliseconds: levelMilliseconds))
  }

  /// Jobs waiting.
  public var count: Int { jobs.count }

  /// Adds a job. Precondition: it is not waiting already.
  public mutating func insert(_ job: WaitingJob, now: Instant) {
    jobs.insert(job)
    heap.insert(job.handle.index, job.rank(levelMilliseconds: levelMilliseconds), into: &first)
  }

  /// Removes and returns the job of the lowest score; nil when none waits.
  public mutating func popNext(now: Instant) -> WaitingJob? {
    guard first != PairingHeaps.nothing else { return nil }
    return take(first)
  }

  /// The job of the lowest score; nil when none waits. O(1).
  public func peekNext(now: Instant) -> WaitingJob? { first == PairingHeaps.nothing ? nil : jobs[first] }

  /// Removes a job that will not be dispatched; false when it is not waiting here.
  public mutating func remove(_ handle: JobHandle) -> Bool {
    guard jobs.job(handle) != nil else { return false }
    _ = take(handle.index)
    return true
  }

  private mutating func take(_ place: UInt32) -> WaitingJob {
    heap.remove(place, from: &first)
    return jobs.remove(place)
  }
}
