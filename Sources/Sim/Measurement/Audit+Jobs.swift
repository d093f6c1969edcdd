// Jobs: their states, and the order in which they were dispatched.

import QueueModel

/// What the queue finds when it recounts its jobs.
struct JobFacts: Sendable {
  /// What the queue's policy promises of its order: all that it is held to.
  var promised = StrictPriority().contract.order
  var stateViolations: [String]
  /// First dispatches of a job after one of its priority that was admitted later, where the policy keeps that order.
  var outOfOrder: Int
  var orderViolations: [String]
  var live: Int

  /// True when the policy of the run promises what the invariant says.
  func isPromised(_ invariant: Invariant) -> Bool {
    switch (invariant, promised) {
    case (.firstDispatches, .own), (.dispatches, .own), (.dispatches, .withinPriority): false
    default: true
    }
  }

  func violations() -> [InvariantViolation] {
    let late = outOfOrder == 0 ? [] : ["\(outOfOrder) jobs were dispatched before an earlier one"]
    return stateViolations.map { InvariantViolation(.jobStates, $0) }
      + late.map { InvariantViolation(.firstDispatches, $0) }
      + orderViolations.map { InvariantViolation(.dispatches, $0) }
  }
}
