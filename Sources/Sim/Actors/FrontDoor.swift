// The door of the service: every request is judged here, in the order that QueueModel states, with what the
// other parts answer.

import QueueModel
import Scenario

/// The API route that takes questions.
actor FrontDoor: SimulationActor {
  nonisolated let kernel: SimulationKernel
  nonisolated let plan: RunPlan

  let policy: AdmissionPolicy
  private let hotKeys: Hot<IdempotencyKeys<UInt64>> = Hot(IdempotencyKeys())
  var keys: IdempotencyKeys<UInt64> {
    _read { yield hotKeys.value }
    _modify { yield &hotKeys.value }
  }
  let educatorStates = GrowingRecords<RateLimitState>()
  let educatorRule: RateLimitRule?
  private let hotLedger: Hot<CostLedger> = Hot(CostLedger())
  var ledger: CostLedger {
    _read { yield hotLedger.value }
    _modify { yield &hotLedger.value }
  }
  /// Requests that wait for Redis, by asker.
  private let hotVisits: Hot<[UInt32: DoorVisit]> = Hot([:])
  var visits: [UInt32: DoorVisit] {
    _read { yield hotVisits.value }
    _modify { yield &hotVisits.value }
  }
  /// The other actors; set when the run begins.
  private let hotCast: Hot<Cast> = Hot(Cast())
  var system: Cast {
    _read { yield hotCast.value }
    _modify { yield &hotCast.value }
  }

  init(kernel: SimulationKernel, plan: RunPlan) {
    self.kernel = kernel
    self.plan = plan
    let service = plan.scenario.system
    policy = AdmissionPolicy(
      limitsRate: service.rateLimit.algorithm != .off, usesCache: service.cache.enabled,
      sharesAnswers: service.cache.singleFlight,
      waitingCap: service.queue.maximumWaitingPerPerson == 0 ? nil : service.queue.maximumWaitingPerPerson,
      limitsFirst: plan.scenario.design.switchedOn.contains(.limitBeforeAll),
      supersedes: service.queue.atMaximumWaiting == .supersede)
    educatorRule =
      service.educators.requestsPerMinute > 0
      ? .slidingWindow(
        SlidingWindowRule(limit: service.educators.requestsPerMinute, windowMilliseconds: 60_000)) : nil
  }

  /// Judges a request and, where it is admitted, has it queued or called. `decided` is what was decided of a request
  /// that has waited for Redis.
  func submit(_ submission: Submission, decided: DecidedVisit? = nil) -> DoorReply {
    let question = submission.question
    let level: DegradationLevel
    let outcome: AdmissionOutcome
    if let decided {
      (outcome, level) = (decided.outcome, decided.level)
    } else {
      send(to: system.meter) { $0.requestSent() }
      ledger.functionInvocations += 1
      ledger.functionCPUNanoseconds += ServiceFootprint.requestCPUNanoseconds
      level = send(to: system.queue) { $0.level() }
      if send(to: system.platform, { $0.isShortNow() }),
        let reply = submitWhileShort(submission, level: level)
      {
        return reply
      }
      outcome = judge(submission, level: level)
    }
    var reply = DoorReply(outcome: outcome, level: level)
    switch outcome {
    case .bypass:
      reply.place = send(to: system.model, question) { $0.callDirectly($1) }
    case .joined(let job), .repeated(let job):
      reply.place = job.index
    case .admitted(let priority):
      if policy.supersedes, let most = order(for: submission).supersedesFrom {
        send(to: system.queue, question.person, most) { $0.supersede(of: $1, most: $2) }
      }
      let job = send(to: system.queue, question, priority) { $0.enqueue($1, priority: $2) }
      reply.place = job.index
      reply.hasFailed = send(to: system.queue, job) { $0.hasEnded($1) }
      // Other keys nobody sends again: what Redis would hold of them until their time is over is counted by
      // formula.
      if question.isDoubleClicked {
        keys.remember(key(question), job: job, now: plan.instant(kernel.now))
        plan.record(.idempotency(.remember(key(question), job, now: plan.instant(kernel.now)), nil))
      }
    default: break
    }
    if submission.isRepetition {
      keys.forget(key(question))
      plan.record(.idempotency(.forget(key(question)), nil))
    }
    return reply
  }

  /// A direct call that its reader has left: the provider is told to stop.
  func directCallLeft(_ call: UInt32) {
    send(to: system.model, call) { $0.abandon($1) }
  }

  /// How a request is to be judged.
  @inline(__always) func order(for submission: Submission) -> AdmissionOrder {
    AdmissionOrder(
      AdmissionRequest(
        body: submission.body, isSignedIn: submission.isSignedIn,
        role: submission.claimsTeacher ? .teacher : submission.question.role,
        mayBypass: submission.bypass || submission.claimsTeacher, priority: submission.question.priority,
        hasIdempotencyKey: !plan.switches.noIdempotencyKey),
      policy: policy)
  }

  /// Looks up what `AdmissionOrder` asks for, until it decides.
  private func judge(_ submission: Submission, level: DegradationLevel) -> AdmissionOutcome {
    let question = submission.question
    let order = order(for: submission)
    var step = order.begin()
    plan.record(.judgement(order.request, nil, then: step))
    while true {
      // Each finding goes back where its kind is known, so that of the order only what follows that kind is left.
      switch step {
      case .decide(let outcome): return outcome
      case .ask(.educatorPlace):
        let isFree =
          educatorMayCall(question) && send(to: system.model, question) { $0.hasEducatorPlace($1) }
        step = next(order, .educatorPlace(isFree))
      case .ask(.repetition):
        ledger.redisCommands += RedisCommands.idempotencyCheck
        step = next(order, .repetition(submission.isRepetition ? seenBefore(question) : nil))
      case .ask(.rateLimit):
        let seconds = send(to: system.limiter, question) { $0.check($1) }
        step = next(order, .rateLimit(retryAfterSeconds: seconds))
      case .ask(.cache):
        step = next(order, .cache(send(to: system.answers, question) { $0.lookUp($1) }))
      case .ask(.sameQuestion):
        step = next(order, .sameQuestion(send(to: system.answers, question) { $0.answerInTheMaking($1) }))
      case .ask(.waitingJobs):
        step = next(order, .waitingJobs(send(to: system.queue, question.person) { $0.waiting(of: $1) }))
      case .ask(.level):
        ledger.redisCommands += RedisCommands.degradationRead
        let seconds = level == .busy ? send(to: system.queue, question) { $0.busyAnswer($1) } : 0
        step = next(order, .level(level, retryAfterSeconds: seconds))
      }
    }
  }

  /// The step that follows a finding.
  @inline(__always) func next(_ order: AdmissionOrder, _ finding: AdmissionOrder.Finding)
    -> AdmissionOrder.Step
  {
    let step = order.answer(finding)
    plan.record(.judgement(order.request, finding, then: step))
    return step
  }

  /// The job of the first click's key.
  private func seenBefore(_ question: Question) -> JobHandle? {
    let job = keys.job(for: key(question), now: plan.instant(kernel.now))
    plan.record(.idempotency(.job(key(question), now: plan.instant(kernel.now)), job))
    return job
  }

  /// True while the educator is within the educators' own limit, if there is one.
  func educatorMayCall(_ question: Question) -> Bool {
    guard let educatorRule else { return true }
    let person = Int(question.person)
    educatorStates.grow(toInclude: person, with: RateLimitState())
    let now = plan.instant(kernel.now).millisecondsSinceEpoch
    let answer = educatorRule.limit(&educatorStates[person], nowMilliseconds: now)
    plan.record(.educatorLimit(person: question.person, milliseconds: now, answer))
    return answer.success
  }

  private func key(_ question: Question) -> UInt64 { UInt64(question.asker) << 32 | UInt64(question.number) }
}
