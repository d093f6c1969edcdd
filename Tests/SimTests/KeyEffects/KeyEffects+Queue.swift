// What the keys of the waiting line move: its order, the parameters of each order, and its bounds.

extension KeyEffect {
  static let queue: [KeyEffect] = [
    KeyEffect(
      "system.queue.policy", "strictPriority", "stride", "boundedAging", "deficitRoundRobin",
      "startTimeFairQueuing", "adaptiveLIFO", "deadlineDrop", changes: "queue_wait avg",
      in: .contended),
    KeyEffect(
      "system.queue.levelWorth", "0s", "10m", raises: "queue_wait{role:student} avg", in: .contended,
      with: ["system.queue.policy=stride"]),
    KeyEffect(
      "system.queue.agingInterval", "1s", "10m", raises: "queue_wait{role:student} avg", in: .contended,
      with: ["system.queue.policy=boundedAging"]),
    KeyEffect(
      "system.queue.agingLevels", "0", "9", lowers: "queue_wait{role:student} avg", in: .contended,
      with: ["system.queue={policy: boundedAging, agingInterval: 1s}"]),
    // A visit that pays for many answers lets the noisy go first for long.
    KeyEffect(
      "system.queue.quantum", "100", "100000", raises: "fairness.groups[sender=quiet].queueWait.avg",
      in: .noisy,
      with: ["system.queue={policy: deficitRoundRobin, expectedTokens: 100}"]),
    KeyEffect(
      "system.queue.expectedTokens", "1", "300", changes: "queue_wait avg", in: .noisy,
      with: ["system.queue.policy=deficitRoundRobin"]),
    KeyEffect(
      "system.queue.expectedTokens", "1", "100000", changes: "queue_wait avg", in: .noisy,
      with: ["system.queue.policy=startTimeFairQueuing"]),
    KeyEffect(
      "system.queue.target", "100ms", "20s", lowers: "requests{outcome:expired} count", in: .crowded,
      with: ["system.queue={policy: adaptiveLIFO, interval: 20s}"]),
    KeyEffect(
      "system.queue.interval", "2s", "20s", lowers: "requests{outcome:expired} count", in: .crowded,
      with: ["system.queue.policy=adaptiveLIFO"]),
    KeyEffect(
      "system.queue.maximumWait", "2s", "20s", lowers: "requests{outcome:expired} count", in: .crowded,
      with: ["system.queue.policy=deadlineDrop"]),
    KeyEffect(
      "system.queue.timeToLive", "2s", "20s", lowers: "requests{outcome:expired} count", in: .crowded),
    KeyEffect(
      "system.queue.maximumWaitingPerPerson", "1", "3", lowers: "requests{outcome:capped} count", in: .hasty),
    KeyEffect(
      "system.queue.atMaximumWaiting", "reject", "supersede", lowers: "requests{outcome:capped} count",
      in: .hasty, with: ["system.queue.maximumWaitingPerPerson=1"]),
    KeyEffect(
      "system.queue.maximumRunningPerPerson", "1", "2",
      lowers: "fairness.groups[sender=oneAccount].queueWait.avg", in: .noisy),
  ]
}
