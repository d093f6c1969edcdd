// The table of a job's life, and how often and how late an attempt is repeated. The queue has a file of its own.

import QueueModel

/// The rules of a job.
enum JobRules {
  /// Adds the benchmarks.
  static func register() {
    // Moves that the table allows.
    rule("jobs-jobLifecycle", Transitions.self, sum: 2_165, turns: 10_000)
    // Milliseconds before the next attempt.
    rule("jobs-retryPolicy-delay", RetryDelays.self, sum: 1_891_481)
    // Retries that the budget allows.
    rule("jobs-retryPolicy-budget", RetriesTaken.self, sum: 110)
  }
}

private struct Transitions: RuleWorkload {
  let states = JobState.allCases
  let events = JobEvent.allCases

  mutating func operate(_ turn: Int) -> Int {
    JobLifecycle.next(states[turn % states.count], events[turn / 7 % events.count]) == nil ? 0 : 1
  }
}

private struct RetryDelays: RuleWorkload {
  let policy = RetryPolicy()

  mutating func operate(_ turn: Int) -> Int {
    Int(policy.delayNanoseconds(attempts: 1 + turn % 4, draw: word(turn)) / 1_000_000)
  }
}

/// Every fifth attempt goes wrong, where a tenth may be repeated.
private struct RetriesTaken: RuleWorkload {
  var budget = RetryBudget()

  mutating func operate(_ turn: Int) -> Int {
    let now = beginning.advanced(byNanoseconds: 10_000_000 * Int64(turn))
    budget.recordFirstAttempt(now: now)
    guard turn % 5 == 0 else { return 0 }
    return budget.take(now: now) ? 1 : 0
  }
}
