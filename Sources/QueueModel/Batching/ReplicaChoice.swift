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
  /// A tournament: from `width` on the load of each replica with its number in the lowest bits, and in each place below it
  /// the lesser of the two above. Numbers alone decide, since which of two wins cannot be foreseen.
  private var places: [Int]
  private let width: Int

  /// A chooser among `count` replicas that have nothing to do. Precondition: `count` is at least 1.
  public init(_ choice: ReplicaChoice, count: Int) {
    precondition(count > 0, "there is no replica")
    self.choice = choice
    self.count = count
    var width = 1
    while width < count { width *= 2 }
    self.width = width
    places = Array(repeating: .max, count: 2 * width)
    places.replaceSubrange(width..<(width + count), with: 0..<count)
    for place in stride(from: width - 1, to: 0, by: -1) {
      places[place] = min(places[2 * place], places[2 * place + 1])
    }
  }

  /// Says how many run or wait at a replica. O(log replicas).
  public mutating func setLoad(of replica: Int, to load: Int) {
    guard choice == .leastLoaded else { return }
    var place = width + replica
    var least = load * width + replica
    guard places[place] != least else { return }
    places[place] = least
    while place > 1 {
      least = min(least, places[place ^ 1])
      place /= 2
      places[place] = least
    }
  }

  /// The replica of the next request. O(1).
  public mutating func choose() -> Int {
    guard choice == .roundRobin else { return places[1] & (width - 1) }
    defer { next = (next + 1) % count }
    return next
  }
}
