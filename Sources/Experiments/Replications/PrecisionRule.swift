// When there are enough replications: the numbers that are held to a precision, which of them miss it, and how many more
// replications that asks for.

internal import RunReport
internal import Scenario

/// A precision that means must have, and p95 and p99 twice that.
struct PrecisionRule: Sendable {
  /// Replications before the first look: with fewer the half-widths themselves are too uncertain to stop by.
  static let first = 10

  /// One number that is held to it.
  private struct Held {
    var name: String
    var place: String
    /// Half-width over mean that it must have.
    var target: Double
  }

  private let target: Double
  private let held: [Held]

  /// The rule for a scenario: mean, p95 and p99 of each duration over all roles, good answers per second, the bill, and
  /// means and percentiles of durations that thresholds judge.
  init(_ target: Double, for scenario: Scenario) {
    self.target = target
    var held: [Held] = []
    for metric in Metric.allCases where metric.kind == .duration {
      for (key, factor) in [("avg", 1.0), ("p95", 2), ("p99", 2)] {
        held.append(
          Held(
            name: "\(metric.rawValue) \(key)", place: "latency/\(metric.rawValue)/observed/\(key)",
            target: factor * target))
      }
    }
    held.append(Held(name: "goodput", place: "goodput/perSecond", target: target))
    held.append(Held(name: "cost", place: "cost/totalNanoUSD", target: target))
    for (index, threshold) in scenario.thresholds.enumerated()
    where threshold.selector.metric.kind == .duration {
      let factor: Double
      switch threshold.aggregate {
      case .average: factor = 1
      case .median, .percentile: factor = 2
      case .minimum, .maximum, .count, .rate, .value: continue
      }
      held.append(
        Held(
          name: "\(threshold.selectorText) \(threshold.aggregate.name)",
          place: "thresholds/\(index)/observed",
          target: factor * target))
    }
    self.held = held
  }

  /// What has become of the precision after the replications of `tally`.
  func verdict(on tally: ReplicationTally) -> RunReport.Precision {
    RunReport.Precision(target: target, missed: held.compactMap { miss($0, tally) })
  }

  private func miss(_ held: Held, _ tally: ReplicationTally) -> RunReport.Precision.Miss? {
    // What no replication has is no number of this scenario.
    guard let interval = tally.interval(held.place) else { return nil }
    let relative = interval.halfWidth == 0 ? 0 : interval.halfWidth / interval.mean.magnitude
    if relative <= held.target { return nil }
    let isHopeless = interval.infinite > 0 || !relative.isFinite
    let ratio = relative / held.target
    return RunReport.Precision.Miss(
      number: held.name, relativeHalfWidth: interval.infinite > 0 ? .infinity : relative, target: held.target,
      needed: isHopeless ? nil : Int(min(1e9, (Double(interval.replications) * ratio * ratio).rounded(.up))))
  }

  /// How many replications there should be before the next look, given `maximum`; nil where there are enough, or more
  /// would not help.
  ///
  /// As many as the half-widths ask for by their inverse proportion to the root of the number, but at most twice as
  /// many as there are, because the estimate is a rough one, and at least a tenth more.
  func next(after precision: RunReport.Precision, _ tally: ReplicationTally, maximum: Int) -> Int? {
    let now = tally.count
    guard now < maximum, let needed = precision.missed.compactMap(\.needed).max() else { return nil }
    return min(maximum, max(now + max(2, now / 10), min(needed, 2 * now)))
  }
}
