// Fail-over: a call that its provider cannot take, or that fails before the first token, goes on with the next one
// in the list. Nobody is told; whoever waits for the first token waits on.

import QueueModel

/// What a call has to be known by to go on elsewhere. Kept only in runs with fall-backs.
struct CallOrigin: BitwiseCopyable {
  var request: CallRequest
  /// When the caller called.
  var began: Int64
  var failOver: FailOver
}

/// Where a call goes on.
struct CallElsewhere {
  var reservation: ProviderReservation
  /// Place in the list, the provider being 0.
  var provider: UInt8
}

extension ThrottledModel {
  /// Finds the next provider that admits a call, noting those that do not; nil when none is left.
  func admitElsewhere(_ request: CallRequest, _ failOver: inout FailOver) -> CallElsewhere? {
    let now = kernel.now
    while let next = failOver.next {
      let admission = fallbackAccounts.value[next - 1].admit(
        whatIsReserved(for: request.question), caller: .common, now: plan.instant(now))
      switch admission {
      case .admitted(let reservation):
        counts.failedOver[next - 1] += 1
        return CallElsewhere(reservation: reservation, provider: UInt8(next))
      case .refused(let refusal):
        counts.refused += 1
        failOver.failed(
          notBefore: refusal.retryAfterSeconds.map { plan.instant(now + Int64($0) * 1_000_000_000) })
      }
    }
    return nil
  }

  /// A call failed before its first token. True when it goes on elsewhere.
  func movesOn(_ place: UInt32) -> Bool {
    guard !plan.fallbacks.isEmpty else { return false }
    let index = Int(place)
    let now = kernel.now
    let timeout = origins[index].began + plan.calls.firstTokenTimeout
    guard now < timeout else { return false }
    origins[index].failOver.failed(notBefore: nil)
    let request = origins[index].request
    guard let elsewhere = admitElsewhere(request, &origins[index].failOver) else { return false }
    let before = calls[index]
    settle(before, used: before.tokens(answer: 0))
    let number = request.question.number &* 16 &+ UInt32(request.attempt)
    let timeline = drawTimelineElsewhere(
      request.question, number, tokens: request.tokens, elsewhere.provider)
    var record = CallRecord(
      elsewhere.reservation, fate: drawFateElsewhere(request.question, number, elsewhere.provider),
      timeline: timeline, job: before.job)
    record.provider = elsewhere.provider
    let next = planFirst(&record, place, request.question, number, now: now, timeout: timeout)
    record.timer = kernel.schedule(.call, place, at: next)
    calls[index] = record
    if record.job < CallRecord.unheard {
      let progress = AnswerProgress(
        firstTokenAt: record.firstTokenAt, plannedEnd: timeline.end(in: plan.tokenWeather))
      let move = (progress: progress, tokens: request.tokens, provider: elsewhere.provider)
      send(to: system.workers, record.job, move) {
        $0.callMoved($1, $2.progress, tokens: $2.tokens, to: $2.provider)
      }
    }
    return true
  }

  /// When the call at a place began, wherever it is now.
  func beganAt(_ place: UInt32, _ record: CallRecord) -> Int64 {
    record.provider == 0
      ? record.reservation.admittedAt.nanoseconds(since: plan.start) : origins[Int(place)].began
  }

  /// Gives a call's place back to the provider that it is with.
  @inline(__always) func settle(_ record: CallRecord, used: ProviderTokens) {
    if record.provider == 0 {
      account.settle(record.reservation, used: used)
      plan.record(.account(.settle(record.reservation, used: used), AccountEffect(account)))
    } else {
      settleElsewhere(record, used: used)
    }
  }

  private func settleElsewhere(_ record: CallRecord, used: ProviderTokens) {
    fallbackAccounts.value[Int(record.provider) - 1].settle(record.reservation, used: used)
  }

  /// Remembers what a call has to be known by to go on elsewhere.
  func keepOrigin(of request: CallRequest, _ place: UInt32, _ failOver: FailOver?) {
    let origin = CallOrigin(
      request: request, began: kernel.now,
      failOver: failOver ?? FailOver(providers: 1 + plan.fallbacks.count))
    origins.grow(toInclude: Int(place), with: origin)
    origins[Int(place)] = origin
  }

  /// When the tokens of a fall-back come, if nothing goes wrong.
  func drawTimelineElsewhere(_ question: Question, _ number: UInt32, tokens: Int, _ provider: UInt8)
    -> TokenTimeline
  {
    let fallback = plan.fallbacks[Int(provider) - 1]
    let index = number &* 8 &+ UInt32(provider)
    var firstStream = plan.chance.stream(.fallbackFirstToken, question.asker, index)
    var intervalStream = plan.chance.stream(.fallbackTokenInterval, question.asker, index)
    return TokenTimeline(
      first: kernel.now + fallback.firstToken.nanoseconds(&firstStream),
      interval: max(1, fallback.tokenInterval.nanoseconds(&intervalStream)), tokens: tokens)
  }

  /// What becomes of a call with a fall-back.
  func drawFateElsewhere(_ question: Question, _ number: UInt32, _ provider: UInt8) -> Fate {
    let draw = plan.chance.uniform(.fallbackFate, question.asker, number &* 8 &+ UInt32(provider))
    return fate(draw, failsBefore: plan.fallbacks[Int(provider) - 1].errorBeforeShare)
  }

  /// Places held with all providers.
  var placesHeld: Int { fallbackAccounts.value.reduce(account.inUse) { $0 + $1.inUse } }
}

extension Workers {
  /// The call of a job goes on with another provider.
  func callMoved(_ job: UInt32, _ progress: AnswerProgress, tokens: Int, to provider: UInt8) {
    let heard = heard(progress)
    var attempt = attempts[Int(job)]
    entriesEnd(attempt)
    attempt.firstTokenAt = heard.firstTokenAt
    attempt.plannedEnd = heard.plannedEnd
    attempt.provider = provider
    entriesBegin(&attempt, tokens: tokens)
    attempts[Int(job)] = attempt
  }
}
