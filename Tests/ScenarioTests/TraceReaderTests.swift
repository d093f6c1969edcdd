// Trace files: what is read from each format, and what is said about files that are wrong.

import Foundation
import Testing

@testable import Scenario

/// Reads a text as the trace `t`.
private func trace(_ text: String, _ format: TraceFile.Format) throws(ScenarioErrors) -> Trace {
  try TraceReader.read(bytes: Array(text.utf8), fileName: "t", format: format)
}

/// What is wrong with a text.
private func errors(
  _ text: String, _ format: TraceFile.Format, limits: TraceReader.Limits = .init()
) -> ScenarioErrors? {
  do throws(ScenarioErrors) {
    _ = try TraceReader.read(bytes: Array(text.utf8), fileName: "t", format: format, limits: limits)
    return nil
  } catch {
    return error
  }
}

/// A trace that ships with the scenarios.
private func shippedTrace(_ name: String) throws -> Trace {
  let file = repository.appending(path: "scenarios/traces/\(name).csv")
  return try TraceReader.read(bytes: Array(try Data(contentsOf: file)), fileName: name, format: .table)
}

@Suite struct TraceReaderTests {
  @Test func azureIsTimesAndTokens() throws {
    // Lines end as they do in the file.
    let trace = try trace(
      """
      TIMESTAMP,ContextTokens,GeneratedTokens\r
      2023-11-16 18:15:46.6805900,374,44\r
      2023-11-16 18:15:50.9951690,396,109\r
      2023-11-17 00:00:00,1,0\r

      """, .azure)
    #expect(trace.requests.map(\.atNanoseconds) == [0, 4_314_579_000, 20_653_319_410_000])
    #expect(trace.requests.map(\.promptTokens) == [374, 396, 1])
    #expect(trace.requests.map(\.answerTokens) == [44, 109, 0])
    #expect(trace.requests.map(\.session) == [0, 1, 2])
    #expect(trace.requests.map(\.turn) == [1, 1, 1])
    #expect(!trace.hasSessions && !trace.hasQuestions)
  }

  @Test(arguments: ["2024-02-29T00:00:00.25Z", "2024-02-29 00:00:00.25+00:00", "2024-02-29 00:00:00.25"])
  func momentsHaveASpelling(text: String) throws {
    let trace = try trace(
      "GeneratedTokens,other,TIMESTAMP,ContextTokens\n1,x,2024-02-28 23:59:59.5,2\n3,,\(text),4\n", .azure)
    #expect(trace.requests.map(\.atNanoseconds) == [0, 750_000_000])
    #expect(trace.requests.map(\.promptTokens) == [2, 4])
  }

  @Test func ragpulseIsSessionsQuestionsAndHistoriesToo() throws {
    // Three lines in the manner of the published file, the later turn first.
    let trace = try trace(
      #"""
      {"timestamp": "130", "input_length": 3300, "output_length": 20, "hash_ids": {"sys_prompt": [8302, 14332], "passages_ids": [], "history": [15200, 7], "web_search": [], "user_input": [26923]}, "session_id": "a-1"}
      {"timestamp": "82", "input_length": 3112, "output_length": 192, "hash_ids": {"sys_prompt": [8302, 14332, 15199], "passages_ids": [7398, 7370], "history": [15200], "web_search": [], "user_input": [26923]}, "session_id": "a-1"}

      {"session_id": "b", "timestamp": 93, "input_length": 3167, "more": [{"a": null}, true, -1.5e3], "output_length": 86, "hash_ids": {"user_input": [26922], "history": [ 15200 ]}}
      """#, .ragpulse)
    #expect(trace.requests.map(\.atNanoseconds) == [0, 11_000_000_000, 48_000_000_000])
    #expect(trace.requests.map(\.session) == [0, 1, 0])
    #expect(trace.requests.map(\.turn) == [1, 1, 2])
    #expect(trace.requests.map(\.question) == [0, 1, 0])
    #expect(trace.requests.map(\.history) == [0, 0, 1])
    #expect(trace.requests.map(\.promptTokens) == [3112, 3167, 3300])
    #expect(trace.requests.map(\.answerTokens) == [192, 86, 20])
    #expect(trace.hasSessions && trace.hasQuestions)
  }

  @Test func mooncakeIsWholePrompts() throws {
    let trace = try trace(
      """
      {"timestamp": 27482, "input_length": 6955, "output_length": 52, "hash_ids": [46, 47, 48]}
      {"timestamp": 30535.5, "input_length": 6472, "output_length": 26, "hash_ids": [46, 47]}
      {"timestamp": 30535.5, "input_length": 6955, "output_length": 26, "hash_ids": [46,47,48]}
      """, .mooncake)
    #expect(trace.requests.map(\.atNanoseconds) == [0, 3_053_500_000, 3_053_500_000])
    #expect(trace.requests.map(\.question) == [0, 1, 0])
    #expect(trace.requests.map(\.history) == [0, 0, 0])
    #expect(trace.requests.map(\.session) == [0, 1, 2])
    #expect(!trace.hasSessions && trace.hasQuestions)
  }

  @Test func tablesHoldAsMuchAsIsKnown() throws {
    let all = try trace(
      "second,promptTokens,answerTokens,session,question,history\n1.000000001,5,6,a,q,h\n1,7,8,a,q,\n", .table
    )
    #expect(all.requests.map(\.atNanoseconds) == [0, 1])
    #expect(all.requests.map(\.promptTokens) == [7, 5])
    #expect(all.requests.map(\.turn) == [1, 2])
    #expect(all.requests.map(\.question) == [0, 0])
    #expect(all.requests.map(\.history) == [0, 1])
    #expect(all.hasSessions && all.hasQuestions)
    let bare = try trace("\u{FEFF}answerTokens,second,promptTokens\n6,1,5\n", .table)
    #expect(!bare.hasSessions && !bare.hasQuestions)
    #expect(bare.requests[0].answerTokens == 6)
  }

  @Test func requestsOfOneTimeStayInTheOrderOfTheFile() throws {
    let lines = (0..<500).map { "\($0 % 3),\($0),1" }
    let trace = try trace("second,promptTokens,answerTokens\n" + lines.joined(separator: "\n"), .table)
    for third in 0..<3 {
      let tokens = trace.requests.filter { $0.atNanoseconds == Int64(third) * 1_000_000_000 }.map(
        \.promptTokens)
      #expect(tokens == tokens.sorted())
    }
  }

  @Test func theShippedTracesAreTheRecordedOnes() throws {
    let week = try shippedTrace("ragpulse-week")
    #expect(week.requests.count == 7106)
    #expect(Set(week.requests.map(\.session)).count == 3990)
    #expect(Set(week.requests.map(\.question)).count == 6292)
    #expect(week.requests.map(\.turn).max() == 25)
    #expect(week.span == .seconds(604_603))
    let hour = try shippedTrace("azure-2023-conversation")
    #expect(hour.requests.count == 19_366)
    #expect(hour.span == .nanoseconds(3_501_721_937_000))
    #expect(hour.requests.reduce(0) { $0 + Int($1.promptTokens) } == 22_361_870)
    #expect(hour.requests.reduce(0) { $0 + Int($1.answerTokens) } == 4_088_665)
  }

  // MARK: What is wrong

  struct Wrong: CustomTestStringConvertible, Sendable {
    var text: String
    var format: TraceFile.Format
    var location: String
    var message: String
    var hint: String

    init(
      _ format: TraceFile.Format, _ text: String, _ location: String, _ message: String, _ hint: String = ""
    ) {
      self.text = text
      self.format = format
      self.location = "t:" + location
      self.message = message
      self.hint = hint
    }

    var testDescription: String { "\(message) at \(location)" }
  }

  private static let azure = "TIMESTAMP,ContextTokens,GeneratedTokens\n"
  private static let table = "second,promptTokens,answerTokens\n"

  static let wrong = [
    Wrong(.azure, "", "1:1", "holds no requests"),
    Wrong(.azure, azure, "1:1", "holds no requests"),
    Wrong(.mooncake, "\n \n", "1:1", "holds no requests"),
    Wrong(.azure, "TIMESTAMP,ContextTokens\n2023-11-16 18:15:46,1\n", "1:1", "no column 'GeneratedTokens'"),
    Wrong(.azure, "{\"timestamp\": 1}\n", "1:1", "no column 'TIMESTAMP'", "TIMESTAMP, ContextTokens"),
    Wrong(.table, "second,promptTokens,answerTokens,history\n1,1,1,1\n", "1:1", "no column 'question'"),
    Wrong(.table, "second,second\n", "1:8", "two columns 'second'"),
    Wrong(.azure, azure + "2023-11-16 18:15:46,1\n", "2:1", "2 fields where the header has 3"),
    Wrong(.azure, azure + "2023-13-16 18:15:46,1,1\n", "2:1", "is not a time"),
    Wrong(.azure, azure + "2023-02-29 18:15:46,1,1\n", "2:1", "is not a time"),
    Wrong(.azure, azure + "2023-11-16 24:15:46,1,1\n", "2:1", "is not a time"),
    Wrong(.azure, azure + "2023-11-16,1,1\n", "2:1", "is not a time"),
    Wrong(.azure, azure + "2023-11-16 18:15:46+02:00,1,1\n", "2:1", "is not a time", "in UTC"),
    Wrong(
      .azure, azure + "2023-11-16 18:15:46,1,1\n\n2023-11-16 18:15:46,-1,1\n", "4:21", "number of tokens"),
    Wrong(.table, table + "1,1,1.5\n", "2:5", "'1.5' is not a number of tokens"),
    Wrong(.table, table + "1,,1\n", "2:3", "nothing where a value"),
    Wrong(.table, table + "-1,1,1\n", "2:1", "is not a time"),
    Wrong(.table, table + "1.,1,1\n", "2:1", "is not a time"),
    Wrong(.table, table + "5000000000,1,1\n", "2:1", "is not a time"),
    Wrong(.table, table + "1,1,999999999\n", "2:5", "not a number of tokens"),
    Wrong(.mooncake, "[1]\n", "1:1", "not valid JSON: an object is expected"),
    Wrong(
      .mooncake, #"{"timestamp": 1, "input_length": 2, "hash_ids": []}"#, "1:1", "no member 'output_length'"),
    Wrong(
      .mooncake, #"{"timestamp": 1, "input_length": 2, "output_length": 3, "hash_ids": [1.5]}"#, "1:73",
      "a whole number"),
    Wrong(.mooncake, #"{"timestamp": "soon"}"#, "1:16", "'soon' is not a time", "milliseconds"),
    Wrong(.mooncake, #"{"timestamp": 1"#, "1:16", "'}' is missing"),
    Wrong(.mooncake, #"{"timestamp: 1}"#, "1:2", "a string that does not end"),
    Wrong(.mooncake, #"{"a" 1}"#, "1:6", "':' is expected"),
    Wrong(.mooncake, #"{"a": 1 "b": 2}"#, "1:9", "',' is expected"),
    Wrong(.mooncake, #"{"a": }"#, "1:7", "a number is expected"),
    Wrong(.mooncake, "{} {}", "1:4", "goes on after its object"),
    Wrong(.mooncake, "{\"a\": " + String(repeating: "[", count: 100), "1:39", "too deep"),
    Wrong(
      .ragpulse,
      #"{"timestamp": 1, "input_length": 2, "output_length": 3, "hash_ids": {"history": []}, "session_id": "a"}"#,
      "1:68", "no member 'user_input' in hash_ids"),
    Wrong(
      .ragpulse,
      #"{"timestamp": 1, "input_length": 2, "output_length": 3, "hash_ids": [1], "session_id": "a"}"#,
      "1:69", "an object is expected"),
    Wrong(
      .ragpulse,
      #"{"timestamp": 1, "input_length": 2, "output_length": 3, "hash_ids": {"history": [], "user_input": []}}"#,
      "1:1", "no member 'session_id'"),
  ]

  @Test(arguments: wrong) func whatIsWrongIsSaidWithItsPlace(wrong: Wrong) throws {
    let found = try #require(errors(wrong.text, wrong.format)?.diagnostics.first)
    #expect(found.location == wrong.location, "\(found.message)")
    #expect(found.message.contains(wrong.message), "\(found.message)")
    #expect(!found.hint.isEmpty)
    #expect(wrong.hint.isEmpty || found.hint.contains(wrong.hint), "\(found.hint)")
  }

  @Test func everyBadLineCountsAndTenAreTold() throws {
    let lines = (0..<30).map { $0 % 2 == 0 ? "x,1,1" : "1,1,1" }
    let found = try #require(errors(Self.table + lines.joined(separator: "\n"), .table))
    #expect(found.diagnostics.map(\.line) == Array(stride(from: 2, through: 20, by: 2)))
    #expect(found.leftOut == 5)
    #expect(found.rendered().contains("15 errors, 5 not shown"))
  }

  @Test func aFileHasALimit() throws {
    var limits = TraceReader.Limits()
    limits.bytes = 10
    #expect(
      errors(Self.table, .table, limits: limits)?.diagnostics.first?.message
        == "the file has 33 bytes; the most is 10")
    limits = TraceReader.Limits()
    limits.requests = 2
    let found = try #require(errors(Self.table + "1,1,1\n1,1,1\n1,1,1\n1,1,1\n", .table, limits: limits))
    #expect(found.diagnostics.map(\.location) == ["t:4:1"])
    #expect(found.diagnostics[0].message == "more than 2 requests")
  }

  // MARK: From the scenario

  private static let scenario = "arrivals:\n  trace:\n    file: traces/a.csv\n    format: table\n"

  @Test func aScenarioNamesItsTraceFromItsOwnFolder() throws {
    var asked: [String] = []
    for name in ["s.yaml", "x/y/s.yaml", "/s.yaml"] {
      let read = try ScenarioReader.read(text: Self.scenario, fileName: name) { path in
        asked.append(path)
        return Array("second,promptTokens,answerTokens\n1,2,3\n".utf8)
      }
      #expect(read.arrivals.kind == .trace(TraceFile(path: "traces/a.csv", format: .table)))
      #expect(read.trace?.requests.count == 1)
    }
    #expect(asked == ["traces/a.csv", "x/y/traces/a.csv", "/traces/a.csv"])
  }

  @Test func anAbsolutePathStays() throws {
    _ = try ScenarioReader.read(
      text: Self.scenario, fileName: "x/s.yaml", overrides: [Override("arrivals.trace.file=/a.csv")!]
    ) { path in
      #expect(path == "/a.csv")
      return Array("second,promptTokens,answerTokens\n1,2,3\n".utf8)
    }
  }

  @Test func aFileThatIsNotThereIsAnErrorAtItsKey() throws {
    struct Gone: Error, CustomStringConvertible { let description = "cannot read it" }
    do throws(ScenarioErrors) {
      _ = try ScenarioReader.read(text: Self.scenario, fileName: "s.yaml") { _ in throw Gone() }
      Issue.record("it was read")
    } catch {
      #expect(error.diagnostics.map(\.location) == ["s.yaml:3:11"])
      #expect(error.diagnostics[0].message == "cannot read it")
      #expect(error.diagnostics[0].hint.contains("folder"))
    }
  }

  @Test func anErrorOfTheTraceNamesTheTrace() {
    do throws(ScenarioErrors) {
      _ = try ScenarioReader.read(text: Self.scenario, fileName: "x/s.yaml") { _ in Array("second\n".utf8) }
      Issue.record("it was read")
    } catch {
      #expect(error.diagnostics.map(\.location) == ["x/traces/a.csv:1:1", "x/traces/a.csv:1:1"])
    }
  }

  @Test func notesSayWhatOfTheTraceIsLeftOut() throws {
    var scenario = Scenario()
    scenario.arrivals.kind = .trace(TraceFile(path: "a", format: .table))
    scenario.trace = try trace(Self.table + "0,1,2000\n10,1,1\n20,1,1\n", .table)
    scenario.duration = .seconds(20)
    #expect(
      scenario.notes() == [
        "1 of the trace's 3 requests come after the end of the run.",
        "1 answers of the trace are longer than maximumAnswerTokens and are cut.",
      ])
    scenario.duration = .seconds(60)
    #expect(scenario.notes()[0] == "The last of the trace's 3 requests comes at 20s of a run of 1m.")
  }
}
