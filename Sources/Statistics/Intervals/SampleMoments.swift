// Mean and variance of a growing sample, in one pass and without subtracting large squares.

/// Count, mean and variance of values added one at a time.
///
/// B. P. Welford's recurrences (Technometrics 4, 1962): stable where the mean is large against the spread, and exact
/// (variance 0) where all values are equal.
public struct SampleMoments: Hashable, Sendable {
  /// Number of values added.
  public private(set) var count = 0
  private var runningMean = 0.0
  private var squares = 0.0

  /// No values yet.
  public init() {}

  /// The moments of `values`.
  public init(_ values: some Sequence<Double>) {
    for value in values { add(value) }
  }

  /// Takes one more value.
  public mutating func add(_ value: Double) {
    count += 1
    let deviation = value - runningMean
    runningMean += deviation / Double(count)
    squares += deviation * (value - runningMean)
  }

  /// Mean of the values; NaN where there are none.
  public var mean: Double { count == 0 ? .nan : runningMean }

  /// Sample variance with divisor count - 1; NaN below two values.
  public var variance: Double { count < 2 ? .nan : squares / Double(count - 1) }

  /// Square root of the variance; NaN below two values.
  public var standardDeviation: Double { variance.squareRoot() }

  /// Standard deviation of the mean of as many independent values; NaN below two values.
  public var standardError: Double { (variance / Double(count)).squareRoot() }
}
