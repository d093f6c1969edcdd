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
    ObjectSchema(fields: [
      .value("policy", \.policy, .choice, "The order in which waiting jobs are dispatched."),
      .value(
        "timeToLive", \.timeToLive, .duration(.seconds(1) ... .seconds(86_400)),
        "A job that has not started when this ends is expired."),
      .value(
        "maximumWaitingPerPerson", \.maximumWaitingPerPerson, .integer(0...1_000_000),
        "Most jobs that one person may have waiting; one more is refused (409). 0 is no limit."),
    ])
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
        "timeToLive", \.timeToLive, .duration(.seconds(1) ... .seconds(2_592_000)),
        "How long an answer is kept."),
      .value(
        "maximumEntries", \.maximumEntries, .integer(0...1_000_000_000),
        "Most answers kept; beyond it the oldest goes. 0 is no limit."),
      .value(
        "singleFlight", \.singleFlight, .flag,
        "Whether requests for a question being answered join that answer."),
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
