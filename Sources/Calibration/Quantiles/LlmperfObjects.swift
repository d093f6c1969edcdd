// The results of single calls as the benchmark llmperf writes them: a list of objects.

/// Reads the individual responses of llmperf.
enum LlmperfObjects {
  static let required = ["ttft_s", "end_to_end_latency_s", "number_output_tokens"]

  /// The calls of a file. Its `inter_token_latency_s` is not read: it includes the time to the first token.
  static func read(_ bytes: [UInt8], file: String) throws(CalibrationError) -> [MeasuredCall] {
    let root = try PlacedJSONReader.read(bytes, file: file)
    guard let elements = root.list else {
      throw CalibrationError(
        file: file, line: root.line, message: "the file is an object and not a list of calls",
        hint: "give llmperf's individual responses, or a table in CSV")
    }
    var calls: [MeasuredCall] = []
    for element in elements {
      if let call = try call(element, file: file) { calls.append(call) }
    }
    return calls
  }

  private static func call(_ element: PlacedJSON, file: String) throws(CalibrationError) -> MeasuredCall? {
    func wrong(_ message: String, _ line: Int) -> CalibrationError {
      CalibrationError(
        file: file, line: line, message: message,
        hint: "each call is an object with \(required.joined(separator: ", ")), and may have error_code")
    }
    guard element.isObject else { throw wrong("a call that is no object", element.line) }
    if let error = element["error_code"] {
      if let number = error.number {
        // Below 0 are llmperf's own, such as an answer that is shorter than it wished: no failure, and no answer to measure.
        if number < 0 { return nil }
        return .failed("\(Int(exactly: number).map(String.init) ?? "\(number)")")
      }
      return .failed(error.text ?? "unknown")
    }
    var numbers: [Double] = []
    for name in required {
      guard let value = element[name] else { throw wrong("no member '\(name)'", element.line) }
      guard let number = value.number else { throw wrong("'\(name)' is not a number", value.line) }
      numbers.append(number)
    }
    let record = CallRecord(
      file: file, line: element.line, firstToken: numbers[0], endToEnd: numbers[1],
      promptTokens: element["number_input_tokens"]?.number, answerTokens: numbers[2])
    return try record.answered()
  }
}
