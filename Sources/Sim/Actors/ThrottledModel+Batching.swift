// Calls of a model that serves by continuous batching. How long one takes depends on the others, those to come included:
// first tokens and ends are told when they come, and what has to be planned before rests on what the last answers took.

import QueueModel
import Scenario

extension ThrottledModel {
  /// Begins a call that shares the steps of a replica. Returns when it has an event of its own; `max` where the replica, or
  /// the end of its caller's patience, is what it waits for.
  func beginBatched(_ record: inout CallRecord, _ place: UInt32, _ request: CallRequest) -> Int64 {
    let now = kernel.now
    let question = request.question
    let number = question.number &* 16 &+ UInt32(request.attempt)
    if plan.transport.answersWhole, record.job != AskerRecord.nothing { record.goesWrongBeforeItComes() }
    batched.grow(toInclude: Int(place), with: Replicas.Call.none)
    batched[Int(place)].replica = -1
    let prompt = max(1, Int(question.promptTokens))
    if !replicas.canHold(prompt: prompt, output: request.tokens), record.fate != .hangs {
      // The server says at once that it never could.
      record.fate = .failsBefore
    }
    switch record.fate {
    case .failsBefore:
      var stream = plan.chance.stream(.errorAfter, question.asker, number)
      return now + min(plan.calls.errorAfter.nanoseconds(&stream), plan.calls.firstTokenTimeout)
    case .hangs: return now + plan.calls.firstTokenTimeout
    case .answers, .failsMid, .stalls: break
    }
    var tokens = request.tokens
    if record.isFaulty {
      let point = plan.chance.uniform(.fatePoint, question.asker, number)
      tokens = min(tokens, 1 + Int(point * Double(tokens)))
      faults.grow(toInclude: Int(place), with: .max)
      faults[Int(place)] = .max
    }
    record.stage = .batched
    let cached = Int(Double(prompt) * plan.calls.cachedPromptShare)
    let call = replicas.submit(place, prompt: prompt, cached: cached, output: tokens, now: now)
    batched[Int(place)] = call
    replicas.arm(Int(call.replica), kernel)
    awaitFirstToken(place)
    return .max
  }

  /// What a caller and its readers may expect of a call that has begun: its first token comes when it comes.
  func expectedProgress(_ request: CallRequest) -> AnswerProgress {
    let end = kernel.now + replicas.expectedFirstToken + replicas.expected(tokens: request.tokens - 1)
    return AnswerProgress(firstTokenAt: .max, plannedEnd: end)
  }

  // MARK: A replica has something to do

  /// A step ends soon: fetches what its outcome will touch.
  @inline(__always) func prepareStep(_ replica: UInt32) {
    guard let place = replicas.nextExpected(Int(replica)) else { return }
    batched.prefetch(Int(place))
    prepare(place)
  }

  /// A step of a replica has ended that something may have come of.
  func stepEnded(_ replica: UInt32) {
    let now = kernel.now
    // Telling one outcome can bring new calls, which must find the replica as it is and this list to themselves.
    var told: [BatchEngine.Outcome] = []
    swap(&told, &outcomes.value)
    replicas.wakeCame(Int(replica))
    replicas.advance(Int(replica), to: now, &told)
    replicas.arm(Int(replica), kernel)
    for (index, outcome) in told.enumerated() {
      let place = Int(outcome.request)
      // Whoever was told of an outcome before may have hung up on another call, whose place may be taken again already.
      guard
        index == 0
          || (batched[place].isUnderWay && calls[place].reservation.admittedAt < plan.instant(now))
      else { continue }
      switch outcome.event {
      case .firstToken: batchedFirstToken(outcome.request)
      case .lastToken: batchedLastToken(outcome.request)
      }
    }
    told.removeAll(keepingCapacity: true)
    swap(&told, &outcomes.value)
  }

  private func batchedFirstToken(_ place: UInt32) {
    let now = kernel.now
    let index = Int(place)
    replicas.note(firstToken: now - beganAt(place, calls[index]))
    if plan.transport.answersWhole, calls[index].job != AskerRecord.nothing { return }
    calls[index].stage = .streaming
    calls[index].begins(at: now)
    let record = calls[index]
    announceFirstToken(record, place, end: now + replicas.expected(tokens: record.timeline.tokens - 1))
  }

  private func batchedLastToken(_ place: UInt32) {
    let now = kernel.now
    let index = Int(place)
    let tokens = Int(batched[index].tokens)
    batched[index].replica = -1
    if calls[index].stage == .batched { calls[index].begins(at: now) }
    calls[index].stage = .streaming
    calls[index].ends(at: now, tokens: tokens)
    if tokens > 1 { replicas.note(interval: calls[index].timeline.interval) }
    switch calls[index].fate {
    case .failsMid:
      faults[index] = now
      counts.errorsMid += 1
      fail(place, timeline: calls[index].timeline)
    case .stalls:
      faults[index] = now
      calls[index].timer = kernel.schedule(.call, place, at: now + plan.calls.tokenTimeout)
    default:
      // A worker that was to fail in mid-attempt does so now at the latest.
      let job = calls[index].job
      if plan.calls.workerFaults.happen, job < CallRecord.unheard {
        send(to: system.workers, job) { $0.failIfDoomed($1) }
        // Its place may have gone to the next call already, which cannot stream yet.
        guard calls[index].stage == .streaming else { return }
      }
      finish(place)
    }
  }

  // MARK: The end of a caller's patience

  /// A call waits for its first token. All callers wait equally long, so whoever called first gives up first: one event is
  /// pending for all of them, and none for those whose token came.
  private func awaitFirstToken(_ place: UInt32) {
    let due = kernel.now + plan.calls.firstTokenTimeout
    impatient.append(place, due: due)
    guard !impatient.isArmed else { return }
    impatient.isArmed = true
    kernel.schedule(.firstTokenDue, 0, at: due)
  }

  /// The first of those who wait for a first token may have waited long enough.
  func firstTokenDue() {
    let now = kernel.now
    while let first = impatient.first {
      let index = Int(first.place)
      let isWaiting =
        batched[index].isUnderWay && calls[index].stage == .batched
        && beganAt(first.place, calls[index]) + plan.calls.firstTokenTimeout == first.due
      if isWaiting, first.due > now { break }
      impatient.removeFirst()
      guard isWaiting else { continue }
      counts.hung += 1
      leaveReplica(first.place)
      fail(first.place, timeline: nil)
    }
    impatient.isArmed = impatient.first != nil
    if let first = impatient.first { kernel.schedule(.firstTokenDue, 0, at: first.due) }
  }

  // MARK: Leaving

  /// The call's replica is told to stop, if it has not done already.
  func leaveReplica(_ place: UInt32) {
    let call = batched[Int(place)]
    guard call.isUnderWay else { return }
    batched[Int(place)].replica = -1
    replicas.cancel(call, now: kernel.now)
    replicas.arm(Int(call.replica), kernel)
  }

  /// The tokens that have come of a call whose replica works on it, evenly between the first and now; nil where there are
  /// none.
  func tokensSoFar(_ place: UInt32) -> TokenTimeline? {
    let record = calls[Int(place)]
    guard record.stage == .streaming else { return nil }
    guard batched[Int(place)].isUnderWay else { return record.timeline }
    let come = max(1, replicas.tokens(of: batched[Int(place)], now: kernel.now))
    let interval = come > 1 ? (kernel.now - record.timeline.first) / Int64(come - 1) : 0
    return TokenTimeline(first: record.timeline.first, interval: interval, tokens: come)
  }

  /// The caller of such a call hangs up. Returns the tokens' timeline if any had come.
  func abandonBatched(_ place: UInt32) -> TokenTimeline? {
    let record = calls[Int(place)]
    let timeline = tokensSoFar(place)
    leaveReplica(place)
    if plan.scenario.llm.cancelBilled {
      bill(record, answerTokens: record.timeline.tokens, wasted: true)
    } else if let timeline {
      bill(record, answerTokens: timeline.tokens, wasted: true)
    }
    release(place, tokens: timeline?.tokens ?? 0)
    return timeline
  }

  // MARK: The provider's condition

  /// Replicas are as fast as the provider's condition lets them be.
  func followSpeed() {
    guard plan.isBatched else { return }
    replicas.setSpeed(plan.weather.spell(at: kernel.now).spell.speed, now: kernel.now)
    replicas.armAll(kernel)
  }
}
