// The ring of entries and the table over it. Apart from the cache's rules because only memory and speed are
// decided here.

/// Entries in order of insertion, in segments that are filled once, never moved, and released or reused
/// whole.
@usableFromInline struct ResponseCacheSegment: Sendable {
  /// Entries in a segment: 2¹⁴ of 28 bytes are 448 KiB.
  @inlinable static var capacity: Int { 1 << capacityBits }
  @inlinable static var capacityBits: Int { 14 }

  @usableFromInline var keys: ContiguousArray<CacheKey> = []
  @usableFromInline var storedAtNanoseconds: ContiguousArray<Int64> = []
  @usableFromInline var values: ContiguousArray<UInt32> = []

  @usableFromInline init(capacity: Int) {
    keys.reserveCapacity(capacity)
    storedAtNanoseconds.reserveCapacity(capacity)
    values.reserveCapacity(capacity)
  }

  @usableFromInline mutating func removeAll() {
    keys.removeAll(keepingCapacity: true)
    storedAtNanoseconds.removeAll(keepingCapacity: true)
    values.removeAll(keepingCapacity: true)
  }
}

/// A ring of entries addressed by sequence number, and a table from key to sequence number.
///
/// The table is open addressing with linear probing. A slot holds 32 bits of the hash beside the sequence
/// number, so that a miss is settled in one or two cache lines, and neither deletion (which shifts back:
/// there are no tombstones) nor doubling has to look at a key. Sequence numbers wrap at 2³², far above the
/// number of entries that can be alive.
@usableFromInline struct ResponseCacheStorage: Sendable {
  @usableFromInline struct Slot: Sendable {
    /// Bits of the key's hash; 0 for an empty slot.
    @usableFromInline var hash: UInt32
    @usableFromInline var sequence: UInt32

    @inlinable init(hash: UInt32, sequence: UInt32) {
      self.hash = hash
      self.sequence = sequence
    }
  }

  @usableFromInline var segments: ContiguousArray<ResponseCacheSegment> = []
  /// An emptied segment, kept for the next one needed.
  @usableFromInline var spare: ResponseCacheSegment?
  /// Sequence number of the first entry of the first segment.
  @usableFromInline var firstSequence: UInt32 = 0
  /// Sequence number of the oldest entry.
  @usableFromInline var oldest: UInt32 = 0
  /// Sequence number of the next entry.
  @usableFromInline var next: UInt32 = 0
  @usableFromInline var slots: ContiguousArray<Slot>
  @usableFromInline var mask: Int

  @usableFromInline init(expectedEntries: Int) {
    var size = 64
    while size * 7 < expectedEntries * 8 { size *= 2 }
    slots = ContiguousArray(repeating: Slot(hash: 0, sequence: 0), count: size)
    mask = size - 1
  }

  // MARK: Reading

  /// The hash in the first slot that a search for `key` looks at.
  @inlinable func firstHash(of key: CacheKey) -> UInt32 { slots[Int(Self.slotHash(key)) & mask].hash }

  /// The slot that holds `key`. Expected O(1).
  @inlinable func slot(of key: CacheKey) -> Int? {
    let hash = Self.slotHash(key)
    var slot = Int(hash) & mask
    while true {
      let held = slots[slot]
      if held.hash == 0 { return nil }
      if held.hash == hash, self.key(of: held.sequence) == key { return slot }
      slot = (slot + 1) & mask
    }
  }

  @inlinable func storedAtNanoseconds(inSlot slot: Int) -> Int64 {
    let (segment, place) = position(of: slots[slot].sequence)
    return segments[segment].storedAtNanoseconds[place]
  }

  @inlinable func value(inSlot slot: Int) -> UInt32 {
    let (segment, place) = position(of: slots[slot].sequence)
    return segments[segment].values[place]
  }

  @inlinable var oldestStoredAtNanoseconds: Int64? {
    if oldest == next { return nil }
    let (segment, place) = position(of: oldest)
    return segments[segment].storedAtNanoseconds[place]
  }

  @inlinable func key(of sequence: UInt32) -> CacheKey {
    let (segment, place) = position(of: sequence)
    return segments[segment].keys[place]
  }

  @inlinable func position(of sequence: UInt32) -> (segment: Int, place: Int) {
    let offset = Int(sequence &- firstSequence)
    return (offset >> ResponseCacheSegment.capacityBits, offset & (ResponseCacheSegment.capacity - 1))
  }

  /// Bits of a key's hash, never 0.
  @inlinable static func slotHash(_ key: CacheKey) -> UInt32 {
    max(1, UInt32(truncatingIfNeeded: key.hash))
  }

  // MARK: Writing

  /// Adds an entry whose key is not in the table. Amortised O(1).
  @usableFromInline mutating func insert(
    _ key: CacheKey, value: UInt32, storedAtNanoseconds: Int64, entriesAfter entries: Int
  ) {
    if entries * 8 > slots.count * 7 { doubleTable() }
    let sequence = append(key, value: value, storedAtNanoseconds: storedAtNanoseconds)
    put(Slot(hash: Self.slotHash(key), sequence: sequence))
  }

  /// Points the slot of `key` at a new entry; the old one stays in the ring until it is the oldest.
  @usableFromInline mutating func replace(
    inSlot slot: Int, key: CacheKey, value: UInt32, storedAtNanoseconds: Int64
  ) {
    slots[slot].sequence = append(key, value: value, storedAtNanoseconds: storedAtNanoseconds)
  }

  /// Takes the oldest entry out of the ring and of the table.
  ///
  /// - Returns: false when its key points at a newer entry, so that the table kept it.
  @usableFromInline mutating func removeOldest() -> Bool {
    let sequence = oldest
    var slot = Int(Self.slotHash(key(of: sequence))) & mask
    while slots[slot].hash != 0, slots[slot].sequence != sequence { slot = (slot + 1) & mask }
    let isInTable = slots[slot].hash != 0
    if isInTable { clear(slot) }
    oldest &+= 1
    if oldest &- firstSequence == UInt32(ResponseCacheSegment.capacity) { releaseFirstSegment() }
    return isInTable
  }

  private mutating func append(_ key: CacheKey, value: UInt32, storedAtNanoseconds: Int64) -> UInt32 {
    let sequence = next
    let (segment, _) = position(of: sequence)
    if segment == segments.count { addSegment() }
    segments[segment].keys.append(key)
    segments[segment].storedAtNanoseconds.append(storedAtNanoseconds)
    segments[segment].values.append(value)
    next &+= 1
    precondition(next != oldest, "2³² entries in the ring")
    return sequence
  }

  private mutating func addSegment() {
    if let kept = spare.take() {
      segments.append(kept)
    } else {
      // A small cache grows by doubling inside its first segment; a large one takes whole segments.
      segments.append(ResponseCacheSegment(capacity: segments.isEmpty ? 64 : ResponseCacheSegment.capacity))
    }
  }

  private mutating func releaseFirstSegment() {
    var segment = segments.removeFirst()
    segment.removeAll()
    spare = segment
    firstSequence &+= UInt32(ResponseCacheSegment.capacity)
  }

  private mutating func put(_ entry: Slot) {
    var slot = Int(entry.hash) & mask
    while slots[slot].hash != 0 { slot = (slot + 1) & mask }
    slots[slot] = entry
  }

  /// Empties a slot and shifts back those behind it that would no longer be found.
  private mutating func clear(_ emptied: Int) {
    var hole = emptied
    var slot = (hole + 1) & mask
    while slots[slot].hash != 0 {
      let home = Int(slots[slot].hash) & mask
      if (slot &- home) & mask >= (slot &- hole) & mask {
        slots[hole] = slots[slot]
        hole = slot
      }
      slot = (slot + 1) & mask
    }
    slots[hole].hash = 0
  }

  private mutating func doubleTable() {
    let old = slots
    slots = ContiguousArray(repeating: Slot(hash: 0, sequence: 0), count: old.count * 2)
    mask = slots.count - 1
    for entry in old where entry.hash != 0 { put(entry) }
  }
}
