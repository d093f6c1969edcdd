// The limits of the plans: what they do to a run, and steps of 100 ms against commands one by one.

import QueueModel
import RunReport
import Scenario
import Testing

@testable import Sim

/// People of whom so many are more than a small database serves.
private func crowdedScenario(seed: UInt64, people: Int, commandsPerSecond: Int) -> Scenario {
  var scenario = Scenario()
  scenario.name = "crowded"
  scenario.seed = seed
  scenario.duration = .seconds(300)
  scenario.population.people = people
  scenario.population.ramp = .seconds(60)
  scenario.behaviour.patience = .lognormal(median: 60, sigma: 0.5, shift: 5)
  scenario.system.degradation.enabled = false
  scenario.llm.concurrency = people
  scenario.plans.redis.commandsPerSecond = .fixed(commandsPerSecond)
  return scenario
}

private func limit(_ name: String, _ report: RunReport) throws -> RunReport.LimitRow {
  try #require(report.limits.first { $0.name == name })
}

/// What is compared between two ways of running the same scenario.
private struct RedisFigures {
  var commands: Double
  var waits: Double
  var delay: Double
  var refused: Double
  var polls: Double

  init(_ scenario: Scenario, _ detail: RunDetail) async throws {
    let simulation = try Simulation(scenario, detail: detail)
    let system = simulation.makeSystem()
    let outcome = await system.kernel.run(system, until: system.plan.deadline)
    let reader = TallyReader(kernel: system.kernel)
    let tallies = await reader.read(system, endedAt: outcome.now)
    commands = Double(tallies.ledger.redisCommands)
    waits = Double(tallies.platform.counts.delayedWaits)
    delay = Double(tallies.platform.counts.delayNanoseconds) / 1e9
    refused = Double(tallies.platform.counts.refusedCommands)
    polls = tallies.platform.counts.polls.all / Double(CommandWork.perCommand)
    for violation in tallies.audit.violations() { Issue.record("\(detail): \(violation)") }
  }
}

private actor TallyReader: SimulationActor {
  nonisolated let kernel: SimulationKernel

  init(kernel: SimulationKernel) { self.kernel = kernel }

  func read(_ system: SimulatedSystem, endedAt: Int64) -> RunTallies {
    defer { system.end() }
    return system.tallies(endedAt: endedAt)
  }
}

@Suite struct PlatformTests {
  // MARK: The yardstick

  @Test func delaysInStepsAreThoseOfCommandsOneByOne() async throws {
    let scenario = crowdedScenario(seed: 1, people: 2_000, commandsPerSecond: 800)
    let steps = try await RedisFigures(scenario, .formulas)
    let events = try await RedisFigures(scenario, .eventByEvent)
    #expect(events.waits > 10_000)
    #expect(abs(steps.commands / events.commands - 1) < 0.02, "\(steps) \(events)")
    #expect(abs(steps.waits / events.waits - 1) < 0.02, "\(steps) \(events)")
    #expect(abs(steps.delay / events.delay - 1) < 0.02, "\(steps) \(events)")
  }

  /// Which requests are refused is a matter of chance, and what they would have asked for with them: three seeds.
  @Test func refusalsInStepsAreThoseOfCommandsOneByOne() async throws {
    var sums = (steps: (commands: 0.0, refused: 0.0), events: (commands: 0.0, refused: 0.0))
    for seed in UInt64(1)...3 {
      var scenario = crowdedScenario(seed: seed, people: 2_000, commandsPerSecond: 800)
      scenario.plans.redis.beyond = .reject
      let steps = try await RedisFigures(scenario, .formulas)
      let events = try await RedisFigures(scenario, .eventByEvent)
      sums.steps.commands += steps.commands
      sums.steps.refused += steps.refused
      sums.events.commands += events.commands
      sums.events.refused += events.refused
    }
    #expect(sums.events.refused > 100_000)
    #expect(abs(sums.steps.commands / sums.events.commands - 1) < 0.02, "\(sums)")
    #expect(abs(sums.steps.refused / sums.events.refused - 1) < 0.02, "\(sums)")
  }

  /// Readers of the original design that ask for news: each as often as it gets an answer.
  @Test(arguments: [CommandCap.Beyond.delay, .reject]) func pollsInStepsAreThoseOfPollsOneByOne(
    beyond: CommandCap.Beyond
  ) async throws {
    var scenario = crowdedScenario(seed: 1, people: 2_000, commandsPerSecond: 2_000)
    scenario.plans.redis.beyond = beyond
    scenario.design.faults = [.pollPerClient, .zombiePollers]
    let steps = try await RedisFigures(scenario, .formulas)
    let events = try await RedisFigures(scenario, .eventByEvent)
    #expect(events.polls > 100_000)
    #expect(abs(steps.polls / events.polls - 1) < 0.02, "\(steps) \(events)")
    #expect(abs(steps.commands / events.commands - 1) < 0.02, "\(steps) \(events)")
    if beyond == .delay {
      #expect(abs(steps.waits / events.waits - 1) < 0.02, "\(steps) \(events)")
      #expect(abs(steps.delay / events.delay - 1) < 0.02, "\(steps) \(events)")
    } else {
      // Of flows a few more are refused than one by one: docs/plans.md.
      let asked = events.commands + events.refused
      #expect(
        events.refused > 0.1 * asked && abs(steps.refused - events.refused) < 0.02 * asked,
        "\(steps) \(events)")
    }
  }

  // MARK: What a limit does

  @Test func aCapThatIsNeverReachedChangesNothing() async throws {
    var scenario = eventfulScenario()
    var capped = await (try Simulation(scenario)).run()
    scenario.plans.redis.commandsPerSecond = .off
    scenario.plans.functions.concurrency = nil
    scenario.plans.functions.maximumDuration = nil
    var free = await (try Simulation(scenario)).run()
    #expect(try limit("Redis commands of each database", capped).isBinding == false)
    #expect(try limit("Redis commands of each database", free).has == nil)
    capped.limits = []
    free.limits = []
    #expect(try capped.canonicalJSON() == free.canonicalJSON())
  }

  @Test(arguments: [CommandCap.Beyond.delay, .reject]) func everythingHoldsWhileRedisIsShort(
    beyond: CommandCap.Beyond
  ) async throws {
    var scenario = eventfulScenario()
    scenario.plans.redis.commandsPerSecond = .fixed(60)
    scenario.plans.redis.beyond = beyond
    let report = await (try Simulation(scenario)).run()
    for finding in report.invariants { #expect(finding.held, "\(finding.name): \(finding.detail ?? "")") }
    #expect(report.requests.unfinished == 0)
    #expect(report.jobs.live == 0)
    let row = try limit("Redis commands of each database", report)
    #expect(row.isBinding && row.effect != nil)
    #expect(report.bottleneck.name == "Redis commands of each database")
  }

  @Test func delayedCommandsAreSeenInTheFirstToken() async throws {
    let free = await (try Simulation(crowdedScenario(seed: 2, people: 200, commandsPerSecond: 10_000))).run()
    let short = await (try Simulation(crowdedScenario(seed: 2, people: 200, commandsPerSecond: 120))).run()
    func median(_ report: RunReport) throws -> Double {
      try #require(
        report.latency.first { $0.metric == .timeToFirstToken && $0.role == nil && $0.outcome == nil }
      ).observed.med.seconds
    }
    #expect(try median(short) > 2 * median(free))
  }

  @Test func theLimiterFailsOpenWhenRedisIsSlow() async throws {
    var scenario = crowdedScenario(seed: 1, people: 500, commandsPerSecond: 50)
    let patient = await (try Simulation(scenario)).run()
    #expect(try limit("Redis commands of each database", patient).effect?.contains("pass unasked") == true)
    scenario.system.rateLimit.timeout = .zero
    let waiting = await (try Simulation(scenario)).run()
    #expect(try limit("Redis commands of each database", waiting).effect?.contains("pass unasked") == false)
  }

  /// Who waits at the door has no response yet that the end of a function could cut.
  @Test func nobodyIsCutAtTheDoor() async throws {
    var scenario = crowdedScenario(seed: 1, people: 500, commandsPerSecond: 50)
    scenario.design.faults = [.functionLimit]
    scenario.plans.functions.maximumDuration = .seconds(60)
    let report = await (try Simulation(scenario)).run()
    let cuts = try #require(report.design?.cutResponses)
    #expect(cuts <= report.streams.opened, "\(cuts) of \(report.streams.opened) were cut")
  }

  /// Pollers that nothing ends poll to the end of the run, which has one.
  @Test func pollersWithoutAnEndDoNotKeepARunFromEnding() async throws {
    var scenario = crowdedScenario(seed: 1, people: 50, commandsPerSecond: 10_000)
    scenario.behaviour.patience = .constant(1)
    scenario.llm.concurrency = 1
    scenario.design.faults = [.pollPerClient, .zombiePollers]
    scenario.plans.functions.maximumDuration = nil
    let report = await (try Simulation(scenario)).run()
    #expect(try #require(report.design).abandonedPolls > 1_000)
  }

  @Test func moreDatabasesServeMore() async throws {
    var scenario = crowdedScenario(seed: 1, people: 500, commandsPerSecond: 300)
    let one = await (try Simulation(scenario)).run()
    scenario.plans.redis.databases = 8
    let eight = await (try Simulation(scenario)).run()
    #expect(try limit("Redis commands of each database", one).isBinding)
    let row = try limit("Redis commands of each database", eight)
    #expect(!row.isBinding, "\(row)")
    #expect(eight.bottleneck.name == nil)
    let bought = try #require(try limit("Redis databases", eight).purchase)
    #expect(bought.what == "7 more databases" && bought.monthNanoUSD == 0)
  }

  @Test func aFixedPlanHasAPriceAMonth() async throws {
    var scenario = crowdedScenario(seed: 1, people: 10, commandsPerSecond: 150)
    scenario.plans.redis.databases = 4
    scenario.plans.redis.plan = .fixed100GB
    scenario.plans.redis.commandsPerSecond = .auto
    let report = await (try Simulation(scenario)).run()
    #expect(try limit("Redis commands of each database", report).has == 16_000)
    #expect(try limit("Redis databases", report).purchase?.monthNanoUSD == 3_200_000_000_000)
  }

  @Test func functionsBeyondTheLimitAreRefused() async throws {
    var scenario = crowdedScenario(seed: 1, people: 500, commandsPerSecond: 10_000)
    scenario.plans.functions.concurrency = 10
    scenario.plans.functions.streamsPerInstance = 1
    let report = await (try Simulation(scenario)).run()
    for finding in report.invariants { #expect(finding.held, "\(finding.name): \(finding.detail ?? "")") }
    let row = try limit("function instances", report)
    #expect(row.isBinding && row.effect?.hasSuffix("requests were refused (503)") == true)
    #expect(report.requests.count(of: .failed) > 100)
    #expect(report.bottleneck.name == "function instances")
  }

  @Test func streamsAreCutAtTheLongestDuration() async throws {
    var scenario = Scenario()
    scenario.duration = .seconds(5)
    scenario.population.people = 1
    scenario.behaviour.gap = .constant(1000)
    scenario.behaviour.cancelShare = 0
    scenario.behaviour.refreshShare = 0
    scenario.behaviour.dropShare = 0
    scenario.questions.answerTokens = .constant(200)
    scenario.questions.catalogue = .unique
    scenario.llm.firstToken = .constant(0.1)
    scenario.llm.tokenInterval = .constant(0.1)
    scenario.plans.functions.maximumDuration = .seconds(8)
    scenario.system.delivery = .qstash
    let report = try await compareBothWays(scenario)
    // The function that holds the job is ended, and so is that of every further attempt.
    #expect(report.streams.rotations > 0)
    #expect(report.calls.retries > 0)
    #expect(try limit("longest stream", report).isBinding)
  }
}
