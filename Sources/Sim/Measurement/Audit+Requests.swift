// Requests, counted by those who sent them, by those who refused or answered them and by the meter.

/// How many requests there were, as each actor knows it.
struct RequestFacts: Sendable {
  var sent: Int
  var ended: Int
  /// Those that ended, by what became of them.
  var endedByOutcome: Int
  /// Askers whose request has not ended.
  var open: Int
  /// Askers who follow an answer, as they were counted when they came and went.
  var following: Int
  /// Refused for their rate, by the meter and by the limiter.
  var limited: (ended: Int, refused: Int)
  /// Answered from the cache, by the meter and by the cache.
  var cached: (ended: Int, hits: Int)

  func violations() -> [InvariantViolation] {
    var found: [String] = []
    if sent != ended + open {
      found.append("\(sent) requests were sent, \(ended) ended and \(open) are open")
    }
    if ended != endedByOutcome {
      found.append("\(ended) requests ended, and \(endedByOutcome) have an outcome")
    }
    if open != following { found.append("\(open) requests are open, and \(following) askers follow answers") }
    if limited.ended != limited.refused {
      found.append("\(limited.ended) requests ended as limited, and the limiter refused \(limited.refused)")
    }
    if cached.ended != cached.hits {
      found.append("\(cached.ended) requests ended as cached, and the cache had \(cached.hits) answers")
    }
    return found.map { InvariantViolation(.requests, $0) }
  }
}
