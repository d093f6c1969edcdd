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

  /// Time from one poll to the next while nothing comes, in nanoseconds.
  public var waitingDistance: Int64 { Self.pauseNanoseconds + roundTripNanoseconds }

  /// The same while entries come: without a pause, or half of the time of two, one that finds something and one behind
  /// it that finds nothing.
  public var streamingDistance: Int64 {
    rereadsLast
      ? roundTripNanoseconds + Self.overheadNanoseconds : Self.pauseNanoseconds / 2 + roundTripNanoseconds
  }

  /// Polls of readers who waited for so long, all together, where each poll is answered `delay` nanoseconds later than
  /// usual: the next one is sent when the last has its answer. O(1).
  public func polls(waiting nanoseconds: Int64, delay: Int64) -> Double {
    Double(nanoseconds) / Double(waitingDistance + delay)
  }

  /// The same of readers to whom entries came. O(1).
  public func polls(streaming nanoseconds: Int64, delay: Int64) -> Double {
    Double(nanoseconds) / Double(streamingDistance + delay)
  }

  /// True when a reader to whom entries came for so long has seen one of them twice.
  public func repeatsEntries(streaming nanoseconds: Int64) -> Bool {
    rereadsLast && nanoseconds >= streamingDistance
  }
}
