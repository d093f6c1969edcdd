// Endpoints as OpenRouter publishes them.

import Calibration
import QueueModel
import RunReport
import Scenario
import Testing

@Suite struct PublishedEndpointTests {
  /// An endpoint with the figures of the documentation's example.
  private static func endpoint(
    _ tag: String = "openai",
    latency: String = "{\"p50\": 0.25, \"p75\": 0.35, \"p90\": 0.48, \"p99\": 0.85}",
    throughput: String = "{\"p50\": 45.2, \"p75\": 38.5, \"p90\": 28.3, \"p99\": 15.1}", more: String = ""
  ) -> String {
    """
    {"name": "OpenAI: GPT-4", "model_id": "openai/gpt-4o-mini", "provider_name": "\(tag)-provider",
     "tag": "\(tag)",
     "pricing": {"prompt": "0.00003", "completion": "0.00006"}, "max_completion_tokens": 4096,
     "uptime_last_30m": 99.5,
     "latency_last_30m": \(latency),
     "throughput_last_30m": \(throughput)\(more)}
    """
  }

  private func read(
    _ text: String, endpoint: String? = nil, unit: PublishedEndpoint.LatencyUnit? = nil
  ) throws -> PublishedEndpoint {
    try PublishedEndpoint.read(
      bytes: Array(text.utf8), fileName: "endpoints.json", endpoint: endpoint, unit: unit)
  }

  private func refusal(
    _ text: String, endpoint: String? = nil, unit: PublishedEndpoint.LatencyUnit? = nil
  ) -> CalibrationError? {
    do {
      _ = try read(text, endpoint: endpoint, unit: unit)
      return nil
    } catch { return error as? CalibrationError }
  }

  @Test func theDocumentedExampleIsHitAtEveryQuantile() throws {
    let published = try read(Self.endpoint())
    #expect(published.name == "openai" && published.model == "openai/gpt-4o-mini")
    #expect(published.mostAnswerTokens == 4096)
    let llm = published.provider.llm
    #expect(llm.model == "openai/gpt-4o-mini" && llm.errorBeforeShare == 0.005 && llm.hangShare == 0)
    guard case .lognormal = llm.firstToken else {
      Issue.record("one lognormal is enough for these quantiles, not \(llm.firstToken)")
      return
    }
    let record = try #require(llm.fit)
    #expect(record.fittedRows == 8 && record.predictedRows == 0)
    let first = record.rows.filter { $0.metric == "ttft" }
    #expect(first.map(\.statistic) == ["p50", "p75", "p90", "p99"])
    #expect(first.map(\.measuredSeconds) == [0.25, 0.35, 0.48, 0.85])
    let intervals = record.rows.filter { $0.metric == "tpot" }
    let seconds: [Double] = [1 / 45.2, 1 / 38.5, 1 / 28.3, 1 / 15.1]
    #expect(intervals.compactMap(\.measuredSeconds) == seconds)
    for row in record.rows { #expect(row.error.magnitude < 0.03, "\(row)") }
    #expect(record.rows.allSatisfy { $0.sample == .inSample })
  }

  static let shapes = [
    "{\"p50\": 0.2, \"p75\": 0.21, \"p90\": 0.23, \"p99\": 19}",
    "{\"p50\": 0.55, \"p75\": 0.6, \"p90\": 0.66, \"p99\": 53.3}",
    "{\"p50\": 0.2, \"p75\": 0.2, \"p90\": 5, \"p99\": 5}",
    "{\"p50\": 1.19, \"p75\": 1.7, \"p90\": 12.3, \"p99\": 63.6}",
    "{\"p50\": 0.2, \"p75\": 7, \"p90\": 8, \"p99\": 9}",
    "{\"p50\": 0.3, \"p75\": 0.3, \"p90\": 0.3, \"p99\": 0.3}",
    "{\"p50\": 5, \"p75\": 9, \"p99\": 17}",
  ]

  @Test(arguments: shapes) func quantilesOfAnyShapeAreHit(latency: String) throws {
    let record = try #require(try read(Self.endpoint(latency: latency)).provider.llm.fit)
    for row in record.rows where row.metric == "ttft" { #expect(row.error.magnitude < 0.03, "\(row)") }
  }

  @Test func risingThroughputsAreThoseOfQuickAnswers() throws {
    let text = Self.endpoint(throughput: "{\"p50\": 40, \"p75\": 50, \"p90\": 60, \"p99\": 80}")
    let record = try #require(try read(text).provider.llm.fit)
    let rows = record.rows.filter { $0.metric == "tpot" }
    #expect(rows.map(\.statistic) == ["p1", "p10", "p25", "p50"])
    let seconds: [Double] = [1 / 80, 1 / 60, 1 / 50, 1 / 40]
    #expect(rows.compactMap(\.measuredSeconds) == seconds)
    for row in rows { #expect(row.error.magnitude < 0.03, "\(row)") }
  }

  @Test func millisecondsAreKnownByTheirSize() throws {
    let latency = "{\"p50\": 250, \"p75\": 350, \"p90\": 480, \"p99\": 850}"
    let published = try read(Self.endpoint(latency: latency))
    #expect(published.provider.llm.fit?.rows[0].measuredSeconds == 0.25)
    #expect(published.provider.llm.fit?.method.contains("latencies in milliseconds") == true)
    let between = "{\"p50\": 25.5, \"p75\": 35.2, \"p90\": 48.7, \"p99\": 85.3}"
    #expect(refusal(Self.endpoint(latency: between))?.message.contains("seconds or in milliseconds") == true)
    let chosen = try read(Self.endpoint(latency: between), unit: .milliseconds)
    #expect(chosen.provider.llm.fit?.rows[0].measuredSeconds == 0.0255)
    #expect(refusal(Self.endpoint(latency: latency.replacing("250", with: "9")), unit: .seconds) == nil)
    let wild = "{\"p50\": 1001, \"p75\": 2000, \"p90\": 3000, \"p99\": 4000}"
    #expect(
      refusal(Self.endpoint(latency: wild), unit: .seconds)?.message.contains("no time to a first") == true)
  }

  @Test func pricesReplaceThoseOfTheBook() throws {
    let text = Self.endpoint().replacing(
      "\"0.00006\"", with: "\"1.5e-7\", \"input_cache_read\": 2.5e-8")
    let prices = try #require(try read(text).prices)
    #expect(prices == PublishedPrices(input: 30, output: 0.15, cachedInput: 0.025))
    var scenario = try ScenarioReader.read(text: "seed: 1", fileName: "t.yaml")
    scenario.prices.overrides = prices.overrides(of: "openai/gpt-4o-mini")
    let again = try ScenarioReader.read(text: ScenarioSchema.yaml(scenario), fileName: "t.yaml")
    let book = try PriceBook.named(again.prices.book).replacing(again.prices.overrides)
    #expect(book["llm.openai/gpt-4o-mini.output"]?.price == Money(nanoUSD: 150_000_000))
  }

  @Test func limitsAreCapacities() throws {
    let capacity = """
      , "limits": [{"type": "request", "unit": "requests", "per": "minute", "value": 600},
        {"type": "concurrency", "value": 40}], "output": {"capacity": [
        {"type": "completion", "per": "hour", "value": 9000}, {"type": "cached_prompt", "per": "day", "value": 1}]}
      """
    let llm = try read(Self.endpoint(more: capacity)).provider.llm
    #expect(llm.concurrency == 40)
    #expect(
      llm.limits == [
        Capacity(kind: .request, per: .minute, value: 600),
        Capacity(kind: .completion, per: .hour, value: 9000),
      ])
    let unknown = ", \"limits\": [{\"type\": \"request\", \"per\": \"week\", \"value\": 600}]"
    #expect(refusal(Self.endpoint(more: unknown))?.message.contains("unknown type or period") == true)
  }

  @Test func oneOfSeveralIsChosen() throws {
    let list =
      "{\"data\": {\"id\": \"x/y\", \"endpoints\": [\(Self.endpoint("a")), \(Self.endpoint("b/fp8"))]}}"
    let error = try #require(refusal(list))
    #expect(
      error.message == "the file has 2 endpoints and none is named" && error.hint == "name one of a, b/fp8")
    #expect(try read(list, endpoint: "b/fp8").name == "b/fp8")
    #expect(try read(list, endpoint: "a-provider").name == "a")
    #expect(refusal(list, endpoint: "OpenAI: GPT-4")?.message == "2 endpoints are called 'OpenAI: GPT-4'")
    #expect(refusal(list, endpoint: "c")?.message == "the file has no endpoint 'c'")
    #expect(try read("{\"data\": \(Self.endpoint())}").name == "openai")
  }

  @Test func whatIsNotPublishedIsRefused() throws {
    #expect(refusal(Self.endpoint(latency: "null"))?.message == "no quantiles under 'latency_last_30m'")
    #expect(
      refusal(Self.endpoint(throughput: "{\"p50\": null}"))?.message.contains("too few quantiles") == true)
    let falling = "{\"p50\": 0.4, \"p75\": 0.3, \"p90\": 0.5, \"p99\": 0.6}"
    let error = try #require(refusal(Self.endpoint(latency: falling)))
    #expect(error.message.contains("is smaller") && error.line == 5)
    let mixed = "{\"p50\": 40, \"p75\": 30, \"p90\": 35, \"p99\": 10}"
    #expect(refusal(Self.endpoint(throughput: mixed))?.message.contains("neither rise nor fall") == true)
    let zero = "{\"p50\": 40, \"p75\": 30, \"p90\": 20, \"p99\": 0}"
    #expect(refusal(Self.endpoint(throughput: zero))?.message.contains("is 0") == true)
    #expect(refusal("{\"data\": {\"endpoints\": []}}")?.message == "the list of endpoints is empty")
  }
}
