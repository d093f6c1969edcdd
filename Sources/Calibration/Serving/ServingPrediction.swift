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
    var replicas = Array(
      repeating: BatchReplica(serving.engine, engines: serving.engines), count: serving.replicas)
    var chooser = ReplicaChooser(serving.choice, count: replicas.count)
    var outcomes: [BatchEngine.Outcome] = []
    func advance(to now: Int64) {
      for index in replicas.indices {
        replicas[index].advance(to: now, &outcomes)
        chooser.setLoad(of: index, to: replicas[index].count)
      }
    }
    for (number, request) in requests.enumerated() {
      advance(to: request.arrivalNanoseconds)
      let chosen = chooser.choose()
      replicas[chosen].submit(
        UInt32(number), prompt: request.promptTokens, output: request.outputTokens,
        now: request.arrivalNanoseconds)
    }
    advance(to: Self.endOfTime)
    preemptions = replicas.reduce(0) { $0 + $1.tally.preemptions }
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
