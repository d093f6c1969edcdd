// Tokens become entries of a stream: fewer writes, at a bounded delay, and none for the first token. The rule token
// by token and in closed form for evenly spaced tokens; both are the same state machine, so either may continue the
// other.

/// When an entry is written: `coalescing` time after its first token, or when it is full.
public struct CoalescingPolicy: Hashable, Sendable {
  /// An entry is written when this has passed since its first token, in nanoseconds; tokens that come exactly
  /// then belong to the next entry.
  public var timeNanoseconds: Int64
  /// Tokens at which an entry is full and written at once; at least 1.
  public var tokens: Int

  /// Precondition: a positive time and at least one token.
  public init(time: Duration = .milliseconds(250), tokens: Int = 64) {
    precondition(time > .zero && tokens >= 1, "coalescing needs a time and at least one token")
    self.timeNanoseconds = time.wholeNanoseconds
    self.tokens = tokens
  }
}

extension CoalescingPolicy {
  /// Entries of an answer whose tokens come evenly within `nanoseconds`, the first at their beginning. O(1).
  public func entries(tokens: Int, nanoseconds: Int64) -> Int {
    guard tokens > 1 else { return 1 }
    // In floating point: integers are divided more slowly, and all of these are exact.
    let interval = max(1, Double(nanoseconds) / Double(tokens - 1))
    let perEntry = min(Double(self.tokens), Double(Int(Double(timeNanoseconds - 1) / interval) + 1))
    return 2 + Int(Double(tokens - 2) / perEntry)
  }
}

/// Collects the tokens of one attempt into entries.
///
/// The first token of an attempt is an entry of its own, written when it comes: whoever waits for an answer sees
/// that it begins at that moment, and not up to a whole coalescing time later.
public struct Coalescer: Hashable, Sendable {
  /// When an entry is written.
  public let policy: CoalescingPolicy
  /// Entries written.
  public private(set) var entries = 0
  /// Tokens in them.
  public private(set) var writtenTokens = 0
  /// Tokens that are not yet written.
  public private(set) var openTokens = 0
  /// When the first of those came.
  public private(set) var openedAt = Instant(nanosecondsSinceEpoch: 0)
  /// When the last entry was written; the epoch when none was.
  public private(set) var lastWrittenAt = Instant(nanosecondsSinceEpoch: 0)

  /// Nothing collected yet.
  public init(policy: CoalescingPolicy) {
    self.policy = policy
  }

  /// When the open entry is due; nil when there is none.
  public var due: Instant? {
    openTokens > 0 ? openedAt.advanced(byNanoseconds: policy.timeNanoseconds) : nil
  }

  /// One token at `now`. Returns the number of tokens of an entry that is written with it, else nil.
  ///
  /// The owner must have called ``flush(now:)`` at ``due`` if that was at or before `now`.
  public mutating func append(now: Instant) -> Int? {
    if openTokens == 0 { openedAt = now }
    precondition(
      now.nanoseconds(since: openedAt) < policy.timeNanoseconds, "an entry that was due has not been written")
    openTokens += 1
    return openTokens == policy.tokens || entries == 0 ? flush(now: now) : nil
  }

  /// Writes the open entry: when it is due, or at the end of the attempt. Returns its tokens; nil when none.
  ///
  /// An entry that was due before `now` counts as written when it was due.
  @discardableResult
  public mutating func flush(now: Instant) -> Int? {
    guard let due else { return nil }
    defer { openTokens = 0 }
    entries += 1
    writtenTokens += openTokens
    lastWrittenAt = min(now, due)
    return openTokens
  }

  /// `count` tokens, the first at `first`, then one every `interval` nanoseconds: the same as that many calls
  /// of ``append(now:)`` with every due entry flushed in between. O(1).
  public mutating func append(count: Int, first: Instant, interval: Int64) {
    var left = count
    guard left > 0 else { return }
    var at = first
    let step = max(interval, 0)
    if entries == 0 {
      _ = append(now: first)
      left -= 1
      at = at.advanced(byNanoseconds: step)
      guard left > 0 else { return }
    }
    if openTokens > 0 {
      let room = openedAt.advanced(byNanoseconds: policy.timeNanoseconds).nanoseconds(since: at)
      let joining = min(left, policy.tokens - openTokens, Self.fitting(room, step))
      openTokens += joining
      left -= joining
      at = at.advanced(byNanoseconds: Int64(joining) * step)
      // Full with its last token, or due before the first that did not fit.
      if openTokens == policy.tokens { flush(now: at.advanced(byNanoseconds: -step)) }
      if left > 0 { flush(now: at) }
    }
    guard left > 0 else { return }
    let perEntry = min(policy.tokens, Self.fitting(policy.timeNanoseconds, step))
    let whole = (left - 1) / perEntry
    let lastOfEntry = Int64(perEntry - 1) * step
    if whole > 0 {
      entries += whole
      writtenTokens += whole * perEntry
      left -= whole * perEntry
      let opened = at.advanced(byNanoseconds: Int64((whole - 1) * perEntry) * step)
      lastWrittenAt = opened.advanced(
        byNanoseconds: perEntry == policy.tokens ? lastOfEntry : policy.timeNanoseconds)
    }
    openedAt = at.advanced(byNanoseconds: Int64(whole * perEntry) * step)
    openTokens = left
    if openTokens == policy.tokens { flush(now: openedAt.advanced(byNanoseconds: lastOfEntry)) }
  }

  /// How many tokens spaced by `step` come strictly before `room` has passed, the first at 0.
  private static func fitting(_ room: Int64, _ step: Int64) -> Int {
    guard room > 0 else { return 0 }
    return step == 0 ? Int.max / 2 : Int((room + step - 1) / step)
  }

  /// Writes the open entry if it was due at or before `now`.
  public mutating func flushIfDue(now: Instant) {
    if let due, due <= now { flush(now: due) }
  }
}
