// What a comparison found, as data.

public import RunReport
public import Statistics

/// The variants side by side.
public struct ComparisonResult: Codable, Hashable, Sendable {
  /// One metric of one variant.
  public struct Value: Codable, Hashable, Sendable {
    /// Mean over replications; absent where some replication had no sample.
    public var interval: ConfidenceInterval?
    /// Against the first variant; absent for it.
    public var difference: Difference?
  }

  /// How a variant differs from the first, pair by pair.
  public struct Difference: Codable, Hashable, Sendable {
    /// This variant less the first.
    public var interval: ConfidenceInterval
    /// Between the two over replications; absent where one of them does not vary.
    public var correlation: Double?
    /// Half the width that the interval would have without pairs.
    public var unpairedHalfWidth: Double
    /// So many times the replications would be needed without pairs; absent where the pairs do not vary.
    public var varianceRatio: Double?
    /// True when the interval leaves out zero.
    public var isShown: Bool
  }

  /// A metric of all variants.
  public struct Row: Codable, Hashable, Sendable {
    /// As it is written.
    public var metric: String
    /// What its values are.
    public var kind: Metric.Kind
    /// One for each variant.
    public var values: [Value]
  }

  /// The variant that was selected.
  public struct Selected: Codable, Hashable, Sendable {
    /// What was selected by.
    public var metric: String
    /// True when the most of it was wanted.
    public var wantsLargest: Bool
    /// Differences below this do not matter.
    public var indifference: Double
    /// Probability of having selected the best.
    public var probability: Double
    /// Place of the variant.
    public var variant: Int
    /// False when the replications ended before the procedure did: then the variant only leads.
    public var isDecided: Bool
    /// Replications of those that stood to the end.
    public var replications: Int
    /// Variants that are not shown to be worse by the indifference.
    public var ties: [Int]
    /// Variants that were not eliminated.
    public var standing: [Int]
  }

  /// Seed of replication 0 of every variant.
  public var seed: UInt64
  /// Replications of each variant that the rows are made from.
  public var replications: Int
  /// Names of the variants; differences are taken from the first.
  public var variants: [String]
  /// One for each metric.
  public var rows: [Row]
  /// What was selected; absent where nothing was to be.
  public var selection: Selected?

  /// - Parameter observations: by variant, replication and metric.
  init(
    seed: UInt64, replications: Int, variants: [String], metrics: [ComparedMetric],
    observations: [[[Double?]]]
  ) {
    self.seed = seed
    self.replications = replications
    self.variants = variants
    rows = metrics.enumerated().map { place, metric in
      let columns = observations.map { runs in
        runs.prefix(replications).map { $0[place] }
      }
      let whole = columns.map { column in
        column.allSatisfy { $0 != nil } ? column.compactMap { $0 } : nil
      }
      return Row(
        metric: metric.text, kind: metric.kind,
        values: whole.enumerated().map { index, values in
          guard let values else { return Value() }
          var value = Value(interval: ConfidenceInterval(of: values))
          if index > 0, let first = whole[0] { value.difference = Difference(first, values) }
          return value
        })
    }
  }
}

extension ComparisonResult.Difference {
  init(_ first: [Double], _ second: [Double]) {
    let pair = PairedDifference(first: first, second: second)
    self.init(
      interval: pair.difference, correlation: pair.correlation, unpairedHalfWidth: pair.unpairedHalfWidth,
      varianceRatio: pair.varianceRatio.isFinite ? pair.varianceRatio : nil,
      isShown: pair.showsDifference && pair.difference.mean != 0)
  }
}
