// The same scenario under every policy, and with its noisy people on one account or on several: what a comparison runs.

/// One run of a comparison of policies.
public struct PolicyVariant: Sendable {
  /// How noisy people are spread over accounts.
  public enum Crowd: String, CaseIterable, Hashable, Sendable, Codable {
    /// As the scenario says.
    case asGiven
    /// Each has one account.
    case oneAccount
    /// Each has several.
    case severalAccounts
  }

  /// How noisy people are spread over accounts.
  public var crowd: Crowd
  /// The policy and its caps, for a table.
  public var name: String
  /// What is run.
  public var scenario: Scenario
}

extension Scenario {
  /// This scenario under each policy without caps, with the parameters that it gives the policy, then under strict
  /// priority with a cap of one running job, and of one running and one waiting; all that for each crowd. Thresholds are
  /// left out.
  ///
  /// The people are the same in all variants of a crowd, and so is whoever is noisy in all of them.
  public func policyVariants() -> [PolicyVariant] {
    let isMixed = behaviour.noisy.spreadShare > 0 && behaviour.noisy.spreadShare < 1
    return PolicyVariant.Crowd.allCases.filter { $0 != .asGiven || isMixed }.flatMap { crowd in
      var scenario = self
      scenario.thresholds = []
      switch crowd {
      case .asGiven: break
      case .oneAccount: scenario.behaviour.noisy.spreadShare = 0
      case .severalAccounts: scenario.behaviour.noisy.spreadShare = 1
      }
      return scenario.underEachPolicy().map { PolicyVariant(crowd: crowd, name: $0, scenario: $1) }
    }
  }

  private func underEachPolicy() -> [(String, Scenario)] {
    var bare = self
    bare.system.queue.maximumWaitingPerPerson = 0
    bare.system.queue.atMaximumWaiting = .reject
    bare.system.queue.maximumRunningPerPerson = 0
    var variants = Queue.Policy.allCases.map { policy in
      var scenario = bare
      scenario.system.queue = bare.system.queue.withPolicy(policy)
      return (policy.rawValue, scenario)
    }
    bare.system.queue = bare.system.queue.withPolicy(.strictPriority)
    bare.system.queue.maximumRunningPerPerson = 1
    variants.append(("strictPriority, 1 running", bare))
    for rule in Queue.AtMaximumWaiting.allCases {
      bare.system.queue.maximumWaitingPerPerson = 1
      bare.system.queue.atMaximumWaiting = rule
      variants.append(("strictPriority, 1 running, 1 waiting (\(rule.rawValue))", bare))
    }
    return variants
  }
}
