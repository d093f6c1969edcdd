// Strict priority in which waiting earns levels, but only so many of them.

/// Dispatches by level, lowest first, then by creation; level = priority − levels earned, at least 1.
///
/// A job earns a level for each whole `interval` that it has waited, and at most `levels` of them: so it overtakes
/// fresh jobs up to that many levels above it and never those above. Ageing is the classic remedy for the starvation
/// of strict priorities (Silberschatz, Galvin and Gagne, "Operating System Concepts"); the bound keeps the highest
/// priorities out of its reach. With `levels` 9 nothing starves; with 0 it is strict priority.
///
/// Within a priority the order is that of creation, since who came first has earned no less. Adding is O(1); taking
/// and removing are O(log n) amortised and look at the first job of each of the ten priorities.
public struct BoundedAging: DispatchPolicy {
  /// Wait that earns a level, in milliseconds.
  public let intervalMilliseconds: Int64
  /// Most levels that a job earns.
  public let levels: Int
  private var jobs = WaitingTable()
  private var heaps = PairingHeaps()
  /// First job of each priority.
  private var first = [UInt32](repeating: PairingHeaps.nothing, count: 11)

  /// An empty line. Precondition: `interval` is at least a millisecond and `levels` 0 to 9.
  public init(interval: Duration, levels: Int) {
    intervalMilliseconds = interval.wholeNanoseconds / 1_000_000
    precondition(intervalMilliseconds > 0, "the interval must be at least 1 ms, not \(interval)")
    precondition((0...9).contains(levels), "levels must be 0 to 9, not \(levels)")
    self.levels = levels
  }

  /// Within a priority, the order of admission.
  public var contract: DispatchContract { DispatchContract(order: .withinPriority) }

  /// Jobs waiting.
  public var count: Int { jobs.count }

  /// The level of a job now, 1 (first) to 10.
  public func level(of job: WaitingJob, now: Instant) -> Int {
    let waited = max(0, now.millisecondsSinceEpoch - job.createdMilliseconds)
    let earned = min(Int64(levels), waited / intervalMilliseconds)
    return max(1, Int(job.priority) - Int(earned))
  }

  /// Adds a job. Precondition: it is not waiting already, and its priority is 1 to 10.
  public mutating func insert(_ job: WaitingJob, now: Instant) {
    jobs.insert(job)
    heaps.insert(job.handle.index, job.strictRank, into: &first[Int(job.priority)])
  }

  /// Removes and returns the job of the lowest level that was created first; nil when none waits.
  public mutating func popNext(now: Instant) -> WaitingJob? { best(now: now).map { take($0) } }

  /// The job of the lowest level that was created first; nil when none waits. O(1).
  public func peekNext(now: Instant) -> WaitingJob? { best(now: now).map { jobs[$0] } }

  /// Removes a job that will not be dispatched; false when it is not waiting here.
  public mutating func remove(_ handle: JobHandle) -> Bool {
    guard jobs.job(handle) != nil else { return false }
    _ = take(handle.index)
    return true
  }

  private func best(now: Instant) -> UInt32? {
    var best: (place: UInt32, level: Int, rank: HeapRank)?
    for place in first where place != PairingHeaps.nothing {
      let job = jobs[place]
      let level = level(of: job, now: now)
      let rank = job.rank(levelMilliseconds: 0)
      if let best, (best.level, best.rank) < (level, rank) { continue }
      best = (place, level, rank)
    }
    return best?.place
  }

  private mutating func take(_ place: UInt32) -> WaitingJob {
    let job = jobs.remove(place)
    heaps.remove(place, from: &first[Int(job.priority)])
    return job
  }
}
