// What a model provider allows, in the shape in which OpenRouter asks providers to state it, so that a
// published limit can be copied into a scenario.

/// One limit of a provider's account.
///
/// Source of the shape: OpenRouter's provider integration guide (capacity entries of type, unit, period and
/// value), August 2026. All entries of an account apply at once.
public struct ProviderCapacity: Hashable, Sendable {
  /// What is limited.
  public enum Kind: String, CaseIterable, Hashable, Sendable, Codable {
    /// Calls begun.
    case request
    /// Prompt tokens that the provider has to read.
    case prompt
    /// Prompt tokens that the provider finds in its prompt cache.
    case cachedPrompt = "cached_prompt"
    /// Tokens generated.
    case completion
    /// Calls at one time.
    case concurrency

    /// What a value counts: `request` or `token`.
    public var unit: Unit { self == .request || self == .concurrency ? .request : .token }
  }

  /// What a value counts.
  public enum Unit: String, CaseIterable, Hashable, Sendable, Codable {
    case request, token
  }

  /// The time that a value holds for.
  public enum Period: String, CaseIterable, Hashable, Sendable, Codable {
    case minute, hour, day

    /// The period's length in nanoseconds.
    @inlinable public var nanoseconds: Int64 {
      switch self {
      case .minute: 60 * 1_000_000_000
      case .hour: 3600 * 1_000_000_000
      case .day: 86_400 * 1_000_000_000
      }
    }
  }

  /// How the use of a period is counted.
  public enum Window: Hashable, Sendable {
    /// From nothing at each whole period since the Unix epoch.
    case fixed
    /// As `fixed`, and of the period before so much as still lies within one period of now, as if it had been used
    /// evenly.
    case sliding
    /// A bucket that holds the value and fills evenly, the value in each period: nothing waits for a boundary, and
    /// after a rest the whole value is there at once.
    case bucket
  }

  /// What is limited.
  public var kind: Kind
  /// The time that `value` holds for; nil for a limit on concurrency, and only for one.
  public var per: Period?
  /// Most calls or tokens, at least 0.
  public var value: Int64
  /// How the use is counted. Without meaning for concurrency.
  public var window: Window

  /// A limit of `value` in each `per`.
  ///
  /// Precondition: `value` is at least 0, and `per` is absent for concurrency and given for everything else.
  public init(_ kind: Kind, per: Period? = nil, value: Int64, window: Window = .fixed) {
    precondition(value >= 0, "a limit of \(value)")
    precondition((per == nil) == (kind == .concurrency), "\(kind.rawValue) per \(per?.rawValue ?? "nothing")")
    self.kind = kind
    self.per = per
    self.value = value
    self.window = window
  }
}
