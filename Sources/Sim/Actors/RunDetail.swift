// How much of a run happens as events of its own. Not a key of a scenario: both ways give the same report, and the
// slow one exists to prove it.

/// How entries, heartbeats and rotations come to be.
enum RunDetail: UInt8, Sendable {
  /// Counted by formula when an attempt, a silence or a connection ends.
  case formulas
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

  /// True for kinds that only scenarios with certain faults know: a report names them where there were any.
  var isOccasional: Bool { self == .workerReturn || self == .delivery }

  /// True when a run of this detail can have such events.
  func happens(in detail: RunDetail) -> Bool { detail == .eventByEvent || !isStepwise }
}
