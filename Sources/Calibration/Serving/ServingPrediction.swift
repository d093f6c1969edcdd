// A recorded run served anew by the batch engine: the same requests at the same moments.

import QueueModel
public import Scenario

/// What replicas that serve by continuous batching make of given requests.
public struct ServingPrediction: Hashable, Sendable {
  /// The requests, with the times at which their tokens come in the model.
  public private(set) var requests: [ServedRequest]
  /// Requests that had to give their memory back, counted each time.
  public private(set) var preemptions = 0

  /// The run of `requests`, which are in the order in which they come, on `serving`.
  ///
  /// Precondition: each asks for a token at least, and the memory can hold it. O(n log n) in requests and
  /// prompts' pieces.
  public init(of requests: [ServedRequest], by serving: BatchServing) {
    self.requests = requests
    var group = ReplicaGroup(
      serving.engine, replicas: serving.replicas, choice: serving.choice, stepsTogether: serving.stepsTogether
    )
    var outcomes: [BatchEngine.Outcome] = []
    for (number, request) in requests.enumerated() {
      group.advance(to: request.arrivalNanoseconds, &outcomes)
      group.submit(
        UInt32(number), prompt: request.promptTokens, output: request.outputTokens,
        now: request.arrivalNanoseconds)
    }
    group.advance(to: Self.endOfTime, &outcomes)
    preemptions = group.preemptions
    for outcome in outcomes {
      switch outcome.event {
      case .firstToken: self.requests[Int(outcome.request)].firstTokenNanoseconds = outcome.at
      case .lastToken: self.requests[Int(outcome.request)].lastTokenNanoseconds = outcome.at
      }
    }
  }

  /// Later than anything, and still a number of picoseconds: 106 days.
  private static let endOfTime = Int64.max / 1_000
}
