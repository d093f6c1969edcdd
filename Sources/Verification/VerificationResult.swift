// What a verification found, as data: rows, and all of them together.

/// The rows of a verification and the verdict.
package struct VerificationResult: Codable, Hashable, Sendable {
  /// Relative half-width that was asked of means and probabilities.
  package var precision: Double
  package var seed: UInt64
  package var rows: [VerifiedRow] = []
  /// One row of each set, judged together; absent until the last set is done.
  package var together: WholeSet?
  private var scores: [Double] = []

  private enum CodingKeys: String, CodingKey { case precision, seed, rows, together }

  init(precision: Double, seed: UInt64) {
    self.precision = precision
    self.seed = seed
  }

  /// The rows of one set. The first of them that is judged by a score from replications stands for the set.
  mutating func add(_ set: [VerifiedRow]) {
    rows += set
    if let row = set.first(where: { $0.verdict != .notJudged && $0.z != nil && $0.halfWidth != nil }),
      let score = row.z
    {
      scores.append(score)
    }
  }

  mutating func judgeTogether() { together = WholeSet(scores: scores) }

  /// Rows of a verdict.
  package func count(_ verdict: VerifiedRow.Verdict) -> Int { rows.filter { $0.verdict == verdict }.count }

  /// True when no row failed and all together are as chance makes them.
  package var passed: Bool { count(.failed) == 0 && together?.passed ?? true }
}
