// Answers that can be given again: the exact cache, its rule of what may be stored, and its counters. The
// table and the ring under it are in `ResponseCacheStorage.swift`.

/// Exact response cache with a time to live and a limit on entries.
///
/// An entry lives from its first store for the time to live; neither a hit nor a further store prolongs it.
/// At the limit the oldest entry goes. Since every entry lives equally long, the order of insertion is also
/// the order of expiry, and everything is O(1).
///
/// ```swift
/// var cache = ResponseCache(timeToLive: .seconds(86_400), maximumEntries: 1_000_000)
/// cache.store(key, value: 7, now: now)        // true
/// cache.lookup(key, now: now)?.value          // 7
/// ```
///
/// Memory: 28 bytes an entry in a ring of segments that never moves, and 8 bytes for each slot of a table
/// that is 44 to 88 % full: 37 to 46 bytes an entry, 41 in the mean. Only the table is ever rehashed, when
/// it doubles. `now` must not run backwards by more than the time to live.
public struct ResponseCache: Sendable {
  /// An answer found.
  public struct Hit: Hashable, Sendable {
    /// What was stored.
    public var value: UInt32
    /// When it was stored.
    public var storedAt: Instant

    @inlinable init(value: UInt32, storedAt: Instant) {
      self.value = value
      self.storedAt = storedAt
    }
  }

  /// What has happened to the cache.
  public struct Counters: Hashable, Sendable {
    /// Lookups that found a live entry.
    public var hits = 0
    /// Lookups that did not.
    public var misses = 0
    /// Entries stored.
    public var stored = 0
    /// Entries that made room for others before their time.
    public var evicted = 0
    /// Entries whose time to live ended and that were released.
    public var expired = 0
    /// Entries that were lost with all others.
    public var flushed = 0

    /// Nothing has happened.
    public init() {}
  }

  /// Most entries that any cache holds: two thousand million.
  public static let entryBound = 1 << 31

  /// How long an entry lives, in nanoseconds.
  public let timeToLiveNanoseconds: Int64
  /// Entries beyond which the oldest goes.
  public let maximumEntries: Int
  /// What has happened so far.
  @inlinable public var counters: Counters { tally }
  /// Entries held. Expired ones are released a few at each call, so some may be among them.
  @inlinable public var count: Int { entries }

  @usableFromInline var tally = Counters()
  @usableFromInline var entries = 0
  @usableFromInline var storage: ResponseCacheStorage

  /// An empty cache.
  ///
  /// - Parameters:
  ///   - timeToLive: how long an entry lives, above zero.
  ///   - maximumEntries: entries beyond which the oldest goes, at least 1; nil for ``entryBound``.
  ///   - expectedEntries: entries to make room for at once, so that the table need not double on the way.
  public init(timeToLive: Duration, maximumEntries: Int? = nil, expectedEntries: Int = 0) {
    precondition(timeToLive > .zero, "a time to live of \(timeToLive)")
    precondition(maximumEntries ?? 1 > 0, "room for \(maximumEntries ?? 0) entries")
    self.timeToLiveNanoseconds = timeToLive.wholeNanoseconds
    self.maximumEntries = min(maximumEntries ?? Self.entryBound, Self.entryBound)
    self.storage = ResponseCacheStorage(expectedEntries: min(expectedEntries, self.maximumEntries))
  }

  /// True for the one kind of answer that may be stored: whole, from a job of its own, and in full mode. A
  /// short answer stored once would be given to everybody for a day.
  @inlinable public static func mayStore(_ outcome: Outcome, mode: CacheIdentity.Mode) -> Bool {
    outcome == .completed && mode == .full
  }

  /// Reads the place of the table that a look-up of `key` begins at: an owner who will look it up soon has it
  /// fetched into the cache that way.
  @inlinable public func glance(at key: CacheKey) -> UInt32 { storage.firstHash(of: key) }

  /// The answer to `key`, if one is stored and alive. O(1).
  @inlinable public mutating func lookup(_ key: CacheKey, now: Instant) -> Hit? {
    releaseSomeExpired(now: now)
    if let slot = storage.slot(of: key) {
      let storedAt = storage.storedAtNanoseconds(inSlot: slot)
      if isAlive(storedAt: storedAt, now: now) {
        tally.hits += 1
        return Hit(
          value: storage.value(inSlot: slot), storedAt: Instant(nanosecondsSinceEpoch: storedAt))
      }
    }
    tally.misses += 1
    return nil
  }

  /// Stores an answer, unless a live one is stored already: the first one stays until its time ends. O(1).
  ///
  /// - Returns: true when `value` was stored.
  @inlinable @discardableResult
  public mutating func store(_ key: CacheKey, value: UInt32, now: Instant) -> Bool {
    releaseSomeExpired(now: now)
    if let slot = storage.slot(of: key) {
      if isAlive(storedAt: storage.storedAtNanoseconds(inSlot: slot), now: now) { return false }
      storage.replace(inSlot: slot, key: key, value: value, storedAtNanoseconds: now.nanosecondsSinceEpoch)
      tally.expired += 1
    } else {
      while entries >= maximumEntries { releaseOldest(now: now) }
      storage.insert(
        key, value: value, storedAtNanoseconds: now.nanosecondsSinceEpoch, entriesAfter: entries + 1)
      entries += 1
    }
    tally.stored += 1
    return true
  }

  /// Loses everything that is kept, as a store does that is emptied or restarted. O(entries).
  public mutating func removeAll() {
    tally.flushed += entries
    entries = 0
    storage = ResponseCacheStorage(expectedEntries: 0)
  }

  /// Releases every expired entry. O(number released).
  public mutating func removeExpired(now: Instant) {
    while let storedAt = storage.oldestStoredAtNanoseconds, !isAlive(storedAt: storedAt, now: now) {
      releaseOldest(now: now)
    }
  }

  @inlinable func isAlive(storedAt: Int64, now: Instant) -> Bool {
    now.nanosecondsSinceEpoch &- storedAt < timeToLiveNanoseconds
  }

  /// Two released at each call outrun the one that a call can add, and no call pays for a night's expiry.
  @inlinable mutating func releaseSomeExpired(now: Instant) {
    for _ in 0..<2 {
      guard let storedAt = storage.oldestStoredAtNanoseconds, !isAlive(storedAt: storedAt, now: now) else {
        return
      }
      releaseOldest(now: now)
    }
  }

  @usableFromInline mutating func releaseOldest(now: Instant) {
    guard let storedAt = storage.oldestStoredAtNanoseconds else { return }
    // False where the key was stored anew after this entry had expired: it was counted then.
    guard storage.removeOldest() else { return }
    entries -= 1
    if isAlive(storedAt: storedAt, now: now) { tally.evicted += 1 } else { tally.expired += 1 }
  }
}
