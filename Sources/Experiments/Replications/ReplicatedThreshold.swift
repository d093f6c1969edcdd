// What replications say of a threshold: it holds where the whole interval is on the good side of the limit, it does not
// where the whole interval is on the bad side, and otherwise nobody can tell.

internal import RunReport

extension RunReport.ThresholdFinding {
  /// What an interval says of a relation to a limit.
  enum Standing {
    case passed, failed, inconclusive
  }

  /// Judges the threshold by the interval of its value.
  ///
  /// Where a replication has no samples its threshold does not hold, so that the others alone cannot make it pass.
  /// Where the value is infinite in a replication its mean is: too much, where little is asked for; where much is asked
  /// for, the finite values alone must be enough.
  ///
  /// - Parameters:
  ///   - interval: of the observed value; nil where no replication has samples.
  ///   - finite: lower and upper end of the interval of the finite values alone, nil below two of them.
  ///   - count: number of replications.
  mutating func judge(
    _ comparison: Comparison, _ interval: RunReport.Interval?, finite: (lower: Double, upper: Double)?,
    count: Int
  ) {
    passed = false
    isInconclusive = nil
    guard let interval else {
      (observed, reason) = (nil, "no samples")
      return
    }
    observed = interval.mean
    var standing = Self.standing(comparison, interval, finite: finite, limit: limit)
    var reasons: [String] = []
    if interval.infinite > 0 { reasons.append("infinite in \(interval.infinite) of \(count) replications") }
    if interval.replications < count {
      reasons.append("no samples in \(count - interval.replications) of \(count) replications")
      if standing == .passed { standing = .inconclusive }
    }
    passed = standing == .passed
    isInconclusive = standing == .inconclusive ? true : nil
    if standing == .inconclusive, let needed = Self.needed(interval, limit: limit) {
      reasons.append("about \(HumanNumber.count(needed)) replications would tell")
    }
    reason = reasons.isEmpty ? nil : reasons.joined(separator: ", ")
  }

  private static func standing(
    _ comparison: Comparison, _ interval: RunReport.Interval, finite: (lower: Double, upper: Double)?,
    limit: Double
  ) -> Standing {
    if interval.infinite > 0 {
      switch comparison {
      case .less, .lessOrEqual, .equal: return .failed
      case .notEqual: return .passed
      case .greater, .greaterOrEqual:
        if interval.infinite == interval.replications { return .passed }
        return finite.map { comparison.holds($0.lower, limit) } == true ? .passed : .inconclusive
      }
    }
    let (lower, upper) = (interval.lower, interval.upper)
    switch comparison {
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      switch (comparison.holds(lower, limit), comparison.holds(upper, limit)) {
      case (true, true): return .passed
      case (false, false): return .failed
      default: return .inconclusive
      }
    case .equal, .notEqual:
      // An interval around the limit shows that the value is the limit only where it is nothing but the limit.
      if lower > limit || upper < limit { return comparison == .equal ? .failed : .passed }
      if lower == upper { return comparison == .equal ? .passed : .failed }
      return .inconclusive
    }
  }

  /// About how many replications would bring the half-width below the distance from the limit; nil where that is not
  /// to be had: the mean is the limit, or there is no interval.
  private static func needed(_ interval: RunReport.Interval, limit: Double) -> Int? {
    let distance = (interval.mean - limit).magnitude
    guard distance > 0, distance.isFinite, interval.halfWidth.isFinite else { return nil }
    let ratio = interval.halfWidth / distance
    let needed = (Double(interval.replications) * ratio * ratio).rounded(.up)
    return needed < 1e6 ? max(interval.replications + 1, Int(needed)) : nil
  }
}
