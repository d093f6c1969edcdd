// What was measured beside what a fit gives, row by row.

internal import RunReport

/// Compares calls with the distributions that were fitted to them or to others.
struct FitComparison {
  /// What is compared of each metric, besides the distance.
  static let statistics: [(name: String, probability: Double)] = [("p50", 0.5), ("p90", 0.9), ("p99", 0.99)]
  /// Values of a plot.
  static let plotted = 200

  let fitted: CallDistributions
  let sample: ProviderFit.Sample

  /// The rows of the three metrics over these calls.
  func rows(_ answered: [MeasuredCall]) -> [ProviderFit.Row] {
    let intervals = answered.compactMap(\.tokenInterval).sorted()
    let calls = fitted.endToEnd(tokens: answered.map(\.answerTokens))
    return rows("ttft", answered.map(\.firstToken).sorted(), fitted.firstToken.mixture)
      + (intervals.isEmpty ? [] : rows("tpot", intervals, fitted.tokenInterval.mixture))
      + rows("e2e", answered.map(\.endToEnd).sorted()) {
        SampleDistance.quantile($0, of: calls)
      } distance: {
        SampleDistance.between($0, and: calls)
      }
  }

  private func rows(_ metric: String, _ measured: [Double], _ mixture: LognormalMixture) -> [ProviderFit.Row]
  {
    rows(metric, measured, quantile: mixture.quantile) {
      SampleDistance.between($0, and: mixture.cumulative)
    }
  }

  private func rows(
    _ metric: String, _ measured: [Double], quantile: (Double) -> Double, distance: ([Double]) -> Double
  ) -> [ProviderFit.Row] {
    // A quantile of nothing, of answers that come at once, has no relative error.
    let quantiles = Self.statistics.compactMap { statistic -> ProviderFit.Row? in
      let value = SampleDistance.quantile(statistic.probability, of: measured)
      guard value > 0 else { return nil }
      return ProviderFit.Row(
        metric: metric, statistic: statistic.name, sample: sample, measured: value,
        fitted: quantile(statistic.probability))
    }
    return quantiles + [
      ProviderFit.Row(metric: metric, statistic: "distance", sample: sample, error: distance(measured))
    ]
  }

  /// What people look at: the first token and the whole call.
  func plots(_ answered: [MeasuredCall]) -> [CalibratedProvider.Plot] {
    let shares = (0..<Self.plotted).map { (Double($0) + 0.5) / Double(Self.plotted) }
    let calls = fitted.endToEnd()
    return [
      .init(
        metric: "ttft", measured: answered.map(\.firstToken),
        fitted: shares.map(fitted.firstToken.mixture.quantile)),
      .init(
        metric: "e2e", measured: answered.map(\.endToEnd),
        fitted: shares.map { SampleDistance.quantile($0, of: calls) }),
    ]
  }
}
