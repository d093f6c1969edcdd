// The language model behind a provider's limits: how long each call takes, how it can go wrong, and what it is
// refused for. One event a call is pending at any time: its first token and then its end, or its end alone.

import QueueModel
import Scenario

/// A provider that serves so many calls at a time, at a speed that changes, within the limits of an account.
actor ThrottledModel: SimulationActor {
  nonisolated let kernel: SimulationKernel
  nonisolated let plan: RunPlan

  private let hotAccount: Hot<ProviderLimits>
  var account: ProviderLimits {
    _read { yield hotAccount.value }
    _modify { yield &hotAccount.value }
  }
  let calls = GrowingRecords<CallRecord>()
  let freePlaces = GrowingRecords<UInt32>()
  /// When the fault of a call happens that goes wrong in mid-answer, by its place.
  let faults = GrowingRecords<Int64>()
  private let hotLedger: Hot<CostLedger> = Hot(CostLedger())
  var ledger: CostLedger {
    _read { yield hotLedger.value }
    _modify { yield &hotLedger.value }
  }
  private let hotCounts: Hot<CallCounts>
  var counts: CallCounts {
    _read { yield hotCounts.value }
    _modify { yield &hotCounts.value }
  }
  private let hotUse: Hot<SlotUse>
  var use: SlotUse {
    _read { yield hotUse.value }
    _modify { yield &hotUse.value }
  }
  /// The accounts of the fall-backs, and what calls have to be known by to go on with them, by their places.
  let fallbackAccounts: Hot<[ProviderLimits]>
  let origins = GrowingRecords<CallOrigin>()
  /// Calls under way that nobody listens to.
  let hotUnheard: Hot<Int> = Hot(0)
  /// Where the model serves by continuous batching: its replicas, the calls that they have by place, and who waits for a
  /// first token.
  private let hotReplicas: Hot<Replicas>
  var replicas: Replicas {
    _read { yield hotReplicas.value }
    _modify { yield &hotReplicas.value }
  }
  let batched = GrowingRecords<Replicas.Call>()
  private let hotImpatient: Hot<FirstTokenQueue> = Hot(FirstTokenQueue())
  var impatient: FirstTokenQueue {
    _read { yield hotImpatient.value }
    _modify { yield &hotImpatient.value }
  }
  /// What came of a step, while it is told.
  let outcomes: Hot<[BatchEngine.Outcome]> = Hot([])
  private let hotInUse: Hot<Int> = Hot(0)
  var inUse: Int {
    _read { yield hotInUse.value }
    _modify { yield &hotInUse.value }
  }
  /// True when the account has other limits than that on calls at one time.
  private let hasLimits: Bool
  /// What was used of the account's limits, and when they refused calls.
  private let hotQuota: Hot<QuotaUse>
  var quota: QuotaUse {
    _read { yield hotQuota.value }
    _modify { yield &hotQuota.value }
  }
  /// The other actors; set when the run begins.
  private let hotCast: Hot<Cast> = Hot(Cast())
  var system: Cast {
    _read { yield hotCast.value }
    _modify { yield &hotCast.value }
  }

  /// A call under way.
  struct CallRecord: BitwiseCopyable {
    /// What the account holds for it, and since when.
    var reservation: ProviderReservation
    var fate: Fate
    var stage: Stage
    /// Where it is: 0 with the provider, else with a fall-back.
    var provider: UInt8 = 0
    /// The timeline of its tokens, in parts that fill one cache line with the rest.
    private var first: Int64
    private var interval: Int64
    private var answerTokens: Int32
    /// The job's place, nothing for a direct call, or one from `unheard` on for a call that nobody listens to.
    var job: UInt32
    var timer: EventHandle = .none

    init(_ reservation: ProviderReservation, fate: Fate, timeline: TokenTimeline, job: UInt32) {
      self.reservation = reservation
      self.fate = fate
      stage = .waiting
      first = timeline.first
      interval = timeline.interval
      answerTokens = Int32(timeline.tokens)
      self.job = job
    }

    /// When its tokens come if nothing goes wrong.
    var timeline: TokenTimeline {
      TokenTimeline(first: first, interval: interval, tokens: Int(answerTokens))
    }

    /// Nothing is passed on before the answer is whole.
    mutating func comesWhole(at end: Int64) {
      first = end
      interval = 0
      goesWrongBeforeItComes()
    }

    /// Where nothing is passed on before the answer is whole, what goes wrong in the middle goes wrong before that.
    mutating func goesWrongBeforeItComes() {
      switch fate {
      case .failsMid: fate = .failsBefore
      case .stalls: fate = .hangs
      case .answers, .failsBefore, .hangs: break
      }
    }

    /// Its first token comes now.
    mutating func begins(at now: Int64) { first = now }

    /// Its last token comes now: so many lie evenly between the first and this.
    mutating func ends(at now: Int64, tokens: Int) {
      answerTokens = Int32(tokens)
      interval = tokens > 1 ? (now - first) / Int64(tokens - 1) : 0
    }

    /// True for a call that goes wrong in mid-answer.
    var isFaulty: Bool { fate == .failsMid || fate == .stalls }

    /// True when its first token has come.
    func isStreaming(at now: Int64) -> Bool { stage == .streaming || stage == .quiet && first <= now }

    /// When the first token comes; `max` for a call that has none.
    var firstTokenAt: Int64 { fate == .hangs || fate == .failsBefore ? .max : first }

    /// The prompt and so many tokens of an answer.
    func tokens(answer: Int) -> ProviderTokens {
      var tokens = reservation.tokens
      tokens.completion = Int32(answer)
      return tokens
    }
  }

  /// What becomes of a call.
  enum Fate: UInt8, Sendable {
    case answers, failsBefore, failsMid, hangs, stalls
  }

  enum Stage: UInt8, Sendable {
    case free, waiting, streaming
    /// Waiting, then streaming: its only event is its end.
    case quiet
    /// Waiting for a replica's first token.
    case batched
  }

  init(kernel: SimulationKernel, plan: RunPlan) {
    self.kernel = kernel
    self.plan = plan
    hotUse = Hot(SlotUse(from: plan.warmUp, until: plan.duration))
    hotAccount = Hot(plan.providerLimits())
    hasLimits = !plan.scenario.llm.limits.isEmpty
    hotQuota = Hot(QuotaUse(limits: plan.scenario.llm.limits.count))
    fallbackAccounts = Hot(plan.fallbackLimits())
    hotReplicas = Hot(Replicas(plan.scenario.llm, detail: plan.detail))
    hotCounts = Hot(CallCounts(fallbacks: plan.fallbacks.count))
  }

  /// The run begins.
  func begin() {
    calls.reserveCapacity(min(1 << 16, plan.providerPlaces(at: 0)))
    kernel.prefetch(calls, for: Happening.call)
    followSpeed()
  }

  // MARK: Calling

  /// A worker's call.
  func call(_ request: CallRequest) -> CallStart {
    begin(request, isEducator: false)
  }

  /// True when an educator's direct call would be admitted: to a reserved place where there is a reserve, so that
  /// direct calls never take what the workers' slots were counted on, else to any; and within every other limit.
  func hasEducatorPlace(_ question: Question) -> Bool {
    let reserve = plan.scenario.system.educators.reserve
    if reserve > 0, !plan.switches.bypassUncapped, account.reservedPlacesInUse >= reserve { return false }
    let hasPlace = account.hasPlace(for: .privileged)
    plan.record(.account(.hasPlace(.privileged), AccountEffect(hasPlace: hasPlace, account)))
    guard hasPlace, plan.limitsOverTime else { return hasPlace }
    var trial = account
    switch trial.admit(whatIsReserved(for: question), caller: .privileged, now: plan.instant(kernel.now)) {
    case .admitted: return true
    case .refused: return false
    }
  }

  /// What a call reserves of the provider's limits: its prompt, and the most that it may generate.
  func whatIsReserved(for question: Question) -> ProviderTokens {
    let cached = Int(Double(question.promptTokens) * plan.calls.cachedPromptShare)
    return ProviderTokens(
      prompt: Int(question.promptTokens), cachedPrompt: cached, completion: plan.people.maximumAnswerTokens)
  }

  /// An educator's direct call, after `hasEducatorPlace` said yes. Returns its place.
  func callDirectly(_ question: Question) -> UInt32 {
    let tokens = max(1, min(Int(question.answerTokens), plan.people.maximumAnswerTokens))
    let request = CallRequest(
      question: question, job: AskerRecord.nothing, attempt: 1, tokens: tokens, quietUntil: .min)
    counts.direct += 1
    guard case .begun(let call, _, _) = begin(request, isEducator: true) else {
      preconditionFailure("an educator's call was refused after a place had been found")
    }
    return call
  }

  /// When the caller of a direct call may expect its first token.
  func firstTokenExpected(_ call: UInt32) -> Int64 { calls[Int(call)].firstTokenAt }

  private func begin(_ request: CallRequest, isEducator: Bool) -> CallStart {
    let now = kernel.now
    let question = request.question
    let reservation: ProviderReservation
    var provider: UInt8 = 0
    var failOver: FailOver?
    let reserved = whatIsReserved(for: question)
    let caller: ProviderCaller = isEducator ? .privileged : .common
    let admission = account.admit(reserved, caller: caller, now: plan.instant(now))
    plan.record(
      .account(
        .admit(reserved, caller, now: plan.instant(now)), AccountEffect(admission: admission, account)))
    switch admission {
    case .refused(let refusal):
      counts.refused += 1
      noteRefusal(refusal)
      var search = FailOver(providers: 1 + plan.fallbacks.count)
      search.failed(
        notBefore: refusal.retryAfterSeconds.map { plan.instant(now + Int64($0) * 1_000_000_000) })
      guard let elsewhere = admitElsewhere(request, &search) else {
        return .refused(notBefore: search.notBefore.map { $0.nanoseconds(since: plan.start) } ?? -1)
      }
      failOver = search
      counts.refusedFirst += 1
      (reservation, provider) = (elsewhere.reservation, elsewhere.provider)
    case .admitted(let admitted): reservation = admitted
    }
    if hasLimits { noteUse() }
    counts.begun += 1
    inUse += 1
    followUse()
    if request.attempt > 1 { counts.retries += 1 }
    let place = freePlaces.popLast() ?? UInt32(calls.count)
    let progress: AnswerProgress
    if provider == 0, plan.isBatched {
      progress = beginInReplica(request, place, reservation)
    } else {
      progress = beginAlone(request, place, reservation, provider)
    }
    if !plan.fallbacks.isEmpty { keepOrigin(of: request, place, failOver) }
    return .begun(call: place, progress, provider: provider)
  }

  /// Begins a call whose times are drawn.
  @inline(__always) private func beginAlone(
    _ request: CallRequest, _ place: UInt32, _ reservation: ProviderReservation, _ provider: UInt8
  ) -> AnswerProgress {
    let now = kernel.now
    let question = request.question
    let number = question.number &* 16 &+ UInt32(request.attempt)
    let timeline =
      provider == 0
      ? drawTimeline(question, number, tokens: request.tokens, now: now)
      : drawTimelineElsewhere(question, number, tokens: request.tokens, provider)
    let fate =
      provider == 0
      ? drawFate(question, number, now: now) : drawFateElsewhere(question, number, provider)
    var record = CallRecord(reservation, fate: fate, timeline: timeline, job: request.job)
    record.provider = provider
    var next = planFirst(
      &record, place, question, number, now: now, timeout: now + plan.calls.firstTokenTimeout)
    let end = record.timeline.end(in: plan.tokenWeather)
    let isQuiet =
      record.fate == .answers && record.timeline.first <= request.quietUntil
      && end - now <= plan.workDuration
    if isQuiet {
      record.stage = .quiet
      next = end
    }
    record.timer = kernel.schedule(.call, place, at: next)
    if Int(place) == calls.count { calls.append(record) } else { calls[Int(place)] = record }
    return AnswerProgress(firstTokenAt: record.firstTokenAt, plannedEnd: end, isQuiet: isQuiet)
  }

  /// Begins a call that shares the steps of a replica.
  private func beginInReplica(
    _ request: CallRequest, _ place: UInt32, _ reservation: ProviderReservation
  ) -> AnswerProgress {
    let question = request.question
    let number = question.number &* 16 &+ UInt32(request.attempt)
    var record = CallRecord(
      reservation, fate: drawFate(question, number, now: kernel.now),
      timeline: TokenTimeline(first: .max, interval: 0, tokens: request.tokens), job: request.job)
    let next = beginBatched(&record, place, request)
    if next != .max { record.timer = kernel.schedule(.call, place, at: next) }
    if Int(place) == calls.count { calls.append(record) } else { calls[Int(place)] = record }
    return expectedProgress(request)
  }

  /// Remembers the most that was used of each of the account's limits.
  private func noteUse() {
    for (index, limit) in plan.scenario.llm.limits.enumerated() {
      let used =
        account.used(limit.kind.capacity, per: limit.per.capacity, now: plan.instant(kernel.now)) ?? 0
      quota.note(used: used, of: index)
    }
  }

  // MARK: What happens to a call

  /// A call's pending event happens soon.
  @inline(__always) func prepare(_ place: UInt32) {
    let job = calls[Int(place)].job
    guard job < CallRecord.unheard else { return }
    send(to: system.people, job) { $0.prepareReaders(of: $1) }
    send(to: system.workers, job) { $0.prepare($1) }
    send(to: system.queue, job) { $0.prepare($1) }
  }

  /// The pending event of a call.
  func timerFired(_ place: UInt32) {
    let record = calls[Int(place)]
    let now = kernel.now
    if record.stage == .waiting {
      switch record.fate {
      case .failsBefore:
        counts.errorsBefore += 1
        if !movesOn(place) { fail(place, timeline: nil) }
      case .hangs:
        counts.hung += 1
        fail(place, timeline: nil)
      case .answers, .failsMid, .stalls:
        beginStreaming(place, now: now)
      }
      return
    }
    switch record.fate {
    case .failsMid:
      counts.errorsMid += 1
      fail(place, timeline: partial(record, by: now))
    case .stalls:
      counts.stalled += 1
      fail(place, timeline: partial(record, by: faultAt(place)))
    default: finish(place)
    }
  }

  private func beginStreaming(_ place: UInt32, now: Int64) {
    let record = calls[Int(place)]
    let end = record.timeline.end(in: plan.tokenWeather)
    if end == now, record.fate == .answers {
      // The whole answer at once: first token and end are one moment.
      announceFirstToken(record, place, end: end)
      finish(place)
      return
    }
    let next: Int64
    switch record.fate {
    case .failsMid: next = faultAt(place)
    case .stalls: next = faultAt(place) + plan.calls.tokenTimeout
    default: next = end
    }
    calls[Int(place)].stage = .streaming
    calls[Int(place)].timer = kernel.schedule(.call, place, at: max(next, now))
    announceFirstToken(record, place, end: end)
  }

  func announceFirstToken(_ record: CallRecord, _ place: UInt32, end: Int64) {
    if record.job == AskerRecord.nothing {
      send(to: system.people, place, end) { $0.directFirstToken($1, plannedEnd: $2) }
    } else if record.job < CallRecord.unheard {
      tokensByEvents(record, until: faultAt(place))
      send(to: system.workers, record.job, end, record.timeline.tokens) {
        $0.firstToken($1, plannedEnd: $2, tokens: $3)
      }
    }
  }

  func finish(_ place: UInt32) {
    let record = calls[Int(place)]
    if record.isUnheard {
      endUnheard(place, record, tokens: record.timeline.tokens, isWhole: true)
      return
    }
    bill(record, answerTokens: record.timeline.tokens)
    release(place, tokens: record.timeline.tokens)
    if record.job == AskerRecord.nothing {
      let answer = DeliveredAnswer(
        tokens: record.timeline.tokens, written: record.timeline.tokens, queueWait: -1,
        providerFirstToken: record.timeline.first - beganAt(place, record),
        firstTokenAt: record.timeline.first)
      send(to: system.people, place, answer) { $0.directAnswered($1, $2) }
    } else {
      send(to: system.workers, record.job, record.timeline) { $0.answered($1, $2) }
    }
  }

  /// Ends a call without an answer; what had come is billed, nothing is when nothing had.
  func fail(_ place: UInt32, timeline: TokenTimeline?) {
    let record = calls[Int(place)]
    if record.isUnheard {
      endUnheard(place, record, tokens: timeline?.tokens, isWhole: false)
      return
    }
    if let timeline { bill(record, answerTokens: timeline.tokens, wasted: true) }
    release(place, tokens: timeline?.tokens ?? 0)
    if record.job == AskerRecord.nothing {
      send(to: system.people, place) { $0.directFailed($1) }
    } else {
      send(to: system.workers, record.job, timeline) { $0.callFailed($1, $2, notBefore: -1) }
    }
  }

  /// The caller hangs up. Returns the tokens' timeline if any had come.
  @discardableResult
  func abandon(_ place: UInt32) -> TokenTimeline? {
    let record = calls[Int(place)]
    precondition(record.stage != .free, "call \(place) is not under way")
    let now = kernel.now
    counts.abandoned += 1
    if record.isUnheard { unheard -= 1 }
    if plan.isBatched, record.provider == 0, record.timer == .none { return abandonBatched(place) }
    kernel.cancel(record.timer)
    // A call that stalls sends nothing after its fault.
    let timeline = record.isFaulty ? partial(record, by: faultAt(place)) : record.timeline
    let come = record.isStreaming(at: now) ? timeline.count(by: now, in: plan.tokenWeather) : 0
    if plan.scenario.llm.cancelBilled, record.fate != .hangs, record.fate != .failsBefore {
      bill(record, answerTokens: record.timeline.tokens, wasted: true)
    } else if come > 0 {
      bill(record, answerTokens: come, wasted: true)
    }
    release(place, tokens: come)
    return record.isStreaming(at: now) ? timeline : nil
  }

  /// The tokens that had come of a call that has stalled; nil for any other.
  func stalled(_ place: UInt32) -> TokenTimeline? {
    let record = calls[Int(place)]
    guard record.stage == .streaming, record.fate == .stalls, faultAt(place) < kernel.now else { return nil }
    return partial(record, by: faultAt(place))
  }

  /// When a call goes wrong in mid-answer; `max` for one that does not.
  func faultAt(_ place: UInt32) -> Int64 {
    calls[Int(place)].isFaulty ? faults[Int(place)] : .max
  }

  func partial(_ record: CallRecord, by time: Int64) -> TokenTimeline {
    var timeline = record.timeline
    timeline.tokens = timeline.count(by: time, in: plan.tokenWeather)
    return timeline
  }

  func bill(_ record: CallRecord, answerTokens: Int, wasted: Bool = false) {
    ledger.addTokens(
      record.tokens(answer: answerTokens), provider: Int(record.provider), wasted: wasted)
  }

  func release(_ place: UInt32, tokens: Int) {
    let used = calls[Int(place)].tokens(answer: tokens)
    settle(calls[Int(place)], used: used)
    calls[Int(place)].stage = .free
    inUse -= 1
    followUse()
    freePlaces.append(place)
  }

  private func followUse() {
    use.update(inUse: inUse, slots: account.concurrency + plan.fallbackPlaces, at: kernel.now)
  }

  /// Calls under way.
  func underWay() -> Int { inUse }

  /// What the report says of places.
  func tally(until end: Int64) -> PlaceTally {
    use.update(inUse: inUse, slots: .max, at: end)
    return PlaceTally(
      busyNanoseconds: use.busyNanoseconds, peak: use.peak,
      quota: quota)
  }

  /// The provider's condition has changed: so have its places.
  func weatherChanged() {
    account.setConcurrency(plan.providerPlaces(at: kernel.now))
    plan.record(.account(.setConcurrency(plan.providerPlaces(at: kernel.now)), AccountEffect(account)))
    followSpeed()
  }
}

/// A call as a worker makes it.
struct CallRequest: Sendable, BitwiseCopyable {
  var question: Question
  /// The job's place, or nothing for a direct call.
  var job: UInt32
  /// Number of the attempt, from 1.
  var attempt: UInt8
  /// Tokens that the answer will have.
  var tokens: Int
  /// A first token that comes by then is no event if the answer becomes whole.
  var quietUntil: Int64
}

/// How a call begins.
enum CallStart: Sendable {
  /// A limit was reached; come back at this moment, or -1 when the provider does not say.
  case refused(notBefore: Int64)
  /// The call is under way. Its progress is what the simulation knows and the caller does not.
  case begun(call: UInt32, AnswerProgress, provider: UInt8)
}

/// What became of calls.
struct CallCounts: Sendable {
  var begun = 0
  var direct = 0
  var retries = 0
  var refused = 0
  var errorsBefore = 0
  var errorsMid = 0
  var hung = 0
  var stalled = 0
  var abandoned = 0
  /// Calls that the provider refused and a fall-back took.
  var refusedFirst = 0
  /// Calls that each fall-back took over.
  var failedOver: [Int]

  init(fallbacks: Int) { failedOver = Array(repeating: 0, count: fallbacks) }
}
