// The life of a job as a table: which event may happen in which state, and where it leads. The table is the
// rule; `JobQueue` adds the guards that need more than the state.

/// Where a job stands.
public enum JobState: UInt8, CaseIterable, Hashable, Sendable {
  /// Admitted and waiting: the only state that counts as depth.
  case pending
  /// Given to a worker that has not begun.
  case dispatched
  /// The worker has called the model.
  case processing
  /// The first token is there.
  case streaming
  /// An error happened; the next attempt is due later.
  case retryScheduled
  /// Set aside behind an email offer; enters the queue when the service has calmed.
  case parked
  /// In the sorted set of the original design, and handed to nobody yet, or no longer: see ``SortedSet``.
  case unpublished
  case completed, failed, cancelled, expired

  /// True when nothing can happen to the job any more.
  @inlinable public var isTerminal: Bool { rawValue >= JobState.completed.rawValue }

  /// True while a worker is at it.
  @inlinable public var isInFlight: Bool {
    self == .dispatched || self == .processing || self == .streaming
  }

  /// What other systems are told (`pending`, `processing`, `completed`, `failed`).
  public var persisted: String {
    switch self {
    case .pending, .dispatched, .retryScheduled, .parked, .unpublished: "pending"
    case .processing, .streaming: "processing"
    case .completed: "completed"
    case .failed, .cancelled, .expired: "failed"
    }
  }
}

/// What can happen to a job.
public enum JobEvent: UInt8, CaseIterable, Hashable, Sendable {
  case promote, dispatch, start, firstToken, complete
  /// An error after which another attempt is made.
  case retry
  /// An error after which no further attempt is made.
  case fail
  /// The time of the next attempt has come.
  case retryDue
  /// The lease ended and the job may stall once more.
  case stall
  case expire, cancel
  /// The count of the sorted set leaves room: the job is handed to the workers.
  case publish
  /// The attempt is over and nobody will learn of it.
  case lose
}

/// The transition table.
public enum JobLifecycle {
  /// The state that `event` leads to from `state`; nil where the event is illegal.
  ///
  /// Terminal states lead nowhere: an event in one of them is late, not illegal, and changes nothing. O(1).
  @inlinable @inline(__always)
  public static func next(_ state: JobState, _ event: JobEvent) -> JobState? {
    switch (event, state) {
    case (.promote, .parked): .pending
    case (.dispatch, .pending): .dispatched
    case (.start, .dispatched): .processing
    case (.firstToken, .processing): .streaming
    case (.complete, .processing), (.complete, .streaming): .completed
    case (.retry, .dispatched), (.retry, .processing), (.retry, .streaming): .retryScheduled
    case (.fail, .dispatched), (.fail, .processing), (.fail, .streaming): .failed
    case (.retryDue, .retryScheduled): .pending
    case (.stall, .dispatched), (.stall, .processing), (.stall, .streaming): .pending
    case (.expire, .pending), (.expire, .retryScheduled), (.expire, .parked),
      (.expire, .unpublished):
      .expired
    case (.cancel, .pending), (.cancel, .dispatched), (.cancel, .processing), (.cancel, .streaming),
      (.cancel, .retryScheduled), (.cancel, .parked), (.cancel, .unpublished):
      .cancelled
    case (.publish, .unpublished): .pending
    case (.lose, .dispatched), (.lose, .processing), (.lose, .streaming): .unpublished
    default: nil
    }
  }
}

/// Why a job failed.
public enum JobFailure: UInt8, CaseIterable, Hashable, Sendable {
  /// The error may not be retried.
  case notRetryable
  /// As many attempts were made as allowed.
  case attemptsExhausted
  /// The retry budget was empty.
  case budgetExhausted
  /// The next attempt would have come after the job's end.
  case outOfTime
  /// The lease ended more often than allowed.
  case stalled

  /// The reason in words.
  public var name: String {
    switch self {
    case .notRetryable: "not retryable"
    case .attemptsExhausted: "attempts exhausted"
    case .budgetExhausted: "retry budget exhausted"
    case .outOfTime: "out of time"
    case .stalled: "stalled"
    }
  }
}
