// How much of the beginning of a long run belongs to its start and not to its steady state.

/// Where to cut the warm-up of a steady-state simulation.
///
/// All of it works on a series that is already averaged over replications, moment by moment: cutting each
/// replication for itself by MSER-5 leaves intervals that cover far less than they claim.
public enum WarmUp {
  /// What to do with the beginning of the runs.
  public enum Decision: Hashable, Sendable {
    /// Leave out the first `values` values of every replication.
    case cut(values: Int)
    /// No cut can be justified; nothing may be said of a steady state.
    case refused(Refusal)
  }

  /// Why no cut can be justified.
  public enum Refusal: Hashable, Sendable, CustomStringConvertible {
    /// Fewer values than the method needs.
    case tooShort(values: Int)
    /// A value is infinite or no number.
    case notFinite
    /// The best cut is at the end of the searched half: the series is still settling.
    case stillSettling

    /// A sentence for reports, without the full stop.
    public var description: String {
      switch self {
      case .tooShort(let values): "\(values) values are too few: MSER-5 needs \(WarmUp.fewestValues)"
      case .notFinite: "the series holds a value that is no number"
      case .stillSettling: "the series is still settling in its second half: run longer"
      }
    }
  }

  /// Values below which MSER-5 is not tried.
  public static let fewestValues = 50

  /// Values a batch.
  private static let batchSize = 5

  /// The number of values to cut by MSER-5; nil where ``cut(ofAveraged:)`` refuses.
  ///
  /// K. P. White and S. C. Spratt (White, Cobb and Spratt, Winter Simulation Conference 2000): of the means of
  /// batches of five, Z₁ ... Zₙ, leave out the first d that minimise Σ (Zᵢ - mean)² / (n - d)² over those kept: the
  /// squared half-width of the mean that is left, but for a factor. d up to n / 2 is searched, the smallest of equals
  /// is taken, and a minimum at the end of the search counts as none. A last batch that is not full is left aside.
  public static func mser5(_ series: [Double]) -> Int? {
    if case .cut(let values) = minimum(of: series) { return values }
    return nil
  }

  /// The cut of a series averaged over replications: that of MSER-5, and at least a tenth of the series.
  public static func cut(ofAveraged series: [Double]) -> Decision {
    switch minimum(of: series) {
    case .cut(let values): .cut(values: max(values, (series.count + 9) / 10))
    case .refused(let refusal): .refused(refusal)
    }
  }

  private static func minimum(of series: [Double]) -> Decision {
    guard series.count >= fewestValues else { return .refused(.tooShort(values: series.count)) }
    guard series.allSatisfy(\.isFinite) else { return .refused(.notFinite) }
    let means = batchMeans(series)
    let last = means.count / 2
    var best = (cut: last, statistic: Double.infinity)
    var kept = SampleMoments()
    // From the end, so that each d adds one batch to what is kept; ≤ lets the smallest of equals win.
    for d in stride(from: means.count - 1, through: 0, by: -1) {
      kept.add(means[d])
      guard d <= last else { continue }
      let number = Double(kept.count)
      let statistic = kept.variance * (number - 1) / (number * number)
      if statistic <= best.statistic { best = (d, statistic) }
    }
    return best.cut == last ? .refused(.stillSettling) : .cut(values: best.cut * batchSize)
  }

  private static func batchMeans(_ series: [Double]) -> [Double] {
    (0..<series.count / batchSize).map { batch in
      let values = series[batch * batchSize..<(batch + 1) * batchSize]
      return values.reduce(0, +) / Double(batchSize)
    }
  }
}
