// The provider behind the workers: how fast, how reliable, how limited.

/// The throttled language model.
public struct LanguageModel: Hashable, Sendable {
  /// Name in the price book.
  public var model = "openai/gpt-4.1-nano"
  /// Calls that the provider serves at one time.
  public var concurrency = 100
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
  /// True when a refusal for a limit (429) says when to come back.
  public var retryAfter = true
  public var brownouts: [Brownout] = []
  public var outages: [Outage] = []

  public init() {}
}

/// A limit over time. Concurrency has its own key.
public struct Capacity: Hashable, Sendable {
  public enum Kind: String, CaseIterable, Hashable, Sendable {
    case request, prompt, completion
  }

  public enum Period: String, CaseIterable, Hashable, Sendable {
    case minute, hour, day
  }

  public var kind: Kind
  public var per: Period
  public var value: Int

  public init(kind: Kind, per: Period, value: Int) {
    self.kind = kind
    self.per = per
    self.value = value
  }
}

/// A time in which the provider is slow.
public struct Brownout: Hashable, Sendable {
  public var at: Duration
  public var length: Duration
  /// Speed of tokens (and of first tokens) as a share of the usual.
  public var speed: Double
  /// Concurrency as a share of the usual.
  public var slots: Double

  public init(at: Duration, length: Duration, speed: Double, slots: Double) {
    self.at = at
    self.length = length
    self.speed = speed
    self.slots = slots
  }
}

/// A time in which calls fail.
public struct Outage: Hashable, Sendable {
  public var at: Duration
  public var length: Duration
  /// Share of calls that fail before the first token.
  public var errors: Double

  public init(at: Duration, length: Duration, errors: Double) {
    self.at = at
    self.length = length
    self.errors = errors
  }
}
