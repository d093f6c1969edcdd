// Which requests have been seen: a repetition gets the first one's job instead of another.

/// Idempotency keys and the jobs they stand for, for 24 hours unless forgotten earlier.
public struct IdempotencyKeys<Key: Hashable & Sendable>: Sendable {
  /// How long a key is remembered, in nanoseconds.
  public let timeToLiveNanoseconds: Int64
  private var jobs: [Key: (job: JobHandle, until: Instant)] = [:]

  /// No key seen yet.
  public init(timeToLive: Duration = .seconds(86400)) {
    self.timeToLiveNanoseconds = timeToLive.wholeNanoseconds
  }

  /// Keys remembered.
  public var count: Int { jobs.count }

  /// The job of a key seen in time. O(1).
  public mutating func job(for key: Key, now: Instant) -> JobHandle? {
    guard let entry = jobs[key] else { return nil }
    if entry.until <= now {
      jobs[key] = nil
      return nil
    }
    return entry.job
  }

  /// Remembers the job of a key.
  public mutating func remember(_ key: Key, job: JobHandle, now: Instant) {
    jobs[key] = (job, now.advanced(byNanoseconds: timeToLiveNanoseconds))
  }

  /// Forgets a key that nobody can send again.
  public mutating func forget(_ key: Key) {
    jobs[key] = nil
  }
}
