// The one invariant that only a run event by event can check: what each reader has in hand at the end.

import RunReport

extension AuditFacts {
  /// The finding of the readers; none in a run by formula, in which nobody reads.
  func readerFinding() -> [RunReport.InvariantFinding] {
    guard let readers else { return [] }
    return [
      RunReport.InvariantFinding(
        name: "I5", statement: "every reader of a whole answer has each token exactly once",
        checks: readers.checks, held: readers.failures == 0, detail: readers.first)
    ]
  }
}
