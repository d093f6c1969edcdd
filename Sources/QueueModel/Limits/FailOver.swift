// When a call that goes wrong is tried with another provider, and what the caller is told when none is left. A rule
// of its own because it spans several accounts.

/// The providers that one call has tried.
///
/// An availability error before the first token (a limit, 429; no capacity or an error, 5xx) goes silently to the
/// next provider in the list, in order. After the first token nothing does: part of an answer has been read, and
/// another model would begin another one. When every provider has failed the caller is told to come back after the
/// least time that any of them named, and only if each of them named one.
///
/// ```swift
/// var failOver = FailOver(providers: 2)
/// failOver.failed(notBefore: now.advanced(by: .seconds(40)))
/// failOver.next                 // 1
/// failOver.failed(notBefore: now.advanced(by: .seconds(7)))
/// failOver.next                 // nil
/// failOver.notBefore            // in 7 s
/// ```
///
/// Source: OpenRouter's documentation of errors and of model fall-backs, August 2026.
public struct FailOver: Hashable, Sendable, BitwiseCopyable {
  /// Providers in the list.
  public let providers: UInt8
  /// Of these the first so many have failed.
  public private(set) var tried: UInt8 = 0
  private var least = Int64.max
  private var everyoneSaid = true

  /// A call that has tried nobody. Precondition: 1 to 255 providers.
  public init(providers: Int) {
    precondition((1...255).contains(providers), "\(providers) providers")
    self.providers = UInt8(providers)
  }

  /// The provider at hand failed before the first token; `notBefore` is when it said to come back, if it did.
  public mutating func failed(notBefore: Instant?) {
    precondition(tried < providers, "more failures than providers")
    tried += 1
    if let notBefore {
      least = min(least, notBefore.nanosecondsSinceEpoch)
    } else {
      everyoneSaid = false
    }
  }

  /// The provider to be tried now, the first being 0; nil when all have failed.
  public var next: Int? { tried < providers ? Int(tried) : nil }

  /// When the caller is told to come back, once all have failed; nil where not all of them said.
  public var notBefore: Instant? {
    next == nil && everyoneSaid ? Instant(nanosecondsSinceEpoch: least) : nil
  }
}
