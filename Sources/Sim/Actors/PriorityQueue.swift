// The priority queue: owns the jobs, gives them to the workers while slots are free, and follows the level.

import QueueModel
import Scenario

/// The waiting line, the jobs in it and beyond it, and the degradation level.
actor PriorityQueue: SimulationActor {
  nonisolated let kernel: SimulationKernel
  nonisolated let plan: RunPlan

  /// The rules and all that they hold.
  let rules: Hot<JobQueue>
  /// What each job asks, by the job's place.
  let questions = GrowingRecords<JobRecord>()
  /// When the next attempt of a job is due, by the job's place, so that the event of an earlier job at this place
  /// finds that it is late.
  let retries = GrowingRecords<Int64>()
  private let hotLedger: Hot<CostLedger> = Hot(CostLedger())
  var ledger: CostLedger {
    _read { yield hotLedger.value }
    _modify { yield &hotLedger.value }
  }
  private let hotUse: Hot<SlotUse>
  var use: SlotUse {
    _read { yield hotUse.value }
    _modify { yield &hotUse.value }
  }
  /// Where what is read only to be fetched is put, so that the reading is not optimised away.
  private let glances: Hot<UInt8> = Hot(0)
  var dwellTimer: EventHandle = .none
  var dwellAt: Int64 = -1
  var isFilling = false
  /// Waiting jobs that a newer one of their person took the place of.
  private var superseded = 0
  // Where a service carries jobs: what it did, which deliveries were received, copies on their way, flow control.
  let transport: Hot<TransportCounts> = Hot(TransportCounts())
  let deliveries: Hot<DeliveredMessages> = Hot(DeliveredMessages())
  /// The deliveries that copies on their way are copies of, by the copies' places.
  let duplicates = GrowingRecords<UInt64>()
  let freeDuplicates = GrowingRecords<UInt32>()
  let flow: Hot<FlowControl>
  let flowTimerAt: Hot<Int64> = Hot(-1)
  /// Every change of level, for the audit.
  var allChanges: [LevelChange] = []
  #if DEBUG
    /// What the event that is being handled has touched.
    let touched: Hot<TouchedJobs> = Hot(TouchedJobs())
  #endif
  /// The other actors; set when the run begins.
  private let hotCast: Hot<Cast> = Hot(Cast())
  var system: Cast {
    _read { yield hotCast.value }
    _modify { yield &hotCast.value }
  }

  /// What the simulation keeps of a job besides its rules.
  struct JobRecord: BitwiseCopyable {
    var question: Question
    var admittedAt: Int64
    /// From admission to the first dispatch; -1 before it.
    var queueWait: Int64 = -1
    /// With its place, the job's handle.
    var generation: UInt32
  }

  init(kernel: SimulationKernel, plan: RunPlan) {
    self.kernel = kernel
    self.plan = plan
    hotUse = Hot(SlotUse(from: plan.warmUp, until: plan.duration))
    let service = plan.scenario.system
    let degradation = service.degradation
    let parameters = TransportPlan.parameters(
      service, design: plan.scenario.design,
      degradation: degradation.enabled
        ? DegradationPolicy(
          hidden: degradation.hidden, simple: degradation.simple, busy: degradation.busy,
          exitRatio: degradation.exitRatio, minimumDwell: degradation.minimumDwell,
          simpleFactor: degradation.simpleFactor) : .off)
    let flowControl = service.qstash.flowControl
    flow = Hot(FlowControl(rate: flowControl.rate, period: flowControl.period))
    rules = Hot(JobQueue(parameters: parameters, line: plan.line, slots: plan.slots(at: 0)))
  }

  /// The call of a job's attempt has news soon.
  @inline(__always) func prepare(_ job: UInt32) {
    questions.prefetch(Int(job))
    glances.value &+= rules.value.glance(at: job)
  }

  // MARK: What others ask

  func level() -> DegradationLevel { rules.value.level }

  /// True when a job has ended and is forgotten.
  func hasEnded(_ handle: JobHandle) -> Bool { rules.value[handle] == nil }

  /// How many of a person's jobs wait.
  func waiting(of person: UInt32) -> Int {
    let count = rules.value.waiting(of: person)
    record(.waiting(owner: person), .number(count))
    return count
  }

  /// What a job asks.
  func question(of handle: JobHandle) -> Question { questions[Int(handle.index)].question }

  /// Seconds that a person refused now is told to wait.
  func busyAnswer(_ question: Question) -> Int {
    let draw = plan.chance.bits(.busyJitter, question.asker, question.number)
    let seconds = BusyAnswer.retryAfterSeconds(
      depth: rules.value.depth,
      exit: rules.value.parameters.degradation.busy * rules.value.parameters.degradation.exitRatio,
      dispatchesPerSecond: rules.value.dispatchesPerSecond(now: plan.instant(kernel.now)),
      draw: draw)
    record(.busyAnswer(draw: draw, now: plan.instant(kernel.now)), .number(seconds))
    return seconds
  }

  // MARK: Entering

  /// Cancels the jobs of a person that have waited longest, until fewer than `most` wait. One that somebody else
  /// reads as well is left, and ends this.
  func supersede(of person: UInt32, most: Int) {
    let now = plan.instant(kernel.now)
    while waiting(of: person) >= most, let oldest = rules.value.longestWaiting(of: person) {
      guard send(to: system.people, oldest.index, person, { $0.isReadOnly($1, by: $2) }) else { return }
      superseded += 1
      ledger.redisCommands += RedisCommands.cancel
      let cancellation = rules.value.cancel(oldest, now: now)
      record(.cancel(oldest, now: now), .cancellation(cancellation))
      send(to: system.answers, questions[Int(oldest.index)].question, oldest) { $0.jobEnded($1, $2) }
      send(to: system.people, oldest.index) { $0.jobFailed($1, .cancelled) }
      forget(oldest)
    }
  }

  /// Admits a question and starts it at once when a slot is free.
  func enqueue(_ question: Question, priority: UInt8) -> JobHandle {
    let now = kernel.now
    #if DEBUG
      let isIgnored = plan.bent == .priorityIgnoredInALine && rules.value.depth >= 3
      let priority = isIgnored ? 10 : priority
    #endif
    let handle = rules.value.admit(owner: question.person, priority: priority, now: plan.instant(now))
    record(.admit(owner: question.person, priority: priority, now: plan.instant(now)), .job(handle))
    remember(question, handle, now: now)
    // Behind the inserts of this instant, the counts.
    if rules.value.countsLater { kernel.schedule(.count, handle.index, at: now) }
    ledger.redisCommands += RedisCommands.enqueue
    published()
    send(to: system.answers, question, handle) { $0.jobBegan($1, $2) }
    send(to: system.meter, rules.value.depth) { $0.admitted(depth: $1) }
    fill()
    return handle
  }

  /// The inserts of an instant are made: is this job published?
  func count(_ index: UInt32) {
    let handle = handle(index)
    guard rules.value[handle]?.state == .unpublished else { return }
    let isPublished = rules.value.count(handle, now: plan.instant(kernel.now))
    record(.count(handle, now: plan.instant(kernel.now)), .flag(isPublished))
    if isPublished { fill() }
  }

  /// Sets a question aside behind an email offer.
  func park(_ question: Question) {
    let now = kernel.now
    let handle = rules.value.park(owner: question.person, priority: question.priority, now: plan.instant(now))
    record(.park(owner: question.person, priority: question.priority, now: plan.instant(now)), .job(handle))
    remember(question, handle, now: now)
    ledger.redisCommands += RedisCommands.park
  }

  private func remember(_ question: Question, _ handle: JobHandle, now: Int64) {
    let record = JobRecord(question: question, admittedAt: now, generation: handle.generation)
    if Int(handle.index) == questions.count {
      questions.append(record)
    } else {
      questions[Int(handle.index)] = record
    }
    createdByEvents(handle)
  }

  // MARK: Dispatch

  /// Starts jobs while slots are free.
  func fill() {
    guard !isFilling else { return }
    isFilling = true
    let now = kernel.now
    let isService = plan.transport.isService
    while true {
      if rules.value.depth == 0, rules.value.parkedCount > 0, rules.value.slotsInUse < rules.value.slots {
        let promoted = rules.value.promote(now: plan.instant(now))
        record(.promote(now: plan.instant(now)), .job(promoted))
        if let handle = promoted {
          ledger.redisCommands += RedisCommands.promote
          published()
          // Behind an email offer nobody waits: the wait begins here.
          questions[Int(handle.index)].admittedAt = now
          send(to: system.answers, questions[Int(handle.index)].question, handle) { $0.jobBegan($1, $2) }
        }
      }
      if isService, isHeldBack(now) { break }
      let dispatched = rules.value.dispatch(now: plan.instant(now))
      record(.dispatch(now: plan.instant(now)), .dispatch(dispatched))
      guard let next = dispatched else { break }
      switch next {
      case .expired(let handle):
        ledger.redisCommands += RedisCommands.expiry
        send(to: system.answers, questions[Int(handle.index)].question, handle) { $0.jobEnded($1, $2) }
        send(to: system.people, handle.index) { $0.jobFailed($1, .expired) }
        forget(handle)
      case .start(let handle, let token):
        let index = Int(handle.index)
        ledger.redisCommands += RedisCommands.dispatch
        if isService { delivered(handle, token) }
        if questions[index].queueWait < 0 {
          let wait = now - questions[index].admittedAt
          questions[index].queueWait = wait
          if wait > 0 { send(to: system.meter, wait) { $0.dispatched(after: $1) } }
        }
        send(to: system.workers, handle, token, questions[index].question) { $0.begin($1, $2, $3) }
      }
    }
    isFilling = false
    use.update(inUse: rules.value.slotsInUse, slots: rules.value.slots, at: now)
    followLevel()
  }

  /// How long a job has waited for its first dispatch, or waits until now.
  func waited(_ job: UInt32) -> Int64 {
    let question = questions[Int(job)]
    return question.queueWait >= 0 ? question.queueWait : kernel.now - question.admittedAt
  }

  /// The worker begins: the mode of the answer is fixed. nil when the lease is stale.
  func started(_ handle: JobHandle, _ token: LeaseToken) -> AttemptFacts? {
    ledger.redisCommands += RedisCommands.start
    let began = rules.value.start(handle, token, now: plan.instant(kernel.now))
    record(.start(handle, token, now: plan.instant(kernel.now)), .flag(began))
    guard began else { return nil }
    return AttemptFacts(
      attempt: UInt8(rules.value.attempts(of: handle)), isSimple: rules.value.isSimple(handle),
      admittedAt: questions[Int(handle.index)].admittedAt)
  }

  /// The first token of an attempt came at `time`.
  func firstToken(_ handle: JobHandle, _ token: LeaseToken, at time: Int64) {
    let isFirst = rules.value.firstToken(handle, token, now: plan.instant(time))
    record(.firstToken(handle, token, now: plan.instant(time)), .flag(isFirst))
  }

  // MARK: Endings

  /// The attempt delivered the whole answer. Returns what its readers are told; nil when the lease is stale.
  func completed(_ handle: JobHandle, _ token: LeaseToken, tokens: Int) -> CompletedJob? {
    let isComplete = rules.value.complete(handle, token, tokens: tokens, now: plan.instant(kernel.now))
    record(.complete(handle, token, tokens: tokens, now: plan.instant(kernel.now)), .flag(isComplete))
    guard isComplete else { return nil }
    ledger.redisCommands += RedisCommands.complete
    if plan.measuresFairness {
      send(to: system.meter, questions[Int(handle.index)].question.person, tokens) {
        $0.served($1, tokens: $2)
      }
    }
    carriedToTheEnd()
    return CompletedJob(
      question: questions[Int(handle.index)].question, handle: handle,
      queueWait: questions[Int(handle.index)].queueWait, isSimple: rules.value.isSimple(handle))
  }

  /// The attempt is over, and nobody learns of it.
  func lost(_ handle: JobHandle, _ token: LeaseToken) {
    let isLost = rules.value.lose(handle, token, now: plan.instant(kernel.now))
    record(.lose(handle, token, now: plan.instant(kernel.now)), .flag(isLost))
    fill()
  }

  /// The attempt failed after `tokens` of the answer: it is tried again later, or the job has failed.
  func attemptFailed(_ handle: JobHandle, _ token: LeaseToken, notBefore: Int64, tokens: Int) {
    let now = kernel.now
    let question = questions[Int(handle.index)].question
    let attempts = rules.value.attempts(of: handle)
    let earliest = notBefore < 0 ? nil : plan.instant(notBefore)
    let draw = plan.chance.bits(.backoff, question.asker, question.number &* 16 &+ UInt32(attempts))
    let end = rules.value.fail(
      handle, token, isRetryable: true, notBefore: earliest, draw: draw, tokens: tokens,
      now: plan.instant(now))
    record(
      .fail(handle, token, notBefore: earliest, draw: draw, tokens: tokens, now: plan.instant(now)),
      .end(end))
    responded()
    follow(end, of: handle)
    fill()
  }

  /// The worker has died: its last sign of life was at `lastSign`. Returns when the lease ends.
  func workerLost(_ handle: JobHandle, _ token: LeaseToken, lastSign: Int64) -> Int64 {
    let isRenewed = rules.value.renewLease(handle, token, now: plan.instant(lastSign))
    record(.renewLease(handle, token, now: plan.instant(lastSign)), .flag(isRenewed))
    guard let job = rules.value[handle] else { return kernel.now }
    return job.leaseEndsAt.nanoseconds(since: plan.start)
  }

  /// A lease has ended without a sign of life.
  func leaseExpired(_ handle: JobHandle, _ token: LeaseToken) {
    if plan.transport.isService {
      // The service has waited for a response for as long as it does: a failed delivery like any other.
      attemptFailed(handle, token, notBefore: -1, tokens: 0)
      return
    }
    let end = rules.value.leaseExpired(handle, token, now: plan.instant(kernel.now))
    record(.leaseExpired(handle, token, now: plan.instant(kernel.now)), .end(end))
    follow(end, of: handle)
    fill()
  }

  private func follow(_ end: JobQueue.AttemptEnd, of handle: JobHandle) {
    let now = kernel.now
    switch end {
    case .refused: break
    case .retry(let due, let resets):
      ledger.redisCommands += RedisCommands.retry + (resets ? RedisCommands.streamReset : 0)
      redelivered()
      let retryAt = due.nanoseconds(since: plan.start)
      retries.grow(toInclude: Int(handle.index), with: -1)
      retries[Int(handle.index)] = retryAt
      kernel.schedule(.retryDue, handle.index, at: retryAt)
      send(to: system.people, handle.index, resets, now) { $0.attemptLost($1, tokensVoid: $2, now: $3) }
    case .requeued(let resets):
      ledger.redisCommands += RedisCommands.leaseExpiry + (resets ? RedisCommands.streamReset : 0)
      send(to: system.people, handle.index, resets, now) { $0.attemptLost($1, tokensVoid: $2, now: $3) }
    case .failed:
      ledger.redisCommands += RedisCommands.complete
      becameDeadLetter()
      send(to: system.answers, questions[Int(handle.index)].question, handle) { $0.jobEnded($1, $2) }
      send(to: system.people, handle.index) { $0.jobFailed($1, .failed) }
      forget(handle)
    }
  }

  /// The delay after an error is over.
  func retryDue(_ index: UInt32) {
    let handle = handle(index)
    guard retries[Int(index)] == kernel.now, rules.value[handle]?.state == .retryScheduled else {
      return
    }
    ledger.redisCommands += RedisCommands.retryDue
    let isDue = rules.value.retryDue(handle, now: plan.instant(kernel.now))
    record(.retryDue(handle, now: plan.instant(kernel.now)), .flag(isDue))
    fill()
  }

  private func handle(_ index: UInt32) -> JobHandle {
    JobHandle(index: index, generation: questions[Int(index)].generation)
  }

  /// Nobody reads the job any more and its owner said so.
  func cancel(_ index: UInt32) {
    let handle = handle(index)
    let now = plan.instant(kernel.now)
    let question = questions[Int(index)].question
    ledger.redisCommands += RedisCommands.cancel
    let cancellation = rules.value.cancel(handle, now: now)
    record(.cancel(handle, now: now), .cancellation(cancellation))
    switch cancellation {
    case .late: return
    case .removed: break
    case .stopWorker:
      let tokens = send(to: system.workers, handle) { $0.stop($1) }
      let isStopped = rules.value.workerStopped(handle, tokens: tokens, now: now)
      record(.workerStopped(handle, tokens: tokens, now: now), .flag(isStopped))
      responded()
    }
    send(to: system.answers, question, handle) { $0.jobEnded($1, $2) }
    forget(handle)
    fill()
  }

  /// As ``forget(_:)``, then starts what the freed slot allows.
  func forgetAndFill(_ handle: JobHandle) {
    forget(handle)
    fill()
  }

  /// Jobs waiting.
  func waiting() -> Int { rules.value.depth }

  /// A job has ended and everybody knows: its place is free.
  func forget(_ handle: JobHandle) {
    let isReleased = rules.value.release(handle)
    record(.release(handle), .flag(isReleased))
  }

  /// What the report says of jobs and slots.
  func tally(until end: Int64) -> QueueTally {
    use.update(inUse: rules.value.slotsInUse, slots: rules.value.slots, at: end)
    return QueueTally(
      jobs: rules.value.counters, live: rules.value.liveCount, slots: plan.slots(at: 0),
      busyNanoseconds: use.busyNanoseconds,
      fullNanoseconds: use.fullNanoseconds, peak: use.peak,
      retriesRefused: rules.value.counters.retriesRefused, sortedSet: rules.value.sortedSet,
      superseded: superseded, transport: transport.value)
  }

  // MARK: Level and capacity

  /// The provider's condition has changed: slots follow it.
  func weatherChanged() {
    rules.value.setSlots(plan.slots(at: kernel.now))
    record(.setSlots(plan.slots(at: kernel.now)), .nothing)
    fill()
  }

  /// A dwell may be over.
  func dwellEnded() {
    dwellAt = -1
    rules.value.evaluateLevel(now: plan.instant(kernel.now))
    record(.evaluateLevel(now: plan.instant(kernel.now)), .nothing)
    followLevel()
    fill()
  }

  /// Reports changes of level, and sets the timer for the end of a dwell.
  private func followLevel() {
    if !rules.value.levelChanges.isEmpty {
      let changes = rules.value.takeLevelChanges()
      record(.takeLevelChanges, .changes(changes))
      for change in changes {
        ledger.redisCommands += RedisCommands.levelChange
        allChanges.append(change)
        send(to: system.meter, change, rules.value.depth) { $0.levelChanged($1, waiting: $2) }
      }
    }
    guard let next = rules.value.nextLevelEvaluation else { return }
    let at = max(next.nanoseconds(since: plan.start), kernel.now + 1)
    if at != dwellAt {
      if dwellAt >= 0 { kernel.cancel(dwellTimer) }
      dwellTimer = kernel.schedule(.dwell, 0, at: at)
      dwellAt = at
    }
  }
}

/// What a worker is told when it begins.
struct AttemptFacts: Sendable {
  /// Number of the attempt, from 1.
  var attempt: UInt8
  var isSimple: Bool
  /// When the job entered the line for the first time: nobody waits for it since before.
  var admittedAt: Int64
}

/// A job that was answered.
struct CompletedJob: Sendable {
  var question: Question
  var handle: JobHandle
  var queueWait: Int64
  var isSimple: Bool
}
