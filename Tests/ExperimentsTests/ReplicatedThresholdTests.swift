// A threshold on replications: passed, failed, or nobody can tell; with every relation, and with what is no number.

import RunReport
import Testing

@testable import Experiments

@Suite struct ReplicatedThresholdTests {
  private func judged(
    _ comparison: Comparison, limit: Double = 10, _ interval: RunReport.Interval?,
    finite: (lower: Double, upper: Double)? = nil
  ) -> RunReport.ThresholdFinding {
    var finding = RunReport.ThresholdFinding(
      selector: "e2e", condition: "p(95)\(comparison.rawValue)10s", kind: .duration, limit: limit,
      observed: 0,
      samples: 0, passed: true)
    finding.judge(comparison, interval, finite: finite, count: 10)
    return finding
  }

  private func text(_ finding: RunReport.ThresholdFinding) -> String {
    #expect(!(finding.passed && finding.isInconclusive == true))
    return finding.passed ? "passed" : finding.isInconclusive == true ? "inconclusive" : "failed"
  }

  private func interval(_ lower: Double, _ upper: Double) -> RunReport.Interval {
    .init(mean: (lower + upper) / 2, halfWidth: (upper - lower) / 2, replications: 10)
  }

  @Test(arguments: [
    // Wholly below, up to the limit, around it, from the limit on, wholly above; nothing but the limit.
    (Comparison.less, ["passed", "inconclusive", "inconclusive", "failed", "failed", "failed"]),
    (.lessOrEqual, ["passed", "passed", "inconclusive", "inconclusive", "failed", "passed"]),
    (.greater, ["failed", "failed", "inconclusive", "inconclusive", "passed", "failed"]),
    (.greaterOrEqual, ["failed", "inconclusive", "inconclusive", "passed", "passed", "passed"]),
    (.equal, ["failed", "inconclusive", "inconclusive", "inconclusive", "failed", "passed"]),
    (.notEqual, ["passed", "inconclusive", "inconclusive", "inconclusive", "passed", "failed"]),
  ])
  func theWholeIntervalDecides(comparison: Comparison, expected: [String]) {
    let intervals = [(8.0, 9.0), (8, 10), (9, 11), (10, 12), (11, 12), (10, 10)]
    let found = intervals.map { text(judged(comparison, interval($0.0, $0.1))) }
    #expect(found == expected)
  }

  @Test func anInconclusiveOneSaysWhatItWouldTake() {
    // Half-width 1 at a distance of 0.5: four times as many.
    let finding = judged(.less, interval(8.5, 10.5))
    #expect(finding.reason == "about 40 replications would tell")
    #expect(finding.observed == 9.5)
    // A mean on the limit itself is told by no number of them.
    #expect(judged(.less, interval(9, 11)).reason == nil)
  }

  @Test func withoutSamplesAnywhereItFails() {
    let finding = judged(.less, nil)
    #expect(text(finding) == "failed" && finding.observed == nil && finding.reason == "no samples")
  }

  @Test func withoutSamplesInSomeItCannotPass() {
    func some(_ lower: Double, _ upper: Double) -> RunReport.ThresholdFinding {
      judged(
        .less, .init(mean: (lower + upper) / 2, halfWidth: (upper - lower) / 2, replications: 7))
    }
    #expect(text(some(1, 2)) == "inconclusive")
    #expect(some(1, 2).reason?.hasPrefix("no samples in 3 of 10 replications") == true)
    #expect(text(some(11, 12)) == "failed")
    // One replication has it: there is no interval.
    let one = judged(.less, .init(mean: 1, halfWidth: .infinity, replications: 1))
    #expect(text(one) == "inconclusive")
  }

  @Test func whatIsInfiniteInSomeIsTooMuchAndNeverTooLittle() {
    let some = RunReport.Interval(mean: .infinity, halfWidth: .infinity, replications: 10, infinite: 2)
    #expect(text(judged(.less, some, finite: (1, 2))) == "failed")
    #expect(text(judged(.lessOrEqual, some, finite: (1, 2))) == "failed")
    #expect(text(judged(.equal, some, finite: (1, 2))) == "failed")
    #expect(text(judged(.notEqual, some, finite: (1, 2))) == "passed")
    #expect(text(judged(.greater, some, finite: (1, 2))) == "inconclusive")
    #expect(text(judged(.greater, some, finite: (9, 12))) == "inconclusive")
    #expect(text(judged(.greater, some, finite: (11, 12))) == "passed")
    #expect(text(judged(.greater, some)) == "inconclusive")
    #expect(judged(.less, some).reason == "infinite in 2 of 10 replications")
    let all = RunReport.Interval(mean: .infinity, halfWidth: .infinity, replications: 10, infinite: 10)
    #expect(text(judged(.greaterOrEqual, all)) == "passed" && text(judged(.less, all)) == "failed")
  }
}
