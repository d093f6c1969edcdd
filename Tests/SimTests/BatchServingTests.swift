// A model that serves by continuous batching, within a whole run: by example, step by step, and with everything going wrong.

import QueueModel
import RunReport
import Scenario
import Testing

@testable import Sim

/// 300 people and all that goes wrong, on three small replicas.
private func eventfulBatch(seed: UInt64) -> Scenario {
  var scenario = eventfulScenario(seed: seed)
  scenario.name = "eventful batch"
  scenario.llm.kind = .batch
  scenario.llm.concurrency = 30
  scenario.llm.batch.replicas = 3
  scenario.llm.batch.choice = seed % 2 == 0 ? .leastLoaded : .roundRobin
  scenario.llm.batch.engine = BatchSettings(
    stepTime: StepTime(
      base: 15_000_000_000, perSequence: 300_000_000, perPrefillToken: 20_000_000, perContextToken: 100_000))
  scenario.llm.batch.engine.sequences = 8
  // Enough for the largest request, and for few of them at a time.
  if seed % 3 == 0 { scenario.llm.batch.engine.blocks = 1_000 }
  if seed % 4 == 0 { scenario.llm.batch.engines = 2 }
  scenario.system.workers.crashShare = 0.03
  scenario.system.workers.hangShare = 0.02
  scenario.system.workers.pauseShare = 0.02
  return scenario
}

/// One person who asks one question of 1,000 tokens and is answered with ten.
private func oneQuestion() -> Scenario {
  var scenario = Scenario()
  scenario.duration = .seconds(5)
  scenario.population.people = 1
  scenario.population.ramp = .zero
  scenario.behaviour.gap = .constant(1_000)
  scenario.behaviour.turns = .constant(1)
  scenario.behaviour.cancelShare = 0
  scenario.behaviour.refreshShare = 0
  scenario.behaviour.dropShare = 0
  scenario.questions.catalogue = .unique
  scenario.questions.promptTokens = .constant(1_000)
  // A first question is answered with 0.8747 of the length that is drawn.
  scenario.questions.answerTokens = .constant(11.5)
  scenario.llm.kind = .batch
  scenario.llm.batch.engine = BatchSettings(
    stepTime: StepTime(
      base: 10_000_000_000, perSequence: 1_000_000_000, perPrefillToken: 100_000_000))
  return scenario
}

@Suite struct BatchServingTests {
  private func lines(_ report: RunReport) throws -> [String] {
    var report = report
    report.events = []
    return String(decoding: try report.canonicalJSON(), as: UTF8.self).split(separator: "\n").map(String.init)
  }

  private func average(_ report: RunReport, _ metric: Metric) throws -> Double {
    let rows = report.latency.filter { $0.metric == metric && $0.role == nil && $0.outcome == nil }
    return Double(try #require(rows.first?.observed.avg.nanoseconds)) / 1e6
  }

  @Test(arguments: UInt64(1)...12) func stepByStepItIsTheSameRun(seed: UInt64) async throws {
    let scenario = eventfulBatch(seed: seed)
    let atOnce = await (try Simulation(scenario, detail: .formulas)).run()
    let byStep = await (try Simulation(scenario, detail: .everyStep)).run()
    for finding in atOnce.invariants {
      #expect(finding.held, "seed \(seed): \(finding.name), \(finding.detail ?? "")")
    }
    let differences = zip(try lines(atOnce), try lines(byStep)).filter { $0.0 != $0.1 }.prefix(5)
      .map { "\($0.0), step by step \($0.1)" }
    #expect(differences.isEmpty, "seed \(seed): \(differences.joined(separator: "\n"))")
    #expect(atOnce.requests.unfinished == 0)
    #expect(try #require(atOnce.batch).steps > 1_000)
    if scenario.llm.batch.engines == 1 {
      func steps(_ report: RunReport) -> Int {
        report.events.first { $0.name == "step of a replica" }?.count ?? 0
      }
      #expect(steps(atOnce) < steps(byStep))
    }
  }

  @Test func aCallAloneTakesItsOwnSteps() async throws {
    let report = await (try Simulation(oneQuestion())).run()
    #expect(report.requests.unfinished == 0)
    let batch = try #require(report.batch)
    #expect(batch.steps == 10)
    #expect(batch.promptTokensRead == 1_000)
    // Reading: 10 + 1,000 · 0.1 ms. Then nine steps of 11 ms.
    #expect(abs(try average(report, .providerTimeToFirstToken) - 110) < 0.01)
    #expect(abs(try average(report, .timePerOutputToken) - 11) < 0.01)
  }

  @Test func whatIsInThePrefixCacheIsNotRead() async throws {
    var scenario = oneQuestion()
    scenario.questions.cachedPromptShare = 0.5
    let report = await (try Simulation(scenario)).run()
    // Whole blocks of 16 of the 500 tokens: 496.
    #expect(try #require(report.batch).promptTokensRead == 504)
    #expect(abs(try average(report, .providerTimeToFirstToken) - 60.4) < 0.01)
  }

  @Test func aSlowProviderTakesLongerSteps() async throws {
    var scenario = oneQuestion()
    scenario.llm.brownouts = [Brownout(at: .zero, length: .seconds(5), speed: 0.5, slots: 1)]
    let report = await (try Simulation(scenario)).run()
    #expect(abs(try average(report, .timePerOutputToken) - 22) < 0.01)
  }

  @Test func whatIsLargerThanTheMemoryFails() async throws {
    var scenario = oneQuestion()
    scenario.llm.batch.engine.blocks = 20
    scenario.system.retries.maximum = 0
    let report = await (try Simulation(scenario)).run()
    #expect(report.calls.errorsBeforeFirstToken == 1)
    #expect(try #require(report.batch).steps == 0)
  }

  @Test func aCallThatWaitsTooLongForAReplicaIsGivenUp() async throws {
    var scenario = oneQuestion()
    scenario.population.people = 30
    scenario.llm.batch.engine.sequences = 1
    scenario.questions.answerTokens = .constant(1_000)
    scenario.questions.maximumAnswerTokens = 1_024
    scenario.behaviour.patience = .constant(10_000)
    scenario.system.workers.firstTokenTimeout = .seconds(20)
    scenario.system.retries.maximum = 0
    scenario.drain = .seconds(3_000)
    let report = await (try Simulation(scenario)).run()
    // An answer takes about ten seconds, so the third and all after it are given up after twenty.
    #expect(report.calls.hung >= 25)
    #expect(report.calls.hung < 30)
    #expect(report.invariantsHold)
    #expect(report.requests.unfinished == 0)
  }

  @Test func asManyWorkersFailAsAreToldTo() async throws {
    var scenario = oneQuestion()
    scenario.population.people = 400
    scenario.population.ramp = .seconds(200)
    scenario.duration = .seconds(1_000)
    scenario.behaviour.gap = .exponential(mean: 20)
    scenario.behaviour.turns = .constant(10)
    scenario.behaviour.patience = .constant(10_000)
    scenario.questions.answerTokens = .exponential(mean: 100)
    scenario.llm.batch.replicas = 8
    scenario.system.workers.crashShare = 0.1
    scenario.system.rateLimit.algorithm = .off
    let report = await (try Simulation(scenario)).run()
    let crashes = Double(try #require(report.workers).crashes)
    let calls = Double(report.calls.begun)
    #expect(calls > 5_000)
    // Five standard deviations; what fails is not one that would have ended before its worker did.
    #expect(abs(crashes - 0.1 * calls) < 5 * (0.09 * calls).squareRoot())
  }

  @Test func answersThatComeWholeHaveNoFirstTokenBefore() async throws {
    var scenario = oneQuestion()
    scenario.system.delivery = .workflow
    let report = await (try Simulation(scenario)).run()
    #expect(report.requests.unfinished == 0)
    #expect(abs(try average(report, .providerTimeToFirstToken) - 209) < 0.01)
  }

  @Test func theReportSaysWhatReplicasDidAndRepeatsTheFit() async throws {
    var scenario = oneQuestion()
    scenario.llm.fit = ProviderFit(
      source: "calls.csv", method: "by hand", fittedRows: 50, predictedRows: 40,
      rows: [
        ProviderFit.Row(metric: "ttft", statistic: "p50", sample: .inSample, measured: 0.5, fitted: 0.51),
        ProviderFit.Row(metric: "ttft", statistic: "p50", sample: .outOfSample, measured: 0.5, fitted: 0.48),
      ])
    let report = await (try Simulation(scenario)).run()
    #expect(report.providerFit == scenario.llm.fit)
    let text = TerminalSummary(report).text()
    #expect(text.contains("PROVIDER, fitted to calls.csv"))
    #expect(text.contains("+2.0%") && text.contains("−4.0%"))
    #expect(text.contains("answers a step, 10 steps"))
    #expect(try RunReport(canonicalJSON: try report.canonicalJSON()) == report)
  }
}
