// Rules broken on purpose, in debug builds: verification has to notice each of them, or it would notice nothing.

/// A mistake that a run can be made to contain. Release builds contain none and refuse to.
package enum BentRule: String, CaseIterable, Sendable {
  /// There is one slot more than the scenario says.
  case oneServerMore
  /// People look at their patience when their wait is over, and leave then, instead of when it ends.
  case patienceAfterTheWait
  /// Whoever comes while three or more wait is queued at the lowest priority.
  case priorityIgnoredInALine
  /// Services are drawn five per cent too long.
  case biasedExponential
}
