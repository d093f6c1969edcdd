// From the keys of `system.queue` to the policy that they describe, and what each policy's parameters are when the
// scenario leaves them out.

public import QueueModel

extension Queue {
  /// Values of the parameters that a scenario leaves out.
  enum PolicyDefaults {
    static let levelWorth = Duration.seconds(60)
    static let agingInterval = Duration.seconds(60)
    static let agingLevels = 5
    static let quantum = 300
    static let expectedTokens = 300
    static let target = Duration.seconds(2)
    static let interval = Duration.seconds(30)
    static let maximumWait = Duration.seconds(60)
  }

  /// An empty line of the policy that the scenario chose, under the cap on running jobs if there is one.
  public func makePolicy() -> any DispatchPolicy {
    maximumRunningPerPerson == 0
      ? uncapped() : RunningCap(uncapped(), most: maximumRunningPerPerson)
  }

  private func uncapped() -> any DispatchPolicy {
    typealias Default = PolicyDefaults
    let tokens = expectedTokens ?? Default.expectedTokens
    return switch policy {
    case .strictPriority: StrictPriority()
    case .stride: StridePriority(levelWorth: levelWorth ?? Default.levelWorth)
    case .boundedAging:
      BoundedAging(
        interval: agingInterval ?? Default.agingInterval, levels: agingLevels ?? Default.agingLevels)
    case .deficitRoundRobin:
      DeficitRoundRobin(quantum: quantum ?? Default.quantum, expectedTokens: tokens)
    case .startTimeFairQueuing: StartTimeFairQueuing(expectedTokens: tokens)
    case .adaptiveLIFO:
      AdaptiveLIFO(target: target ?? Default.target, interval: interval ?? Default.interval)
    case .deadlineDrop: DeadlineDrop(maximumWait: maximumWait ?? Default.maximumWait)
    }
  }

  /// The policies that have the parameter of this key; empty for keys that are no policy's.
  static func policies(with key: String) -> [Policy] {
    switch key {
    case "levelWorth": [.stride]
    case "agingInterval", "agingLevels": [.boundedAging]
    case "quantum": [.deficitRoundRobin]
    case "expectedTokens": [.deficitRoundRobin, .startTimeFairQueuing]
    case "target", "interval": [.adaptiveLIFO]
    case "maximumWait": [.deadlineDrop]
    default: []
    }
  }

  /// The same queue under another policy, with the parameters of that policy only.
  public func withPolicy(_ policy: Policy) -> Queue {
    var queue = self
    queue.policy = policy
    if policy != .stride { queue.levelWorth = nil }
    if policy != .boundedAging {
      queue.agingInterval = nil
      queue.agingLevels = nil
    }
    if policy != .deficitRoundRobin {
      queue.quantum = nil
      if policy != .startTimeFairQueuing { queue.expectedTokens = nil }
    }
    if policy != .adaptiveLIFO {
      queue.target = nil
      queue.interval = nil
    }
    if policy != .deadlineDrop { queue.maximumWait = nil }
    return queue
  }
}
