// What was measured of the calls of one provider, however the file spelled it.

/// One call of a provider, as a client saw it. Times are in seconds.
public struct MeasuredCall: Hashable, Sendable {
  /// From the call to the first token; 0 where it failed.
  public var firstToken: Double
  /// From the call to the last token; 0 where it failed.
  public var endToEnd: Double
  /// Tokens of the prompt, where the file says so.
  public var promptTokens: Int?
  /// Tokens of the answer.
  public var answerTokens: Int
  /// Why it failed, as the file has it; nil where it was answered.
  public var errorCode: String?

  /// A call from its numbers.
  public init(
    firstToken: Double, endToEnd: Double, promptTokens: Int? = nil, answerTokens: Int,
    errorCode: String? = nil
  ) {
    self.firstToken = firstToken
    self.endToEnd = endToEnd
    self.promptTokens = promptTokens
    self.answerTokens = answerTokens
    self.errorCode = errorCode
  }

  /// A call that failed.
  public static func failed(_ code: String) -> MeasuredCall {
    MeasuredCall(firstToken: 0, endToEnd: 0, answerTokens: 0, errorCode: code)
  }

  /// From one token to the next, on average; nil where the answer has fewer than two. The first token is not
  /// in it: (end to end − first token) / (tokens − 1).
  public var tokenInterval: Double? {
    guard errorCode == nil, answerTokens > 1 else { return nil }
    return (endToEnd - firstToken) / Double(answerTokens - 1)
  }

  /// True where the client gave up without having heard anything: the file says `timeout` or `hang`.
  public var hung: Bool { ["timeout", "hang"].contains(errorCode?.lowercased()) }
}

/// The calls of one file.
public struct MeasuredCalls: Hashable, Sendable {
  /// Fewest answers that are fitted: of fewer, the half that is kept back says nothing.
  public static let fewest = 30

  /// The file as it was named.
  public var file: String
  /// The calls, in the order of the file.
  public var calls: [MeasuredCall]

  /// Calls of a file.
  public init(file: String, calls: [MeasuredCall]) {
    self.file = file
    self.calls = calls
  }

  /// Reads a file, which is a list of llmperf's objects where it begins with a bracket, and else a table.
  ///
  /// - Parameter endpoint: Which rows to read, of a table with a column `endpoint`.
  public static func read(
    bytes: [UInt8], fileName: String, endpoint: String? = nil
  ) throws(CalibrationError) -> MeasuredCalls {
    let first = bytes.first { !" \n\r\t".utf8.contains($0) }
    let isJSON = first == UInt8(ascii: "[") || first == UInt8(ascii: "{")
    let calls =
      isJSON
      ? try LlmperfObjects.read(bytes, file: fileName)
      : try CallTable.read(bytes, file: fileName, endpoint: endpoint)
    return MeasuredCalls(file: fileName, calls: calls)
  }

  /// The calls that were answered.
  public var answered: [MeasuredCall] { calls.filter { $0.errorCode == nil } }

  /// How often each error occurred, in order of its code.
  public var failures: [(code: String, count: Int)] {
    var counts: [String: Int] = [:]
    for call in calls { if let code = call.errorCode { counts[code, default: 0] += 1 } }
    return counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}

/// A call as a file has it, before it is known to make sense.
struct CallRecord {
  /// Longest time that is read, in seconds: a day, as in a scenario.
  static let longest = 86_400.0

  var file: String
  var line: Int
  var firstToken: Double
  var endToEnd: Double
  var promptTokens: Double?
  var answerTokens: Double

  /// The call, of an answer. An answer without tokens is a failure.
  func answered() throws(CalibrationError) -> MeasuredCall {
    for (name, value) in [("answer tokens", answerTokens), ("prompt tokens", promptTokens ?? 0)] {
      guard value >= 0, value <= 1e8, value == value.rounded() else {
        throw wrong("\(value) is not a number of \(name)", hint: "a whole number from 0 on")
      }
    }
    guard answerTokens > 0 else { return .failed("no tokens") }
    guard firstToken > 0, firstToken <= Self.longest else {
      throw wrong("a time to first token of \(firstToken) s", hint: "seconds above 0, at most a day")
    }
    guard endToEnd >= firstToken, endToEnd <= Self.longest else {
      throw wrong(
        "the answer ends at \(endToEnd) s and its first token comes at \(firstToken) s",
        hint: "both count from the call, in seconds, at most a day")
    }
    return MeasuredCall(
      firstToken: firstToken, endToEnd: endToEnd, promptTokens: promptTokens.map { Int($0) },
      answerTokens: Int(answerTokens))
  }

  func wrong(_ message: String, hint: String) -> CalibrationError {
    CalibrationError(file: file, line: line, message: message, hint: hint)
  }
}
