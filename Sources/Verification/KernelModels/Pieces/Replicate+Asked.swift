// From everything that a run measured to what was asked for.

extension Replicate {
  /// The estimates of the metrics that were asked for. Throws where the system has none of that name.
  init(_ all: [String: Estimate], asked: [AskedMetric], events: Int) throws(TruthProblem) {
    var estimates: [String: Estimate] = [:]
    for metric in asked {
      guard let estimate = all[metric.name] else {
        throw TruthProblem("metric '\(metric.name)' is not known to this system")
      }
      estimates[metric.name] = estimate
    }
    self.init(estimates: estimates, events: events)
  }
}
