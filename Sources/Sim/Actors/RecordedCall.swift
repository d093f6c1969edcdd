// What the actors of a run ask of the rules, and what the rules answer: recorded in debug builds when a test wants
// it, so that the same calls can be made again elsewhere and compared one by one.

import QueueModel

/// One call to a rule: its inputs and its effect.
enum RecordedCall: Hashable, Sendable {
  case judgement(AdmissionRequest, AdmissionOrder.Finding?, then: AdmissionOrder.Step)
  case idempotency(IdempotencyCall, JobHandle?)
  case educatorLimit(person: UInt32, milliseconds: Int64, LimiterAnswer)
  case personLimit(person: UInt32, milliseconds: Int64, LimiterAnswer)
  case countdown(LimiterAnswer, now: Instant, jitter: Duration, seconds: Int)
  case answers(AnswersCall, AnswersEffect)
  case queue(QueueCall, QueueEffect)
  case account(AccountCall, AccountEffect)
}

/// A call about idempotency keys.
enum IdempotencyCall: Hashable, Sendable {
  case job(UInt64, now: Instant)
  case remember(UInt64, JobHandle, now: Instant)
  case forget(UInt64)
}

/// A call to the response cache or to single-flight.
enum AnswersCall: Hashable, Sendable {
  case lookUp(CacheKey, now: Instant)
  case store(CacheKey, value: UInt32, now: Instant)
  case join(CacheKey)
  case begin(CacheKey, leader: UInt64)
  case end(CacheKey, leader: UInt64)
}

/// What the cache or single-flight said.
enum AnswersEffect: Hashable, Sendable {
  case hit(ResponseCache.Hit?)
  case leader(UInt64?)
  case flag(Bool)
}

/// A call to the queue's rules.
enum QueueCall: Hashable, Sendable {
  case admit(owner: UInt32, priority: UInt8, now: Instant)
  case park(owner: UInt32, priority: UInt8, now: Instant)
  case promote(now: Instant)
  case dispatch(now: Instant)
  case start(JobHandle, LeaseToken, now: Instant)
  case firstToken(JobHandle, LeaseToken, now: Instant)
  case renewLease(JobHandle, LeaseToken, now: Instant)
  case complete(JobHandle, LeaseToken, tokens: Int?, now: Instant)
  case fail(JobHandle, LeaseToken, notBefore: Instant?, draw: UInt64, tokens: Int?, now: Instant)
  case leaseExpired(JobHandle, LeaseToken, now: Instant)
  case retryDue(JobHandle, now: Instant)
  case cancel(JobHandle, now: Instant)
  case workerStopped(JobHandle, tokens: Int?, now: Instant)
  case release(JobHandle)
  case count(JobHandle, now: Instant)
  case lose(JobHandle, LeaseToken, now: Instant)
  case expire(JobHandle, now: Instant)
  case evaluateLevel(now: Instant)
  case takeLevelChanges
  case setSlots(Int)
  case waiting(owner: UInt32)
  case busyAnswer(draw: UInt64, now: Instant)

  /// The job that the call is about, where it names one.
  var job: JobHandle? {
    switch self {
    case .start(let job, _, _), .firstToken(let job, _, _), .renewLease(let job, _, _),
      .complete(let job, _, _, _), .fail(let job, _, _, _, _, _), .leaseExpired(let job, _, _),
      .retryDue(let job, _), .cancel(let job, _), .workerStopped(let job, _, _), .release(let job),
      .expire(let job, _), .count(let job, _), .lose(let job, _, _):
      job
    default: nil
    }
  }
}

/// What the queue's rules answered, and how they stand after it.
struct QueueEffect: Hashable, Sendable {
  /// What a call returned.
  enum Answer: Hashable, Sendable {
    case nothing
    case job(JobHandle?)
    case dispatch(JobQueue.Dispatch?)
    case flag(Bool)
    case end(JobQueue.AttemptEnd)
    case cancellation(JobQueue.Cancellation)
    case changes([LevelChange])
    case number(Int)
  }

  var answer: Answer
  var depth: Int
  var slotsInUse: Int
  var live: Int
  var level: DegradationLevel
  var nextEvaluation: Instant?
  var counters: JobCounters
  /// All that the queue knows of the job that the call named.
  var job: Job?

  /// `answer`, and what `rules` say after it.
  init(_ answer: Answer, of call: QueueCall, _ rules: JobQueue) {
    self.answer = answer
    depth = rules.depth
    slotsInUse = rules.slotsInUse
    live = rules.liveCount
    level = rules.level
    nextEvaluation = rules.nextLevelEvaluation
    counters = rules.counters
    job = call.job.flatMap { rules[$0] }
  }
}

/// A call to the provider's account.
enum AccountCall: Hashable, Sendable {
  case admit(ProviderTokens, ProviderCaller, now: Instant)
  case settle(ProviderReservation, used: ProviderTokens)
  case hasPlace(ProviderCaller)
  case setConcurrency(Int)
}

/// What the account answered, and how it stands after it.
struct AccountEffect: Hashable, Sendable {
  var admission: ProviderAdmission?
  var hasPlace: Bool?
  var inUse: Int
  var reservedPlacesInUse: Int

  /// An answer, and what `account` says after it.
  init(admission: ProviderAdmission? = nil, hasPlace: Bool? = nil, _ account: ProviderLimits) {
    self.admission = admission
    self.hasPlace = hasPlace
    inUse = account.inUse
    reservedPlacesInUse = account.reservedPlacesInUse
  }
}
