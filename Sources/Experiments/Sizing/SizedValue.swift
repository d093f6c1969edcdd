// Everything that is known of one value: the run of the search there, and the replications.

internal import RunReport
internal import Statistics

/// A value that was run.
struct SizedValue {
  /// Where it stands, the least favourable at 0.
  let position: Int
  /// The run with the scenario's own seed.
  var search: SizingObservation?
  /// Runs with other seeds, in the order of their numbers.
  var replications: [SizingObservation] = []

  /// What the replications say, threshold by threshold; the run of the search takes no part, because it chose the value.
  private(set) var readings: [ThresholdReading] = []
  /// What the run of the search says, threshold by threshold; empty without one.
  private(set) var searchReadings: [ThresholdReading] = []

  init(position: Int) { self.position = position }

  mutating func take(_ observation: SizingObservation, _ thresholds: [Threshold], level: Double) {
    if observation.request.replication == 0 {
      search = observation
      searchReadings = thresholds.indices.map { reading($0, thresholds[$0], of: [observation], level: level) }
    } else {
      replications.append(observation)
      readings = thresholds.indices.map { reading($0, thresholds[$0], of: replications, level: level) }
    }
  }

  /// All thresholds together: one that fails is enough.
  var standing: SizingStanding {
    if readings.contains(where: { $0.standing == .fails }) { return .fails }
    return !readings.isEmpty && readings.allSatisfy { $0.standing == .holds } ? .holds : .undecided
  }

  var isReplicated: Bool { !replications.isEmpty }

  private func reading(
    _ number: Int, _ threshold: Threshold, of runs: [SizingObservation], level: Double
  ) -> ThresholdReading {
    let observed = runs.map { number < $0.findings.count ? $0.findings[number].observed : nil }
    return ThresholdReading(observed, threshold.comparison, limit: threshold.limit, level: level)
  }
}
