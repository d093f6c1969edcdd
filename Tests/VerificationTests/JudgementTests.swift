// How rows are judged, from replications written by hand.

import Testing

@testable import Verification

@Suite struct JudgementTests {
  private func set(_ metric: String, exact: Double, weak: Bool = false, model: String = "M/M/1") throws
    -> ParameterSet
  {
    let params = model == "M/M/1" ? #""lam": 0.5, "mu": 1"# : #""lam": 0.5, "xm": 0.5, "alpha": 2.5"#
    let text = """
      {"rows": [{"model": "\(model)", "params": {\(params)}, "metric": "\(metric)", "value": \(exact), "weak": \(weak)}]}
      """
    return try ParameterSet.all(in: TruthFile(text: text, name: "own.json"))[0]
  }

  private func judge(
    _ metric: String, exact: Double, weak: Bool = false, model: String = "M/M/1", _ estimates: [Estimate]
  ) throws -> VerifiedRow {
    let set = try set(metric, exact: exact, weak: weak, model: model)
    return Judgement(precision: 0.01).judge(
      set.rows[0], set.kind(of: set.rows[0]), set, estimates, customers: 100)
  }

  /// Thirty values of a mean and a standard deviation of one.
  private func values(mean: Double) -> [Estimate] {
    (0..<30).map { Estimate(mean + ($0 % 2 == 0 ? 1 : -1) * (29.0 / 30).squareRoot()) }
  }

  @Test func aMeanIsJudgedByTheNormalScoreOfStudentsT() throws {
    // t = 5 with 29 degrees of freedom: P(T > 5) = 1.2683e-5, the score of which is 4.2115 (scipy.stats).
    let distance = 5 / 30.0.squareRoot()
    let near = try judge("Wq_mean", exact: 10, values(mean: 10 + distance))
    #expect(abs(try #require(near.z) - 4.2115) < 0.001)
    #expect(near.verdict == .passed)
    #expect(near.note == "as precise as the budget of events allows")
    let far = try judge("Wq_mean", exact: 10, values(mean: 10 + 1.2 * distance))
    #expect(far.verdict == .failed)
  }

  @Test func valuesWithoutSpreadMustBeEqual() throws {
    #expect(
      try judge("utilisation", exact: 0.5, Array(repeating: Estimate(0.5), count: 30)).verdict == .passed)
    #expect(
      try judge("utilisation", exact: 0.5, Array(repeating: Estimate(0.501), count: 30)).verdict == .failed)
  }

  @Test func aWeakRowIsPrinted() throws {
    #expect(try judge("Wq_mean", exact: 10, weak: true, values(mean: 20)).verdict == .notJudged)
  }

  @Test func aRareEventIsCounted() throws {
    func share(_ hits: Int) throws -> VerifiedRow {
      try judge("P(wait)", exact: 0.001, (0..<30).map { Estimate(hits: $0 == 0 ? hits : 0, of: 1_000) })
    }
    // 30 are expected: P(N >= 50) = 5.19e-4 with the score 3.280, P(N >= 60) = 9.3e-7 (scipy.stats.poisson).
    #expect(abs(try #require(try share(50).z) - 3.280) < 0.001)
    #expect(try share(50).verdict == .passed)
    #expect(try share(60).verdict == .failed)
    #expect(try share(5).verdict == .failed)
  }

  @Test func aQuantileOfZeroIsJudgedByWhoDoesNotWait() throws {
    func zero(_ share: Double, spread: Double) throws -> VerifiedRow {
      try judge(
        "Wq_p50", exact: 0,
        (0..<30).map {
          Estimate(
            quantile: 0, shareBelow: 0, shareNotAbove: share + ($0 % 2 == 0 ? spread : -spread), of: 10_000)
        })
    }
    #expect(try zero(0.6, spread: 0.01).verdict == .passed)
    #expect(try zero(0.5, spread: 0.01).verdict == .passed)
    #expect(try zero(0.48, spread: 0.01).verdict == .failed)
  }

  /// The shipped median of M/H2/1 at a load of one half, where half of all do not wait.
  @Test func aQuantileThatIsZeroButForItsDigitsIsZero() throws {
    for (exact, isZero) in [(1.4e-60, true), (1e-9, false), (-1, false)] {
      let set = try set("Wq_p50", exact: exact)
      let kind = set.kind(of: set.rows[0])
      if case .atom(50) = kind {
        #expect(isZero)
        #expect(Judgement(precision: 0.01).target(kind) == nil, "a share of nothing is never precise")
      } else {
        #expect(!isZero)
      }
    }
  }

  @Test func aMeanOfInfiniteVarianceIsPrinted() throws {
    #expect(try judge("Wq_mean", exact: 1, model: "M/G/1 (Pareto)", values(mean: 9)).verdict == .notJudged)
    #expect(try judge("utilisation", exact: 0.5, model: "M/G/1 (Pareto)", values(mean: 9)).verdict == .failed)
  }

  @Test func aValueThatIsNoneFails() throws {
    let row = try judge("Wq_mean", exact: 1, [Estimate(.nan)] + values(mean: 1))
    #expect(row.verdict == .failed && row.note == "a replication found no value")
  }

  @Test func numbersOfAnySizeArePrinted() {
    #expect(VerificationTable.number(0.0121720667, digits: 6) == "0.0121721")
    #expect(VerificationTable.number(19_200.04) == "19,200.0")
    #expect(VerificationTable.number(-3.1e-17, digits: 2) == "-3.1e-17")
    #expect(VerificationTable.number(0) == "0" && VerificationTable.number(.infinity) == "∞")
  }

  @Test func allTogetherNoticeWhatNoRowDoes() {
    // 71 sets: at most 10 beyond two, and the sum of squares between the 0.05 % and 99.95 % points (scipy.stats.chi2).
    let honest = WholeSet(scores: (0..<71).map { $0 % 2 == 0 ? 1 : -1 })
    #expect(honest.mostBeyondTwo == 10 && honest.passed)
    #expect(abs(honest.leastSum - 38.19) < 0.01 && abs(honest.mostSum - 116.85) < 0.01)
    #expect(!WholeSet(scores: Array(repeating: 2.1, count: 11) + Array(repeating: 0.8, count: 60)).passed)
    #expect(!WholeSet(scores: Array(repeating: 0.1, count: 71)).passed, "intervals that are too wide")
    #expect(!WholeSet(scores: Array(repeating: 1.4, count: 71)).passed, "a bias in every set")
  }
}
