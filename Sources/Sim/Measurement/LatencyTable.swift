// Every duration of the run by metric, role and outcome, as it is handed over at the end.

import QueueModel
import RunReport

/// Latency by metric, role and outcome.
struct LatencyTable: Sendable {
  static let metrics: [Metric] = [
    .queueWait, .timeToFirstToken, .providerTimeToFirstToken, .timePerOutputToken, .endToEnd,
  ]

  /// One role and outcome; there may be several rows of the same.
  struct Row: Sendable {
    var role: Role
    var outcome: Outcome
    /// One for each of ``metrics``.
    var recorders: [LatencyRecorder]
  }

  var rows: [Row] = []

  /// What requests of one role and outcome took; nil when there is nothing.
  func distribution(_ metric: Int, _ role: Role, _ outcome: Outcome) -> LatencyDistribution? {
    var sum = LatencyRecorder()
    for row in rows where row.role == role && row.outcome == outcome { sum.merge(row.recorders[metric]) }
    return sum.count == 0 ? nil : sum.distribution()
  }
}
