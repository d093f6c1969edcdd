// What the queue knows of one job.

/// A job in a ``JobQueue``.
public struct Job: Hashable, Sendable {
  /// Where it stands.
  public internal(set) var state: JobState
  /// 1 (first) to 10.
  public internal(set) var priority: UInt8
  /// Attempts begun.
  public internal(set) var attempts: UInt8
  /// Leases that ended.
  public internal(set) var stalls: UInt8
  /// True once the mode of the answer is fixed to simple, at the start of the first attempt.
  public internal(set) var isSimple: Bool
  /// True once an attempt has started and `isSimple` is settled.
  public internal(set) var isModeFixed: Bool
  /// True while a worker's slot is taken for it.
  public internal(set) var holdsSlot: Bool
  /// True when the current attempt has written tokens that a further attempt must reset.
  public internal(set) var hasTokens: Bool
  /// How many jobs held its place before.
  public internal(set) var generation: UInt32
  /// The person it belongs to.
  public internal(set) var owner: UInt32
  /// The lease in force; 0 when none.
  public internal(set) var lease: UInt64
  /// Order of admission.
  public internal(set) var sequence: UInt64
  /// When it was admitted.
  public internal(set) var createdAt: Instant
  /// When it entered the line for the first time, which for a parked job is its promotion: keeps its place over
  /// retries and stalls.
  public internal(set) var queuedAt: Instant
  /// When it is expired unless it has started.
  public internal(set) var expiresAt: Instant
  /// When the lease ends unless it is renewed.
  public internal(set) var leaseEndsAt: Instant
}

/// What became of an event that a job was told of.
enum JobMove {
  case made
  /// The job had ended.
  case late
  /// The table does not allow it.
  case illegal
}

// Each step of a job's life as one change, so that the queue looks the job up once.
extension Job {
  /// Moves along the table.
  @inline(__always) mutating func move(_ event: JobEvent) -> JobMove {
    if state.isTerminal { return .late }
    guard let next = JobLifecycle.next(state, event) else { return .illegal }
    state = next
    return .made
  }

  /// Given to a worker under a new lease.
  @inline(__always) mutating func dispatch(lease: UInt64, until end: Instant) -> JobMove {
    let move = move(.dispatch)
    guard move == .made else { return move }
    attempts += 1
    holdsSlot = true
    hasTokens = false
    self.lease = lease
    leaseEndsAt = end
    return .made
  }

  /// The worker begins; the mode of the answer is fixed at the first attempt.
  @inline(__always) mutating func start(isSimple: Bool, until end: Instant) -> JobMove {
    let move = move(.start)
    guard move == .made else { return move }
    if !isModeFixed {
      isModeFixed = true
      self.isSimple = isSimple
    }
    leaseEndsAt = end
    return .made
  }

  /// The first token of the attempt.
  @inline(__always) mutating func firstToken(until end: Instant) -> JobMove {
    let move = move(.firstToken)
    guard move == .made else { return move }
    hasTokens = true
    leaseEndsAt = end
    return .made
  }

  /// An attempt ends by `event`: the lease is void and the slot is given back.
  @inline(__always) mutating func endAttempt(_ event: JobEvent) -> JobMove {
    let move = move(event)
    guard move == .made else { return move }
    lease = 0
    holdsSlot = false
    return .made
  }
}

/// What has happened to jobs, counted.
public struct JobCounters: Hashable, Sendable {
  /// Jobs that entered, parked ones included.
  public var admitted = 0
  /// Jobs set aside behind an email offer.
  public var parked = 0
  /// Parked jobs that entered the line.
  public var promoted = 0
  /// Attempts given to a worker.
  public var dispatched = 0
  /// Jobs given to a worker for the first time.
  public var firstAttempts = 0
  /// Errors after which another attempt was set.
  public var retries = 0
  /// Errors after which there was no further attempt because the retry budget was empty.
  public var retriesRefused = 0
  /// Leases that ended with the job back in the line.
  public var stalls = 0
  /// Jobs that delivered the whole answer.
  public var completed = 0
  /// Jobs that failed for good.
  public var failed = 0
  /// Jobs stopped at their owner's wish.
  public var cancelled = 0
  /// Jobs whose time to live ended before they started.
  public var expired = 0
  /// Events in a state that the table does not allow them in.
  public var illegalTransitions = 0
  /// Events for a job that had ended, or with a lease that had been replaced.
  public var lateEvents = 0

  /// Nothing counted yet.
  public init() {}

  /// Jobs that have ended.
  public var ended: Int { completed + failed + cancelled + expired }
}
