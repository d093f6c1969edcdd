// How a row is judged from its replications. Nothing here knows a model.

import Statistics

/// Judges rows.
struct Judgement {
  /// Largest distance of an honest row: with a few hundred rows one in about five hundred runs of the whole set would
  /// have one beyond it by chance.
  static let mostScore = 4.5
  /// Fewer expected events than this are counted, not averaged: the interval of their mean would be wrong.
  static let fewEvents = 100.0

  /// Relative half-width that is asked of means and probabilities; quantiles get twice that.
  var precision: Double

  /// The half-width that is asked of a row, relative to its exact value; nil where none is.
  func target(_ kind: MetricKind) -> Double? {
    switch kind {
    case .mean, .probability: precision
    case .quantile: 2 * precision
    case .atom, .exact, .heavyTailed: nil
    }
  }

  /// The verdict on a row.
  func judge(
    _ row: TruthRow, _ kind: MetricKind, _ set: ParameterSet, _ estimates: [Estimate], customers: Int
  )
    -> VerifiedRow
  {
    let interval = ConfidenceInterval(of: estimates.map(\.value))
    var judged = VerifiedRow(
      id: row.id, tier: set.entry.tier, model: row.model, parameters: row.parameters.description,
      metric: row.metric, exact: row.exact, simulated: interval.mean, halfWidth: interval.halfWidth, z: nil,
      verdict: .notJudged, replications: estimates.count, customers: customers)
    guard estimates.allSatisfy({ $0.value.isFinite }) else {
      judged.simulated = 0
      judged.halfWidth = nil
      judged.verdict = .failed
      judged.note = "a replication found no value"
      return judged
    }
    switch kind {
    case .exact:
      judged.halfWidth = nil
      judged.verdict = estimates.allSatisfy { Self.isEqual($0.value, row.exact) } ? .passed : .failed
      if judged.verdict == .failed { judged.note = "must be equal" }
    case .heavyTailed:
      judged.note = "its estimator has infinite variance"
    case .mean, .quantile: judged.z = Self.score(interval, estimates.map(\.value), row.exact)
    case .probability: judged.z = Self.score(ofShare: estimates, interval, row.exact, note: &judged.note)
    case .atom(let percent):
      judged.halfWidth = nil
      judged.z = Self.score(ofAtom: estimates, percent / 100)
      judged.note = "judged by the shares below and not above it"
    }
    if row.isWeak {
      judged.verdict = .notJudged
      judged.note = "weak: it would need a very long run"
    } else if let z = judged.z {
      judged.verdict = z.magnitude <= Self.mostScore ? .passed : .failed
    }
    if judged.verdict == .passed, let target = target(kind), let width = judged.relativeHalfWidth,
      width > target,
      judged.note == nil
    {
      judged.note = "as precise as the budget of events allows"
    }
    return judged
  }

  /// Equal but for the last bits of a change of units.
  private static func isEqual(_ value: Double, _ exact: Double) -> Bool {
    (value - exact).magnitude <= 1e-9 * max(1e-9, exact.magnitude)
  }

  /// The normal score of Student's t of a mean.
  private static func score(_ interval: ConfidenceInterval, _ values: [Double], _ exact: Double) -> Double {
    let error = SampleMoments(values).standardError
    if error == 0 || isEqual(interval.mean, exact) {
      return isEqual(interval.mean, exact) ? 0 : .infinity * (interval.mean < exact ? -1 : 1)
    }
    return NormalScore.student(
      t: (interval.mean - exact) / error, degreesOfFreedom: Double(values.count - 1))
  }

  /// A share is a mean, but where it or its complement is rare the count itself is judged.
  private static func score(
    ofShare estimates: [Estimate], _ interval: ConfidenceInterval, _ exact: Double, note: inout String?
  ) -> Double {
    let trials = estimates.reduce(0) { $0 + $1.trials }
    let hits = estimates.reduce(0) { $0 + $1.hits }
    // What never or always happens did so in every run, or the row is wrong.
    if exact <= 0 { return hits == 0 ? 0 : .infinity }
    if exact >= 1 { return hits == trials ? 0 : -.infinity }
    let rare = min(exact, 1 - exact) * Double(trials)
    guard rare < fewEvents else { return score(interval, estimates.map(\.value), exact) }
    note = "judged by the Poisson probability of a count"
    return exact <= 0.5
      ? NormalScore.poisson(count: hits, mean: rare) : -NormalScore.poisson(count: trials - hits, mean: rare)
  }

  /// A quantile at an atom is right when the share below it is not above the probability, and the share not above it
  /// not below.
  private static func score(ofAtom estimates: [Estimate], _ probability: Double) -> Double {
    let trials = estimates.reduce(0) { $0 + $1.trials }
    let expected = min(probability, 1 - probability) * Double(trials)
    func excess(_ shares: [Double]) -> Double {
      if expected < fewEvents {
        // In the tail of a quantile are few: the values beyond it are counted.
        let share = shares.reduce(0, +) / Double(shares.count)
        return probability > 0.5
          ? -NormalScore.poisson(count: Int(((1 - share) * Double(trials)).rounded()), mean: expected)
          : NormalScore.poisson(count: Int((share * Double(trials)).rounded()), mean: expected)
      }
      let moments = SampleMoments(shares)
      let distance = moments.mean - probability
      if distance == 0 { return 0 }
      if moments.standardError == 0 { return distance < 0 ? -.infinity : .infinity }
      return NormalScore.student(
        t: distance / moments.standardError, degreesOfFreedom: Double(shares.count - 1))
    }
    let below = excess(estimates.map(\.shareBelow))
    if below > 0 { return below }
    let notAbove = excess(estimates.map(\.shareNotAbove))
    return notAbove < 0 ? notAbove : 0
  }
}
