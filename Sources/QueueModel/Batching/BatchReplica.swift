// One replica of a model: an engine, or several that step together.

/// A replica, to whoever sends it requests.
///
/// A replica of one engine steps on by itself. Where the experts of a model are spread over several engines (expert parallelism)
/// each layer of each step waits for all of them: their steps begin and end together, each as long as the slowest, and whoever
/// has nothing to do steps along.
///
/// Source: vLLM 0.19, `DPEngineCoreProc.run_busy_loop` in `v1/engine/core.py`, with its dummy batches.
public struct BatchReplica: Sendable {
  /// A request, as long as it is not over.
  public struct Handle: Hashable, Sendable, BitwiseCopyable {
    var engine: Int32
    var request: BatchedRequests.Handle

    /// A handle of no request.
    public static var none: Handle { Handle(engine: -1, request: .none) }
  }

  /// Of most replicas the only engine: it lies where the replica does.
  private var first: BatchEngine
  private var others: [BatchEngine]
  private var chooser: ReplicaChooser
  private let stepsTogether: Bool
  /// Requests that run or wait.
  public private(set) var count = 0
  /// No outcome comes before this moment, in whole nanoseconds; nil while nothing runs.
  public private(set) var nextWake: Int64?

  /// A replica of so many engines that has not served anything. Precondition: there is one at least.
  public init(_ settings: BatchSettings, engines: Int = 1) {
    var settings = settings
    stepsTogether = engines > 1
    // Alike for one engine is not alike for all.
    if stepsTogether { settings.takesEqualStepsAtOnce = false }
    var engine = BatchEngine(settings)
    engine.stepsAlong = stepsTogether
    first = engine
    others = Array(repeating: engine, count: engines - 1)
    chooser = ReplicaChooser(.leastLoaded, count: engines)
  }

  private var indices: Range<Int> { 0..<(others.count + 1) }

  /// Does something with an engine. Inlined: an accessor that yields would allocate.
  @inline(__always) private mutating func change<Result>(
    _ index: Int, _ body: (inout BatchEngine) -> Result
  ) -> Result {
    index == 0 ? body(&first) : body(&others[index - 1])
  }

  /// What its engines have done.
  public var tally: BatchTally { others.reduce(first.tally) { $0 + $1.tally } }

  /// Whether a request of this size can ever be served.
  public func canHold(prompt: Int, output: Int) -> Bool {
    first.settings.canHold(prompt: prompt, output: output)
  }

  /// Does all that is due until a moment, that moment included, and appends what has come of requests.
  public mutating func advance(to now: Int64, _ outcomes: inout [BatchEngine.Outcome]) {
    if !stepsTogether {
      first.advance(to: now, &outcomes)
    } else {
      while let end = commonEnd, end <= now * 1_000 {
        for index in indices { change(index) { $0.endStep(at: end, &outcomes) } }
        if first.count == 0, others.allSatisfy({ $0.count == 0 }) {
          for index in indices { change(index) { $0.halt() } }
        }
      }
    }
    note()
  }

  /// When the step of all of them ends, in picoseconds.
  private var commonEnd: Int64? {
    var last = first.nextEnd
    for index in others.indices {
      if let end = others[index].nextEnd { last = max(last ?? end, end) }
    }
    return last
  }

  /// Takes down what others ask often.
  private mutating func note() {
    guard stepsTogether else {
      count = first.count
      nextWake = first.nextWake
      return
    }
    count = others.reduce(first.count) { $0 + $1.count }
    nextWake = commonEnd.map { ($0 + 999) / 1_000 }
    chooser.setLoad(of: 0, to: first.count)
    for index in others.indices { chooser.setLoad(of: index + 1, to: others[index].count) }
  }

  /// A request comes at a moment, in nanoseconds. `number` is what it is called in outcomes; `cached` are the tokens at the
  /// beginning of its prompt that have been computed for others.
  ///
  /// Preconditions: everything due before is done (`advance`), the settings can hold it, and it asks for a token at least.
  @discardableResult public mutating func submit(
    _ number: UInt32, prompt: Int, output: Int, cached: Int = 0, now: Int64
  ) -> Handle {
    let chosen = chooser.choose()
    let wasIdle = nextWake == nil
    let request = change(chosen) {
      $0.submit(number, prompt: prompt, output: output, cached: cached, now: now)
    }
    if stepsTogether, wasIdle {
      for index in indices where index != chosen { change(index) { $0.stepAlong(from: now) } }
    }
    note()
    return Handle(engine: Int32(chosen), request: request)
  }

  /// Whoever asked has gone: the request gets no further token, and nothing more is said of it.
  public mutating func cancel(_ handle: Handle, now: Int64) {
    change(Int(handle.engine)) { $0.cancel(handle.request, now: now) }
    note()
  }

  /// Tokens of an answer that have come by now; none of a request that is over. Precondition: everything due is done.
  public func tokens(of handle: Handle, now: Int64) -> Int {
    handle.engine == 0
      ? first.tokens(of: handle.request, now: now)
      : others[Int(handle.engine) - 1].tokens(of: handle.request, now: now)
  }

  /// Steps that begin from now on take another time: a slow minute, or its end.
  public mutating func change(_ time: StepTime, now: Int64) {
    for index in indices { change(index) { $0.change(time, now: now) } }
    note()
  }

  /// The number of the request of which the next outcome of the first engine may be: all that a look ahead is worth. Mutating only
  /// so that nothing is copied.
  @inline(__always) public mutating func nextExpected() -> UInt32? { first.nextExpected() }
}
