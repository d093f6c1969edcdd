// The defects of the original design: what each moves, beside a run without it.

import QueueModel
import RunReport
import Scenario
import Testing

@testable import Sim

@Suite struct DesignFaultTests {
  // MARK: The gate

  /// Nothing but the gate limits anything; answers take 20 s on average.
  private static func gateScenario(_ faults: [DesignFault] = [.noDrain]) -> Scenario {
    var scenario = Scenario()
    scenario.duration = .seconds(600)
    scenario.drain = .zero
    scenario.population.cohorts = [Cohort(role: .student, share: 1)]
    scenario.behaviour.patience = .constant(86_400)
    scenario.behaviour.cancelShare = 0
    scenario.behaviour.refreshShare = 0
    scenario.behaviour.dropShare = 0
    scenario.questions.catalogue = .unique
    scenario.design.faults = faults
    scenario.system.rateLimit.algorithm = .off
    scenario.system.degradation.enabled = false
    scenario.system.cache.enabled = false
    scenario.system.cache.singleFlight = false
    scenario.system.workers.slots = .fixed(100_000)
    scenario.system.workers.lease = .seconds(86_400)
    scenario.system.workers.firstTokenTimeout = .seconds(80_000)
    scenario.system.workers.tokenTimeout = .seconds(80_000)
    scenario.llm.concurrency = 100_000
    scenario.llm.service = .exponential(mean: 20)
    scenario.llm.hangShare = 0
    scenario.llm.stallShare = 0
    scenario.llm.errorBeforeShare = 0
    scenario.llm.errorMidShare = 0
    return scenario
  }

  private static func run(_ scenario: Scenario) async throws -> RunReport {
    try await Simulation(scenario).run()
  }

  /// Asks once each, together, and never again within the run.
  private static func burst(_ people: Int, _ faults: [DesignFault]) -> Scenario {
    var scenario = gateScenario(faults)
    scenario.arrivals.kind = .closed
    scenario.population.people = people
    scenario.behaviour.gap = .constant(86_400)
    scenario.behaviour.hasty.share = 0
    scenario.drain = .seconds(1800)
    return scenario
  }

  @Test(
    "the median time to the end is what the birth-and-death process gives",
    arguments: [(6.0, 50.4), (10.0, 23.5)])
  func medianTimeToTheEnd(rate: Double, expected: Double) async throws {
    var times: [Double] = []
    for seed in 1...100 {
      var scenario = Self.gateScenario()
      scenario.duration = .seconds(Int64(expected * 2))
      scenario.seed = UInt64(seed)
      scenario.arrivals.kind = .poisson(rate: rate)
      let set = try #require(try await Self.run(scenario).design?.sortedSet)
      times.append(set.closedForGoodNanoseconds.map { Double($0) / 1e9 } ?? .infinity)
    }
    times.sort()
    // The order statistics that hold the median in 99.99 of 100 samples of this size.
    #expect(times[50 - 20] < expected && expected < times[50 + 20], "\(rate)/s: median \(times[50])")
  }

  @Test("a burst of 198 closes the gate for good, and 197 do not", arguments: [(197, false), (198, true)])
  func burst(people: Int, dies: Bool) async throws {
    let report = try await Self.run(Self.burst(people, [.noDrain]))
    let set = try #require(report.design?.sortedSet)
    #expect(set.published == 99)
    #expect(set.stranded == people - 99)
    #expect((set.closedForGoodNanoseconds != nil) == dies)
    #expect(set.members == people - 99, "what was published has left the set")
  }

  @Test(
    "with an instant's inserts ahead of its counts, a hundred publish nothing",
    arguments: [(99, 99), (100, 0), (150, 0)])
  func batchedBurst(people: Int, published: Int) async throws {
    let set = try #require(try await Self.run(Self.burst(people, [.noDrain, .batchGate])).design?.sortedSet)
    #expect(set.published == published)
  }

  @Test("the corrected design strands nothing under the same burst")
  func correctedStrandsNothing() async throws {
    let report = try await Self.run(Self.burst(500, []))
    #expect(report.design == nil)
    #expect(report.requests.unfinished == 0)
    #expect(report.jobs.live == 0)
  }

  @Test("what is stranded is a finding of the run, and any other broken invariant is not")
  func strandedJobsAreAFinding() async throws {
    var scenario = Self.burst(300, [.noDrain, .noCancelServerSide])
    scenario.behaviour.patience = .constant(30)
    scenario.behaviour.resendShare = 0
    let report = try await Self.run(scenario)
    let finding = try #require(report.invariants.first { $0.name == "I10" })
    #expect(!finding.held)
    #expect(finding.timesBroken == 201)
    let broken = report.invariants.filter { $0.isUnexpected }.map { $0.name }
    #expect(broken.isEmpty)
    #expect(!finding.isUnexpected)
  }

  @Test("each failure takes one of the gate's places for ever")
  func failuresNarrowTheGate() async throws {
    var scenario = Self.gateScenario([.noDrain, .failedNeverRemoved])
    scenario.duration = .seconds(300)
    scenario.arrivals.kind = .poisson(rate: 1)
    scenario.llm.errorBeforeShare = 1
    scenario.system.retries.maximum = 0
    let report = try await Self.run(scenario)
    let set = try #require(report.design?.sortedSet)
    let died = try #require(set.closedForGoodNanoseconds)
    // 99 failures at one a second.
    #expect((60e9...150e9).contains(Double(died)))
    scenario.design.without = [.failedNeverRemoved]
    #expect(try await Self.run(scenario).design?.sortedSet?.closedForGoodNanoseconds == nil)
  }

  // MARK: One by one

  /// Two hundred people for five minutes, with everything that can happen to them.
  private static func crowd(_ faults: [DesignFault], _ change: (inout Scenario) -> Void = { _ in })
    -> Scenario
  {
    var scenario = Scenario()
    scenario.seed = 3
    scenario.duration = .seconds(300)
    scenario.drain = .seconds(600)
    scenario.population.people = 200
    scenario.population.ramp = .seconds(10)
    scenario.population.cohorts = [
      Cohort(role: .student, share: 0.9), Cohort(role: .teacher, share: 0.1),
    ]
    scenario.behaviour.gap = .exponential(mean: 30)
    scenario.behaviour.hasty.share = 0.2
    scenario.behaviour.cancelShare = 0.1
    scenario.behaviour.refreshShare = 0.1
    scenario.behaviour.dropShare = 0.1
    scenario.llm.concurrency = 60
    scenario.llm.errorBeforeShare = 0.05
    scenario.llm.errorMidShare = 0.05
    scenario.system.educators.reserve = 5
    scenario.design.faults = faults
    change(&scenario)
    return scenario
  }

  /// A defect, what it is run in, and a number that it moves at least so far.
  struct Effect: Sendable, CustomTestStringConvertible {
    var fault: DesignFault
    var change: @Sendable (inout Scenario) -> Void = { _ in }
    var measure: @Sendable (RunReport) -> Double
    /// Bounds of the number with the defect over the number without it; both plus one where it may be 0.
    var ratio: ClosedRange<Double>
    var testDescription: String { fault.rawValue }
  }

  static let effects: [Effect] = [
    Effect(fault: .pollPerClient, measure: { Double($0.design?.polls ?? 0) + 1 }, ratio: 1_000...1e9),
    Effect(fault: .threeCommandsPerChunk, measure: { Double($0.streams.entries) }, ratio: 5...100),
    Effect(
      fault: .noErrorEvent,
      change: {
        $0.system.retries.maximum = 0; $0.llm.errorBeforeShare = 0.3
      },
      measure: { Double($0.people.giveUps) + 1 }, ratio: 10...1e4),
    Effect(fault: .noResume, measure: { Double($0.people.resumes) + 1 }, ratio: 0...0.05),
    Effect(fault: .noCancelServerSide, measure: { Double($0.jobs.ended[2].count) + 1 }, ratio: 0...0.05),
    Effect(
      fault: .noIdempotencyKey, change: { $0.system.cache.singleFlight = false },
      measure: { Double($0.jobs.admitted) }, ratio: 1.001...1.5),
    Effect(fault: .analyticsLeak, measure: { Double($0.streams.redisCommands) }, ratio: 1.001...1.2),
    Effect(fault: .cacheUnused, measure: { Double($0.cache.hits) + 1 }, ratio: 0...0.1),
    Effect(fault: .degradationAbsent, measure: { $0.degradation.isEnabled ? 2 : 1 }, ratio: 0.5...0.5),
    Effect(
      fault: .ephemeralCache, change: { $0.system.rateLimit.requests = 1 },
      measure: { Double($0.limiter.refusedFromMemory) + 1 }, ratio: 2...1e4),
    Effect(
      fault: .functionLimit, change: { $0.plans.functions.maximumDuration = .seconds(5) },
      measure: { Double($0.design?.cutResponses ?? 0) + 1 }, ratio: 10...1e5),
    Effect(
      fault: .noRetryBudget,
      change: {
        $0.llm.errorBeforeShare = 0.9
        $0.system.retries.budgetRatio = 0.01
        $0.system.retries.budgetMinimumPerSecond = 0.01
      }, measure: { Double($0.calls.retries) }, ratio: 2...1_000),
    Effect(
      fault: .roleFromBody, change: { $0.design.pretenders = 0.3 },
      measure: { Double($0.calls.direct) }, ratio: 1.05...10),
    Effect(fault: .bypassClient, measure: { Double(Self.ended($0, .bypassed)) + 1 }, ratio: 0...0.05),
    Effect(fault: .xrangeShape, measure: { Double(Self.ended($0, .completed)) + 1 }, ratio: 0...0.01),
    Effect(fault: .callbackShape, measure: { Double(Self.ended($0, .completed)) + 1 }, ratio: 0...0.01),
    Effect(
      fault: .statusUnchecked, change: { $0.behaviour.signedOutShare = 0.2 },
      measure: { Double(Self.ended($0, .unauthorized)) + 1 }, ratio: 0...0.05),
    Effect(
      fault: .limitBeforeAll,
      change: {
        $0.system.rateLimit.requests = 1; $0.behaviour.malformedShare = 0.2
      },
      measure: { Double($0.limiter.checks) }, ratio: 1.05...2),
    Effect(
      fault: .bypassUncapped,
      change: {
        $0.system.educators.reserve = 1; $0.behaviour.gap = .constant(2)
      },
      measure: { Double($0.calls.direct) }, ratio: 1.05...100),
    Effect(
      // Thirty days instead of an hour.
      fault: .ttlLost, change: { $0.system.cache.enabled = false },
      measure: { report in
        Double(report.cost.lines.first { $0.item == "gigabyte-seconds stored" }?.amountNanoUSD ?? 0)
      }, ratio: 715...725),
    Effect(
      fault: .doubleParse, measure: { Double($0.design?.sortedSet?.members ?? 0) + 1 }, ratio: 100...1e5),
    Effect(
      fault: .lengthMeansEverything, change: { degrade(&$0, hidden: 20) },
      measure: { Double($0.degradation.levels[1].totalNanoseconds) + 1e9 }, ratio: 1.2...1_000),
    Effect(
      fault: .priorityUnused,
      change: { scenario in
        scenario.population.cohorts = [
          Cohort(role: .student, share: 0.9), Cohort(role: .teacher, share: 0.1, priority: 1, bypass: false),
        ]
        scenario.llm.concurrency = 12
        scenario.design.faults.append(.failedNeverRemoved)
      }, measure: { averageWait(of: .teacher, $0) }, ratio: 2...1e4),
    Effect(
      fault: .zombiePollers, change: { $0.design.faults.append(.pollPerClient) },
      measure: { Double($0.design?.polls ?? 0) }, ratio: 1.01...100),
    Effect(
      fault: .inclusiveRange, change: { $0.design.faults.append(.pollPerClient) },
      measure: { Double($0.design?.polls ?? 0) }, ratio: 2...100),
    Effect(fault: .cacheStampede, measure: { Double($0.cache.joins) + 1 }, ratio: 0...0.1),
    Effect(
      fault: .noHysteresis,
      change: { scenario in
        degrade(&scenario, hidden: 5)
        scenario.llm.concurrency = 36
      },
      measure: { Double($0.degradation.changes.count) }, ratio: 2...1_000),
  ]

  /// A service whose first level begins at so many jobs.
  private static func degrade(_ scenario: inout Scenario, hidden: Double) {
    scenario.system.degradation.hidden = hidden
    scenario.system.degradation.simple = 1_000
    scenario.system.degradation.busy = 2_000
  }

  /// The average wait in the line of a role, in nanoseconds.
  private static func averageWait(of role: Role, _ report: RunReport) -> Double {
    let row = report.latency.first { $0.metric == .queueWait && $0.role == role && $0.outcome == nil }
    return Double(row?.observed.avg.nanoseconds ?? 0) + 1e6
  }

  private static func ended(_ report: RunReport, _ outcome: Outcome) -> Int {
    report.requests.rows.reduce(0) { $0 + ($1.outcome == outcome ? $1.count : 0) }
  }

  @Test("a defect moves its number", arguments: effects)
  func defectMovesItsNumber(_ effect: Effect) async throws {
    let without = try await Self.run(Self.crowd([], effect.change))
    let with = try await Self.run(Self.crowd([effect.fault], effect.change))
    let broken = with.invariants.filter { $0.isUnexpected }.map { $0.name }
    #expect(broken.isEmpty)
    #expect(without.invariants.allSatisfy { $0.held })
    let ratio = effect.measure(with) / effect.measure(without)
    #expect(effect.ratio.contains(ratio), "\(effect.measure(without)) became \(effect.measure(with))")
  }

  @Test("every defect has a test") func everyDefectIsTested() {
    let byThemselves: [DesignFault] = [.noDrain, .batchGate, .failedNeverRemoved, .retryAppends]
    #expect(Set(Self.effects.map(\.fault) + byThemselves) == Set(DesignFault.allCases))
  }

  @Test("a garbled answer is a finding", arguments: [DesignFault.retryAppends, .inclusiveRange])
  func garbledAnswers(_ fault: DesignFault) async throws {
    let report = try await Self.run(Self.crowd([fault]))
    let finding = try #require(report.invariants.first { $0.name == "I6" })
    #expect(!finding.held)
    #expect((finding.timesBroken ?? 0) > 0)
    let broken = report.invariants.filter { $0.isUnexpected }.map { $0.name }
    #expect(broken.isEmpty)
  }

  @Test("the literal design delivers nothing through the queue, and its set only grows")
  func literal() async throws {
    let report = try await Self.run(Self.crowd([]) { $0.design.profile = .literal })
    let broken = report.invariants.filter { $0.isUnexpected }.map { $0.name }
    #expect(broken.isEmpty)
    #expect(report.streams.entries == 0)
    #expect(report.goodput.delivered == 0)
    let set = try #require(report.design?.sortedSet)
    #expect(set.members == report.jobs.admitted)
    #expect(set.published == 99)
  }

  @Test("the intended design runs with every defect but those of types")
  func intended() async throws {
    let report = try await Self.run(Self.crowd([]) { $0.design.profile = .intended })
    let broken = report.invariants.filter { $0.isUnexpected }.map { $0.name }
    #expect(broken.isEmpty)
    #expect(report.design?.faults.count == DesignFault.allCases.count { !$0.isOfTypes })
  }
}
