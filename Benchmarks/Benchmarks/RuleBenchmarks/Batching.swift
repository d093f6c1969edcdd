// A replica that serves by continuous batching, some sixty answers at a time: in each operation one request comes, some ten
// steps pass, and as many answers end as came.

import QueueModel

/// Steps of replicas, and the choice among them.
enum BatchingRules {
  /// Adds the benchmarks; each sum is of the answers that ended, of replicas that were chosen, or of steps.
  static func register() {
    rule("batching-batchEngine", BusyReplica<Plentiful>.self, sum: 999)
    rule("batching-batchEngine-memory", BusyReplica<Limited>.self, sum: 999)
    rule("batching-batchReplica-together", BusyReplica<Together>.self, sum: 1_002)
    rule("batching-replicaChoice", ChosenReplicas.self, sum: 99_828)
    rule("batching-stepTime", EqualSteps.self, sum: 500_000)
  }
}

/// What a replica is told.
private protocol ReplicaKind {
  static var engines: Int { get }
  static var blocks: Int? { get }
}

private enum Plentiful: ReplicaKind {
  static var engines: Int { 1 }
  static var blocks: Int? { nil }
}

/// Memory for some of the answers: now and then one begins anew.
private enum Limited: ReplicaKind {
  static var engines: Int { 1 }
  static var blocks: Int? { 1_200 }
}

private enum Together: ReplicaKind {
  static var engines: Int { 2 }
  static var blocks: Int? { nil }
}

/// A request every 200 ms, each for 200 to 400 tokens.
private struct BusyReplica<Kind: ReplicaKind>: RuleWorkload {
  var replica: BatchReplica
  var outcomes: [BatchEngine.Outcome] = []

  init() {
    var settings = BatchSettings(
      stepTime: StepTime(
        base: 10_000_000_000, perSequence: 100_000_000, perPrefillToken: 10_000_000, perContextToken: 10_000))
    settings.blocks = Kind.blocks
    replica = BatchReplica(settings, engines: Kind.engines)
  }

  mutating func operate(_ turn: Int) -> Int {
    let now = 200_000_000 * Int64(turn)
    outcomes.removeAll(keepingCapacity: true)
    replica.advance(to: now, &outcomes)
    replica.submit(
      UInt32(truncatingIfNeeded: turn), prompt: 100 + draw(turn, below: 400),
      output: 200 + draw(turn ^ 0x5555, below: 200), now: now)
    return outcomes.reduce(0) { $0 + ($1.event == .lastToken ? 1 : 0) }
  }
}

/// Two hundred replicas, of which the one with the fewest calls gets the next.
private struct ChosenReplicas: RuleWorkload {
  var chooser = ReplicaChooser(.leastLoaded, count: 200)
  var loads = Array(repeating: 0, count: 200)

  mutating func operate(_ turn: Int) -> Int {
    let chosen = chooser.choose()
    loads[chosen] += 1
    chooser.setLoad(of: chosen, to: loads[chosen])
    let ended = draw(turn, below: 200)
    if loads[ended] > 0 {
      loads[ended] -= 1
      chooser.setLoad(of: ended, to: loads[ended])
    }
    return chosen
  }
}

/// A thousand steps and their time, and how many there are in half of it.
private struct EqualSteps: RuleWorkload {
  let time = StepTime(base: 10_000_000_000, perSequence: 100_000_000, perPrefillToken: 0)

  mutating func operate(_ turn: Int) -> Int {
    let whole = time.duration(decoding: 1 + turn % 7, context: 1_000 + turn, steps: 1_000)
    return Int(whole / 2 / time.duration(decoding: 1 + turn % 7, context: 1_000 + turn, prefill: 0))
  }
}
