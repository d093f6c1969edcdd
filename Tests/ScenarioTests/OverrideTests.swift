// `--set`: it reaches every key, and what it gives is checked as if it stood in the file.

import RunReport
import Testing

@testable import Scenario

@Suite struct OverrideTests {
  @Test func splitsAtTheFirstEqualsSign() throws {
    let plain = try #require(Override("llm.concurrency=3780"))
    #expect((plain.key, plain.value) == ("llm.concurrency", "3780"))
    let quoted = try #require(Override("thresholds.'queue_wait{role:student}'=p(95)<=1s"))
    #expect((quoted.key, quoted.value) == ("thresholds.'queue_wait{role:student}'", "p(95)<=1s"))
    #expect(Override("llm.concurrency") == nil)
    #expect(Override("=5") == nil)
  }

  @Test func replacesAndAdds() throws {
    let text = "behaviour:\n  bells:\n    - {at: 1m, share: 1%}\nthresholds:\n  failed: rate<1%\n"
    let scenario = try read(
      text,
      set: [
        "llm.concurrency=3780", "behaviour.bells.0.share=20%", "behaviour.bells.1={at: 2m, share: 3%}",
        "llm.firstToken={lognormal: {median: 1s, sigma: 0.4}}", "behaviour.gap.exponential=10s",
        "arrivals.poisson.rate=5/s", "thresholds.'queue_wait{role:student}'=p(95)<1s",
        "thresholds.failed.0=rate<2%", "month.peakHours=2", "month.otherAnswers=3", "population.people=7",
        "population.people=8",
      ])
    #expect(scenario.llm.concurrency == 3780)
    #expect(scenario.behaviour.bells.map(\.share) == [0.2, 0.03])
    #expect(scenario.llm.firstToken == .lognormal(median: 1, sigma: 0.4, shift: 0))
    #expect(scenario.behaviour.gap == .exponential(mean: 10))
    #expect(scenario.arrivals.kind == .poisson(rate: 5))
    #expect(scenario.thresholds.map(\.limit) == [0.02, 1])
    #expect(scenario.thresholds.map(\.line) == [0, 0])
    #expect(scenario.month == Month(peakHours: 2, otherAnswers: 3))
    #expect(scenario.population.people == 8)
  }

  @Test func reachesEveryDocumentedKey() throws {
    // Every list has an entry and every optional key a value, so that each key can be set to what it is.
    let text = try shipped("exam-peak-100k")
    let additions = [
      "llm.limits=[{type: request, per: minute, value: 100000}]",
      "llm.outages=[{at: 5m, for: 10s, errors: 50%}]",
      "prices.overrides={redis.command: 0.1}",
    ]
    var reached = 0
    for key in ScenarioSchema.keys() where !key.isSection && !key.path.contains("SELECTOR") {
      // Forms of one value exclude one another, and a service excludes its parts: these have tests of their
      // own.
      guard !key.path.hasPrefix("arrivals."), key.path != "llm.service" else { continue }
      let path = key.path.replacing(".N.", with: ".0.")
      let wrong = errors(text, set: additions + ["\(path)={nonsense: [1, 2]}"])
      #expect(!wrong.isEmpty, "\(path) takes anything")
      #expect(wrong.allSatisfy { $0.file.hasPrefix("--set \(path)") }, "\(path): \(wrong.map(\.location))")
      guard !key.defaultValue.isEmpty, !key.defaultValue.contains(" "), key.defaultValue != "none" else {
        continue
      }
      let right = errors(text, set: additions + ["\(path)=\(key.defaultValue)"])
      let own = right.filter { $0.message.contains("unknown") || $0.message.contains("is expected") }
      #expect(own.isEmpty, "\(path)=\(key.defaultValue): \(own.map(\.message))")
      reached += 1
    }
    #expect(reached > 60)
  }

  static let bad: [(setting: String, column: Int, message: String)] = [
    ("llm.concurrency=many", 17, "'many' is not a number"),
    ("llm.concurency=5", 5, "unknown key 'concurency'"),
    ("lm.concurrency=5", 1, "unknown key 'lm'"),
    ("llm.concurrency=", 5, "'concurrency' has no value"),
    ("llm.concurrency=0", 17, "too small"),
    ("duration=10", 10, "has no unit"),
    ("behaviour.bells.7.at=1m", 17, "'bells' has no entry '7'"),
    ("behaviour.bells.x=1m", 17, "'bells' has no entry 'x'"),
    ("behaviour..bells=1m", 11, "an empty key"),
    ("description=&a x", 13, "an anchor"),
    ("seed=[1", 8, "not valid YAML"),
    ("thresholds.'queue_wait{role:studnt}'=p(95)<1s", 29, "unknown role 'studnt'"),
    ("thresholds.failed=p(95)<1s", 19, "failed has no aggregate"),
    ("behaviour.bells.0.at=2h", 22, "outside the run"),
    ("llm.brownouts=[{at: 1m, for: 1s, spee: 50%}]", 34, "unknown key 'spee'"),
    ("llm.concurrency.deep=1", 17, "is a map of keys where a whole number"),
  ]

  @Test(arguments: bad) func isCheckedLikeTheFile(setting: String, column: Int, message: String) throws {
    let text = "behaviour:\n  bells:\n    - {at: 1m, share: 1%}\n"
    let found = errors(text, set: [setting])
    let first = try #require(found.first)
    #expect(found.count == 1, "\(found.map(\.message))")
    #expect(first.message.contains(message), "\(first.message)")
    #expect((first.line, first.column) == (1, column))
    #expect(first.file.hasPrefix("--set "))
    #expect(first.quotedLine == setting)
    #expect(first.rendered().contains("1 | \(setting)"))
  }

  @Test func fileAndOverridesAreReportedTogether() {
    let found = errors("seed: x\n", set: ["llm.concurrency=x", "drain=x"])
    #expect(found.map(\.file) == ["t.yaml", "--set llm.concurrency", "--set drain"])
  }

  @Test func otherFlagsAreNamed() {
    #expect(throws: ScenarioErrors.self) {
      try ScenarioReader.read(
        text: "seed: 1", fileName: "t.yaml", overrides: [Override(key: "seed", value: "x", flag: "--seed")])
    }
    do throws(ScenarioErrors) {
      _ = try ScenarioReader.read(
        text: "seed: 1", fileName: "t.yaml", overrides: [Override(key: "seed", value: "x", flag: "--seed")])
    } catch {
      #expect(error.diagnostics.first?.location == "--seed seed:1:6")
    }
  }
}
