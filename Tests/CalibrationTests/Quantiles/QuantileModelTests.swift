// From calls to a provider: what it says, what its record says, and which measurements are refused.

import Calibration
import RunReport
import Scenario
import Testing

@Suite struct QuantileModelTests {
  private func fit(_ calls: [MeasuredCall]) throws -> CalibratedProvider {
    try QuantileModel.fit(MeasuredCalls(file: "calls.csv", calls: calls))
  }

  private func refusal(_ calls: [MeasuredCall]) -> CalibrationError? {
    do {
      _ = try fit(calls)
      return nil
    } catch { return error as? CalibrationError }
  }

  /// Calls whose two times are drawn independently of each other.
  private static func drawn(_ count: Int, seed: UInt64) -> [MeasuredCall] {
    var sample = SeededSample(seed: seed)
    let interval = LognormalMixture(shift: 0.01, parts: [.init(probability: 1, median: 0.005, sigma: 0.3)])
    return (0..<count).map { index in
      let tokens = 100 + index % 7 * 20
      let first = DurationFitTests.known[1].draw(sample.uniform())
      return MeasuredCall(
        firstToken: first, endToEnd: first + Double(tokens - 1) * interval.draw(sample.uniform()),
        answerTokens: tokens)
    }
  }

  @Test func aRealEndpointIsFittedAndJudged() throws {
    let provider = try QuantileModel.fit(HostedEndpoints.calls("perplexity_70b"))
    let llm = provider.llm
    #expect(llm.kind == .quantiles && llm.service == nil && llm.hangShare == 0)
    #expect(llm.errorBeforeShare == 0.013333)
    let record = try #require(llm.fit)
    #expect(record.source == "calls.csv" && record.fittedRows == 148 && record.predictedRows == 74)
    #expect(record.method.contains("2 of 150 calls failed (2 of code 429)"))
    for sample in ProviderFit.Sample.allCases {
      for metric in ["ttft", "tpot", "e2e"] {
        let rows = record.rows.filter { $0.metric == metric && $0.sample == sample }
        #expect(rows.map(\.statistic) == ["p50", "p90", "p99", "distance"])
        let distance = try #require(rows.last)
        #expect(distance.measuredSeconds == nil && distance.error > 0)
        #expect(distance.error < (sample == .inSample ? 0.12 : 0.2), "\(metric) \(sample)")
        #expect(rows[0].error.magnitude < 0.1, "\(rows[0])")
      }
    }
    #expect(provider.plots.map(\.metric) == ["ttft", "e2e"])
    #expect(provider.plots.allSatisfy { $0.measured.count == 148 && $0.fitted.count == 200 })
  }

  @Test func theWholeCallFollowsFromItsTwoTimes() throws {
    let calls = Self.drawn(200, seed: 3)
    let provider = try fit(calls)
    let rows = try #require(provider.llm.fit).rows.filter { $0.metric == "e2e" && $0.sample == .inSample }
    for row in rows where row.statistic != "distance" { #expect(row.error.magnitude < 0.15, "\(row)") }
    #expect(try #require(rows.last).error < 0.06)
    // One lognormal is enough for these intervals.
    guard case .lognormal = provider.llm.tokenInterval else {
      Issue.record("\(provider.llm.tokenInterval)")
      return
    }
  }

  @Test func failuresAreShares() throws {
    let calls =
      Self.drawn(32, seed: 4) + [.failed("429"), .failed("500"), .failed("429"), .failed("timeout")]
    let llm = try fit(calls).llm
    #expect(llm.errorBeforeShare == (3.0 / 36 * 1e6).rounded() / 1e6)
    #expect(llm.hangShare == (1.0 / 36 * 1e6).rounded() / 1e6)
    #expect(try #require(llm.fit).method.contains("3 of 36 calls failed (2 of code 429, 1 of code 500)"))
    #expect(try #require(llm.fit).method.contains("1 of 36 calls never answered"))
  }

  @Test func aScenarioKeepsTheProvider() throws {
    var scenario = try ScenarioReader.read(text: "seed: 1", fileName: "t.yaml")
    var llm = try QuantileModel.fit(HostedEndpoints.calls("replicate_70b")).llm
    llm.fit = nil
    scenario.llm = llm
    var again = try ScenarioReader.read(text: ScenarioSchema.yaml(scenario), fileName: "t.yaml")
    again.llm.fit = nil
    #expect(again.llm == llm)
  }

  @Test func equalIntervalsAreAConstant() throws {
    let calls = (0..<40).map {
      MeasuredCall(firstToken: 1 + Double($0), endToEnd: 3 + Double($0), answerTokens: 3)
    }
    #expect(try fit(calls).llm.tokenInterval == .constant(1))
  }

  @Test func tooLittleIsRefused() {
    let few = refusal(Array(Self.drawn(29, seed: 5)) + [.failed("429")])
    #expect(few?.message == "29 of 30 calls were answered, and a fit needs 30")
    #expect(refusal([])?.message == "there are no calls")
    let none = refusal([.failed("429"), .failed("429"), .failed("500")])
    #expect(none?.message == "none of 3 calls was answered: 2 of code 429, 1 of code 500")
    let equal = (0..<40).map { MeasuredCall(firstToken: 1, endToEnd: 2 + Double($0), answerTokens: 9) }
    #expect(refusal(equal)?.message == "all 40 times to first token are 1.0 s")
    let short = (0..<40).map { MeasuredCall(firstToken: 1 + Double($0), endToEnd: 50, answerTokens: 1) }
    #expect(refusal(short)?.message.contains("0 answers have two tokens or more") == true)
    let milliseconds = (0..<40).map {
      MeasuredCall(firstToken: 1500 + Double($0), endToEnd: 3000, answerTokens: 9)
    }
    #expect(refusal(milliseconds)?.hint.contains("not milliseconds") == true)
  }
}
