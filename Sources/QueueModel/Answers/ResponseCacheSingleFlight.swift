// One answer in the making for all who ask the same: without it, a class that is set a question at the bell
// asks the model as many times as there are pupils, before the first answer can be stored.

/// Which questions are being answered, and by whom.
///
/// The first to ask leads; whoever asks the same before the answer ends joins it. A leader is any 64-bit
/// number but the largest, such as a job's handle.
///
/// ```swift
/// var flights = SingleFlight()
/// if let leader = flights.join(key) { read(answerOf: leader) } else { flights.begin(key, leader: job) }
/// // once the answer has ended, whichever way:
/// flights.end(key, leader: job)
/// ```
///
/// Open addressing at most half full, 24 bytes a slot, with deletion by shifting back. Every call is O(1).
public struct SingleFlight: Sendable {
  @usableFromInline struct Slot: Sendable {
    @usableFromInline var key: CacheKey
    @usableFromInline var leader: UInt64

    @inlinable init(key: CacheKey, leader: UInt64) {
      self.key = key
      self.leader = leader
    }
  }

  @usableFromInline static var nobody: UInt64 { .max }

  @usableFromInline var slots: ContiguousArray<Slot>
  @usableFromInline var mask: Int
  @usableFromInline var questions = 0

  /// Questions being answered.
  @inlinable public var count: Int { questions }

  /// Nothing is being answered.
  ///
  /// - Parameter expectedQuestions: questions at one time to make room for.
  public init(expectedQuestions: Int = 32) {
    var size = 64
    while size < expectedQuestions * 2 { size *= 2 }
    slots = ContiguousArray(
      repeating: Slot(key: CacheKey(high: 0, low: 0), leader: Self.nobody), count: size)
    mask = size - 1
  }

  /// Who is answering `key`; nil when nobody is and the caller should lead.
  @inlinable public func join(_ key: CacheKey) -> UInt64? {
    let slot = find(key)
    return slots[slot].leader == Self.nobody ? nil : slots[slot].leader
  }

  /// Makes `leader` the one who answers `key`.
  ///
  /// - Returns: false, and nothing changes, when somebody answers it already.
  /// - Precondition: `leader` is not `UInt64.max`.
  @inlinable @discardableResult
  public mutating func begin(_ key: CacheKey, leader: UInt64) -> Bool {
    precondition(leader != Self.nobody, "a leader of UInt64.max")
    var slot = find(key)
    if slots[slot].leader != Self.nobody { return false }
    if (questions + 1) * 2 > slots.count {
      double()
      slot = find(key)
    }
    slots[slot] = Slot(key: key, leader: leader)
    questions += 1
    return true
  }

  /// The answer to `key` has ended, by delivery, failure, cancellation or expiry.
  ///
  /// - Parameter leader: ends it only if this one leads; nil ends it whoever leads.
  /// - Returns: who led, or nil when nothing was ended.
  @inlinable @discardableResult
  public mutating func end(_ key: CacheKey, leader: UInt64? = nil) -> UInt64? {
    let slot = find(key)
    let ended = slots[slot].leader
    if ended == Self.nobody || leader ?? ended != ended { return nil }
    clear(slot)
    questions -= 1
    return ended
  }

  /// The slot that holds `key`, or the empty one where it would go.
  @inlinable func find(_ key: CacheKey) -> Int {
    var slot = Int(truncatingIfNeeded: key.hash) & mask
    while slots[slot].leader != Self.nobody, slots[slot].key != key { slot = (slot + 1) & mask }
    return slot
  }

  @usableFromInline mutating func clear(_ emptied: Int) {
    var hole = emptied
    var slot = (hole + 1) & mask
    while slots[slot].leader != Self.nobody {
      let home = Int(truncatingIfNeeded: slots[slot].key.hash) & mask
      if (slot &- home) & mask >= (slot &- hole) & mask {
        slots[hole] = slots[slot]
        hole = slot
      }
      slot = (slot + 1) & mask
    }
    slots[hole].leader = Self.nobody
  }

  @usableFromInline mutating func double() {
    let old = slots
    slots = ContiguousArray(
      repeating: Slot(key: CacheKey(high: 0, low: 0), leader: Self.nobody), count: old.count * 2)
    mask = slots.count - 1
    for slot in old where slot.leader != Self.nobody { slots[find(slot.key)] = slot }
  }
}
