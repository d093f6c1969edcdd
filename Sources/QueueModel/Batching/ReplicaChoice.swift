// Which of several replicas of a model a request goes to.

/// How a request's replica is chosen.
public enum ReplicaChoice: String, CaseIterable, Hashable, Sendable {
  /// The one at which the fewest run or wait; of equals the first. vLLM 0.19 counts one that waits as four that run, from
  /// numbers that are up to 100 ms old (`DPLBAsyncMPClient.get_core_engine_for_request` in `v1/engine/core_client.py`).
  case leastLoaded
  /// One after the other.
  case roundRobin
}

/// Chooses one of several replicas, request by request.
public struct ReplicaChooser: Hashable, Sendable {
  /// How the choice is made.
  public let choice: ReplicaChoice
  /// Replicas.
  public let count: Int
  private var next = 0
  /// A tournament: the loads from `width` on, and in each place below it the replica that wins against its neighbour.
  private var loads: [Int]
  private var winners: [Int32]
  private let width: Int

  /// A chooser among `count` replicas that have nothing to do. Precondition: `count` is at least 1.
  public init(_ choice: ReplicaChoice, count: Int) {
    precondition(count > 0, "there is no replica")
    self.choice = choice
    self.count = count
    var width = 1
    while width < count { width *= 2 }
    self.width = width
    loads = (0..<width).map { $0 < count ? 0 : .max }
    winners = Array(repeating: 0, count: 2 * width)
    for replica in 0..<width { winners[width + replica] = Int32(replica) }
    for place in stride(from: width - 1, to: 0, by: -1) { winners[place] = winner(at: place) }
  }

  private func winner(at place: Int) -> Int32 {
    let (left, right) = (winners[2 * place], winners[2 * place + 1])
    return loads[Int(right)] < loads[Int(left)] ? right : left
  }

  /// Says how many run or wait at a replica. O(log replicas).
  public mutating func setLoad(of replica: Int, to load: Int) {
    guard choice == .leastLoaded, loads[replica] != load else { return }
    loads[replica] = load
    var place = (width + replica) / 2
    while place > 0 {
      winners[place] = winner(at: place)
      place /= 2
    }
  }

  /// The replica of the next request. O(1).
  public mutating func choose() -> Int {
    guard choice == .roundRobin else { return Int(winners[1]) }
    defer { next = (next + 1) % count }
    return next
  }
}
