// Several replicas of one model: which of them a request goes to, and whether their steps go together.

/// Replicas that share the requests of a model.
///
/// Replicas of their own step on by themselves. Where the experts of a model are spread over its replicas
/// (expert parallelism) each layer of each step waits for all of them: their steps begin and end together,
/// each as long as the slowest, and whoever has nothing to do steps along. A request that comes to such a
/// replica is taken in when the step of the others ends, or the next where steps are made up ahead.
///
/// Source: vLLM 0.19, `DPEngineCoreProc.run_busy_loop` in `v1/engine/core.py`, with its dummy batches.
public struct ReplicaGroup: Sendable {
  /// Whether all replicas step together.
  public let stepsTogether: Bool

  private var engines: [BatchEngine]
  private var chooser: ReplicaChooser
  /// Requests that came to a replica without work while the others were in a step.
  private var arrived: [Arrival] = []

  private struct Arrival: Sendable {
    var engine: Int
    var number: UInt32
    var prompt: Int
    var output: Int
    /// Steps of the others that end before it is taken in.
    var steps: Int
  }

  /// Replicas that have not served anything. Precondition: there is one at least.
  public init(_ settings: BatchSettings, replicas: Int, choice: ReplicaChoice, stepsTogether: Bool = false) {
    precondition(replicas > 0, "there is no replica")
    var settings = settings
    self.stepsTogether = stepsTogether && replicas > 1
    // Alike for one replica is not alike for all.
    if self.stepsTogether { settings.takesEqualStepsAtOnce = false }
    engines = Array(repeating: BatchEngine(settings), count: replicas)
    chooser = ReplicaChooser(choice)
  }

  /// Requests that had to give their memory back, counted each time.
  public var preemptions: Int { engines.reduce(0) { $0 + $1.preemptions } }

  /// When `advance` has something to do, in whole nanoseconds; nil while nothing runs.
  public var nextWake: Int64? {
    stepsTogether ? commonEnd.map { ($0 + 999) / 1_000 } : engines.compactMap(\.nextWake).min()
  }

  /// When the step of all of them ends, in picoseconds.
  private var commonEnd: Int64? { engines.compactMap(\.nextEnd).max() }

  /// Does all that is due until a moment, that moment included, and appends what has come of requests: in
  /// order of time where they step together, and else replica by replica.
  public mutating func advance(to now: Int64, _ outcomes: inout [BatchEngine.Outcome]) {
    guard stepsTogether else {
      for index in engines.indices { engines[index].advance(to: now, &outcomes) }
      return
    }
    while let end = commonEnd, end <= now * 1_000 {
      for index in engines.indices { engines[index].endStep(at: end, &outcomes) }
      takeIn(at: end)
    }
  }

  /// A request comes at a moment, in nanoseconds, and goes to one of the replicas, whose index is returned.
  ///
  /// Preconditions: as `BatchEngine.submit`.
  @discardableResult public mutating func submit(
    _ number: UInt32, prompt: Int, output: Int, now: Int64
  ) -> Int {
    let chosen = chooser.choose(among: engines.count) { index in
      let coming = arrived.count { $0.engine == index }
      return (running: engines[index].running, waiting: engines[index].waitingCount + coming)
    }
    if stepsTogether, engines[chosen].nextEnd == nil, commonEnd != nil {
      // Its next step without work is made up already where that is done ahead, as the next step with work
      // would be.
      let steps = engines[chosen].settings.isAsynchronous ? 2 : 1
      arrived.append(
        Arrival(engine: chosen, number: number, prompt: prompt, output: output, steps: steps))
    } else {
      engines[chosen].submit(number, prompt: prompt, output: output, now: now)
    }
    return chosen
  }

  private mutating func takeIn(at end: Int64) {
    for index in arrived.indices { arrived[index].steps -= 1 }
    while let arrival = arrived.first, arrival.steps == 0 {
      arrived.removeFirst()
      engines[arrival.engine].submit(
        arrival.number, prompt: arrival.prompt, output: arrival.output, now: (end + 999) / 1_000)
    }
  }
}
