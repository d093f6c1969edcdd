// All sets together: a bias too small for any row shows in the sum, and so do intervals that are too wide.

import Statistics

/// Judges one row of each parameter set together: rows of one set come from one simulation and depend on each other.
package struct WholeSet: Codable, Hashable, Sendable {
  /// Number of rows judged here, one of each set.
  package var rows: Int
  /// How many of them are farther than two standard deviations from the exact value.
  package var beyondTwo: Int
  /// The most that chance makes of them, but for one time in a thousand.
  package var mostBeyondTwo: Int
  /// Sum of the squared scores.
  package var sumOfSquares: Double
  /// Band in which the sum lies, but for one time in a thousand.
  package var leastSum: Double
  package var mostSum: Double

  package var passed: Bool {
    rows == 0 || (beyondTwo <= mostBeyondTwo && sumOfSquares >= leastSum && sumOfSquares <= mostSum)
  }

  /// The probability of a standard normal beyond ±2.
  private static let shareBeyondTwo = 0.0455

  /// - Parameter scores: one for each parameter set.
  init(scores: [Double]) {
    rows = scores.count
    beyondTwo = scores.filter { $0.magnitude > 2 }.count
    sumOfSquares = scores.reduce(0) { $0 + $1 * $1 }
    guard rows > 0 else {
      (mostBeyondTwo, leastSum, mostSum) = (0, 0, 0)
      return
    }
    mostBeyondTwo = BinomialDistribution(trials: rows, probability: Self.shareBeyondTwo).upperPoint(0.999)
    let squares = ChiSquareDistribution(degreesOfFreedom: Double(rows))
    leastSum = squares.quantile(0.0005)
    mostSum = squares.quantile(0.9995)
  }
}
