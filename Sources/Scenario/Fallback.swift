// The models that a call goes to when the first one cannot take it.

/// A provider and model that calls fail over to.
public struct Fallback: Hashable, Sendable {
  /// Name in the price book.
  public var model = "openai/gpt-4.1-nano"
  /// Calls that it serves at one time.
  public var concurrency = 100
  /// Time to first token.
  public var firstToken: Distribution = .lognormal(median: 0.5, sigma: 0.4, shift: 0.1)
  /// Time per further token, drawn once for each answer.
  public var tokenInterval: Distribution = .lognormal(median: 0.0125, sigma: 0.15, shift: 0)
  /// Share of calls that fail before the first token.
  public var errorBeforeShare = 0.0
  /// Limits over time.
  public var limits: [Capacity] = []
  /// True when a refusal for a limit (429) says when to come back.
  public var retryAfter = true

  /// A fall-back with the defaults above.
  public init() {}
}
