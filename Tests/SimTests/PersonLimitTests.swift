// One person who posts fifteen times within a minute, through a whole run: ten posts pass, five are refused, and
// each refused one comes back when it was told to.

import QueueModel
import RunReport
import Scenario
import Testing

@testable import Sim

@Suite struct PersonLimitTests {
  /// One student with fifteen tabs, each of which asks once within `ramp`, and again only when it was refused.
  private static func fifteenPosts(within ramp: Duration, duration: Duration, seed: UInt64) -> Scenario {
    var scenario = Scenario()
    scenario.seed = seed
    scenario.duration = duration
    scenario.population.people = 1
    scenario.population.ramp = ramp
    scenario.behaviour.gap = .constant(1e5)
    scenario.behaviour.patience = .constant(1e5)
    scenario.behaviour.cancelShare = 0
    scenario.behaviour.refreshShare = 0
    scenario.behaviour.dropShare = 0
    scenario.behaviour.hasty.share = 1
    scenario.behaviour.hasty.tabs = 15
    scenario.behaviour.hasty.gapFactor = 1
    scenario.behaviour.hasty.doubleClickShare = 0
    scenario.behaviour.hasty.resendAfter = .constant(1e5)
    scenario.questions.catalogue = .unique
    return scenario
  }

  @Test(arguments: UInt64(1)...2) func tenPassAndFiveAreRefused(seed: UInt64) async throws {
    let scenario = Self.fifteenPosts(within: .seconds(50), duration: .seconds(60), seed: seed)
    let report = await (try Simulation(scenario)).run()
    #expect(report.requests.sent == 15, "seed \(seed)")
    #expect(report.requests.count(of: .completed) == 10, "seed \(seed)")
    #expect(report.requests.count(of: .limited) == 5, "seed \(seed)")
    #expect(report.limiter.checks == 15 && report.limiter.allowed == 10, "seed \(seed)")
    // The window began with the run: the first one refused is told what is left of the minute.
    let eleventh = try Self.firstPosts(scenario).sorted()[10]
    let left = (60_000_000_000 - eleventh + 999_999_999) / 1_000_000_000
    #expect(report.limiter.longestCountdownNanoseconds == left * 1_000_000_000, "seed \(seed)")
  }

  @Test(arguments: UInt64(1)...3) func everyCountdownIsThatOfTheRule(seed: UInt64) async throws {
    let ramp = Duration.seconds(Int64(seed) * 18)
    let scenario = Self.fifteenPosts(within: ramp, duration: .seconds(400), seed: seed)
    let report = await (try Simulation(scenario)).run()

    // The same by a list of posts, the earliest taken out again and again.
    var limiter = RateLimiter<String>(
      rule: .slidingWindow(SlidingWindowRule(limit: 10, windowMilliseconds: 60_000)))
    var posts = try Self.firstPosts(scenario)
    var offered = [Int](repeating: 0, count: 40)
    var refused = [Int](repeating: 0, count: 40)
    var longest = 0
    while let post = posts.min(), let index = posts.firstIndex(of: post) {
      posts.remove(at: index)
      let interval = Int(post / 10_000_000_000)
      offered[interval] += 1
      let now = scenario.start.advanced(byNanoseconds: post)
      let answer = limiter.limit("person", now: now)
      if answer.success { continue }
      refused[interval] += 1
      let seconds = answer.wireRetryAfterSeconds(now: now)
      longest = max(longest, seconds)
      posts.append(post + Int64(seconds) * 1_000_000_000)
    }
    #expect(refused[0..<6].reduce(0, +) == 5, "seed \(seed)")
    #expect(Array(report.series.offered.prefix(40)) == offered, "seed \(seed)")
    #expect(Array(report.series.limited.prefix(40)) == refused, "seed \(seed)")
    #expect(report.limiter.longestCountdownNanoseconds == Int64(longest) * 1_000_000_000, "seed \(seed)")
    #expect(report.limiter.retriedAfterCountdown == refused.reduce(0, +), "seed \(seed)")
    #expect(report.requests.count(of: .completed) == 15, "seed \(seed)")
  }

  /// When each tab posts for the first time, nanoseconds since the start of the run: the draws of the run.
  private static func firstPosts(_ scenario: Scenario) throws -> [Int64] {
    let plan = try RunPlan(scenario)
    let ramp = Double(scenario.population.ramp.wholeNanoseconds)
    // The draws look into tables that the plan owns.
    return withExtendedLifetime(plan) {
      (0..<UInt32(15)).map { Int64(plan.chance.uniform(.arrival, $0) * ramp) }
    }
  }
}
