// What must hold of every run, whatever the scenario, by name.

/// An invariant that runs are checked for. Two more are tests: what limiters answer, and that a seed is a run.
enum Invariant: String, CaseIterable, Sendable {
  case requests = "I1"
  case jobStates = "I2"
  case slots = "I3"
  case firstDispatches = "I4"
  case dispatches = "I5"
  case readers = "I6"
  case levels = "I7"
  case drain = "I10"

  /// What must hold, in words.
  var statement: String {
    switch self {
    case .requests: "every request ends in exactly one way"
    case .jobStates: "every job is in exactly one state, and the counts of states agree"
    case .slots: "slots and places are conserved"
    case .firstDispatches: "within a priority, jobs are first dispatched in the order of admission"
    case .dispatches: "no job is dispatched while a better-scored one waits"
    case .readers: "every reader of a whole answer has each token exactly once, and nobody reads an ended job"
    case .levels: "the level changes only as its policy allows"
    case .drain: "when no question is sent any more, everything ends"
    }
  }
}

/// An invariant that does not hold.
struct InvariantViolation: Hashable, Sendable {
  var invariant: Invariant
  /// What was found in place of what must hold.
  var detail: String

  init(_ invariant: Invariant, _ detail: String) {
    self.invariant = invariant
    self.detail = detail
  }
}
