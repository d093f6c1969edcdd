// What one call asks of a provider's account, what it is given, and what it is told when it is refused.

/// Tokens of one call.
public struct ProviderTokens: Hashable, Sendable, BitwiseCopyable {
  /// Tokens of the whole prompt, those in the provider's prompt cache included. At least `cachedPrompt`.
  public var prompt: Int32
  /// How many of them the provider finds in its prompt cache.
  public var cachedPrompt: Int32
  /// Tokens generated; at admission the most that may be (`max_tokens`).
  public var completion: Int32

  /// Tokens of a call. Precondition: none is negative and `cachedPrompt` is within `prompt`.
  @inlinable public init(prompt: Int, cachedPrompt: Int = 0, completion: Int) {
    precondition(prompt >= cachedPrompt && cachedPrompt >= 0 && completion >= 0, "tokens below zero")
    self.prompt = Int32(clamping: prompt)
    self.cachedPrompt = Int32(clamping: cachedPrompt)
    self.completion = Int32(clamping: completion)
  }

  /// A call that came to nothing.
  public static let none = ProviderTokens(prompt: 0, completion: 0)

  /// What counts towards a limit of `kind`.
  @inlinable func amount(of kind: ProviderCapacity.Kind) -> Int64 {
    switch kind {
    case .request: 1
    case .prompt: Int64(prompt - cachedPrompt)
    case .cachedPrompt: Int64(cachedPrompt)
    case .completion: Int64(completion)
    case .concurrency: 0
    }
  }
}

/// Who calls, as far as places go.
public enum ProviderCaller: UInt8, CaseIterable, Hashable, Sendable {
  /// May use the common places only.
  case common
  /// May use the reserved places, and the common ones once those are taken: educators.
  case privileged
}

/// A call that was admitted: held until the call ends, then handed back to
/// ``ProviderLimits/settle(_:used:)``.
public struct ProviderReservation: Hashable, Sendable, BitwiseCopyable {
  /// When the call was admitted: tokens are settled in the windows of that moment.
  public let admittedAt: Instant
  /// What was reserved.
  public let tokens: ProviderTokens
  /// True when the call holds a reserved place.
  public let holdsReservedPlace: Bool

  @inlinable init(admittedAt: Instant, tokens: ProviderTokens, holdsReservedPlace: Bool) {
    self.admittedAt = admittedAt
    self.tokens = tokens
    self.holdsReservedPlace = holdsReservedPlace
  }
}

/// Why a call was refused (429).
public struct ProviderRefusal: Hashable, Sendable {
  /// The limit without headroom; where several have none, the one that frees last. For a rate that rose too fast:
  /// requests per minute.
  public var kind: ProviderCapacity.Kind
  /// Its period; nil for concurrency.
  public var per: ProviderCapacity.Period?
  /// Whole seconds, rounded up, until the windows without headroom have all ended. Nil where the provider
  /// does not say, for concurrency, whose end nobody knows, and for a call that never fits.
  public var retryAfterSeconds: Int?
  /// True when the call asks for more than a limit's whole value, so that waiting does not help.
  public var neverFits: Bool

  @inlinable init(
    kind: ProviderCapacity.Kind, per: ProviderCapacity.Period?, retryAfterSeconds: Int?, neverFits: Bool
  ) {
    self.kind = kind
    self.per = per
    self.retryAfterSeconds = retryAfterSeconds
    self.neverFits = neverFits
  }
}

/// A provider's answer at the door.
public enum ProviderAdmission: Hashable, Sendable {
  /// The call may begin.
  case admitted(ProviderReservation)
  /// The call is refused with status 429.
  case refused(ProviderRefusal)
}
