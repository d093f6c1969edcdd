// The end of one request, as the meter is told of it.

import QueueModel

/// How a request ended, and how long its parts took. Times are nanoseconds since the start of the run, or -1
/// where the request has none.
struct RequestEnd: Sendable {
  var role: Role
  var outcome: Outcome
  /// The level that the request met at the door.
  var level: DegradationLevel
  var sender: Sender
  var intendedAt: Int64 = -1
  var firstTokenAt: Int64 = -1
  var endAt: Int64 = -1
  var tokens = 0
  /// From admission to the first dispatch, or to the end of the person's patience before that.
  var queueWait: Int64 = -1
  /// From the provider's call to its first token.
  var providerFirstToken: Int64 = -1

  init(role: Role, outcome: Outcome, level: DegradationLevel, sender: Sender = .quiet) {
    self.sender = sender
    self.role = role
    self.outcome = outcome
    self.level = level
  }

  // Durations in nanoseconds, -1 where this request has none.

  @inline(__always) var timeToFirstToken: Int64 { firstTokenAt >= 0 ? firstTokenAt &- intendedAt : -1 }

  @inline(__always) var timePerOutputToken: Int64 {
    endAt >= 0 && tokens > 1 && firstTokenAt >= 0 ? (endAt &- firstTokenAt) / Int64(tokens &- 1) : -1
  }

  @inline(__always) var endToEnd: Int64 { endAt >= 0 ? endAt &- intendedAt : -1 }

  /// False where every duration is -1.
  @inline(__always) var hasDuration: Bool { (firstTokenAt & endAt & queueWait & providerFirstToken) >= 0 }
}
