// Strict priority that drops, when a slot is free, whoever has waited too long.

/// Dispatches as ``StrictPriority`` does, and drops each job that has waited longer than `maximumWait`.
///
/// An answer that comes too late is work for nobody, and in an overload it takes the place of one that would have
/// been in time. The age is looked at when a slot is free, not by a timer (a time to live that is checked at the
/// way out of the line), counts from a job's first entry, and does not begin anew with a retry.
///
/// Adding is O(1), taking and removing are O(log n) amortised.
public struct DeadlineDrop: DispatchPolicy {
  /// Longest wait, in milliseconds.
  public let maximumWaitMilliseconds: Int64
  private var jobs = WaitingTable()
  private var byScore = PairingHeaps()
  private var byAge = PairingHeaps()
  private var first = PairingHeaps.nothing
  private var oldest = PairingHeaps.nothing

  /// An empty line. Precondition: `maximumWait` is not negative; it counts in whole milliseconds.
  public init(maximumWait: Duration) {
    maximumWaitMilliseconds = maximumWait.wholeNanoseconds / 1_000_000
    precondition(maximumWaitMilliseconds >= 0, "the longest wait must not be negative, not \(maximumWait)")
  }

  /// Keeps the order of scores among those that it does not drop.
  public var contract: DispatchContract {
    DispatchContract(
      order: .byScore(levelMilliseconds: StrictPriority.levelMilliseconds), dropsOverdue: true)
  }

  /// Jobs waiting.
  public var count: Int { jobs.count }

  /// Adds a job. Precondition: it is not waiting already.
  public mutating func insert(_ job: WaitingJob, now: Instant) {
    jobs.insert(job)
    byScore.insert(job.handle.index, job.strictRank, into: &first)
    byAge.insert(job.handle.index, job.rank(levelMilliseconds: 0), into: &oldest)
  }

  /// Removes and returns the job of the lowest score; nil when none waits.
  public mutating func popNext(now: Instant) -> WaitingJob? {
    first == PairingHeaps.nothing ? nil : take(first)
  }

  /// Removes and returns the oldest job if it has waited too long.
  public mutating func popOverdue(now: Instant) -> WaitingJob? {
    guard oldest != PairingHeaps.nothing,
      now.millisecondsSinceEpoch - jobs[oldest].createdMilliseconds > maximumWaitMilliseconds
    else { return nil }
    return take(oldest)
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
    byScore.remove(place, from: &first)
    byAge.remove(place, from: &oldest)
    return jobs.remove(place)
  }
}
