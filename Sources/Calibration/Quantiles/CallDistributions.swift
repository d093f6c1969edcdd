// The two distributions that a provider of the quantile kind draws a call from, and what they give together.

public import Scenario

/// The time to the first token and the time per further token, drawn independently of each other.
public struct CallDistributions: Hashable, Sendable {
  /// Draws that stand for the distribution of whole calls.
  static let draws = 4096
  /// By how much two lognormals must improve on one to be kept for the intervals, which are averages already.
  static let simplicity = 0.03

  /// To the first token, in seconds.
  public var firstToken: DurationFit
  /// From one token to the next, on average over an answer, in seconds.
  public var tokenInterval: DurationFit
  /// Where all intervals were one and the same.
  var constantInterval: Double?
  /// Tokens of the answers that were fitted.
  var answerTokens: [Int]

  /// Fits the calls that were answered. Precondition: one of them has two tokens or more.
  public init(_ answered: [MeasuredCall]) {
    let intervals = answered.compactMap(\.tokenInterval)
    precondition(!intervals.isEmpty, "no answer of two tokens")
    firstToken = DurationFit(answered.map(\.firstToken))
    tokenInterval = DurationFit(intervals, simplicity: Self.simplicity)
    constantInterval = intervals.allSatisfy { $0 == intervals[0] } ? intervals[0] : nil
    answerTokens = answered.map(\.answerTokens).sorted()
  }

  /// The time to the first token as a scenario has it.
  public var firstTokenDistribution: Distribution { firstToken.mixture.distribution }

  /// The interval as a scenario has it.
  public var tokenIntervalDistribution: Distribution {
    constantInterval.map { .constant(($0 * 1e9).rounded() / 1e9) } ?? tokenInterval.mixture.distribution
  }

  /// Whole calls, rising, in seconds: first token + (tokens − 1) · interval.
  ///
  /// - Parameter tokens: The lengths of answers that are drawn, each as often; those of the fit where nothing
  ///   is given.
  ///
  /// Integrated over a sequence that fills the cube evenly: multiples of the powers of the root of x⁴ = x + 1
  /// (M. Roberts, The unreasonable effectiveness of quasirandom sequences, 2018).
  public func endToEnd(tokens: [Int]? = nil) -> [Double] {
    let lengths = (tokens ?? answerTokens).sorted()
    func place(_ index: Int, _ step: Double) -> Double {
      let place = 0.5 + Double(index) * step
      return place - place.rounded(.down)
    }
    return (1...Self.draws).map { index in
      let length = lengths[Int(place(index, 0.549_700_477_901_960_1) * Double(lengths.count))]
      let first = firstToken.mixture.draw(place(index, 0.819_172_513_396_164_4))
      let interval =
        constantInterval ?? tokenInterval.mixture.draw(place(index, 0.671_043_606_703_789_2))
      return first + Double(length - 1) * interval
    }.sorted()
  }
}
