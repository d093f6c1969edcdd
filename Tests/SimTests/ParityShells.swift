// The same rules in ordinary actors on the default executor, as a service would own them: each call is awaited, and
// answers what its rules answer.

#if DEBUG
  import QueueModel

  @testable import Sim

  extension JobQueue {
    /// Makes a recorded call.
    mutating func answer(_ call: QueueCall) -> QueueEffect.Answer {
      switch call {
      case .admit(let owner, let priority, let now):
        return .job(admit(owner: owner, priority: priority, now: now))
      case .park(let owner, let priority, let now):
        return .job(park(owner: owner, priority: priority, now: now))
      case .promote(let now): return .job(promote(now: now))
      case .dispatch(let now): return .dispatch(dispatch(now: now))
      case .start(let job, let lease, let now): return .flag(start(job, lease, now: now))
      case .firstToken(let job, let lease, let now): return .flag(firstToken(job, lease, now: now))
      case .renewLease(let job, let lease, let now): return .flag(renewLease(job, lease, now: now))
      case .complete(let job, let lease, let tokens, let now):
        return .flag(complete(job, lease, tokens: tokens, now: now))
      case .fail(let job, let lease, let notBefore, let draw, let tokens, let now):
        return .end(
          fail(job, lease, isRetryable: true, notBefore: notBefore, draw: draw, tokens: tokens, now: now))
      case .leaseExpired(let job, let lease, let now): return .end(leaseExpired(job, lease, now: now))
      case .retryDue(let job, let now): return .flag(retryDue(job, now: now))
      case .cancel(let job, let now): return .cancellation(cancel(job, now: now))
      case .workerStopped(let job, let tokens, let now):
        return .flag(workerStopped(job, tokens: tokens, now: now))
      case .release(let job): return .flag(release(job))
      case .count(let job, let now): return .flag(count(job, now: now))
      case .lose(let job, let token, let now): return .flag(lose(job, token, now: now))
      case .expire(let job, let now): return .flag(expire(job, now: now))
      case .evaluateLevel(let now):
        evaluateLevel(now: now)
        return .nothing
      case .takeLevelChanges: return .changes(takeLevelChanges())
      case .setSlots(let count):
        setSlots(count)
        return .nothing
      case .waiting(let owner): return .number(waiting(of: owner))
      case .busyAnswer(let draw, let now):
        let policy = parameters.degradation
        return .number(
          BusyAnswer.retryAfterSeconds(
            depth: depth, exit: policy.busy * policy.exitRatio,
            dispatchesPerSecond: dispatchesPerSecond(now: now), draw: draw))
      }
    }
  }

  /// Owns the queue.
  actor QueueShell {
    private var rules: JobQueue
    /// Every transition that was seen: what happened, and in which state.
    private(set) var transitions: Set<Transition> = []

    struct Transition: Hashable, Sendable {
      var event: JobEvent
      var state: JobState
    }

    init(parameters: JobQueueParameters, line: any DispatchPolicy, slots: Int) {
      rules = JobQueue(parameters: parameters, line: line, slots: slots)
    }

    func apply(_ call: QueueCall) -> QueueEffect {
      let state = call.job.flatMap { rules[$0]?.state }
      let answer = rules.answer(call)
      if let event = event(call, answer), let state = state ?? stateBefore(call) {
        transitions.insert(Transition(event: event, state: state))
      }
      return QueueEffect(answer, of: call, rules)
    }

    /// What happened to a job in the table's words; nil for a call that moved none.
    private func event(_ call: QueueCall, _ answer: QueueEffect.Answer) -> JobEvent? {
      switch (call, answer) {
      case (.promote, .job(.some)): .promote
      case (.dispatch, .dispatch(.start)): .dispatch
      case (.dispatch, .dispatch(.expired)): .expire
      case (.start, .flag(true)): .start
      case (.firstToken, .flag(true)): .firstToken
      case (.complete, .flag(true)): .complete
      case (.fail, .end(.retry)): .retry
      case (.fail, .end(.failed)), (.leaseExpired, .end(.failed)): .fail
      case (.leaseExpired, .end(.requeued)): .stall
      case (.retryDue, .flag(true)): .retryDue
      case (.expire, .flag(true)): .expire
      case (.cancel, .cancellation(.removed)), (.cancel, .cancellation(.stopWorker)): .cancel
      default: nil
      }
    }

    /// The state of a job that its call does not name.
    private func stateBefore(_ call: QueueCall) -> JobState? {
      switch call {
      case .promote: .parked
      case .dispatch: .pending
      default: nil
      }
    }
  }

  /// Owns the response cache and single-flight.
  actor AnswersShell {
    private var cache: ResponseCache
    private var inTheMaking = SingleFlight()

    init(cache: ResponseCache) { self.cache = cache }

    func apply(_ call: AnswersCall) -> AnswersEffect {
      switch call {
      case .lookUp(let key, let now): .hit(cache.lookup(key, now: now))
      case .store(let key, let value, let now): .flag(cache.store(key, value: value, now: now))
      case .join(let key): .leader(inTheMaking.join(key))
      case .begin(let key, let leader): .flag(inTheMaking.begin(key, leader: leader))
      case .end(let key, let leader): .leader(inTheMaking.end(key, leader: leader))
      }
    }
  }

  /// Owns the limiters: one rule for everybody, and one for educators.
  actor LimiterShell {
    private let rule: RateLimitRule?
    private var states: [UInt32: RateLimitState] = [:]

    init(rule: RateLimitRule?) { self.rule = rule }

    func limit(_ person: UInt32, milliseconds: Int64) -> LimiterAnswer? {
      rule?.limit(&states[person, default: RateLimitState()], nowMilliseconds: milliseconds)
    }

    func countdown(_ answer: LimiterAnswer, now: Instant, jitter: Duration) -> Int {
      answer.wireRetryAfterSeconds(now: now, jitter: jitter)
    }
  }

  /// The door: the order of admission, and the keys of double clicks.
  actor DoorShell {
    private let policy: AdmissionPolicy
    private var keys = IdempotencyKeys<UInt64>()

    init(policy: AdmissionPolicy) { self.policy = policy }

    func judge(_ request: AdmissionRequest, _ finding: AdmissionOrder.Finding?) -> AdmissionOrder.Step {
      let order = AdmissionOrder(request, policy: policy)
      return finding.map { order.answer($0) } ?? order.begin()
    }

    func apply(_ call: IdempotencyCall) -> JobHandle? {
      switch call {
      case .job(let key, let now): return keys.job(for: key, now: now)
      case .remember(let key, let job, let now): keys.remember(key, job: job, now: now)
      case .forget(let key): keys.forget(key)
      }
      return nil
    }
  }

  /// Owns the provider's account.
  actor AccountShell {
    private var account: ProviderLimits

    init(account: ProviderLimits) { self.account = account }

    func apply(_ call: AccountCall) -> AccountEffect {
      switch call {
      case .admit(let tokens, let caller, let now):
        let admission = account.admit(tokens, caller: caller, now: now)
        return AccountEffect(admission: admission, account)
      case .settle(let reservation, let used):
        account.settle(reservation, used: used)
        return AccountEffect(account)
      case .hasPlace(let caller):
        return AccountEffect(hasPlace: account.hasPlace(for: caller), account)
      case .setConcurrency(let places):
        account.setConcurrency(places)
        return AccountEffect(account)
      }
    }
  }
#endif
