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

  private var engines: [BatchEngine]
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
    self.engines = Array(repeating: engine, count: engines)
    chooser = ReplicaChooser(.leastLoaded, count: engines)
  }

  /// What its engines have done.
  public var tally: BatchTally { engines.reduce(BatchTally()) { $0 + $1.tally } }

  /// Whether a request of this size can ever be served.
  public func canHold(prompt: Int, output: Int) -> Bool {
    engines[0].settings.canHold(prompt: prompt, output: output)
  }

  /// Does all that is due until a moment, that moment included, and appends what has come of requests.
  public mutating func advance(to now: Int64, _ outcomes: inout [BatchEngine.Outcome]) {
    if !stepsTogether {
      engines[0].advance(to: now, &outcomes)
    } else {
      while let end = commonEnd, end <= now * 1_000 {
        for index in engines.indices { engines[index].endStep(at: end, &outcomes) }
        if engines.allSatisfy({ $0.count == 0 }) { for index in engines.indices { engines[index].halt() } }
      }
    }
    note()
  }

  /// When the step of all of them ends, in picoseconds.
  private var commonEnd: Int64? {
    var last: Int64?
    for index in engines.indices {
      if let end = engines[index].nextEnd { last = max(last ?? end, end) }
    }
    return last
  }

  /// Takes down what others ask often.
  private mutating func note() {
    guard stepsTogether else {
      count = engines[0].count
      nextWake = engines[0].nextWake
      return
    }
    count = engines.reduce(0) { $0 + $1.count }
    nextWake = commonEnd.map { ($0 + 999) / 1_000 }
    for index in engines.indices { chooser.setLoad(of: index, to: engines[index].count) }
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
    let request = engines[chosen].submit(
      number, prompt: prompt, output: output, cached: cached, now: now)
    if stepsTogether, wasIdle {
      for index in engines.indices where index != chosen { engines[index].stepAlong(from: now) }
    }
    note()
    return Handle(engine: Int32(chosen), request: request)
  }

  /// Whoever asked has gone: the request gets no further token, and nothing more is said of it.
  public mutating func cancel(_ handle: Handle, now: Int64) {
    engines[Int(handle.engine)].cancel(handle.request, now: now)
    note()
  }

  /// Tokens of an answer that have come by now; none of a request that is over. Precondition: everything due is done.
  public func tokens(of handle: Handle, now: Int64) -> Int {
    engines[Int(handle.engine)].tokens(of: handle.request, now: now)
  }

  /// Steps that begin from now on take another time: a slow minute, or its end.
  public mutating func change(_ time: StepTime, now: Int64) {
    for index in engines.indices { engines[index].change(time, now: now) }
    note()
  }

  /// Calls `body` with the number of each request of which the next outcome may be. Mutating only so that nothing is copied.
  @inline(__always) public mutating func forEachExpected(_ body: (UInt32) -> Void) {
    for index in engines.indices { engines[index].forEachExpected(body) }
  }
}
