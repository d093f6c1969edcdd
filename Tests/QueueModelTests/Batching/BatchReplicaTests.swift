// Several engines by example: each a replica by itself, and in step with each other.

import Testing

@testable import QueueModel

@Suite struct BatchReplicaTests {
  /// A millisecond a step, and one for each hundred tokens of a prompt.
  private func settings(asynchronous: Bool = false) -> BatchSettings {
    var settings = BatchSettings(
      stepTime: StepTime(base: 1_000_000_000, perSequence: 0, perPrefillToken: 10_000_000))
    settings.isAsynchronous = asynchronous
    return settings
  }

  /// When requests of (moment in milliseconds, prompt, output) get their first and last tokens, in milliseconds.
  private func run(
    _ replica: BatchReplica, _ requests: [(at: Int64, prompt: Int, output: Int)]
  ) -> [[Int64]] {
    var replica = replica
    var outcomes: [BatchEngine.Outcome] = []
    for (number, request) in requests.enumerated() {
      replica.advance(to: request.at * 1_000_000, &outcomes)
      let handle = replica.submit(
        UInt32(number), prompt: request.prompt, output: request.output, now: request.at * 1_000_000)
      #expect(replica.tokens(of: handle, now: request.at * 1_000_000) == 0)
    }
    while let wake = replica.nextWake { replica.advance(to: wake, &outcomes) }
    #expect(replica.count == 0)
    var times = requests.map { _ in [Int64]() }
    for outcome in outcomes { times[Int(outcome.request)].append(outcome.at / 1_000_000) }
    return times
  }

  @Test func enginesInStepWaitForTheSlowest() {
    // The second is taken in when the first step ends, and its prompt makes the step of both of them 2 ms.
    #expect(run(BatchReplica(settings(), engines: 2), [(0, 300, 3), (1, 100, 2)]) == [[4, 7], [6, 7]])
    // One engine reads both prompts in one step, 1 + 1 ms, in which the first gets its second token, too.
    #expect(run(BatchReplica(settings()), [(0, 300, 3), (1, 100, 2)]) == [[4, 7], [6, 7]])
  }

  @Test func aheadOfTimeARequestIsTakenInAStepLater() {
    // As at an engine that is busy: the step that follows is made up already.
    #expect(
      run(BatchReplica(settings(asynchronous: true), engines: 2), [(0, 300, 4), (1, 100, 2)])
        == [[4, 8], [7, 8]])
  }

  @Test func whoComesToEnginesWithoutWorkIsServedAtOnce() {
    let replica = BatchReplica(settings(), engines: 2)
    #expect(run(replica, [(0, 100, 1), (10, 100, 2)]) == [[2, 2], [12, 13]])
    #expect(replica.tally.steps == 0)
  }

  @Test func theFewestGetTheNext() {
    // Four requests on two engines that may run one each: two at a time. When the second comes its engine has begun to step along.
    var narrow = settings()
    narrow.sequences = 1
    #expect(
      run(BatchReplica(narrow, engines: 2), [(0, 1, 10), (0, 1, 10), (0, 1, 10), (0, 1, 10)]).map(\.last)
        == [10, 11, 20, 21])
  }

  @Test func whoHasGoneLeavesEnginesThatStopAndBeginAgain() {
    var replica = BatchReplica(settings(asynchronous: true), engines: 3)
    var outcomes: [BatchEngine.Outcome] = []
    var tokens: [Int] = []
    for round in 0..<100 {
      let now = Int64(round) * 100_000_000
      replica.advance(to: now, &outcomes)
      let first = replica.submit(0, prompt: 10, output: 1, now: now)
      let second = replica.submit(1, prompt: 10, output: 5, now: now)
      replica.cancel(first, now: now)
      replica.advance(to: now + 4_500_000, &outcomes)
      tokens.append(replica.tokens(of: second, now: now + 4_500_000))
      replica.cancel(second, now: now + 4_500_000)
      #expect(replica.count == 0)
    }
    while let wake = replica.nextWake { replica.advance(to: wake, &outcomes) }
    #expect(outcomes.allSatisfy { $0.request == 1 && $0.event == .firstToken })
    #expect(outcomes.count == 100)
    #expect(tokens == Array(repeating: tokens[0], count: 100) && tokens[0] > 0)
  }
}
