// A request of a recorded run: what was asked, and when what came.

/// A request that a server has served. Times are nanoseconds since the first request of the run came.
public struct ServedRequest: Hashable, Sendable {
  /// Tokens of its prompt.
  public var promptTokens: Int
  /// Tokens of its answer.
  public var outputTokens: Int
  /// When it came.
  public var arrivalNanoseconds: Int64
  /// When its first token came.
  public var firstTokenNanoseconds: Int64
  /// When its last token came.
  public var lastTokenNanoseconds: Int64

  /// A request from its parts.
  public init(
    promptTokens: Int, outputTokens: Int, arrivalNanoseconds: Int64, firstTokenNanoseconds: Int64,
    lastTokenNanoseconds: Int64
  ) {
    self.promptTokens = promptTokens
    self.outputTokens = outputTokens
    self.arrivalNanoseconds = arrivalNanoseconds
    self.firstTokenNanoseconds = firstTokenNanoseconds
    self.lastTokenNanoseconds = lastTokenNanoseconds
  }

  /// From its arrival to its first token, in seconds.
  public var timeToFirstToken: Double { Double(firstTokenNanoseconds - arrivalNanoseconds) / 1e9 }
  /// From its arrival to its last token, in seconds.
  public var endToEnd: Double { Double(lastTokenNanoseconds - arrivalNanoseconds) / 1e9 }
  /// Seconds for each token after the first; nil of an answer of one token.
  public var timePerOutputToken: Double? {
    outputTokens < 2
      ? nil : Double(lastTokenNanoseconds - firstTokenNanoseconds) / 1e9 / Double(outputTokens - 1)
  }
}
