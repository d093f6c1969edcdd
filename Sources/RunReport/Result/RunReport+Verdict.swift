// How the verdict follows from the findings: one rule, so that the report, the summary and the exit status agree.

extension RunReport {
  /// Sets the verdict that follows from invariants, thresholds and the way the run ended.
  ///
  /// The first that applies: a broken invariant, a threshold whose breach ended the run, an interruption, a
  /// breached threshold, one of which replications cannot tell, a pass; without thresholds nothing is judged.
  public mutating func settleVerdict() {
    verdict =
      if !invariantsHold {
        .broken
      } else if thresholds.contains(where: \.endedRun) {
        .breached
      } else if run.isPartial {
        .interrupted
      } else if thresholds.isEmpty {
        .notJudged
      } else if thresholds.allSatisfy(\.passed) {
        .passed
      } else if thresholds.contains(where: { !$0.passed && $0.isInconclusive != true }) {
        .breached
      } else {
        .inconclusive
      }
  }
}
