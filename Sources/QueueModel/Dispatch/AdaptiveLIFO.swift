// First come, first served as long as the line runs empty now and then; in an overload the newest first, with short
// timeouts, so that some are served in time instead of all too late.

/// Controlled delay and adaptive last-in, first-out.
///
/// The line is overloaded while it has not been empty for longer than `interval`. A job that enters may wait for
/// `interval`, or only for `target` when it finds the line overloaded; when a slot is free, jobs that have waited
/// longer are dropped. The highest priority goes first; within it the oldest, or the newest while the line is
/// overloaded. Without overload this is strict priority with a generous timeout.
///
/// The rule is that of B. Maurer, "Fail at Scale" (ACM Queue 13, 2015), with M = `target` and N = `interval`, after
/// K. Nichols and V. Jacobson, "Controlling Queue Delay" (ACM Queue 10, 2012). There M is 5 ms and N 100 ms, for calls
/// between servers; people who wait for a chat answer have seconds. A job that comes back after an error enters anew,
/// with a timeout of its own and the age that it had.
///
/// Adding is O(1), taking and removing are O(log n) amortised.
public struct AdaptiveLIFO: DispatchPolicy {
  /// Longest wait of a job that enters an overloaded line, in nanoseconds.
  public let targetNanoseconds: Int64
  /// Longest wait of any other job, and the time after which a line that was not empty is overloaded.
  public let intervalNanoseconds: Int64
  private var jobs = WaitingTable()
  private var byAge = PairingHeaps()
  private var byYouth = PairingHeaps()
  private var byDeadline = PairingHeaps()
  private var oldest = PairingHeaps.nothing
  private var newest = PairingHeaps.nothing
  private var firstDue = PairingHeaps.nothing
  /// When the line was empty for the last time, as long as jobs wait.
  private var lastEmpty = Instant(nanosecondsSinceEpoch: 0)

  /// An empty line. Precondition: 0 < `target` ≤ `interval`.
  public init(target: Duration = .seconds(2), interval: Duration = .seconds(30)) {
    targetNanoseconds = target.wholeNanoseconds
    intervalNanoseconds = interval.wholeNanoseconds
    precondition(
      targetNanoseconds > 0 && targetNanoseconds <= intervalNanoseconds,
      "the target must be positive and at most the interval, not \(target) and \(interval)")
  }

  /// An order of its own; drops.
  public var contract: DispatchContract { DispatchContract(dropsOverdue: true) }

  /// Jobs waiting.
  public var count: Int { jobs.count }

  /// True while jobs wait and the line has not been empty for longer than the interval.
  public func isOverloaded(now: Instant) -> Bool {
    jobs.count > 0 && now.nanoseconds(since: lastEmpty) > intervalNanoseconds
  }

  /// Adds a job. Precondition: it is not waiting already.
  public mutating func insert(_ job: WaitingJob, now: Instant) {
    if jobs.count == 0 { lastEmpty = now }
    let timeout = isOverloaded(now: now) ? targetNanoseconds : intervalNanoseconds
    let place = job.handle.index
    jobs.insert(job)
    byAge.insert(place, job.strictRank, into: &oldest)
    byYouth.insert(place, Self.youngestFirst(job), into: &newest)
    let deadline = now.advanced(byNanoseconds: timeout).nanosecondsSinceEpoch
    byDeadline.insert(place, HeapRank(score: deadline, sequence: job.sequence), into: &firstDue)
  }

  /// Removes and returns a job that has waited longer than it may.
  public mutating func popOverdue(now: Instant) -> WaitingJob? {
    guard firstDue != PairingHeaps.nothing,
      now.nanosecondsSinceEpoch > byDeadline.rank(of: firstDue).score
    else { return nil }
    return take(firstDue)
  }

  /// Removes and returns the oldest of the highest priority, or the newest in an overload; nil when none waits.
  public mutating func popNext(now: Instant) -> WaitingJob? { next(now: now).map { take($0) } }

  /// The oldest of the highest priority, or the newest in an overload; nil when none waits. O(1).
  public func peekNext(now: Instant) -> WaitingJob? { next(now: now).map { jobs[$0] } }

  /// Removes a job that will not be dispatched; false when it is not waiting here.
  public mutating func remove(_ handle: JobHandle) -> Bool {
    guard jobs.job(handle) != nil else { return false }
    _ = take(handle.index)
    return true
  }

  private func next(now: Instant) -> UInt32? {
    guard jobs.count > 0 else { return nil }
    return isOverloaded(now: now) ? newest : oldest
  }

  /// Priority first, then the latest creation, then the latest admission.
  private static func youngestFirst(_ job: WaitingJob) -> HeapRank {
    HeapRank(
      score: Int64(job.priority) * StrictPriority.levelMilliseconds - job.createdMilliseconds,
      sequence: ~job.sequence)
  }

  private mutating func take(_ place: UInt32) -> WaitingJob {
    byAge.remove(place, from: &oldest)
    byYouth.remove(place, from: &newest)
    byDeadline.remove(place, from: &firstDue)
    return jobs.remove(place)
  }
}
