// Jobs: their states, and the order in which they were dispatched.

/// What the queue finds when it recounts its jobs.
struct JobFacts: Sendable {
  var stateViolations: [String]
  /// First dispatches of a job after one of its priority that was admitted later.
  var outOfOrder: Int
  var orderViolations: [String]
  var live: Int

  func violations() -> [InvariantViolation] {
    let late = outOfOrder == 0 ? [] : ["\(outOfOrder) jobs were dispatched before an earlier one"]
    return stateViolations.map { InvariantViolation(.jobStates, $0) }
      + late.map { InvariantViolation(.firstDispatches, $0) }
      + orderViolations.map { InvariantViolation(.dispatches, $0) }
  }
}
