// The provider behind the workers: how fast, how reliable, how limited.

public import RunReport

/// The throttled language model.
public struct LanguageModel: Hashable, Sendable {
  /// How its answers come to take the time that they take.
  public enum Kind: String, CaseIterable, Hashable, Sendable {
    /// Each call's times are drawn, whatever else is under way.
    case quantiles
    /// Calls share the steps of replicas that serve by continuous batching.
    case batch
  }

  /// Name in the price book.
  public var model = "openai/gpt-4.1-nano"
  /// Calls that the provider serves at one time.
  public var concurrency = 100
  /// How its answers come to take the time that they take.
  public var kind = Kind.quantiles
  /// The replicas, where `kind` is `batch`.
  public var batch = BatchServing()
  /// Time to first token.
  public var firstToken: Distribution = .lognormal(median: 0.5, sigma: 0.4, shift: 0.1)
  /// Time per further token, drawn once for each answer.
  public var tokenInterval: Distribution = .lognormal(median: 0.0125, sigma: 0.15, shift: 0)
  /// The whole call as one duration, in place of `firstToken` and `tokenInterval`.
  public var service: Distribution?
  /// Share of calls that never answer.
  public var hangShare = 0.0
  /// Share of calls that stop in mid-answer without ending.
  public var stallShare = 0.0
  /// Share of calls that fail before the first token.
  public var errorBeforeShare = 0.0
  /// Share of calls that fail in mid-answer.
  public var errorMidShare = 0.0
  /// From the call to an error before the first token.
  public var errorAfter: Distribution = .exponential(mean: 0.3)
  /// True when the provider bills the tokens of a call that was cancelled.
  public var cancelBilled = true
  /// Limits over time, in the shape of OpenRouter's capacity entries.
  public var limits: [Capacity] = []
  /// How fast the rate of admitted calls may rise; absent, as fast as it will.
  public var slope: Slope?
  /// True when a refusal for a limit (429) says when to come back.
  public var retryAfter = true
  /// Times in which it is slow; in order, not overlapping.
  public var brownouts: [Brownout] = []
  /// Times in which calls fail; in order, not overlapping.
  public var outages: [Outage] = []
  /// Further outages, drawn as a service had them.
  public var drawnOutages: DrawnOutages?
  /// Models that a call goes on with when this one cannot take it, in order.
  public var fallbacks: [Fallback] = []
  /// How well it fits what it was fitted to, where it was.
  public var fit: ProviderFit?

  /// A provider with the defaults above.
  public init() {}
}

/// A limit over time. Concurrency has its own key.
public struct Capacity: Hashable, Sendable {
  /// What is counted.
  public enum Kind: String, CaseIterable, Hashable, Sendable {
    case request, prompt, completion
  }

  /// The length of a period.
  public enum Period: String, CaseIterable, Hashable, Sendable {
    case minute, hour, day
  }

  /// How a period's use is counted.
  public enum Form: String, CaseIterable, Hashable, Sendable {
    case fixedWindow, slidingWindow, tokenBucket
  }

  /// What is counted: requests, tokens of prompts or tokens of answers.
  public var kind: Kind
  /// The period.
  public var per: Period
  /// How many in a period.
  public var value: Int
  /// How a period's use is counted.
  public var form: Form

  /// A limit of `value` a period.
  public init(kind: Kind, per: Period, value: Int, form: Form = .fixedWindow) {
    self.kind = kind
    self.per = per
    self.value = value
    self.form = form
  }
}

/// How fast a provider lets the rate of calls rise.
public struct Slope: Hashable, Sendable {
  /// Calls a minute that are admitted whatever was before.
  public var start: Int
  /// Calls a minute that may be added every minute.
  public var rise: Int

  /// From `start` calls a minute on, `rise` more each minute.
  public init(start: Int, rise: Int) {
    self.start = start
    self.rise = rise
  }
}

/// A time in which the provider is slow.
public struct Brownout: Hashable, Sendable {
  /// Time since the start of the run.
  public var at: Duration
  /// How long it lasts; `for` in a file.
  public var length: Duration
  /// Speed of tokens (and of first tokens) as a share of the usual.
  public var speed: Double
  /// Concurrency as a share of the usual.
  public var slots: Double

  /// A time of `length` from `at` on.
  public init(at: Duration, length: Duration, speed: Double, slots: Double) {
    self.at = at
    self.length = length
    self.speed = speed
    self.slots = slots
  }
}

/// A time in which calls fail.
public struct Outage: Hashable, Sendable {
  /// Time since the start of the run.
  public var at: Duration
  /// How long it lasts; `for` in a file.
  public var length: Duration
  /// Share of calls that fail before the first token.
  public var errors: Double

  /// A time of `length` from `at` on.
  public init(at: Duration, length: Duration, errors: Double) {
    self.at = at
    self.length = length
    self.errors = errors
  }
}
