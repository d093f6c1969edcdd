// Several replicas by example: each by itself, and in step with each other.

import Testing

@testable import QueueModel

@Suite struct ReplicaGroupTests {
  /// A millisecond a step, and one for each hundred tokens of a prompt.
  private func group(together: Bool, asynchronous: Bool = false) -> ReplicaGroup {
    var settings = BatchSettings(
      stepTime: StepTime(base: 1_000_000_000, perSequence: 0, perPrefillToken: 10_000_000))
    settings.isAsynchronous = asynchronous
    return ReplicaGroup(settings, replicas: 2, choice: .roundRobin, stepsTogether: together)
  }

  /// When requests of (moment in milliseconds, prompt, output) get their first and last tokens, in
  /// milliseconds.
  private func run(_ group: ReplicaGroup, _ requests: [(at: Int64, prompt: Int, output: Int)]) -> [[Int64]] {
    var group = group
    var outcomes: [BatchEngine.Outcome] = []
    var times = requests.map { _ in [Int64]() }
    for (number, request) in requests.enumerated() {
      group.advance(to: request.at * 1_000_000, &outcomes)
      let index = group.submit(
        UInt32(number), prompt: request.prompt, output: request.output, now: request.at * 1_000_000)
      #expect(index == number % 2)
    }
    while let wake = group.nextWake { group.advance(to: wake, &outcomes) }
    for outcome in outcomes { times[Int(outcome.request)].append(outcome.at / 1_000_000) }
    return times
  }

  @Test func replicasOfTheirOwnGoOnByThemselves() {
    // 1 + 3 ms for the first, then a millisecond a token; the other has read its prompt after 1 + 1 ms.
    #expect(run(group(together: false), [(0, 300, 3), (1, 100, 2)]) == [[4, 6], [3, 4]])
  }

  @Test func replicasInStepWaitForTheSlowest() {
    // The second is taken in when the first step ends, and its prompt makes the step of both of them 2 ms.
    #expect(run(group(together: true), [(0, 300, 3), (1, 100, 2)]) == [[4, 7], [6, 7]])
  }

  @Test func aheadOfTimeARequestIsTakenInAStepLater() {
    // As at a replica that is busy: the step that follows is made up already.
    #expect(
      run(group(together: true, asynchronous: true), [(0, 300, 4), (1, 100, 2)]) == [[4, 8], [7, 8]])
  }

  @Test func whoComesToReplicasWithoutWorkIsServedAtOnce() {
    #expect(run(group(together: true), [(0, 100, 1), (10, 100, 2)]) == [[2, 2], [12, 13]])
  }

  @Test func oneReplicaIsOneEngine() {
    let settings = BatchSettings(stepTime: StepTime(base: 1_000_000_000, perSequence: 0, perPrefillToken: 0))
    var group = ReplicaGroup(settings, replicas: 1, choice: .leastLoaded, stepsTogether: true)
    #expect(!group.stepsTogether)
    #expect(group.submit(0, prompt: 1, output: 1, now: 0) == 0)
    var outcomes: [BatchEngine.Outcome] = []
    group.advance(to: 1_000_000, &outcomes)
    #expect(outcomes.map(\.event) == [.firstToken, .lastToken])
    #expect(group.preemptions == 0)
  }
}
