// Noisy people in a scenario, and the variants of it that a comparison of policies runs.

import Testing

@testable import Scenario

@Suite struct NoisyTests {
  private static let text = """
    behaviour:
      noisy:
        share: 2%
        requestsPerMinute: 30
        spreadShare: 25%
        accounts: 5
    system:
      queue:
        policy: deadlineDrop
        maximumWait: 20s
        maximumRunningPerPerson: 3
    thresholds:
      failed: rate<1%

    """

  @Test func isRead() throws {
    let noisy = try read(Self.text).behaviour.noisy
    #expect(noisy.share == 0.02 && noisy.requestsPerMinute == 30)
    #expect(noisy.spreadShare == 0.25 && noisy.accounts == 5)
    #expect(try read("seed: 1\n").behaviour.noisy.share == 0)
  }

  @Test func openArrivalsHaveNone() throws {
    let found = errors("arrivals: {poisson: {rate: 1/s}}\nbehaviour:\n  noisy:\n    share: 1%\n")
    let error = try #require(found.first)
    #expect(found.count == 1 && error.line == 4 && error.column == 12)
    #expect(error.message == "open arrivals have no noisy people: whoever comes asks once")
  }

  @Test func aLevelThatNoQuietCrowdReachesIsNotCalledUnreachable() throws {
    let few = "population: {people: 100}\nsystem: {degradation: {hidden: 500}}\n"
    #expect(try !read(few).notes().isEmpty)
    #expect(try read(few + "behaviour: {noisy: {share: 1%}}\n").notes().isEmpty)
  }

  @Test func eachPolicyAndEachCapIsAVariantForEachCrowd() throws {
    let variants = try read(Self.text).policyVariants()
    let names =
      Queue.Policy.allCases.map(\.rawValue) + [
        "strictPriority, 1 running", "strictPriority, 1 running, 1 waiting (reject)",
        "strictPriority, 1 running, 1 waiting (supersede)",
      ]
    #expect(variants.map(\.name) == names + names + names)
    #expect(variants.map(\.scenario.behaviour.noisy.spreadShare).filter { $0 == 0 }.count == names.count)
    #expect(variants.allSatisfy { $0.scenario.thresholds.isEmpty })
    for variant in variants {
      let queue = variant.scenario.system.queue
      // Parameters stay with their policy, and the scenario's own caps do not.
      #expect((queue.maximumWait == .seconds(20)) == (queue.policy == .deadlineDrop))
      #expect(queue.maximumRunningPerPerson == (variant.name.contains("1 running") ? 1 : 0))
      #expect(queue.maximumWaitingPerPerson == (variant.name.contains("1 waiting") ? 1 : 0))
    }
    // With all on one account there is nothing between the two.
    let one = try read(Self.text, set: ["behaviour.noisy.spreadShare=0%"]).policyVariants()
    #expect(one.map(\.name) == names + names)
  }
}
