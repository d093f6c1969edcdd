// Two variants run with the same random numbers: the difference a pair at a time, and what the pairing was worth.

/// Second minus first over pairs of replications with common random numbers.
///
/// The values of one place belong together (same seed); the replications themselves are independent. With few pairs
/// the correlation and the ratio of variances are rough.
public struct PairedDifference: Hashable, Sendable {
  /// The mean of second - first with Student's t interval on the pairs' differences.
  public let difference: ConfidenceInterval
  /// Correlation of the pairs (Pearson), from -1 to 1; nil below two pairs or where one side does not vary.
  public let correlation: Double?
  /// Half-width of the interval that the same values would give if they were not paired (Welch's t, same level);
  /// infinite below two pairs, 0 where nothing varies.
  public let unpairedHalfWidth: Double
  /// Variance of the difference if the two were independent over that of the paired difference: 2 means that pairing
  /// needs half the replications, below 1 that it did harm. Infinite where all differences are equal but the values
  /// are not, 1 where nothing varies, NaN below two pairs.
  public let varianceRatio: Double

  /// Compares `second` with `first`. Precondition: as many values in both; 0 < level < 1.
  public init(first: [Double], second: [Double], level: Double = 0.95) {
    precondition(first.count == second.count, "\(first.count) values paired with \(second.count)")
    let pairs = zip(first, second)
    let differences = pairs.map { $1 - $0 }
    difference = ConfidenceInterval(of: differences, level: level)
    let moments = (first: SampleMoments(first), second: SampleMoments(second))
    correlation = Self.correlation(of: pairs, moments.first, moments.second)
    unpairedHalfWidth = Self.welchHalfWidth(moments.first, moments.second, level: level)
    let independent = moments.first.variance + moments.second.variance
    let paired = SampleMoments(differences).variance
    varianceRatio = independent == 0 && paired == 0 ? 1 : independent / paired
  }

  /// Whether the interval of the difference excludes 0.
  public var showsDifference: Bool { difference.side(of: 0) != .straddles }

  private static func correlation(
    of pairs: Zip2Sequence<[Double], [Double]>, _ first: SampleMoments, _ second: SampleMoments
  ) -> Double? {
    guard first.count >= 2, first.variance > 0, second.variance > 0 else { return nil }
    var products = 0.0
    for (x, y) in pairs { products += (x - first.mean) * (y - second.mean) }
    let covariance = products / Double(first.count - 1)
    return min(max(covariance / first.standardDeviation / second.standardDeviation, -1), 1)
  }

  /// Welch's interval with the degrees of freedom of Welch and Satterthwaite:
  /// (u + v)² / (u² / (n - 1) + v² / (n - 1)), where u and v are the squared standard errors.
  private static func welchHalfWidth(_ first: SampleMoments, _ second: SampleMoments, level: Double) -> Double
  {
    guard first.count >= 2 else { return .infinity }
    let u = first.variance / Double(first.count)
    let v = second.variance / Double(second.count)
    if u + v == 0 { return 0 }
    let shares = (u: u / (u + v), v: v / (u + v))
    let degreesOfFreedom = Double(first.count - 1) / (shares.u * shares.u + shares.v * shares.v)
    let student = StudentT(degreesOfFreedom: degreesOfFreedom)
    return -student.quantile(0.5 * (1 - level)) * (u + v).squareRoot()
  }
}
