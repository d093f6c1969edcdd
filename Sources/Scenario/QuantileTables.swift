// Tables of quantiles that ship with the program, found by the name that a scenario gives. Apart from the
// numbers (`QuantileTables+RAGPulse.swift`), which a script writes.

/// A distribution as its quantiles, with linear interpolation between them.
public struct QuantileTable: Hashable, Sendable {
  /// The name that a scenario gives.
  public let name: String
  /// From 0 to 1, strictly rising.
  public let probabilities: [Double]
  /// The quantile at each probability, never falling: seconds or tokens, or see `isCount`.
  public let values: [Double]
  /// True for counts: the draw is the interpolated value *rounded down*, and has then exactly the shares of
  /// the data. The interpolated values themselves are half a unit larger on average.
  public let isCount: Bool
  /// Where the data come from: repository and path.
  public let source: String
  /// SPDX identifier of the data's licence.
  public let licence: String
  /// Commit of the source.
  public let commit: String

  /// The interpolated value at a probability from 0 to 1.
  ///
  /// ```swift
  /// QuantileTables.named("ragpulse-gap")?.value(at: 0.5)  // 38 seconds
  /// ```
  ///
  /// Complexity: logarithmic in the number of points.
  public func value(at probability: Double) -> Double {
    precondition((0...1).contains(probability), "probability \(probability) is not between 0 and 1")
    var low = 0
    var high = probabilities.count - 1
    while high - low > 1 {
      let middle = (low + high) / 2
      if probabilities[middle] <= probability { low = middle } else { high = middle }
    }
    let share = (probability - probabilities[low]) / (probabilities[high] - probabilities[low])
    return values[low] + share * (values[high] - values[low])
  }

  /// The mean of what is drawn; for counts, of the values rounded down.
  public var mean: Double {
    var sum = 0.0
    for index in 1..<values.count {
      let width = probabilities[index] - probabilities[index - 1]
      // A step of a count climbs by one: rounded down it is its lower end.
      sum += width * (isCount ? values[index - 1] : (values[index] + values[index - 1]) / 2)
    }
    return sum
  }
}

/// The tables that ship with the program.
public enum QuantileTables {
  private static let all = [ragpulseGap, ragpulseTurns, ragpulsePromptTokens, ragpulseAnswerTokens]

  /// The table of this name; nil when there is none.
  public static func named(_ name: String) -> QuantileTable? { all.first { $0.name == name } }

  /// All names, in the order in which a person meets the tables: pause, turns, prompt, answer.
  public static var names: [String] { all.map(\.name) }
}

/// How the prompt and the answer grow from turn to turn of a conversation.
public struct ConversationGrowth: Hashable, Sendable {
  /// Tokens of history that turn `k` sends beyond what a first turn's prompt holds, at index `k - 1`.
  public let historyTokens: [Int]
  /// The mean answer of turn `k` as a multiple of the mean over all turns, at index `k - 1`.
  public let answerFactors: [Double]
  /// Where the data come from: repository and path.
  public let source: String
  /// SPDX identifier of the data's licence.
  public let licence: String
  /// Commit of the source.
  public let commit: String

  /// Tokens of history added to the prompt of a turn, counted from 1. Turns beyond the table are like its
  /// last.
  public func historyTokens(turn: Int) -> Int {
    historyTokens[min(max(turn, 1), historyTokens.count) - 1]
  }

  /// By what the length of an answer at this turn is multiplied. Turns beyond the table are like its last.
  public func answerFactor(turn: Int) -> Double {
    answerFactors[min(max(turn, 1), answerFactors.count) - 1]
  }
}
