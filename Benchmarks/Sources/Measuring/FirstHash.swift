// Whether all iterations of a benchmark came to the same.

import Synchronization

/// The hash of the first iteration's result.
public final class FirstHash: Sendable {
  private let hash = Mutex<UInt64?>(nil)

  /// No iteration yet.
  public init() {}

  /// Takes the hash of an iteration and returns that of the first.
  public func note(_ iteration: UInt64) -> UInt64 {
    hash.withLock { first in
      if first == nil { first = iteration }
      return first ?? iteration
    }
  }
}
