// The memory of one process about whom the limiter denied. Apart from the rules because each process has its
// own while the counters are shared.

/// Identities that this process saw denied, and until when it refuses them without asking the store.
///
/// Upstream makes one by default. The corrected system has none: with it, an overloaded caller is let through
/// 10, 1, 10, 1 … times a minute instead of 10, differently in each process. Released at the first call
/// *after* the reset: at that very millisecond it still blocks.
///
/// Not bounded, as upstream; `removeExpired` empties it of what no longer blocks.
public struct EphemeralCache<Identity: Hashable & Sendable>: Sendable {
  @usableFromInline var resetMilliseconds: [Identity: Int64] = [:]

  /// An empty cache.
  public init() {}

  /// Identities remembered, those whose block has ended and who have not called since included.
  public var count: Int { resetMilliseconds.count }

  /// When the block of `identity` ends, in Unix milliseconds; nil when it is not blocked. O(1).
  @inlinable public mutating func blockedUntil(_ identity: Identity, nowMilliseconds: Int64) -> Int64? {
    guard let reset = resetMilliseconds[identity] else { return nil }
    if reset < nowMilliseconds {
      resetMilliseconds[identity] = nil
      return nil
    }
    return reset
  }

  /// Blocks `identity` up to and including `resetMilliseconds`. O(1).
  @inlinable public mutating func block(_ identity: Identity, untilMilliseconds reset: Int64) {
    resetMilliseconds[identity] = reset
  }

  /// Forgets `identity`. O(1).
  @inlinable public mutating func remove(_ identity: Identity) { resetMilliseconds[identity] = nil }

  /// Forgets all whose block has ended. O(n).
  public mutating func removeExpired(nowMilliseconds: Int64) {
    resetMilliseconds = resetMilliseconds.filter { $0.value >= nowMilliseconds }
  }
}
