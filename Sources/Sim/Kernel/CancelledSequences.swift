// The sequence numbers of events that were cancelled and still lie in the event list.

/// A set of sequence numbers with open addressing: O(1) expected, 8 bytes a place, at most half full.
///
/// Every event asks whether it was cancelled, and hardly any was: a look into the table would miss the cache, at
/// a tenth of a whole run. So a bit for each value of a number's lowest bits, eight bits a place, says first
/// whether any such number was added; the bits are set anew when as many were added as there are places.
///
/// The memory is raw so that a look-up at each event costs no reference counting; it belongs to this struct alone.
@usableFromInline
package struct CancelledSequences: ~Copyable {
  /// Sequence numbers plus one; 0 marks a free place.
  @usableFromInline var places: UnsafeMutablePointer<UInt64>
  @usableFromInline var mask: Int
  /// One byte of bits a place.
  @usableFromInline var filter: UnsafeMutablePointer<UInt8>
  /// Numbers added since the bits were set anew.
  var added = 0
  /// Number of sequence numbers in the set.
  @usableFromInline package internal(set) var count = 0

  package init() {
    mask = 63
    places = .allocate(capacity: 64)
    places.initialize(repeating: 0, count: 64)
    filter = .allocate(capacity: 64)
    filter.initialize(repeating: 0, count: 64)
  }

  deinit {
    places.deallocate()
    filter.deallocate()
  }

  /// False when a number is certainly not in the set.
  @inlinable @inline(__always) func mayContain(_ sequence: UInt64) -> Bool {
    filter[Int(truncatingIfNeeded: sequence &>> 3) & mask] &>> UInt8(truncatingIfNeeded: sequence & 7) & 1
      != 0
  }

  private func setBit(_ sequence: UInt64) {
    filter[Int(truncatingIfNeeded: sequence &>> 3) & mask] |= 1 &<< UInt8(truncatingIfNeeded: sequence & 7)
  }

  private mutating func setBitsAnew() {
    filter.update(repeating: 0, count: mask + 1)
    added = count
    for place in 0...mask where places[place] != 0 { setBit(places[place] &- 1) }
  }

  @inlinable package var isEmpty: Bool { count == 0 }

  @inlinable static func home(_ sequence: UInt64, _ mask: Int) -> Int {
    Int(truncatingIfNeeded: (sequence &* 0x9E37_79B9_7F4A_7C15) &>> 20) & mask
  }

  /// Adds a number; returns false when it was there already.
  @usableFromInline mutating func insert(_ sequence: UInt64) -> Bool {
    if 2 * (count + 1) > mask { grow() }
    if added > mask { setBitsAnew() }
    var place = Self.home(sequence, mask)
    while places[place] != 0 {
      if places[place] == sequence &+ 1 { return false }
      place = (place + 1) & mask
    }
    places[place] = sequence &+ 1
    setBit(sequence)
    added += 1
    count += 1
    return true
  }

  /// Whether a number is in the set.
  @inlinable package func contains(_ sequence: UInt64) -> Bool {
    guard mayContain(sequence) else { return false }
    var place = Self.home(sequence, mask)
    while places[place] != 0 {
      if places[place] == sequence &+ 1 { return true }
      place = (place &+ 1) & mask
    }
    return false
  }

  /// Takes a number out; returns whether it was there.
  @inlinable @inline(__always) mutating func remove(_ sequence: UInt64) -> Bool {
    mayContain(sequence) && removeCandidate(sequence)
  }

  /// As ``remove(_:)``, for a number that the filter lets through.
  @usableFromInline @inline(never) mutating func removeCandidate(_ sequence: UInt64) -> Bool {
    var place = Self.home(sequence, mask)
    while places[place] != sequence &+ 1 {
      if places[place] == 0 { return false }
      place = (place &+ 1) & mask
    }
    close(place)
    return true
  }

  /// Frees a place and moves later members of its run back, so that no search ends too early.
  @usableFromInline mutating func close(_ freed: Int) {
    var hole = freed
    var place = (freed + 1) & mask
    while places[place] != 0 {
      let home = Self.home(places[place] &- 1, mask)
      if (place &- home) & mask >= (place &- hole) & mask {
        places[hole] = places[place]
        hole = place
      }
      place = (place + 1) & mask
    }
    places[hole] = 0
    count -= 1
  }

  mutating func removeAll() {
    places.update(repeating: 0, count: mask + 1)
    count = 0
    setBitsAnew()
  }

  mutating func grow() {
    let oldPlaces = places
    let oldCapacity = mask + 1
    mask = 2 * oldCapacity - 1
    places = .allocate(capacity: 2 * oldCapacity)
    places.initialize(repeating: 0, count: 2 * oldCapacity)
    filter.deallocate()
    filter = .allocate(capacity: 2 * oldCapacity)
    filter.initialize(repeating: 0, count: 2 * oldCapacity)
    count = 0
    added = 0
    for place in 0..<oldCapacity where oldPlaces[place] != 0 { _ = insert(oldPlaces[place] &- 1) }
    oldPlaces.deallocate()
  }
}
