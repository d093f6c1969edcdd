// The rate limiter: one state a person, judged by the rule that the scenario chose.

import QueueModel
import Scenario

/// Counts what each person asks and refuses what is too much.
actor Limiter: SimulationActor {
  nonisolated let kernel: SimulationKernel
  nonisolated let plan: RunPlan

  let rule: RateLimitRule?
  let states = GrowingRecords<RateLimitState>()
  /// Until when the process itself refuses a person, by person; only with the ephemeral cache.
  let blockedUntil = GrowingRecords<Int64>()
  let usesEphemeralCache: Bool
  private let hotLedger: Hot<CostLedger> = Hot(CostLedger())
  var ledger: CostLedger {
    _read { yield hotLedger.value }
    _modify { yield &hotLedger.value }
  }
  private let hotFacts: Hot<LimiterCounts> = Hot(LimiterCounts())
  var facts: LimiterCounts {
    _read { yield hotFacts.value }
    _modify { yield &hotFacts.value }
  }

  init(kernel: SimulationKernel, plan: RunPlan) {
    self.kernel = kernel
    self.plan = plan
    let limit = plan.scenario.system.rateLimit
    rule = Limiter.rule(limit)
    usesEphemeralCache = limit.ephemeralCache
  }

  /// An asker's timer fires soon: most askers are a person each, of the same number.
  @inline(__always) func prepare(_ asker: UInt32) { states.prefetch(Int(asker)) }

  static func rule(_ limit: RateLimit) -> RateLimitRule? {
    let window = limit.window.wholeNanoseconds / 1_000_000
    switch limit.algorithm {
    case .off: return nil
    case .slidingWindow:
      return .slidingWindow(SlidingWindowRule(limit: limit.requests, windowMilliseconds: window))
    case .fixedWindow:
      return .fixedWindow(FixedWindowRule(limit: limit.requests, windowMilliseconds: window))
    case .tokenBucket:
      return .tokenBucket(
        TokenBucketRule(size: limit.requests, refill: limit.refill, intervalMilliseconds: window))
    }
  }

  /// One request of a person: nil when it may pass, else the seconds to wait as they go over the wire.
  func check(_ question: Question) -> Int? {
    guard let rule else { return nil }
    let now = plan.instant(kernel.now)
    let person = Int(question.person)
    facts.checks += 1
    if usesEphemeralCache {
      blockedUntil.grow(toInclude: person, with: .min)
      let reset = blockedUntil[person]
      if reset >= now.millisecondsSinceEpoch {
        facts.refusedFromMemory += 1
        let answer = LimiterAnswer(
          success: false, limit: rule.limit, remaining: 0, resetMilliseconds: reset, reason: .cacheBlock,
          billedCommands: 0)
        return refuse(question, answer, now: now)
      }
    }
    states.grow(toInclude: person, with: RateLimitState())
    let answer = rule.limit(&states[person], nowMilliseconds: now.millisecondsSinceEpoch)
    plan.record(
      .personLimit(person: question.person, milliseconds: now.millisecondsSinceEpoch, answer))
    ledger.redisCommands += answer.billedCommands + (plan.switches.analyticsLeak ? 1 : 0)
    if answer.success { return nil }
    if usesEphemeralCache { blockedUntil[person] = answer.resetMilliseconds }
    return refuse(question, answer, now: now)
  }

  private func refuse(_ question: Question, _ answer: LimiterAnswer, now: Instant) -> Int {
    let jitter = plan.scenario.system.rateLimit.retryJitter.wholeNanoseconds
    let draw = jitter == 0 ? 0 : plan.chance.bits(.limitJitter, question.asker, question.number)
    let spread = Duration.nanoseconds(Int64(draw.multipliedFullWidth(by: UInt64(jitter)).high))
    let seconds = answer.wireRetryAfterSeconds(now: now, jitter: spread)
    plan.record(.countdown(answer, now: now, jitter: spread, seconds: seconds))
    facts.limited += 1
    facts.longestCountdownNanoseconds = max(facts.longestCountdownNanoseconds, Int64(seconds) * 1_000_000_000)
    return seconds
  }
}

/// What the limiter did.
struct LimiterCounts: Sendable {
  var checks = 0
  var limited = 0
  var refusedFromMemory = 0
  var longestCountdownNanoseconds: Int64 = 0
}
