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

  private subscript(index: Int) -> BatchEngine {
    _read { if index == 0 { yield first } else { yield others[index - 1] } }
    _modify { if index == 0 { yield &first } else { yield &others[index - 1] } }
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
        for index in indices { self[index].endStep(at: end, &outcomes) }
        if indices.allSatisfy({ self[$0].count == 0 }) { for index in indices { self[index].halt() } }
      }
    }
    note()
  }

  /// When the step of all of them ends, in picoseconds.
  private var commonEnd: Int64? {
    var last: Int64?
    for index in indices {
      if let end = self[index].nextEnd { last = max(last ?? end, end) }
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
    for index in indices { chooser.setLoad(of: index, to: self[index].count) }
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
    let request = self[chosen].submit(
      number, prompt: prompt, output: output, cached: cached, now: now)
    if stepsTogether, wasIdle {
      for index in indices where index != chosen { self[index].stepAlong(from: now) }
    }
    note()
    return Handle(engine: Int32(chosen), request: request)
  }

  /// Whoever asked has gone: the request gets no further token, and nothing more is said of it.
  public mutating func cancel(_ handle: Handle, now: Int64) {
    self[Int(handle.engine)].cancel(handle.request, now: now)
    note()
  }

  /// Tokens of an answer that have come by now; none of a request that is over. Precondition: everything due is done.
  public func tokens(of handle: Handle, now: Int64) -> Int {
    self[Int(handle.engine)].tokens(of: handle.request, now: now)
  }

  /// Steps that begin from now on take another time: a slow minute, or its end.
  public mutating func change(_ time: StepTime, now: Int64) {
    for index in indices { self[index].change(time, now: now) }
    note()
  }

  /// The number of the request of which the next outcome of the first engine may be: all that a look ahead is worth. Mutating only
  /// so that nothing is copied.
  @inline(__always) public mutating func nextExpected() -> UInt32? { first.nextExpected() }
}
