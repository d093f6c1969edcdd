// One threshold at one value: how far the runs there were on the right side, and what their interval shows.

internal import RunReport
internal import Statistics

/// What replications show of a threshold, or of all of them, at a value.
public enum SizingStanding: String, Hashable, Sendable, Codable {
  /// The whole interval is on the right side of the limit.
  case holds
  /// The whole interval is on the wrong side.
  case fails
  /// The limit is in the interval.
  case undecided
}

/// How far on the right side of a threshold's limit the runs at one value were.
///
/// A margin is the distance from the limit in the metric's own unit, positive where the threshold holds. A run without
/// samples has none and fails.
struct ThresholdReading {
  /// Margin of the mean; -∞ where a run has no samples or an infinite value.
  var margin: Double
  /// Standard deviation of one run's margin; nil below two runs or without a finite mean.
  var deviation: Double?
  /// The mean and its interval; nil where a run has no samples.
  var interval: ConfidenceInterval?
  var standing: SizingStanding

  /// A threshold that asks for `comparison` with `limit`, over runs that observed `values`.
  init(_ values: [Double?], _ comparison: Comparison, limit: Double, level: Double) {
    let present = values.compactMap { $0 }
    guard !values.isEmpty, present.count == values.count else {
      (margin, standing) = (-.infinity, values.isEmpty ? .undecided : .fails)
      return
    }
    guard present.allSatisfy(\.isFinite) else {
      let mean = ConfidenceInterval(
        mean: .infinity, halfWidth: .infinity, replications: values.count, level: level)
      let isGood = present.allSatisfy { comparison.holds($0, limit) }
      (margin, interval) = (isGood ? .infinity : -.infinity, mean)
      standing = isGood ? .holds : .fails
      return
    }
    let interval = ConfidenceInterval(of: present, level: level)
    self.interval = interval
    margin = Self.margin(interval.mean, comparison, limit)
    if present.count >= 2 { deviation = SampleMoments(present).standardDeviation }
    standing = Self.standing(interval, comparison, limit)
  }

  static func margin(_ observed: Double, _ comparison: Comparison, _ limit: Double) -> Double {
    switch comparison {
    case .less, .lessOrEqual: limit - observed
    case .greater, .greaterOrEqual: observed - limit
    case .equal: -(observed - limit).magnitude
    case .notEqual: (observed - limit).magnitude
    }
  }

  private static func standing(
    _ interval: ConfidenceInterval, _ comparison: Comparison, _ limit: Double
  ) -> SizingStanding {
    guard interval.halfWidth.isFinite else { return .undecided }
    switch comparison {
    case .equal, .notEqual:
      let isApart = interval.side(of: limit) != .straddles
      if isApart { return comparison == .equal ? .fails : .holds }
      guard interval.halfWidth == 0 else { return .undecided }
      return comparison == .equal ? .holds : .fails
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      switch (comparison.holds(interval.lower, limit), comparison.holds(interval.upper, limit)) {
      case (true, true): return .holds
      case (false, false): return .fails
      default: return .undecided
      }
    }
  }
}
