// Fail-over, quotas and drawn outages in whole runs.

import QueueModel
import RunReport
import Scenario
import Testing

@testable import Sim

@Suite struct ProviderTests {
  private func expectSound(_ report: RunReport, _ seed: UInt64) {
    for finding in report.invariants {
      #expect(finding.held, "seed \(seed): \(finding.name), \(finding.detail ?? "")")
    }
    #expect(report.requests.unfinished == 0, "seed \(seed)")
    #expect(report.jobs.refusedTransitions == 0, "seed \(seed)")
  }

  private func fallback(_ concurrency: Int, _ change: (inout Fallback) -> Void = { _ in }) -> Fallback {
    var fallback = Fallback()
    fallback.model = "google/gemini-2.5-flash-lite"
    fallback.concurrency = concurrency
    change(&fallback)
    return fallback
  }

  /// 40 people, and a provider that is out between 50 and 150 s.
  private func outage(seed: UInt64) -> Scenario {
    var scenario = disturbedScenario(seed: seed)
    scenario.duration = .seconds(200)
    scenario.population.people = 40
    scenario.llm.outages = [Outage(at: .seconds(50), length: .seconds(100), errors: 1)]
    return scenario
  }

  @Test(arguments: UInt64(1)...3) func anOutageIsNotSeenBehindAFallback(seed: UInt64) async throws {
    var scenario = outage(seed: seed)
    let without = await (try Simulation(scenario)).run()
    scenario.llm.fallbacks = [fallback(16)]
    let with = await (try Simulation(scenario)).run()
    expectSound(without, seed)
    expectSound(with, seed)
    let failed = (without.requests.count(of: .failed), with.requests.count(of: .failed))
    #expect(failed.0 > 10 && failed.1 * 4 < failed.0, "seed \(seed): \(failed)")
    let models = try #require(with.provider).models
    #expect(models.count == 2 && models[1].failedOver > 50, "seed \(seed)")
    #expect(models[1].tokensOut > 0 && models[0].tokensOut > 0)
    #expect(models[0].tokensOut + models[1].tokensOut == with.calls.tokensOut)
    let lines = with.cost.lines.filter { $0.service == .llm }
    #expect(abs(lines.reduce(0) { $0 + $1.amountNanoUSD } - models.reduce(0) { $0 + $1.amountNanoUSD }) <= 6)
    #expect(without.provider == nil)
  }

  @Test(arguments: UInt64(1)...2) func failOverEventByEventIsTheSameRun(seed: UInt64) async throws {
    var scenario = outage(seed: seed)
    scenario.duration = .seconds(160)
    scenario.llm.fallbacks = [fallback(3) { $0.errorBeforeShare = 0.3 }, fallback(2)]
    scenario.system.workers.hangShare = 0.05
    try await compareBothWays(scenario)
  }

  @Test func theLeastTimeOfThoseTriedIsWaited() async throws {
    // One person's question at 0 s of a minute; both providers are spent, one for an hour and one for a minute.
    var scenario = Scenario()
    scenario.start = Instant(millisecondsSinceEpoch: 1_768_208_400_000)
    scenario.duration = .seconds(30)
    scenario.population.people = 3
    scenario.population.ramp = .seconds(10)
    scenario.behaviour.gap = .constant(1000)
    scenario.behaviour.patience = .constant(1000)
    scenario.behaviour.cancelShare = 0
    scenario.behaviour.refreshShare = 0
    scenario.behaviour.dropShare = 0
    scenario.questions.catalogue = .unique
    scenario.llm.limits = [Capacity(kind: .request, per: .hour, value: 1)]
    scenario.llm.fallbacks = [
      fallback(10) { $0.limits = [Capacity(kind: .request, per: .minute, value: 1)] }
    ]
    let report = await (try Simulation(scenario)).run()
    expectSound(report, 1)
    #expect(report.requests.count(of: .completed) == 3)
    #expect(report.provider?.models.map(\.calls) == [1, 2])
    // The second is refused by the first; the third by both, told the minute, and after it by the first again.
    #expect(report.calls.refusedByProvider == 4)
    #expect(report.tail.lastEndNanoseconds > 60_000_000_000)
    #expect(report.tail.lastEndNanoseconds < 80_000_000_000)
  }

  @Test(arguments: Capacity.Form.allCases) func everyFormOfAQuotaIsKept(form: Capacity.Form) async throws {
    var scenario = disturbedScenario(seed: 1)
    scenario.duration = .seconds(180)
    scenario.population.people = 60
    scenario.llm.limits = [Capacity(kind: .request, per: .minute, value: 20, form: form)]
    scenario.llm.slope = Slope(start: 15, rise: 3)
    let report = await (try Simulation(scenario)).run()
    expectSound(report, 1)
    #expect(report.calls.refusedByProvider > 0)
    #expect(report.calls.begun > 20)
  }

  // MARK: Drawn outages

  @Test(arguments: OutageRecord.allCases) func lengthsAndGapsAreTheMeasuredOnes(record: OutageRecord) {
    let tables = FixedTables()
    let chance = Chance(seed: 5, in: tables)
    let length = Sampler(record.length, in: tables)
    let gap = Sampler(record.gap, in: tables)
    var minutes: [Double] = []
    var hours: [Double] = []
    for number in UInt32(0)..<40_000 {
      var lengths = chance.stream(.outageLength, number)
      var gaps = chance.stream(.outageGap, number)
      minutes.append(length.value(&lengths) / 60)
      hours.append(gap.value(&gaps) / 3600)
    }
    minutes.sort()
    hours.sort()
    for (probability, measured) in zip([0.25, 0.5, 0.75, 0.9], record.lengthMinutes) {
      let drawn = minutes[Int(probability * 40_000)]
      #expect(abs(drawn / measured - 1) < 0.07, "\(record), \(probability): \(drawn) min")
    }
    let mean = hours.reduce(0, +) / 40_000
    #expect(abs(hours[20_000] / record.hoursBetween.median - 1) < 0.05, "\(record): \(hours[20_000]) h")
    #expect(abs(mean / record.hoursBetween.mean - 1) < 0.05, "\(record): \(mean) h")
  }

  @Test func outagesComeAsOftenAsTheRecordSays() {
    let tables = FixedTables()
    var drawn = DrawnOutages(record: .openAI)
    drawn.timesAsOften = 10
    var count = 0
    for seed in UInt64(1)...200 {
      let outages = OutageDraw.outages(
        drawn, until: 80 * 3600 * 1_000_000_000, Chance(seed: seed, in: tables), in: tables)
      count += outages.count { $0.at > .zero }
      for outage in outages { #expect(outage.at + outage.length <= .seconds(80 * 3600)) }
      #expect(outages.allSatisfy { $0.errors == 0.3 || $0.errors == 1 })
    }
    // 80 h hold one in the record.
    #expect(abs(Double(count) / 2000 - 1) < 0.08, "\(count) outages")
  }

  @Test func drawnOutagesAreThoseOfTheSeed() async throws {
    var scenario = disturbedScenario(seed: 3)
    scenario.duration = .seconds(100)
    scenario.population.people = 20
    scenario.llm.drawnOutages = DrawnOutages(record: .anthropic)
    scenario.llm.drawnOutages?.timesAsOften = 10_000
    let first = await (try Simulation(scenario)).run()
    let second = await (try Simulation(scenario)).run()
    #expect(try first.canonicalJSON() == second.canonicalJSON())
    #expect(try #require(first.provider).drawnOutages.count > 1)
    #expect(first.calls.errorsBeforeFirstToken > 0)
  }
}
