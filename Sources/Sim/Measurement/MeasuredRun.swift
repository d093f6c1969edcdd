// A run in full precision: what verification reads beside the report.

package import QueueModel
package import RunReport

/// A run's report, and the durations that it was made from.
package struct MeasuredRun: Sendable {
  package var report: RunReport
  /// Events of the kernel.
  package var eventCount: Int
  let latency: LatencyTable
  /// Requests of after the warm-up that have ended, by role and outcome.
  let outcomes: [Int]

  /// How many requests of after the warm-up ended in one of some ways; of all roles where none is given.
  package func count(role: Role? = nil, _ wanted: [Outcome]) -> Int {
    var sum = 0
    for candidate in Role.allCases where role == nil || role == candidate {
      for outcome in wanted { sum += outcomes[candidate.place * Outcome.places + outcome.place] }
    }
    return sum
  }

  /// The durations of one metric after the warm-up; of all roles where none is given. Exact but for the three digits
  /// of the buckets.
  package func durations(_ metric: Metric, role: Role? = nil, outcomes: [Outcome]) -> LatencyDistribution {
    guard let place = LatencyTable.metrics.firstIndex(of: metric) else {
      preconditionFailure("\(metric.rawValue) is no duration")
    }
    var sum = LatencyDistribution()
    for candidate in Role.allCases where role == nil || role == candidate {
      for outcome in outcomes {
        if let found = latency.distribution(place, candidate, outcome) { sum.merge(found) }
      }
    }
    return sum
  }
}
