// The files that calls are read from, and what is said about those that are none.

import Calibration
import Testing

@Suite struct MeasuredCallTests {
  private func read(_ text: String, endpoint: String? = nil) throws -> MeasuredCalls {
    try MeasuredCalls.read(bytes: Array(text.utf8), fileName: "calls.csv", endpoint: endpoint)
  }

  private func refusal(_ text: String, endpoint: String? = nil) -> CalibrationError? {
    do {
      _ = try read(text, endpoint: endpoint)
      return nil
    } catch { return error as? CalibrationError }
  }

  @Test func readsATable() throws {
    let table =
      "\u{FEFF}answer_tokens, ttft,note,e2e,prompt_tokens,error\r\n11,0.5,x,1.5,300,\r\n\r\n"
      + "1,\"0.25\",,0.25,,None\n,,,,,429\n"
      + "0,0.1,,0.1,,\n,,,,,Timeout\n"
    let calls = try read(table).calls
    #expect(calls.count == 5)
    #expect(calls[0] == MeasuredCall(firstToken: 0.5, endToEnd: 1.5, promptTokens: 300, answerTokens: 11))
    #expect(calls[0].tokenInterval == 0.1)
    #expect(calls[1].tokenInterval == nil && calls[1].errorCode == nil)
    #expect(calls[2].errorCode == "429")
    #expect(calls[3].errorCode == "no tokens")
    #expect(calls.map(\.hung) == [false, false, false, false, true])
    #expect(try read(table).failures.map(\.code) == ["429", "Timeout", "no tokens"])
  }

  @Test func readsLlmperf() throws {
    let text = """
      [
        {"error_code": null, "error_msg": "", "ttft_s": 0.25, "end_to_end_latency_s": 2.25,
         "inter_token_latency_s": 0.045, "number_output_tokens": 51, "number_input_tokens": 550,
         "GEN_TEXT": "a \\"b\\"\\n"},
        {"error_code": 429, "error_msg": "Too Many", "ttft_s": 0}
      ]
      """
    let calls = try read(text).calls
    #expect(calls[0] == MeasuredCall(firstToken: 0.25, endToEnd: 2.25, promptTokens: 550, answerTokens: 51))
    #expect(calls[0].tokenInterval == 0.04)
    #expect(calls[1] == .failed("429"))
  }

  /// File, line (0 for none) and a piece of the message or the hint.
  static let wrong: [(text: String, line: Int, part: String)] = [
    ("", 0, "empty"),
    ("ttft,answer_tokens\n1,2\n", 1, "no column 'e2e'"),
    ("ttft,e2e,answer_tokens,ttft\n", 1, "two columns 'ttft'"),
    ("ttft,e2e,answer_tokens\n0.1,0.2,3\n0.1,0.2\n", 3, "2 fields where the header has 3"),
    ("ttft,e2e,answer_tokens\n0.1,fast,3\n", 2, "'fast' is not a number for e2e"),
    ("ttft,e2e,answer_tokens\n0.1,,3\n", 2, "there is no e2e"),
    ("ttft,e2e,answer_tokens\n0.1,nan,3\n", 2, "not a number"),
    ("ttft,e2e,answer_tokens\n0.1,0.2,3.5\n", 2, "not a number of answer tokens"),
    ("ttft,e2e,answer_tokens\n0,0.2,3\n", 2, "time to first token of 0.0 s"),
    ("ttft,e2e,answer_tokens\n0.3,0.2,3\n", 2, "the answer ends at 0.2 s"),
    ("ttft,e2e,answer_tokens\n0.3,90000,3\n", 2, "at most a day"),
    ("endpoint,ttft,e2e,answer_tokens\nb,1,2,3\na,1,2,3\n", 0, "name one of a, b"),
    ("[\n{\"error_code\": null, \"ttft_s\": 1}]", 2, "no member 'end_to_end_latency_s'"),
    (
      "[\n{\"error_code\": null, \"ttft_s\": \"1\",\n\"end_to_end_latency_s\": 2}]", 2,
      "'ttft_s' is not a number"
    ),
    ("[\n7]", 2, "no object"),
    ("{\"calls\": []}", 1, "not a list"),
    ("[\n\n{\"ttft_s\" 1}]", 3, "a colon is expected"),
    ("[1", 1, "not closed"),
  ]

  @Test(arguments: wrong.indices) func refusesWithThePlace(index: Int) throws {
    let (text, line, part) = Self.wrong[index]
    let error = try #require(refusal(text))
    #expect(error.file == "calls.csv")
    #expect(error.line ?? 0 == line)
    #expect((error.message + error.hint).contains(part), "\(error)")
    #expect(!error.hint.isEmpty && !error.message.hasSuffix("."))
  }

  @Test func anEndpointIsChosen() throws {
    let table = "endpoint,ttft,e2e,answer_tokens\nb,1,2,3\na,4,5,6\nb,7,8,9\n"
    #expect(try read(table, endpoint: "b").calls.map(\.firstToken) == [1, 7])
    #expect(refusal(table, endpoint: "c")?.hint == "name one of a, b")
    #expect(try read("endpoint,ttft,e2e,answer_tokens\nb,1,2,3\n").calls.count == 1)
  }
}
