// The reader of recorded runs by example, and what it says of files that are none.

import Calibration
import QueueModel
import Scenario
import Testing

@Suite struct ServedRunReaderTests {
  private let line = """
    {"request_id": "a", "input_toks": 10, "output_toks": 5, "arrival_time": 1700000000.5, "queued_ts": 40.501, \
    "scheduled_ts": 40.502, "first_token_ts": 40.6, "last_token_ts": 41}
    """

  private func read(_ text: String, meta: String? = nil) throws(CalibrationError) -> ServedRun {
    try ServedRunReader.read(
      requests: MeasuredFile(name: "r.jsonl", bytes: Array(text.utf8)),
      meta: meta.map { MeasuredFile(name: "m.json", bytes: Array($0.utf8)) })
  }

  private func failure(_ text: String, meta: String? = nil) -> CalibrationError? {
    do throws(CalibrationError) {
      _ = try read(text, meta: meta)
      return nil
    } catch {
      return error
    }
  }

  private func replacing(_ text: String, with other: String) -> String {
    guard let range = line.firstRange(of: text) else { return line }
    return line.replacingCharacters(in: range, other)
  }

  @Test func timesAreOnOneClockThatBeginsWithTheFirstRequest() throws {
    let later = """
      {"input_toks": 7, "output_toks": 2, "arrival_time": 1700000000.75, "queued_ts": 40.76, \
      "first_token_ts": 40.801, "last_token_ts": 40.901}
      """
    let run = try read("\(later)\n\n\(line)\n")
    // In the order in which they came; the first was queued a millisecond after it came on the other clock:
    // that is none.
    #expect(run.requests.map(\.promptTokens) == [10, 7])
    #expect(run.requests.map(\.outputTokens) == [5, 2])
    let milliseconds = run.requests.map { request in
      [request.arrivalNanoseconds, request.firstTokenNanoseconds, request.lastTokenNanoseconds]
        .map { Double($0) / 1e6 }
    }
    for (value, wanted) in zip(Array(milliseconds.joined()), [0.0, 99, 499, 250, 300, 400]) {
      #expect((value - wanted).magnitude < 0.001)
    }
    #expect((run.requests[1].timeToFirstToken - 0.05).magnitude < 1e-6)
    #expect((run.requests[0].timePerOutputToken.map { $0 - 0.1 } ?? 1).magnitude < 1e-6)
    #expect(run.source == "r.jsonl")
  }

  @Test func aServerWithoutAMetaFileIsAsItIsByItself() throws {
    let serving = try read(line).serving
    #expect(serving.replicas == 1)
    #expect(serving.engine.sequences == 256)
    #expect(serving.engine.tokensPerStep == 2_048)
    #expect(serving.engine.blocks == nil)
    #expect(serving.engine.isAsynchronous)
    #expect(serving.engine.prefixCache)
  }

  @Test func aMetaFileSaysHowTheServerWorks() throws {
    let run = try read(
      line,
      meta: """
        {"model": "m", "engine_kwargs": {"max_num_seqs": 64, "max_num_batched_tokens": 4096, "data_parallel_size": 2,
        "enable_expert_parallel": true, "dtype": null}, "kv_cache": {"num_gpu_blocks": 100, "block_size": 32,
        "enable_prefix_caching": false}, "resolved_config": {"scheduler_config": {"async_scheduling": false}}}
        """)
    #expect(run.model == "m")
    #expect(run.source == "r.jsonl, m.json")
    #expect(run.serving.replicas == 1)
    #expect(run.serving.engines == 2)
    #expect(run.serving.engine.sequences == 64)
    #expect(run.serving.engine.tokensPerStep == 4_096)
    #expect(run.serving.engine.blocks == 99)
    #expect(run.serving.engine.tokensPerBlock == 32)
    #expect(!run.serving.engine.prefixCache)
    #expect(!run.serving.engine.isAsynchronous)
  }

  @Test(arguments: [
    (#""output_toks": 5, "#, "", "no 'output_toks'"),
    (#""input_toks": 10"#, #""input_toks": 10.5"#, "'input_toks' is 10.5"),
    (#""input_toks": 10"#, #""input_toks": 0"#, "'input_toks' is 0.0"),
    (#""arrival_time": 1700000000.5"#, #""arrival_time": "soon""#, "'arrival_time' is not what it should be"),
    (#""arrival_time": 1700000000.5"#, #""arrival_time": "nan""#, "'arrival_time' is no number"),
    (#""queued_ts": 40.501"#, #""queued_ts": -1"#, "'queued_ts' is -1.0"),
    (#""queued_ts": 40.501"#, #""queued_ts": null"#, "no 'queued_ts'"),
    (#""scheduled_ts": 40.502"#, #""scheduled_ts": 40.3"#, "'scheduled_ts' is before 'queued_ts'"),
    (#""last_token_ts": 41"#, #""last_token_ts": 40.5"#, "'last_token_ts' is before 'first_token_ts'"),
    ("}", "", "not valid JSON"),
  ])
  func aLineThatIsNoneIsNamed(_ part: String, _ other: String, _ message: String) throws {
    let error = try #require(failure("\(line)\n\n\(replacing(part, with: other))\n"))
    #expect(error.file == "r.jsonl")
    #expect(error.line == 3)
    #expect(error.message == message)
    #expect(!error.hint.isEmpty)
  }

  @Test func clocksThatDoNotGoAlikeAreRefused() throws {
    // The second request was queued eight seconds later than the first, by what lies between the clocks.
    let other = replacing(
      #""queued_ts": 40.501, "scheduled_ts": 40.502, "first_token_ts": 40.6, "last_token_ts": 41"#,
      with: #""queued_ts": 48.501, "first_token_ts": 48.6, "last_token_ts": 49"#)
    let error = try #require(failure("\(line)\n\(other)"))
    #expect(error.line == 2)
    #expect(error.message.contains("the clocks cannot be put on one another"))
  }

  @Test func aRunOfMoreThanSixHoursIsRefused() throws {
    let error = try #require(failure(replacing(#""last_token_ts": 41"#, with: #""last_token_ts": 41000"#)))
    #expect(error.line == 1)
  }

  @Test func aFileWithoutRequestsIsRefused() throws {
    let error = try #require(failure("\n \n"))
    #expect(error.line == nil)
    #expect(error.message == "the file holds no requests")
  }

  @Test(arguments: [
    ("[]", "not valid JSON"), ("{", "not valid JSON"), ("{}", "no 'engine_kwargs'"),
    (#"{"engine_kwargs": {"max_num_seqs": 0}}"#, "'engine_kwargs.max_num_seqs' is 0"),
    (
      #"{"engine_kwargs": {"max_num_seqs": "many"}}"#,
      "'engine_kwargs.max_num_seqs' is not what it should be"
    ),
    (
      #"{"engine_kwargs": {"max_num_seqs": 300, "max_num_batched_tokens": 256}}"#,
      "max_num_seqs is 300, and a step has 256 tokens"
    ),
    (#"{"engine_kwargs": {}, "kv_cache": {"num_gpu_blocks": 1}}"#, "'kv_cache.num_gpu_blocks' is 1"),
  ])
  func aMetaFileThatIsNoneIsRefused(_ meta: String, _ message: String) throws {
    let error = try #require(failure(line, meta: meta))
    #expect(error.file == "m.json")
    #expect(error.message == message)
  }
}

extension String {
  fileprivate func replacingCharacters(in range: Range<String.Index>, _ other: String) -> String {
    String(self[..<range.lowerBound]) + other + String(self[range.upperBound...])
  }
}
