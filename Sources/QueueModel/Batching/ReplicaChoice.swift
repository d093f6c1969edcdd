// Which of several replicas of a model a request goes to.

/// How a request's replica is chosen.
public enum ReplicaChoice: String, CaseIterable, Hashable, Sendable {
  /// The one with the least to do, where one who waits counts as much as four who run; of equals the next in turn.
  ///
  /// Source: vLLM 0.19, `DPLBAsyncMPClient.get_core_engine_for_request` in `v1/engine/core_client.py`; there the numbers are
  /// up to 100 ms old.
  case leastLoaded
  /// One after the other.
  case roundRobin
}

/// Chooses one of several replicas, request by request.
public struct ReplicaChooser: Hashable, Sendable {
  /// How the choice is made.
  public let choice: ReplicaChoice
  private var next = 0

  /// A chooser that begins with the first replica.
  public init(_ choice: ReplicaChoice) { self.choice = choice }

  /// The replica of the next request. `load` says how many run and how many wait at each of `count` replicas. O(replicas).
  public mutating func choose(
    among count: Int, load: (Int) -> (running: Int, waiting: Int)
  ) -> Int {
    precondition(count > 0, "there is no replica")
    var best = next % count
    if choice == .leastLoaded {
      var least = Int.max
      for offset in 0..<count {
        let index = (next + offset) % count
        let (running, waiting) = load(index)
        let score = 4 * waiting + running
        if score < least { (best, least) = (index, score) }
      }
    }
    next = (best + 1) % count
    return best
  }
}
