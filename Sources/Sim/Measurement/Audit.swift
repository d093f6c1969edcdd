// What the actors say when everything is recounted, and the findings that a report lists.

import RunReport

/// A recount of everything: at the end of every run, and in debug builds now and then on the way.
struct AuditFacts: Sendable {
  var requests: RequestFacts
  var jobs: JobFacts
  var slots: SlotFacts
  var readers: ReaderFacts
  /// A change of level that the policy forbids, or a level that is not that of the last change.
  var levelViolation: String?
  /// True when nothing more can happen.
  var isDrained: Bool
  /// What had been found before the end; only in debug builds, which check after each event.
  var foundEarlier: [InvariantViolation] = []
  /// Those that a defect of the original design says it breaks.
  var declared: Set<Invariant> = []
}

extension AuditFacts {
  /// What this recount found broken.
  func violations() -> [InvariantViolation] {
    let levels = levelViolation.map { [InvariantViolation(.levels, $0)] } ?? []
    return requests.violations() + jobs.violations() + slots.violations() + readers.violations() + levels
      + drainViolations()
  }

  /// The findings as the report lists them. They are the same in debug and release builds as long as all holds.
  func findings() -> [RunReport.InvariantFinding] {
    let broken = foundEarlier + violations()
    return Invariant.allCases.map { invariant in
      let first = broken.first { $0.invariant == invariant }
      return RunReport.InvariantFinding(
        name: invariant.rawValue, statement: invariant.statement,
        checks: checks(of: invariant), held: first == nil,
        detail: first?.detail,
        timesBroken: first == nil || !declared.contains(invariant) ? nil : timesBroken(invariant, broken))
    }
  }

  /// How often a declared invariant was broken: by answers for readers, by what is left for the end.
  private func timesBroken(_ invariant: Invariant, _ broken: [InvariantViolation]) -> Int {
    switch invariant {
    case .readers: readers.read.failures
    case .drain: jobs.live
    default: broken.count { $0.invariant == invariant }
    }
  }

  /// How often an invariant was checked: never where the policy of the queue does not promise it.
  private func checks(of invariant: Invariant) -> Int {
    guard jobs.isPromised(invariant) else { return 0 }
    return invariant == .readers ? 1 + readers.read.checks : 1
  }

  /// When nothing more can happen, nothing may be left.
  private func drainViolations() -> [InvariantViolation] {
    let left = [
      ("jobs", jobs.live), ("requests", requests.open), ("slots", slots.inUse), ("calls", slots.calls),
    ].filter { $0.1 != 0 }
    guard isDrained, !left.isEmpty else { return [] }
    let list = left.map { "\($0.0): \($0.1)" }.joined(separator: ", ")
    return [InvariantViolation(.drain, "left when nothing more could happen: \(list)")]
  }
}
