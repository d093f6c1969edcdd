// What the keys of `llm` move: the provider, its limits, its bad times, and the models behind it.

@testable import Scenario

extension KeyEffect {
  static let languageModel: [KeyEffect] = [
    // Prices of cached input tell apart the models that otherwise cost the same.
    KeyEffect(
      "llm.model", PriceNames.models.map { Value($0) }, .changes, "cost.totalNanoUSD", in: .tiny,
      with: ["questions.cachedPromptShare=50%"]),
    KeyEffect("llm.concurrency", "4", "20", lowers: "queue_wait avg"),
    KeyEffect("llm.firstToken", "200ms", "2s", raises: "provider_ttft avg"),
    KeyEffect("llm.tokenInterval", "10ms", "40ms", raises: "tpot avg"),
    KeyEffect("llm.service", "1s", "5s", raises: "e2e avg", in: .calmWithoutTokens),
    KeyEffect("llm.hangShare", "0%", "10%", raises: "calls.hung"),
    KeyEffect("llm.stallShare", "0%", "10%", raises: "calls.stalled"),
    KeyEffect("llm.errorBeforeShare", "0%", "30%", raises: "calls.errorsBeforeFirstToken"),
    KeyEffect("llm.errorMidShare", "0%", "30%", raises: "calls.errorsMidAnswer"),
    KeyEffect("llm.errorAfter", "100ms", "5s", raises: "ttft avg", in: .failing),
    KeyEffect(
      "llm.cancelBilled", "false", "true", raises: "cost{service:llm} value",
      with: ["behaviour.cancelShare=100%"]),
    KeyEffect("llm.retryAfter", "false", "true", lowers: "calls.refusedByProvider", in: .metered),

    KeyEffect(
      "llm.brownouts.0.at", "10s", "1m", lowers: "tpot{window:first} avg",
      with: ["llm.brownouts=[{at: 30s, for: 10s, speed: 50%}]", "windows=[{name: first, from: 0s, to: 50s}]"]),
    KeyEffect(
      "llm.brownouts.0.for", "10s", "90s", raises: "tpot avg",
      with: ["llm.brownouts=[{at: 30s, for: 10s, speed: 50%}]"]),
    KeyEffect(
      "llm.brownouts.0.speed", "20%", "90%", lowers: "tpot avg",
      with: ["llm.brownouts=[{at: 30s, for: 1m, speed: 50%}]"]),
    KeyEffect(
      "llm.brownouts.0.slots", "20%", "90%", lowers: "queue_wait avg",
      with: ["llm.brownouts=[{at: 30s, for: 1m, slots: 50%}]", "llm.concurrency=20"]),

    KeyEffect(
      "llm.outages.0.at", "10s", "80s", lowers: "failed{window:first} rate",
      with: ["llm.outages=[{at: 30s, for: 30s}]", "windows=[{name: first, from: 0s, to: 1m}]"]),
    KeyEffect(
      "llm.outages.0.for", "10s", "80s", raises: "failed rate", with: ["llm.outages=[{at: 30s, for: 30s}]"]),
    KeyEffect(
      "llm.outages.0.errors", "10%", "100%", raises: "failed rate",
      with: ["llm.outages=[{at: 30s, for: 30s}]"]),

    KeyEffect(
      "llm.drawnOutages.record", "openai-api", "anthropic-api", "chatgpt",
      changes: "provider.drawnOutages[].errors",
      with: ["llm.drawnOutages={record: openai-api, timesAsOften: 1000}"]),
    KeyEffect(
      "llm.drawnOutages.timesAsOften", "1", "100", raises: "calls.errorsBeforeFirstToken",
      with: ["llm.drawnOutages={record: openai-api}"]),
    KeyEffect(
      "llm.drawnOutages.partialErrors", "10%", "50%", raises: "calls.errorsBeforeFirstToken",
      with: ["llm.drawnOutages={record: openai-api, timesAsOften: 100}"]),
    KeyEffect(
      "llm.drawnOutages.majorErrors", "0%", "100%", raises: "calls.errorsBeforeFirstToken",
      with: ["llm.drawnOutages={record: chatgpt, timesAsOften: 10000}"]),
  ]

  /// Limits have the same keys at the provider and at each model behind it.
  static let providerLimits: [KeyEffect] =
    limits(of: "llm.limits", refusals: "calls.refusedByProvider", in: .metered)
    + limits(of: "llm.fallbacks.0.limits", refusals: "failed rate", in: .meteredBehind) + [
      KeyEffect(
        "llm.slope.start", "10", "100", lowers: "calls.refusedByProvider",
        with: ["llm.slope={start: 10, rise: 10}"]),
      KeyEffect(
        "llm.slope.rise", "10", "100", lowers: "calls.refusedByProvider",
        with: ["llm.slope={start: 10, rise: 10}"]),
    ]

  private static func limits(of list: String, refusals: String, in base: BaseScenario) -> [KeyEffect] {
    [
      // An answer has fewer tokens than its prompt, and both are more than one.
      KeyEffect(
        "\(list).0.type", "request", "completion", "prompt", raises: refusals, in: base,
        with: ["\(list).0.value=20000"]),
      // The run begins two minutes before an hour, and the day goes on.
      KeyEffect(
        "\(list).0.per", "minute", "hour", "day", lowers: "requests{outcome:completed} count", in: base,
        with: ["start=2026-01-12T09:58:00Z", "duration=4m"]),
      KeyEffect("\(list).0.value", "50", "200", lowers: refusals, in: base),
      KeyEffect(
        "\(list).0.form", "fixedWindow", "slidingWindow", "tokenBucket", changes: refusals, in: base),
    ]
  }

  static let fallbacks: [KeyEffect] = [
    KeyEffect(
      "llm.fallbacks.0.model", PriceNames.models.map { Value($0) }, .changes, "cost.totalNanoUSD", in: .tiny,
      with: [
        "questions.cachedPromptShare=50%", "llm.errorBeforeShare=100%",
        "llm.fallbacks=[{model: openai/gpt-4o}]",
      ]),
    KeyEffect("llm.fallbacks.0.concurrency", "1", "20", raises: "provider.models[1].calls", in: .covered),
    KeyEffect("llm.fallbacks.0.firstToken", "100ms", "5s", raises: "provider_ttft avg", in: .covered),
    KeyEffect("llm.fallbacks.0.tokenInterval", "10ms", "50ms", raises: "tpot avg", in: .covered),
    KeyEffect("llm.fallbacks.0.errorBeforeShare", "0%", "90%", raises: "failed rate", in: .covered),
    KeyEffect(
      "llm.fallbacks.0.retryAfter", "false", "true", lowers: "calls.refusedByProvider", in: .metered,
      with: [
        "llm.fallbacks=[{model: openai/gpt-4o, limits: [{type: request, per: minute, value: 10}]}]"
      ]),
  ]
}
