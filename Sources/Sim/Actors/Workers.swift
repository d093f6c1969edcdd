// The workers: each takes a job, calls the model, writes the answer's entries, and says how it ended. The ones
// that die in mid-call are found out when their lease ends.

import QueueModel
import Scenario

/// Everybody who works on a job, addressed by the job's place.
actor Workers: SimulationActor {
  nonisolated let kernel: SimulationKernel
  nonisolated let plan: RunPlan

  /// The attempt under way for each job, by the job's place.
  let attempts = GrowingRecords<AttemptRecord>()
  /// The timers of the few that will die or are dead, by the job's place.
  let timers = GrowingRecords<EventHandle>()
  /// Workers that stopped listening while their call or their return was still to come.
  let absentees = GrowingRecords<AbsentWorker>()
  let freeAbsentees = GrowingRecords<UInt32>()
  /// Attempts that wait for Redis, by the job's place.
  private let hotHeldAttempts: Hot<[UInt32: HeldAttempt]> = Hot([:])
  var heldAttempts: [UInt32: HeldAttempt] {
    _read { yield hotHeldAttempts.value }
    _modify { yield &hotHeldAttempts.value }
  }
  /// First entries that wait for Redis, by the job's place.
  private let hotFirstEntries: Hot<[UInt32: HeldEntry]> = Hot([:])
  var firstEntries: [UInt32: HeldEntry] {
    _read { yield hotFirstEntries.value }
    _modify { yield &hotFirstEntries.value }
  }
  private let hotLedger: Hot<CostLedger> = Hot(CostLedger())
  var ledger: CostLedger {
    _read { yield hotLedger.value }
    _modify { yield &hotLedger.value }
  }
  private let hotCounts: Hot<WorkerCounts> = Hot(WorkerCounts())
  var counts: WorkerCounts {
    _read { yield hotCounts.value }
    _modify { yield &hotCounts.value }
  }
  /// The other actors; set when the run begins.
  private let hotCast: Hot<Cast> = Hot(Cast())
  var system: Cast {
    _read { yield hotCast.value }
    _modify { yield &hotCast.value }
  }

  /// One attempt.
  struct AttemptRecord: BitwiseCopyable {
    var handle = JobHandle(index: 0, generation: 0)
    var token = LeaseToken(value: 0)
    var startedAt: Int64 = -1
    var firstTokenAt = Int64.max
    var plannedEnd = Int64.max
    var call = AskerRecord.nothing
    var promptTokens: Int32 = 0
    /// What the timer of the attempt stands for.
    var stage = Stage.idle
    /// True while a first token that is no event has been told to nobody.
    var isQuiet = false
    /// True when its worker ends with the function that holds it, if the answer is not whole by then.
    var isCutAtLimit = false
    /// What happens to its worker when it is doomed.
    var fault = WorkerFault.crash
    /// Which provider answers: 0, or a fall-back.
    var provider: UInt8 = 0
    /// Work of its entries in a step of ``Platform``, while they are expected.
    var entryRate: Int64 = 0

    init() {}

    init(_ handle: JobHandle, _ token: LeaseToken, promptTokens: Int32, startedAt: Int64) {
      self.handle = handle
      self.token = token
      self.promptTokens = promptTokens
      self.startedAt = startedAt
    }
  }

  enum Stage: UInt8, BitwiseCopyable {
    /// No attempt is under way.
    case idle
    /// Waiting for the first token, or for more.
    case calling
    /// The worker will die or fall silent when the timer fires.
    case doomed
    /// It is dead or silent; the timer is the end of its lease.
    case dead
    /// It waits for Redis, before its call or after it.
    case held
  }

  init(kernel: SimulationKernel, plan: RunPlan) {
    self.kernel = kernel
    self.plan = plan
  }

  /// The call of a job's attempt has news soon.
  @inline(__always) func prepare(_ job: UInt32) { attempts.prefetch(Int(job)) }

  // MARK: An attempt

  /// Takes a job under a lease and calls the model; `held` are the facts of an attempt that has waited for Redis.
  func begin(_ handle: JobHandle, _ token: LeaseToken, _ question: Question, held: AttemptFacts? = nil) {
    guard let facts = held ?? send(to: system.queue, handle, token, { $0.started($1, $2) }) else { return }
    let index = Int(handle.index)
    attempts.grow(toInclude: index, with: AttemptRecord())
    let isShort = send(to: system.platform) { $0.isShortNow() }
    if isShort, held == nil, isHeldBeforeCall(handle, token, question, facts) { return }
    var attempt = AttemptRecord(
      handle, token, promptTokens: question.promptTokens, startedAt: kernel.now)
    var tokens = Int(question.answerTokens)
    if facts.isSimple {
      tokens = Int(Double(tokens) * plan.scenario.system.degradation.simpleFactor)
    }
    let fault = fault(question, facts.attempt)
    let request = CallRequest(
      question: question, job: handle.index, attempt: facts.attempt,
      tokens: max(1, min(tokens, plan.people.maximumAnswerTokens)),
      quietUntil: isShort ? .min : quietUntil(facts, dies: fault != nil))
    switch send(to: system.model, request, { $0.call($1) }) {
    case .refused(let notBefore):
      attempts[index] = attempt
      attempts[index].stage = .idle
      send(to: system.queue, handle, token, notBefore) {
        $0.attemptFailed($1, $2, notBefore: $3, tokens: 0)
      }
    case .begun(let call, let progress, let provider):
      attempt.provider = provider
      attempt.call = call
      var heard = heard(progress)
      attempt.firstTokenAt = heard.firstTokenAt
      attempt.plannedEnd = heard.plannedEnd
      attempt.isQuiet = heard.isQuiet
      attempt.stage = .calling
      entriesBegin(&attempt, tokens: request.tokens)
      attempts[index] = attempt
      if let fault { doom(index, question, facts.attempt, by: fault, until: progress.plannedEnd) }
      // Where the end is only expected the limit has to be watched in any case.
      let isLimited = plan.isBatched && plan.workDuration < .max / 2
      if isLimited || progress.plannedEnd - attempt.startedAt > plan.workDuration { doomAtLimit(index) }
      attemptByEvents(handle.index, facts.attempt)
      // While Redis is short nobody knows when the first token will be seen.
      if isShort { heard.firstTokenAt = .max }
      send(to: system.people, handle.index, heard) { $0.jobBegan($1, $2) }
    }
  }

  /// The model's first token.
  func firstToken(_ job: UInt32, plannedEnd: Int64, tokens: Int) {
    guard !plan.switches.callbackShape else { return }
    if attempts[Int(job)].firstTokenAt == .max {
      // It was not known before.
      var attempt = attempts[Int(job)]
      attempt.firstTokenAt = kernel.now
      attempt.plannedEnd = plannedEnd
      entriesBegin(&attempt, tokens: tokens)
      attempts[Int(job)] = attempt
    }
    let attempt = attempts[Int(job)]
    send(to: system.queue, attempt.handle, attempt.token, kernel.now) { $0.firstToken($1, $2, at: $3) }
    if send(to: system.platform, { $0.isShort() }), isFirstEntryHeld(job, plannedEnd: plannedEnd) { return }
    send(to: system.people, job, plannedEnd) { $0.firstToken($1, plannedEnd: $2) }
  }

  /// The whole answer is there; `held` is what was written of one whose worker has waited for Redis since.
  func answered(_ job: UInt32, _ timeline: TokenTimeline, held: WrittenEntries? = nil) {
    let attempt = attempts[Int(job)]
    let written: WrittenEntries
    if let held {
      written = held
    } else {
      settle(Int(job))
      if plan.switches.callbackShape {
        waste(attempt, tokens: timeline.tokens)
        send(to: system.queue, attempt.handle, attempt.token) { $0.lost($1, $2) }
        return
      }
      if attempt.isQuiet { noticeFirstToken(job) }
      written = write(timeline, of: job, by: kernel.now, flushing: true)
      _ = heartbeats(attempt, until: timeline.first, after: written)
      if send(to: system.platform, { $0.hasBeenShortNow() }), isHeldAfterCall(job, timeline, written) {
        return
      }
    }
    guard
      let completed = send(
        to: system.queue, attempt.handle, attempt.token, timeline.tokens,
        { $0.completed($1, $2, tokens: $3) })
    else { return }
    send(to: system.answers, completed, written) { $0.answered($1, $2) }
    let answer = DeliveredAnswer(
      tokens: timeline.tokens, written: written.tokens, queueWait: completed.queueWait,
      providerFirstToken: timeline.first - attempt.startedAt, firstTokenAt: timeline.first)
    if !send(to: system.people, job, { $0.hasReaders($1) }) { waste(attempt, tokens: timeline.tokens) }
    send(to: system.people, job, answer) { $0.answered($1, $2) }
    send(to: system.queue, attempt.handle) { $0.forgetAndFill($1) }
  }

  /// The call failed, hung or stalled. `timeline` holds what had come; `notBefore` is what the provider asked
  /// for, or -1.
  func callFailed(_ job: UInt32, _ timeline: TokenTimeline?, notBefore: Int64) {
    let attempt = attempts[Int(job)]
    let now = kernel.now
    settle(Int(job))
    if !firstEntries.isEmpty { forgetFirstEntry(job) }
    let written = timeline.map { write($0, of: job, by: now, flushing: true) }
    _ = heartbeats(attempt, until: timeline?.first ?? now, after: written)
    if let written { send(to: system.people, job, written.lastEntryAt) { $0.answerPaused($1, since: $2) } }
    send(to: system.queue, attempt.handle, attempt.token, notBefore, written?.tokens ?? 0) {
      $0.attemptFailed($1, $2, notBefore: $3, tokens: $4)
    }
  }

  /// The queue says that nobody wants the answer any more. Returns how many tokens of it had come; nil when the worker
  /// was dead.
  func stop(_ handle: JobHandle) -> Int? {
    let index = Int(handle.index)
    let attempt = attempts[index]
    guard attempt.stage != .idle else { return nil }
    settle(index)
    if !firstEntries.isEmpty { forgetFirstEntry(handle.index) }
    guard attempt.stage != .dead else { return nil }
    if attempt.stage == .held { return leaveHeld(attempt) }
    let timeline = send(to: system.model, attempt.call) { $0.abandon($1) }
    let written = timeline.map { write($0, of: handle.index, by: kernel.now, flushing: true) }
    _ = heartbeats(attempt, until: min(attempt.firstTokenAt, kernel.now), after: written)
    return written?.tokens ?? 0
  }

  /// The timer of an attempt: the worker dies, or its lease ends.
  func timerFired(_ job: UInt32) {
    let index = Int(job)
    let attempt = attempts[index]
    let now = kernel.now
    switch attempt.stage {
    case .doomed:
      if !firstEntries.isEmpty { forgetFirstEntry(job) }
      entriesEnd(attempt)
      attempts[index].entryRate = 0
      let timeline = leaveCall(attempt)
      let written = timeline.map { write($0, of: job, by: now, flushing: false) }
      let lastSign = heartbeats(attempt, until: min(attempt.firstTokenAt, now), after: written)
      if let written { send(to: system.people, job, written.lastEntryAt) { $0.answerPaused($1, since: $2) } }
      let leaseEnd = send(to: system.queue, attempt.handle, attempt.token, lastSign) {
        $0.workerLost($1, $2, lastSign: $3)
      }
      if plan.transport.isService, attempt.fault == .crash {
        // The service sees the connection break.
        functionEnded(attempt)
        attempts[index].stage = .idle
        send(to: system.queue, attempt.handle, attempt.token) {
          $0.attemptFailed($1, $2, notBefore: -1, tokens: 0)
        }
        return
      }
      attempts[index].stage = .dead
      setTimer(index, at: max(leaseEnd, now))
      if attempt.fault == .pause { planReturn(of: attempt, after: max(leaseEnd, now)) }
    case .dead:
      functionEnded(attempt)
      attempts[index].stage = .idle
      send(to: system.queue, attempt.handle, attempt.token) { $0.leaseExpired($1, $2) }
    case .held: heldTimerFired(job)
    case .idle, .calling:
      preconditionFailure("the worker of job \(job) has no timer")
    }
  }

  /// How far the answer of a job is: for whoever begins to read it.
  func progress(_ job: UInt32) -> AnswerProgress {
    guard Int(job) < attempts.count else { return AnswerProgress() }
    let attempt = attempts[Int(job)]
    guard attempt.stage == .calling || attempt.stage == .doomed else { return AnswerProgress() }
    return AnswerProgress(
      firstTokenAt: attempt.firstTokenAt, plannedEnd: attempt.plannedEnd, isQuiet: attempt.isQuiet)
  }

  /// Since when nothing has been written of a job's answer although its call is not over; nil while tokens come.
  func stalledSince(_ job: UInt32) -> Int64? {
    let attempt = attempts[Int(job)]
    guard attempt.stage == .calling || attempt.stage == .doomed else { return nil }
    guard let timeline = send(to: system.model, attempt.call, { $0.stalled($1) }) else { return nil }
    return writtenByFormula(timeline, by: kernel.now, flushing: false).lastEntryAt
  }

  // MARK: Inside

  /// What readers will see of a call: of one whose end nobody will be told of, nothing.
  func heard(_ progress: AnswerProgress) -> AnswerProgress {
    plan.switches.callbackShape ? AnswerProgress() : progress
  }

  /// Nobody reads the answer of an attempt.
  func waste(_ attempt: AttemptRecord, tokens: Int) {
    ledger.addWaste(
      ProviderTokens(prompt: Int(attempt.promptTokens), completion: tokens), provider: Int(attempt.provider))
  }

  func setTimer(_ index: Int, at time: Int64) {
    timers.grow(toInclude: index, with: .none)
    timers[index] = kernel.schedule(.worker, UInt32(index), at: time)
  }

  /// Ends the attempt's record and its timer.
  private func settle(_ index: Int) {
    switch attempts[index].stage {
    case .doomed, .dead, .held:
      kernel.cancel(timers[index])
    case .idle, .calling: break
    }
    if attempts[index].stage != .held {
      functionEnded(attempts[index])
      entriesEnd(attempts[index])
    }
    attempts[index].stage = .idle
  }

  /// Counts the signs of life without content in an attempt that ends now: one each heartbeat interval from the
  /// call to the first token, or to `end` when none came, and again after the last entry. Returns the last sign.
  private func heartbeats(_ attempt: AttemptRecord, until end: Int64, after written: WrittenEntries?) -> Int64
  {
    if plan.switches.callbackShape { return end }
    let job = attempt.handle.index
    let waiting = plan.delivery.heartbeats(inSilence: end - attempt.startedAt)
    let stalled = written.map { plan.delivery.heartbeats(inSilence: kernel.now - $0.lastEntryAt) } ?? 0
    let count = heartbeatsByEvents(job) ?? waiting + stalled
    counts.heartbeats += count
    ledger.redisCommands += count * RedisCommands.workerEntry
    let silence = written.map { ($0.lastEntryAt, stalled) } ?? (attempt.startedAt, waiting)
    return lastSignByEvents(job) ?? silence.0 + silence.1 * plan.delivery.heartbeatNanoseconds
  }

  /// Writes the tokens that have come as entries of the stream.
  private func write(_ timeline: TokenTimeline, of job: UInt32, by time: Int64, flushing: Bool)
    -> WrittenEntries
  {
    if plan.switches.callbackShape { return WrittenEntries(entries: 0, tokens: 0, lastEntryAt: time) }
    let written =
      writtenByEvents(job, flushing: flushing)
      ?? writtenByFormula(timeline, by: time, flushing: flushing)
    counts.entries += written.entries
    ledger.redisCommands += Int64(written.entries) * RedisCommands.workerEntry
    ledger.functionCPUNanoseconds += Int64(written.entries) * ServiceFootprint.entryCPUNanoseconds
    return written
  }

  /// The entries that the tokens fill, in closed form.
  private func writtenByFormula(_ timeline: TokenTimeline, by time: Int64, flushing: Bool) -> WrittenEntries {
    var coalescer = Coalescer(policy: plan.coalescing)
    timeline.fill(&coalescer, by: time, start: plan.start, in: plan.tokenWeather)
    let now = plan.instant(time)
    if flushing { coalescer.flush(now: now) } else { coalescer.flushIfDue(now: now) }
    return WrittenEntries(
      entries: coalescer.entries, tokens: coalescer.writtenTokens,
      lastEntryAt: coalescer.lastWrittenAt.nanoseconds(since: plan.start))
  }
}

/// What workers did.
struct WorkerCounts: Sendable {
  var entries = 0
  var heartbeats: Int64 = 0
  var faults = WorkerFaultCounts()
}

/// Entries written in one attempt.
struct WrittenEntries: Sendable {
  var entries: Int
  var tokens: Int
  /// When the last one was written, nanoseconds since the start of the run.
  var lastEntryAt: Int64
}

/// How far an answer is. Times are those known now; `max` where nothing is known.
struct AnswerProgress: Sendable {
  var firstTokenAt = Int64.max
  var plannedEnd = Int64.max
  /// True when the first token will be no event, so that whoever waits for it plans beyond it.
  var isQuiet = false
}
