// The keys of `system`: the service that is asked.

internal import QueueModel
internal import RunReport

extension SystemUnderTest {
  static var schema: ObjectSchema<SystemUnderTest> {
    ObjectSchema(fields: [
      .section("rateLimit", \.rateLimit, RateLimit.schema, "The limit on one person's requests."),
      .section(
        "degradation", \.degradation, Degradation.schema, "When the service degrades, and how it comes back."),
      .section("queue", \.queue, Queue.schema, "The waiting line."),
      .section("retries", \.retries, Retries.schema, "What happens after an error."),
      .value(
        "delivery", \.delivery, .choice,
        "Who carries jobs to the model: `workers` of one's own under leases, `qstash` by messages and callbacks, "
          + "`workflow` in durable steps, whose answers come whole."),
      .section(
        "qstash", \.qstash, QStash.schema, "The service that carries jobs where `delivery` is not `workers`."),
      .section("workers", \.workers, Workers.schema, "The workers that call the model."),
      .section("educators", \.educators, Educators.schema, "Educators' direct calls."),
      .section("cache", \.cache, Cache.schema, "The response cache."),
      .section("stream", \.stream, Stream.schema, "Answer streams."),
    ])
  }
}

extension RateLimit {
  static var schema: ObjectSchema<RateLimit> {
    ObjectSchema(fields: [
      .value("algorithm", \.algorithm, .choice, "How requests are counted; `off` lets everything pass."),
      .value(
        "requests", \.requests, .integer(1...1_000_000), "Requests in a window; of a token bucket its size."),
      .value(
        "window", \.window, .duration(.milliseconds(1) ... .seconds(86_400)),
        "The window; of a token bucket the interval of a refill."),
      .value("refill", \.refill, .integer(1...1_000_000), "Token bucket only: tokens added each interval."),
      .value(
        "ephemeralCache", \.ephemeralCache, .flag,
        "Whether a process that denied a caller refuses it until the window ends, without asking Redis."),
      .value(
        "retryJitter", \.retryJitter, .duration(.zero ... .seconds(3600)),
        "Largest random time added to the countdown that a limited person is told."),
      .value(
        "timeout", \.timeout, .duration(.zero ... .seconds(3600)),
        "After so long without an answer of Redis a request passes as if allowed; 0s is never."),
    ])
  }
}

extension Degradation {
  static var schema: ObjectSchema<Degradation> {
    let thresholds = ValueKind<Double>.number(0...10_000_000)
    return ObjectSchema(fields: [
      .value("enabled", \.enabled, .flag, "Whether the service degrades at all."),
      .value(
        "unit", \.unit, .choice,
        "`jobs`: thresholds are waiting jobs; `seconds`: waiting jobs over their dispatch rate."
      ),
      .value("hidden", \.hidden, thresholds, "More than this enters level hidden: no position is computed."),
      .value("simple", \.simple, thresholds, "More than this enters level simple: answers are shorter."),
      .value("busy", \.busy, thresholds, "More than this enters level busy: new requests are refused (503)."),
      .value(
        "exitRatio", \.exitRatio, .share(),
        "A level is left when the depth has stayed at or below its threshold times this …"),
      .value("minimumDwell", \.minimumDwell, .duration(.zero ... .seconds(3600)), "… for this long."),
      .value(
        "simpleFactor", \.simpleFactor, .number(0.01...1),
        "In level simple an answer's length is multiplied by this."),
    ])
  }
}

extension Queue {
  static var schema: ObjectSchema<Queue> {
    ObjectSchema(
      fields: [
        .value(
          "policy", \.policy, .choice, "The order in which waiting jobs are dispatched; see policies.md.")
      ] + parameters + limits)
  }

  /// Parameters of policies, each allowed only beside a policy that has it.
  private static var parameters: [Field<Queue>] {
    typealias Default = PolicyDefaults
    let times = ValueKind<Duration>.duration(.milliseconds(1) ... .seconds(86_400))
    let tokens = ValueKind<Int>.integer(1...1_000_000)
    func shown(_ duration: Duration) -> String { Spelled.duration(duration) }
    return [
      .optional(
        "levelWorth", \.levelWorth, .duration(.zero ... .seconds(86_400)),
        defaultText: shown(Default.levelWorth),
        "`stride` only: the head start that one level of priority is worth."),
      .optional(
        "agingInterval", \.agingInterval, times, defaultText: shown(Default.agingInterval),
        "`boundedAging` only: each wait of this length earns a level of priority …"),
      .optional(
        "agingLevels", \.agingLevels, .integer(0...9), defaultText: String(Default.agingLevels),
        "… and at most so many."),
      .optional(
        "quantum", \.quantum, tokens, defaultText: String(Default.quantum),
        "`deficitRoundRobin` only: tokens for each person and round; not below `expectedTokens`."),
      .optional(
        "expectedTokens", \.expectedTokens, tokens, defaultText: String(Default.expectedTokens),
        "`deficitRoundRobin` and `startTimeFairQueuing` only: tokens that an answer pays until it is known."),
      .optional(
        "target", \.target, times, defaultText: shown(Default.target),
        "`adaptiveLIFO` only: longest wait of a job that enters an overloaded line."),
      .optional(
        "interval", \.interval, times, defaultText: shown(Default.interval),
        "`adaptiveLIFO` only: longest wait of others; a line not empty for longer is overloaded."),
      .optional(
        "maximumWait", \.maximumWait, times, defaultText: shown(Default.maximumWait),
        "`deadlineDrop` only: a job that has waited longer is dropped when a slot is free."),
    ]
  }

  private static var limits: [Field<Queue>] {
    [
      .value(
        "timeToLive", \.timeToLive, .duration(.seconds(1) ... .seconds(86_400)),
        "A job that has not started when this ends is expired."),
      .value(
        "maximumWaitingPerPerson", \.maximumWaitingPerPerson, .integer(0...1_000_000),
        "Most jobs that one person may have waiting. 0 is no limit."),
      .value(
        "atMaximumWaiting", \.atMaximumWaiting, .choice,
        "One more job: `reject` refuses it (409); `supersede` cancels the one that has waited longest."),
      .value(
        "maximumRunningPerPerson", \.maximumRunningPerPerson, .integer(0...1_000_000),
        "Most jobs of one person that run at a time; more are passed over. 0 is no limit."),
    ]
  }
}

extension Retries {
  static var schema: ObjectSchema<Retries> {
    ObjectSchema(fields: [
      .value("maximum", \.maximum, .integer(0...20), "Attempts after the first."),
      .value(
        "baseDelay", \.baseDelay, .duration(.milliseconds(1) ... .seconds(3600)),
        "Delay of the first retry; each further one waits twice as long, with full jitter."),
      .value("budgetRatio", \.budgetRatio, .number(0...20), "Retries allowed for each first attempt."),
      .value(
        "budgetMinimumPerSecond", \.budgetMinimumPerSecond, .rate(0...1_000_000),
        "Retries allowed whatever the ratio says."),
    ])
  }
}

extension Workers {
  static var schema: ObjectSchema<Workers> {
    let times = ValueKind<Duration>.duration(.milliseconds(1) ... .seconds(86_400))
    return ObjectSchema(fields: [
      .value(
        "slots", \.slots, .slots,
        "Calls at one time; `auto` is the provider's concurrency less what is reserved for educators."),
      .value("lease", \.lease, times, "A worker that has not been heard of for this long has lost its job."),
      .value(
        "firstTokenTimeout", \.firstTokenTimeout, times,
        "A call without a first token for this long is given up."),
      .value(
        "tokenTimeout", \.tokenTimeout, times, "A call without another token for this long is given up."),
      .value("crashShare", \.crashShare, .share(), "Share of attempts in whose middle the worker dies."),
      .value(
        "hangShare", \.hangShare, .share(),
        "Share of attempts in whose middle the worker falls silent for good, its call still open."),
      .value(
        "pauseShare", \.pauseShare, .share(),
        "Share of attempts in whose middle the worker stops for longer than its lease, and then goes on."),
      .value(
        "pauseBeyondLease", \.pauseBeyondLease, .durationDistribution,
        "How long such a worker stays away beyond the end of its lease."),
    ])
  }
}

extension ValueKind where Value == Workers.Slots {
  /// `auto` or a number.
  static var slots: ValueKind {
    let number = ValueKind<Int>.integer(1...10_000_000)
    return ValueKind(
      name: "`auto` or whole number", range: number.range,
      read: { node, decoding in
        if case .scalar("auto", _) = node.content { return .auto }
        if case .scalar(let text, _) = node.content, text.first?.isLetter == true {
          decoding.fail(
            node.origin, "'\(text)' is neither auto nor a number", hint: "write auto, or a whole number")
          return nil
        }
        return number.read(node, &decoding).map { .fixed($0) }
      },
      show: { if case .fixed(let slots) = $0 { String(slots) } else { "auto" } })
  }
}

extension Educators {
  static var schema: ObjectSchema<Educators> {
    ObjectSchema(fields: [
      .value(
        "reserve", \.reserve, .integer(0...10_000_000),
        "Places of the provider's concurrency kept for direct calls; beyond these they queue at priority 1."
      ),
      .value(
        "requestsPerMinute", \.requestsPerMinute, .integer(0...1_000_000),
        "Direct requests a minute for one educator; 0 is no limit."),
    ])
  }
}

extension Cache {
  static var schema: ObjectSchema<Cache> {
    ObjectSchema(fields: [
      .value("enabled", \.enabled, .flag, "Whether answers are kept for the same question."),
      .value(
        "key", \.key, .choice,
        "What must be equal: the question with all that was said before it, or the question alone."),
      .value(
        "timeToLive", \.timeToLive, .duration(.seconds(1) ... .seconds(2_592_000)),
        "How long an answer is kept."),
      .value(
        "maximumEntries", \.maximumEntries, .integer(0...1_000_000_000),
        "Most answers kept; beyond it the oldest goes. 0 is no limit."),
      .value(
        "singleFlight", \.singleFlight, .flag,
        "Whether requests for a question being answered join that answer."),
      .value(
        "flushes", \.flushes, .list(of: .duration(.zero ... .seconds(86_400)), longest: 100),
        defaultText: "none", "Times since the start of the run at which all that is kept is lost."),
      .optional(
        "semantic", \.semantic,
        SemanticCache.schema.kind(SemanticCache(hitRatio: 0, falseHitShare: 0)),
        "A look by meaning at what the exact cache does not hold: a what-if, with its price in the bill."),
    ])
  }
}

extension SemanticCache {
  static var schema: ObjectSchema<SemanticCache> {
    ObjectSchema(fields: [
      .value(
        "hitRatio", \.hitRatio, .share(), isRequired: true,
        "Share of the questions not held exactly for which it gives an answer."),
      .value(
        "falseHitShare", \.falseHitShare, .share(), isRequired: true,
        "Share of these answers that are to another question; the report counts them."),
    ])
  }
}

extension Stream {
  static var schema: ObjectSchema<Stream> {
    let times = ValueKind<Duration>.duration(.milliseconds(1) ... .seconds(86_400))
    return ObjectSchema(fields: [
      .value("coalesceTime", \.coalesceTime, times, "An entry is written when its first token is this old …"),
      .value(
        "coalesceTokens", \.coalesceTokens, .integer(1...100_000),
        "… or when it holds this many tokens, whichever comes first."),
      .value("heartbeat", \.heartbeat, times, "Silence after which a sign of life is sent."),
      .value("rotation", \.rotation, times, "A response is ended with a hint to resume after this long …"),
      .value(
        "rotationJitter", \.rotationJitter, .duration(.zero ... .seconds(86_400)),
        "… evenly jittered by ± this."),
      .value("timeToLive", \.timeToLive, times, "How long Redis holds a stream after its last entry."),
    ])
  }
}
