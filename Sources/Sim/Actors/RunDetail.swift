// How much of a run happens as events of its own. Not a key of a scenario: all ways give the same report, and the
// slow ones exist to prove it.

/// How entries, heartbeats and rotations come to be, and which first tokens are events.
enum RunDetail: UInt8, Sendable {
  /// Counted by formula when an attempt, a silence or a connection ends. First tokens that need not be events are
  /// none: see `QuietCalls.swift`.
  case formulas
  /// As `formulas`, and every first token is an event.
  case everyFirstToken
  /// As `formulas`, and every step of a model that serves by continuous batching is an event.
  case everyStep
  /// Every token, entry, heartbeat and rotation is an event, and real streams are written and read. Streams are kept
  /// to the end of the run: for small runs.
  case eventByEvent
}

extension Happening {
  /// True for kinds that only a run event by event knows.
  var isStepwise: Bool {
    switch self {
    case .token, .entryDue, .workerHeartbeat, .readerHeartbeat, .rotation: true
    default: false
    }
  }

  /// True for kinds that only some runs know, with certain faults or a platform that was short of something: a report
  /// names them where there were any.
  var isOccasional: Bool {
    switch self {
    case .workerReturn, .delivery, .count, .doorAnswer, .entrySeen, .poll, .step,
      .firstTokenDue:
      true
    default: false
    }
  }

  /// True when a run of this detail can have such events.
  func happens(in detail: RunDetail) -> Bool { detail == .eventByEvent || !isStepwise }
}
