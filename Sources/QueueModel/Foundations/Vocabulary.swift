// The words that requests, jobs and reports are described with. Their raw values are the tag values of
// thresholds and the keys of `report.json`, so changing one changes the language.

/// Who asks. The role comes from verified claims, never from the body of a request.
public enum Role: String, CaseIterable, Hashable, Sendable, Codable, BitwiseCopyable {
  case student, teacher, admin

  /// Teachers and admins: the roles that may bypass the queue.
  @inlinable public var isEducator: Bool { self != .student }
}

/// How one request ended.
///
/// Every request has exactly one outcome. `completed`, `cached`, `shared` and `bypassed` deliver a whole answer.
public enum Outcome: String, CaseIterable, Hashable, Sendable, Codable, BitwiseCopyable {
  /// A job of its own delivered the whole answer.
  case completed
  /// The response cache answered.
  case cached
  /// Joined the answer that another request for the same question was already being given (single-flight).
  case shared
  /// An educator's direct call delivered the whole answer.
  case bypassed
  /// The answer was given up for good after errors, stalls or an exhausted retry budget.
  case failed
  /// The person stopped it on purpose, or sent a newer one that took its place.
  case cancelled
  /// The person's patience ended before the first token.
  case abandoned
  /// The job's time to live ended before it started, or its policy dropped it.
  case expired
  /// Refused by the rate limiter (429).
  case limited
  /// Refused because the system is busy (503).
  case busy
  /// Refused because the person already has as many waiting jobs as allowed (409).
  case capped
  /// Malformed or too large (400, 413).
  case malformed
  /// Not signed in (401).
  case unauthorized
  /// A repetition of a request already seen, answered with the existing job (idempotency key).
  case duplicate

  /// True when the person was given a whole answer.
  public var isDelivered: Bool {
    switch self {
    case .completed, .cached, .shared, .bypassed: true
    default: false
    }
  }

  /// True when an answer was promised and not delivered: what the columns with failures at +∞ count.
  public var isFailure: Bool {
    switch self {
    case .failed, .abandoned, .expired, .busy: true
    default: false
    }
  }

  /// True when the request was turned away at the door and never had an answer of its own.
  public var isRejection: Bool {
    switch self {
    case .limited, .busy, .capped, .malformed, .unauthorized: true
    default: false
    }
  }
}

/// How far the service is degraded; effects are cumulative.
public enum DegradationLevel: Int, CaseIterable, Comparable, Hashable, Sendable, Codable {
  case normal, hidden, simple, busy

  /// The level's name, as thresholds and reports spell it.
  public var name: String {
    switch self {
    case .normal: "normal"
    case .hidden: "hidden"
    case .simple: "simple"
    case .busy: "busy"
    }
  }

  /// True when `left` is the milder level.
  @inlinable public static func < (left: DegradationLevel, right: DegradationLevel) -> Bool {
    left.rawValue < right.rawValue
  }
}

/// A service that sends a bill.
public enum BilledService: String, CaseIterable, Hashable, Sendable, Codable {
  case redis, qstash, llm, functions, persistence, vectors
}
