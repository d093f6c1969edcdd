// The small scenarios in which keys are tried: one in which nothing happens by chance but when people ask, and a few
// others that differ from it in what they are for.

@testable import Scenario

/// A scenario file, and keys set on top of it.
struct BaseScenario: Sendable {
  let text: String
  var settings: [String] = []

  /// The scenario with further keys set, in this order.
  func scenario(_ more: [String]) throws -> Scenario {
    let overrides = (settings + more).map { setting in
      guard let override = Override(setting) else { preconditionFailure("'\(setting)' is not KEY=VALUE") }
      return override
    }
    return try ScenarioReader.read(text: text, fileName: "base.yaml", overrides: overrides) { path in
      guard let file = SmallTraces.files[path] else { throw SmallTraces.NoFile(path: path) }
      return Array(file.utf8)
    }
  }

  private func with(_ settings: String...) -> BaseScenario {
    BaseScenario(text: text, settings: self.settings + settings)
  }

  /// 40 people, each of whose answers takes 4.5 s, and room for all of them.
  static let calm = BaseScenario(
    text: """
      duration: 2m
      drain: 10m
      population: {people: 40, ramp: 5s}
      behaviour:
        gap: {exponential: 15s}
        turns: 3
        patience: 10m
        cancelShare: 0%
        refreshShare: 0%
        dropShare: 0%
      questions: {catalogue: unique, promptTokens: 1000, answerTokens: 200}
      system:
        rateLimit: {algorithm: off}
      llm:
        concurrency: 100
        firstToken: 500ms
        tokenInterval: 20ms
      """)

  /// The same with room for half of them: the line grows as long as people ask.
  static let crowded = calm.with("llm.concurrency=5")

  /// Too few people to notice one another, for keys that are many: 40 s.
  static let tiny = calm.with("duration=40s", "population.people=10")

  /// The same few, and something to pay at every service.
  static let everythingBilled = tiny.with(
    "system.delivery=qstash", "questions.cachedPromptShare=50%",
    "system.cache.semantic={hitRatio: 20%, falseHitShare: 10%}")

  /// The calm one with calls of one duration, which may not stand beside those of tokens.
  static let calmWithoutTokens = BaseScenario(
    text: calm.text.split(separator: "\n").filter { !$0.contains("Token:") && !$0.contains("Interval:") }
      .joined(separator: "\n"))

  /// Many people, whose questions repeat.
  static let repeating = calm.with("population.people=150", "questions.catalogue=ragpulse")

  /// Half of them teachers, who call the model directly.
  static let staffed = calm.with(
    "population.cohorts=[{role: teacher, share: 50%}, {role: student, share: 50%}]")

  /// Two priorities next to one another, answers of all lengths, people with several jobs in a line that is too long.
  static let contended = crowded.with(
    "population.cohorts=[{role: student, share: 50%, priority: 2}, {role: teacher, share: 50%, bypass: false}]",
    "questions.answerTokens={exponential: 200}", "behaviour.hasty.share=30%",
    "system.degradation.enabled=false")

  /// A few people who send without end, among others.
  static let noisy = crowded.with(
    "behaviour.noisy={share: 10%, requestsPerMinute: 60}", "questions.answerTokens={exponential: 200}")

  /// A person in two is impatient and asks in three tabs.
  static let hasty = crowded.with("behaviour.hasty.share=50%")

  /// A line that passes through every level and back.
  static let degrading = crowded.with(
    "system.degradation.hidden=5", "system.degradation.simple=15", "system.degradation.busy=25")

  /// Somebody is limited every few seconds.
  static let limited = calm.with(
    "system.rateLimit={algorithm: slidingWindow, requests: 2, window: 20s, refill: 1}")

  /// Four calls in ten fail at once, and all may be tried again.
  static let failing = calm.with(
    "llm.errorBeforeShare=40%", "system.retries={budgetRatio: 10, budgetMinimumPerSecond: 100/s}")

  /// Jobs are carried by QStash.
  static let carried = calm.with("system.delivery=qstash")

  /// 60 calls a minute are admitted, half of those that come.
  static let metered = calm.with("llm.limits=[{type: request, per: minute, value: 60}]")

  /// The first model answers nothing, and the one behind it admits 60 calls a minute.
  static let meteredBehind = calm.with(
    "llm.errorBeforeShare=100%",
    "llm.fallbacks=[{model: openai/gpt-4o, limits: [{type: request, per: minute, value: 60}]}]")

  /// Half an outage, and a model to go on with.
  static let covered = calm.with(
    "llm.outages=[{at: 30s, for: 30s}]", "llm.fallbacks=[{model: google/gemini-2.5-flash-lite}]")

  /// Half of the people are told to ask at once, and few ask otherwise.
  static let belled = calm.with(
    "behaviour.gap=10m", "population.ramp=1s", "behaviour.bells=[{at: 30s, share: 50%, within: 2s}]")
}

/// Files of traces and providers.
enum SmallTraces {
  /// The file that a test names is not there.
  struct NoFile: Error, CustomStringConvertible {
    var path: String
    var description: String { "there is no \(path)" }
  }

  /// The same three questions as each format writes them, and a longer file.
  static let files = [
    "table": "second,promptTokens,answerTokens\n0,100,10\n5,100,20\n9,100,30\n",
    "long": "second,promptTokens,answerTokens\n"
      + (0..<9).map { "\($0),100,20" }.joined(separator: "\n") + "\n",
    "quick-provider": "tokenInterval: 10ms\n",
    "slow-provider": "tokenInterval: 40ms\n",
    "azure": """
    TIMESTAMP,ContextTokens,GeneratedTokens
    2023-11-16 18:15:46,100,10
    2023-11-16 18:15:51,100,20
    """,
    "ragpulse": """
    {"timestamp": "82", "input_length": 100, "output_length": 10, "hash_ids": {"history": [], "user_input": [1]}, \
    "session_id": "a"}
    """,
    "mooncake": """
    {"timestamp": 0, "input_length": 100, "output_length": 10, "hash_ids": [46, 47]}
    {"timestamp": 1000, "input_length": 100, "output_length": 10, "hash_ids": [46, 48]}
    {"timestamp": 2000, "input_length": 100, "output_length": 10, "hash_ids": [46, 49]}
    {"timestamp": 3000, "input_length": 100, "output_length": 10, "hash_ids": [46, 50]}
    """,
  ]
}
