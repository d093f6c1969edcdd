// Other sizes and lengths of a scenario, and the notes it carries.

import QueueModel
import RunReport
import Testing

@testable import Scenario

@Suite struct ModificationTests {
  @Test func scalesTheSystemWithItsPeople() throws {
    let scenario = try read(
      shipped("exam-peak-100k"),
      set: [
        "system.workers.slots=4100", "llm.limits=[{type: request, per: minute, value: 100}]",
        "system.cache.maximumEntries=50",
      ])
    let scaled = scenario.scaled(by: 10)
    #expect(scaled.population.people == 1_000_000)
    #expect(scaled.system.workers.slots == .fixed(41_000))
    #expect(scaled.system.educators.reserve == 600)
    #expect(scaled.system.retries.budgetMinimumPerSecond == 10)
    #expect(scaled.system.cache.maximumEntries == 500)
    #expect(scaled.system.degradation.hidden == 10_000)
    #expect(scaled.llm.concurrency == 46_000)
    #expect(scaled.plans.redis.databases == 10 * scenario.plans.redis.databases)
    #expect(scaled.llm.limits.map(\.value) == [1000])
    #expect(scaled.behaviour == scenario.behaviour)
    #expect(scaled.system.rateLimit == scenario.system.rateLimit)
    let limits = scaled.thresholds.map { "\($0.selectorText) \($0.expressionText) \($0.limit)" }
    #expect(limits.contains("cost value<$3000 × 10 30000.0"))
    #expect(limits.contains("queue_wait{role:student} p(95)<2s 2.0"))
    #expect(scenario.scaled(by: 1).population == scenario.population)
  }

  @Test func scalesOpenArrivals() throws {
    #expect(try read("arrivals: {poisson: {rate: 5/s}}").scaled(by: 2).arrivals.kind == .poisson(rate: 10))
    #expect(
      try read("arrivals: {renewal: {gap: {exponential: 4s}}}").scaled(by: 2).arrivals.kind
        == .renewal(gap: .exponential(mean: 2)))
  }

  @Test func scalesClassesAndLeavesTracesAlone() throws {
    let scenario = try read(
      "behaviour: {bells: [{at: 1m, share: 1%, classQuestion: {share: 1, classes: 30}}, {at: 2m, share: 1%}]}\n"
        + "arrivals: {trace: {file: a.csv, format: azure}}\n")
    let scaled = scenario.scaled(by: 10)
    #expect(scaled.behaviour.bells.map(\.classQuestion) == [ClassQuestion(share: 1, classes: 300), nil])
    #expect(scaled.arrivals == scenario.arrivals)
  }

  @Test func flushesBeyondTheRunAreLeftOut() throws {
    let scenario = try read("system: {cache: {flushes: [1m, 10m]}}\n")
    #expect(scenario.withDuration(.seconds(600)).scenario.system.cache.flushes == [.seconds(60)])
  }

  @Test func changesPeopleAlone() throws {
    let scenario = try read(shipped("normal-5k"))
    var expected = scenario
    expected.population.people = 200
    #expect(scenario.withPeople(200) == expected)
  }

  @Test func shortensTheRun() throws {
    let (short, notes) = try read(shipped("exam-peak-100k")).withDuration(.seconds(1200))
    #expect(short.duration == .seconds(1200))
    #expect(short.behaviour.bells.map(\.at) == [.seconds(900)])
    #expect(short.llm.brownouts.isEmpty)
    #expect(short.windows.isEmpty)
    #expect(notes.count == 5)
    #expect(try read(ScenarioSchema.yaml(short)).duration == .seconds(1200))
    let (tiny, _) = try read(shipped("exam-peak-100k")).withDuration(.seconds(30))
    #expect(throws: Never.self) { try read(ScenarioSchema.yaml(tiny)) }
  }

  /// As long as nobody has found it, the warm-up of a steady state is a tenth of whatever the run lasts.
  @Test func aWarmUpThatIsToBeFoundIsATenth() throws {
    let steady = try read("duration: 20m\nwarmUp: auto\n")
    #expect(steady.warmUpRule == .auto && steady.warmUp == .seconds(120))
    #expect(steady.withDuration(.seconds(600)).scenario.warmUp == .seconds(60))
    #expect(steady.notes().contains { $0.hasPrefix("The warm-up of 2m is a tenth of the run") })
    #expect(ScenarioSchema.yaml(steady).contains("\nwarmUp: auto\n"))
    #expect(try read(ScenarioSchema.yaml(steady)) == steady)
    var found = steady
    found.warmUp = .seconds(200)
    #expect(found.warmUpRule == .stated(.seconds(200)))
    #expect(!found.notes().contains { $0.hasPrefix("The warm-up") })
  }

  @Test func notesWhatCannotHappen() throws {
    let scenario = try read("population: {people: 6000}\nbehaviour: {hasty: {share: 10%, tabs: 3}}\n")
    #expect(
      scenario.notes() == [
        "Level busy cannot be reached: it needs more than 10_000 waiting jobs, "
          + "and 6000 people ask in 7200 tabs."
      ])
    #expect(try read("population: {people: 20_000}\n").notes().isEmpty)
    #expect(try read("population: {people: 10_000}\n").notes().count == 1)
    #expect(try read("arrivals: {poisson: {rate: 1/s}}\n").notes().isEmpty)
    #expect(try read("system: {workers: {slots: 500}}\npopulation: {people: 20_000}\n").notes().count == 1)
  }
}
