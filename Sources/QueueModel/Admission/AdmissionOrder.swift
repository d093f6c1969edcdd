// The order in which a request is judged, stated once. It asks for one finding at a time, so that whoever
// runs it looks up only what is needed, in its own way: a message to an actor, an await, a script in Redis.

/// What is known of a request before anything is looked up.
public struct AdmissionRequest: Hashable, Sendable, BitwiseCopyable {
  /// Whether the body can be used.
  public enum Body: UInt8, Hashable, Sendable, BitwiseCopyable {
    case valid, malformed, tooLarge
  }

  /// What became of the body.
  public var body: Body
  /// True when somebody is signed in.
  public var isSignedIn: Bool
  /// From verified claims, never from the body.
  public var role: Role
  /// True when this educator calls the model directly.
  public var mayBypass: Bool
  /// Priority in the line, 1 to 10.
  public var priority: UInt8
  /// True when the client sent an idempotency key.
  public var hasIdempotencyKey: Bool

  /// A request from its parts.
  @inlinable public init(
    body: Body = .valid, isSignedIn: Bool = true, role: Role, mayBypass: Bool, priority: UInt8,
    hasIdempotencyKey: Bool
  ) {
    self.body = body
    self.isSignedIn = isSignedIn
    self.role = role
    self.mayBypass = mayBypass
    self.priority = priority
    self.hasIdempotencyKey = hasIdempotencyKey
  }
}

/// Which tests a service applies.
public struct AdmissionPolicy: Hashable, Sendable, BitwiseCopyable {
  /// True when one person's requests are limited.
  public var limitsRate: Bool
  /// True when answers are kept and found again.
  public var usesCache: Bool
  /// True when a request may join the answer to the same question (single-flight).
  public var sharesAnswers: Bool
  /// Waiting jobs allowed for one person; nil is no cap.
  public var waitingCap: Int?
  /// True when the rate limit is judged before the body and the role, and for educators too, as in the original
  /// design.
  public var limitsFirst: Bool
  /// True when one more job takes the place of the person's oldest waiting one instead of being refused. Whoever
  /// admits it sees to that.
  public var supersedes: Bool

  /// The corrected design's tests unless told otherwise.
  public init(
    limitsRate: Bool = true, usesCache: Bool = true, sharesAnswers: Bool = true, waitingCap: Int? = nil,
    limitsFirst: Bool = false, supersedes: Bool = false
  ) {
    self.limitsRate = limitsRate
    self.usesCache = usesCache
    self.sharesAnswers = sharesAnswers
    self.waitingCap = waitingCap
    self.limitsFirst = limitsFirst
    self.supersedes = supersedes
  }
}

/// Judges one request, test by test; the first test that applies decides.
///
/// 1. a malformed or oversized body, 2. nobody signed in, 3. a verified educator bypasses (within the
/// educators' limit, if there is one; beyond it priority 1 in the line, never a refusal), 4. a repeated
/// idempotency key, 5. the rate limit, 6. the response cache, then an answer in the making, 7. the cap on one
/// person's waiting jobs, unless the new one supersedes the oldest, 8. level busy, 9. admission. Educators are never refused by 5, 7 or 8.
///
/// ```swift
/// var order = AdmissionOrder(request, policy: policy)
/// var step = order.begin()
/// while case .ask(let question) = step { step = order.answer(lookUp(question)) }
/// ```
public struct AdmissionOrder: Hashable, Sendable {
  /// What has to be looked up next.
  public enum Question: Hashable, Sendable {
    /// Is a place free for an educator's direct call, within his limit?
    case educatorPlace
    /// Was this idempotency key seen in the last 24 hours?
    case repetition
    /// Does the limiter let this person pass? Asking takes a token.
    case rateLimit
    case cache
    case sameQuestion
    /// How many of the person's jobs are waiting?
    case waitingJobs
    /// The level, and what a refused person would be told.
    case level
  }

  /// The answer to a question.
  public enum Finding: Hashable, Sendable {
    case educatorPlace(Bool)
    case repetition(JobHandle?)
    /// nil when the person may pass, else the seconds to wait on the wire, at least 1.
    case rateLimit(retryAfterSeconds: Int?)
    case cache(UInt32?)
    case sameQuestion(JobHandle?)
    case waitingJobs(Int)
    case level(DegradationLevel, retryAfterSeconds: Int)
  }

  /// Ask, or done.
  public enum Step: Hashable, Sendable {
    case ask(Question)
    case decide(AdmissionOutcome)
  }

  /// What is being judged.
  public let request: AdmissionRequest
  /// Which tests apply.
  public let policy: AdmissionPolicy

  /// A request to be judged; nothing has been asked yet.
  @inlinable public init(_ request: AdmissionRequest, policy: AdmissionPolicy) {
    self.request = request
    self.policy = policy
  }

  /// The first step.
  @inlinable @inline(__always) public func begin() -> Step {
    guard policy.limitsFirst else { return judgeBody() }
    guard request.isSignedIn else { return .decide(.unauthorized) }
    return policy.limitsRate ? .ask(.rateLimit) : judgeBody()
  }

  @inlinable @inline(__always) func judgeBody() -> Step {
    switch request.body {
    case .malformed: return .decide(.malformed)
    case .tooLarge: return .decide(.tooLarge)
    case .valid: break
    }
    guard request.isSignedIn else { return .decide(.unauthorized) }
    if request.role.isEducator && request.mayBypass { return .ask(.educatorPlace) }
    return afterBypass()
  }

  /// The step that follows `finding`.
  @inlinable @inline(__always) public func answer(_ finding: Finding) -> Step {
    switch finding {
    case .educatorPlace(let isFree):
      return isFree ? .decide(.bypass) : afterBypass()
    case .repetition(let job):
      if let job { return .decide(.repeated(job)) }
      return afterRepetition()
    case .rateLimit(let seconds):
      if let seconds { return .decide(.limited(retryAfterSeconds: seconds)) }
      return policy.limitsFirst ? judgeBody() : afterRateLimit()
    case .cache(let value):
      if let value { return .decide(.cached(value)) }
      return policy.sharesAnswers ? .ask(.sameQuestion) : afterSameQuestion()
    case .sameQuestion(let job):
      if let job { return .decide(.joined(job)) }
      return afterSameQuestion()
    case .waitingJobs(let count):
      if let cap = policy.waitingCap, count >= cap, !policy.supersedes { return .decide(.capped) }
      return .ask(.level)
    case .level(let level, let seconds):
      if level == .busy && !isPrivileged { return .decide(.busy(retryAfterSeconds: seconds)) }
      return .decide(.admitted(priority: isPrivileged ? 1 : request.priority))
    }
  }

  /// The number of the person's waiting jobs from which on the request, once admitted, takes the place of the oldest;
  /// nil where it takes nobody's.
  @inlinable public var supersedesFrom: Int? { policy.supersedes && !isPrivileged ? policy.waitingCap : nil }

  /// True for an educator who may bypass: never refused for the rate, a cap or the level.
  @inlinable @inline(__always) var isPrivileged: Bool { request.role.isEducator && request.mayBypass }

  @inlinable @inline(__always) func afterBypass() -> Step {
    request.hasIdempotencyKey ? .ask(.repetition) : afterRepetition()
  }

  @inlinable @inline(__always) func afterRepetition() -> Step {
    policy.limitsRate && !isPrivileged && !policy.limitsFirst ? .ask(.rateLimit) : afterRateLimit()
  }

  @inlinable @inline(__always) func afterRateLimit() -> Step {
    if policy.usesCache { return .ask(.cache) }
    return policy.sharesAnswers ? .ask(.sameQuestion) : afterSameQuestion()
  }

  @inlinable @inline(__always) func afterSameQuestion() -> Step {
    policy.waitingCap != nil && !isPrivileged ? .ask(.waitingJobs) : .ask(.level)
  }
}
