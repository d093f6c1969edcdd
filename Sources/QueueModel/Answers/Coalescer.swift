// Tokens become entries of a stream: fewer writes, at a bounded delay. The rule token by token and in closed
// form for evenly spaced tokens; both are the same state machine, so either may continue the other.

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

/// Collects the tokens of one attempt into entries.
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

  /// Nothing collected yet.
  public init(policy: CoalescingPolicy) {
    self.policy = policy
  }

  /// When the open entry is due; nil when there is none.
  public var due: Instant? {
    openTokens > 0 ? openedAt.advanced(byNanoseconds: policy.timeNanoseconds) : nil
  }

  /// One token at `now`. Returns the number of tokens of an entry that is full and written, else nil.
  ///
  /// The owner must have called ``flush()`` at ``due`` if that was at or before `now`.
  public mutating func append(now: Instant) -> Int? {
    if openTokens == 0 { openedAt = now }
    precondition(
      now.nanoseconds(since: openedAt) < policy.timeNanoseconds, "an entry that was due has not been written")
    openTokens += 1
    return openTokens == policy.tokens ? flush() : nil
  }

  /// Writes the open entry: when it is due, or at the end of the attempt. Returns its tokens; nil when none.
  @discardableResult
  public mutating func flush() -> Int? {
    guard openTokens > 0 else { return nil }
    defer { openTokens = 0 }
    entries += 1
    writtenTokens += openTokens
    return openTokens
  }

  /// `count` tokens, the first at `first`, then one every `interval` nanoseconds: the same as that many calls
  /// of ``append(now:)`` with every due entry flushed in between. O(1).
  public mutating func append(count: Int, first: Instant, interval: Int64) {
    var left = count
    guard left > 0 else { return }
    var at = first
    let step = max(interval, 0)
    if openTokens > 0 {
      let room = openedAt.advanced(byNanoseconds: policy.timeNanoseconds).nanoseconds(since: at)
      let joining = min(left, policy.tokens - openTokens, Self.fitting(room, step))
      openTokens += joining
      left -= joining
      at = at.advanced(byNanoseconds: Int64(joining) * step)
      if openTokens == policy.tokens || left > 0 { flush() }
    }
    guard left > 0 else { return }
    let perEntry = min(policy.tokens, Self.fitting(policy.timeNanoseconds, step))
    let whole = (left - 1) / perEntry
    entries += whole
    writtenTokens += whole * perEntry
    left -= whole * perEntry
    openedAt = at.advanced(byNanoseconds: Int64(whole * perEntry) * step)
    openTokens = left
    if openTokens == policy.tokens { flush() }
  }

  /// How many tokens spaced by `step` come strictly before `room` has passed, the first at 0.
  private static func fitting(_ room: Int64, _ step: Int64) -> Int {
    guard room > 0 else { return 0 }
    return step == 0 ? Int.max / 2 : Int((room + step - 1) / step)
  }

  /// Writes the open entry if it was due at or before `now`.
  public mutating func flushIfDue(now: Instant) {
    if let due, due <= now { flush() }
  }
}
