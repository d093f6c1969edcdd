// A queue service delivers at least once. What makes that once is here: the ids of what has been received.

/// The deliveries that a receiver remembers, each for a day (`SET id NX EX 86400`).
///
/// An id names one delivery: the message together with the number of the attempt, because a message that is tried
/// again keeps its own id and must not be mistaken for a copy.
///
/// Receiving is O(1) on average; memory grows with the deliveries of a day.
public struct DeliveredMessages: Sendable {
  /// How long an id is remembered.
  public static let rememberedNanoseconds: Int64 = 86_400_000_000_000

  private var known: Set<UInt64> = []
  /// In the order in which they came, which is the order in which they are forgotten.
  private var order: [(id: UInt64, until: Instant)] = []
  private var forgotten = 0

  /// Nothing received yet.
  public init() {}

  /// Deliveries that are remembered.
  public var count: Int { known.count }

  /// A delivery comes: true when it is the first of its id, false for a copy, which must have no effect.
  public mutating func receive(_ id: UInt64, now: Instant) -> Bool {
    while forgotten < order.count, order[forgotten].until <= now {
      known.remove(order[forgotten].id)
      forgotten += 1
    }
    if forgotten > 1024, forgotten * 2 > order.count {
      order.removeFirst(forgotten)
      forgotten = 0
    }
    guard known.insert(id).inserted else { return false }
    order.append((id, now.advanced(byNanoseconds: Self.rememberedNanoseconds)))
    return true
  }
}
