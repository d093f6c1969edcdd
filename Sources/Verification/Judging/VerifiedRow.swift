// What became of one row: the exact value beside the simulated one, and the verdict.

/// A row of a truth file, judged.
package struct VerifiedRow: Codable, Hashable, Sendable {
  package enum Verdict: String, Codable, Hashable, Sendable {
    case passed, failed
    /// Printed only: a weak row, or a mean whose estimator has infinite variance.
    case notJudged
  }

  package var id: String
  package var tier: Tier
  package var model: String
  package var parameters: String
  package var metric: String
  package var exact: Double
  /// Mean of the replications' values.
  package var simulated: Double
  /// Half the width of its 95 % interval; absent where an interval has no meaning.
  package var halfWidth: Double?
  /// Distance from the exact value as the score of a standard normal; absent where nothing is judged by one.
  package var z: Double?
  package var verdict: Verdict
  package var replications: Int
  /// Customers of a replication, warm-up included.
  package var customers: Int
  /// Customers of all runs of the set, those that were too short included.
  package var customersOfAllRuns = 0
  /// Why it failed, was not judged, or is less precise than asked.
  package var note: String?

  /// Half the width of the interval over the exact value.
  var relativeHalfWidth: Double? {
    guard let halfWidth, exact != 0 else { return nil }
    return halfWidth / exact.magnitude
  }
}
