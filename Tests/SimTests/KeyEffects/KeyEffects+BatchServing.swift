// What the keys of `llm.batch` move, and those that come with a fitted provider.

@testable import Scenario

extension BaseScenario {
  /// 40 people and two replicas of a quick model that serves by continuous batching.
  static let batched = BaseScenario(
    text: calmWithoutTokens.text + "\n"
      + """
        kind: batch
        batch:
          replicas: 2
          sequences: 8
          step: {base: 20ms, perSequence: 1ms, perPrefillToken: 50us, perContextToken: 100ns}
      """)

  /// The same on one replica with memory for two calls at a time: 160 blocks of 16 tokens, for prompts of 1,000 and answers of 200.
  static let shortOfMemory = BaseScenario(
    text: batched.text, settings: ["llm.batch.blocks=160", "llm.batch.replicas=1"])
}

extension KeyEffect {
  static let batchServing: [KeyEffect] = [
    KeyEffect("llm.kind", "quantiles", Value("batch"), changes: "e2e avg", in: .calmWithoutTokens),
    KeyEffect("llm.batch.replicas", "1", "4", lowers: "tpot avg", in: .batched),
    // Where lengths differ, the fewest are not where it is one's turn.
    KeyEffect(
      "llm.batch.choice", "leastLoaded", "roundRobin", changes: "e2e avg", in: .batched,
      with: ["questions.answerTokens={exponential: 200}"]),
    // Two engines that step together, and one.
    KeyEffect(
      "llm.batch.engines", "1", "4", lowers: "tpot avg", in: .batched, with: ["llm.batch.replicas=1"]),
    KeyEffect("llm.batch.step.base", "10ms", "30ms", raises: "tpot avg", in: .batched),
    KeyEffect("llm.batch.step.perSequence", "0ms", "5ms", raises: "tpot avg", in: .batched),
    KeyEffect("llm.batch.step.perPrefillToken", "10us", "500us", raises: "provider_ttft avg", in: .batched),
    KeyEffect("llm.batch.step.perContextToken", "0ns", "1.5us", raises: "tpot avg", in: .batched),
    KeyEffect("llm.batch.firstStepDelay", "0s", "5s", raises: "provider_ttft max", in: .batched),
    KeyEffect("llm.batch.tokensPerStep", "100", "2000", lowers: "provider_ttft avg", in: .batched),
    KeyEffect("llm.batch.sequences", "2", "8", lowers: "provider_ttft avg", in: .batched),
    KeyEffect("llm.batch.blocks", "80", "400", lowers: "e2e avg", in: .shortOfMemory),
    // Blocks of 256 tokens hold a prompt of 1,000 and the first 24 tokens of its answer.
    KeyEffect(
      "llm.batch.tokensPerBlock", "16", "256", lowers: "e2e avg", in: .shortOfMemory),
    KeyEffect(
      "llm.batch.reservation", "wholeAnswer", "asItGrows", raises: "batch.preemptions", in: .shortOfMemory),
    KeyEffect(
      "llm.batch.prefixCache", "true", "false", raises: "batch.promptTokensRead", in: .shortOfMemory),
    KeyEffect("llm.batch.asynchronous", "false", "true", raises: "provider_ttft avg", in: .batched),

    KeyEffect(
      "llm.file", "quick-provider", "slow-provider", raises: "tpot avg", in: .calmWithoutTokens),
    KeyEffect("llm.fit.source", "a.csv", "b.csv", changes: "providerFit.source", in: .fitted),
    KeyEffect("llm.fit.method", "one", "another", changes: "providerFit.method", in: .fitted),
    KeyEffect("llm.fit.fittedRows", "100", "200", raises: "providerFit.fittedRows", in: .fitted),
    KeyEffect("llm.fit.predictedRows", "100", "200", raises: "providerFit.predictedRows", in: .fitted),
    KeyEffect(
      "llm.fit.rows.0.metric", "ttft", "tpot", "e2e", changes: "providerFit.rows[].metric", in: .fitted),
    KeyEffect("llm.fit.rows.0.statistic", "p50", "p90", changes: "providerFit.rows[].statistic", in: .fitted),
    KeyEffect(
      "llm.fit.rows.0.sample", "inSample", "outOfSample", changes: "providerFit.rows[].sample", in: .fitted),
    KeyEffect(
      "llm.fit.rows.0.measured", "1s", "2s", raises: "providerFit.rows[].measuredSeconds", in: .fitted),
    KeyEffect("llm.fit.rows.0.fitted", "1s", "2s", raises: "providerFit.rows[].fittedSeconds", in: .fitted),
    KeyEffect("llm.fit.rows.0.error", "-0.1", "0.1", raises: "providerFit.rows[].error", in: .fitted),
  ]
}

extension BaseScenario {
  /// A provider with the record of its fit.
  static let fitted = BaseScenario(
    text: tiny.text,
    settings: tiny.settings + [
      "llm.fit={source: calls.csv, method: by hand, fittedRows: 1, rows: [{metric: ttft, statistic: p50, sample: "
        + "inSample, error: 0}]}"
    ])
}
