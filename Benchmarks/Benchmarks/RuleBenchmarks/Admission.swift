// The judgement at the door and what it asks of rules of its own.

import QueueModel

/// The rules of admission.
enum AdmissionRules {
  /// Adds the benchmarks.
  static func register() {
    // Lookups that were asked for.
    rule("admission-admissionOrder", Judgements.self, sum: 4_970)
    // Statuses, which are added up.
    rule("admission-admissionOutcome-wireForm", WireForms.self, sum: 323_366)
    // Seconds to come back after.
    rule("admission-busyAnswer", BusyAnswers.self, sum: 34_560)
    // Repetitions that were found.
    rule("admission-idempotencyKeys", Repetitions.self, sum: 125)
  }
}

/// Requests as they come: one in fifty of an educator, one in ten limited, one in eight answered from the cache.
private struct Judgements: RuleWorkload {
  let policy = AdmissionPolicy(waitingCap: 3)

  mutating func operate(_ turn: Int) -> Int {
    let isEducator = turn % 50 == 0
    let order = AdmissionOrder(
      AdmissionRequest(
        role: isEducator ? .teacher : .student, mayBypass: isEducator, priority: isEducator ? 1 : 10,
        hasIdempotencyKey: true),
      policy: policy)
    var asked = 0
    var step = order.begin()
    while case .ask(let question) = step {
      asked += 1
      step = order.answer(finding(question, turn))
    }
    return asked
  }

  private func finding(_ question: AdmissionOrder.Question, _ turn: Int) -> AdmissionOrder.Finding {
    switch question {
    case .educatorPlace: .educatorPlace(turn % 100 == 0)
    case .repetition: .repetition(nil)
    case .rateLimit: .rateLimit(retryAfterSeconds: turn % 10 == 1 ? 12 : nil)
    case .cache: .cache(turn % 8 == 2 ? 7 : nil)
    case .sameQuestion: .sameQuestion(nil)
    case .waitingJobs: .waitingJobs(turn % 4)
    case .level: .level(turn % 20 == 3 ? .busy : .normal, retryAfterSeconds: 30)
    }
  }
}

private struct WireForms: RuleWorkload {
  let outcomes: [AdmissionOutcome] = [
    .malformed, .tooLarge, .unauthorized, .bypass, .repeated(JobHandle(index: 1, generation: 0)),
    .limited(retryAfterSeconds: 12), .cached(7), .joined(JobHandle(index: 2, generation: 0)), .capped,
    .busy(retryAfterSeconds: 30), .admitted(priority: 10),
  ]

  mutating func operate(_ turn: Int) -> Int { outcomes[turn % outcomes.count].wireForm.status }
}

private struct BusyAnswers: RuleWorkload {
  mutating func operate(_ turn: Int) -> Int {
    BusyAnswer.retryAfterSeconds(
      depth: 10_000 + turn, exit: 8_000, dispatchesPerSecond: 100, draw: word(turn))
  }
}

/// Ten thousand keys remembered; each turn one is looked up, one remembered and one forgotten.
private struct Repetitions: RuleWorkload {
  var keys = IdempotencyKeys<UInt64>()

  init() {
    for number in 0..<10_000 { remember(number) }
  }

  mutating func operate(_ turn: Int) -> Int {
    // One in eight is a repetition of a request that is still remembered.
    let sought = turn % 8 == 0 ? turn + draw(turn, below: 10_000) : -1 - turn
    let found = keys.job(for: word(sought), now: now(turn))
    remember(turn + 10_000)
    keys.forget(word(turn))
    return found == nil ? 0 : 1
  }

  private mutating func remember(_ number: Int) {
    keys.remember(word(number), job: JobHandle(index: UInt32(number), generation: 0), now: now(number))
  }

  private func now(_ turn: Int) -> Instant { beginning.advanced(byNanoseconds: 1_000_000 * Int64(turn)) }
}
