// What it costs to ask for news instead of being told, by formula.

/// How often a reader asks a stream for entries.
///
/// A reader that finds nothing pauses for 100 ms. One that asks from its last entry on, that entry included, always
/// finds something and never pauses: it asks again after a round trip and what its runtime adds, 1.5 ms here (polls
/// counted over two seconds of a stream: 807 at a round trip of 1 ms, 298 at 5 ms, 102 at 20 ms).
public struct PollingPolicy: Hashable, Sendable, BitwiseCopyable {
  /// Pause after a poll that found nothing, in nanoseconds.
  @inlinable public static var pauseNanoseconds: Int64 { 100_000_000 }
  /// What a poll takes besides its round trip when it does not pause, in nanoseconds.
  @inlinable public static var overheadNanoseconds: Int64 { 1_500_000 }

  /// One round trip, in nanoseconds.
  public var roundTripNanoseconds: Int64
  /// True when each poll asks for the last entry again.
  public var rereadsLast: Bool

  /// Precondition: a positive round trip.
  public init(roundTrip: Duration, rereadsLast: Bool) {
    precondition(roundTrip > .zero, "a round trip takes time")
    self.roundTripNanoseconds = roundTrip.wholeNanoseconds
    self.rereadsLast = rereadsLast
  }

  /// Polls in a time in which nothing comes. O(1).
  public func polls(waiting nanoseconds: Int64) -> Int64 {
    max(0, nanoseconds) / (Self.pauseNanoseconds + roundTripNanoseconds)
  }

  /// Polls in a time in which entries come: without a pause, or each that finds something with one behind it that
  /// finds nothing. O(1).
  public func polls(streaming nanoseconds: Int64) -> Int64 {
    let time = max(0, nanoseconds)
    if rereadsLast { return time / (roundTripNanoseconds + Self.overheadNanoseconds) }
    return 2 * time / (Self.pauseNanoseconds + 2 * roundTripNanoseconds)
  }

  /// Entries that those polls send once more. O(1).
  public func repeatedEntries(streaming nanoseconds: Int64) -> Int64 {
    rereadsLast ? polls(streaming: nanoseconds) : 0
  }
}
