// Runs that say too little of a server are refused, with the reason.

import Calibration
import QueueModel
import Scenario
import Testing

@Suite struct ServingRefusalTests {
  /// Requests that come every `distance` milliseconds and get a token every ten.
  private func run(
    _ count: Int = 100, distance: Int64 = 100, output: Int = 50, change: (inout ServedRun) -> Void = { _ in }
  ) -> ServedRun {
    let requests = (0..<count).map { number in
      let arrival = Int64(number) * distance * 1_000_000
      let first = arrival + 30_000_000
      return ServedRequest(
        promptTokens: 100, outputTokens: output, arrivalNanoseconds: arrival, firstTokenNanoseconds: first,
        lastTokenNanoseconds: first + Int64(output - 1) * 10_000_000)
    }
    var run = ServedRun(source: "r.jsonl", requests: requests, serving: BatchServing())
    change(&run)
    return run
  }

  private func refusal(_ run: ServedRun) -> String? {
    do throws(CalibrationError) {
      _ = try ServingFit.fit(run, .brief)
      return nil
    } catch {
      return error.file == "r.jsonl" && !error.hint.isEmpty ? error.message : nil
    }
  }

  @Test func fewRequests() throws {
    #expect(try #require(refusal(run(59))).hasPrefix("59 requests are too few"))
    #expect(try #require(refusal(run(0))).hasPrefix("0 requests are too few"))
  }

  @Test func manyRequests() throws {
    #expect(try #require(refusal(run(10_001))).hasPrefix("10001 requests are too many"))
  }

  @Test func requestsThatRunAlone() throws {
    #expect(try #require(refusal(run(distance: 1_000))).hasPrefix("requests ran alone"))
  }

  @Test func aLoadThatHardlyChanges() throws {
    #expect(try #require(refusal(run(200))).hasPrefix("between 4 and 5 requests ran at a time"))
  }

  @Test func aRequestLargerThanTheMemory() throws {
    let message = try #require(refusal(run { $0.serving.engine.blocks = 9 }))
    #expect(message.contains("has 100 + 50 tokens, more than the memory of 9 blocks of 16 holds"))
  }

  @Test func answersOfOneToken() throws {
    #expect(try #require(refusal(run(output: 1))).hasPrefix("hardly an answer has more than one token"))
  }

  @Test func aFirstTokenWithTheRequest() throws {
    let changed = run { $0.requests[3].firstTokenNanoseconds = $0.requests[3].arrivalNanoseconds }
    #expect(
      try #require(refusal(changed)).hasPrefix("request 4 in the order in which they came got its first"))
  }

  @Test func aRequestWithoutAnAnswer() throws {
    #expect(try #require(refusal(run { $0.requests[0].outputTokens = 0 })).contains("no answer"))
  }
}
