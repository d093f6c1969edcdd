// What the one who asked for runs and the runs themselves tell each other across threads: stop, and how far.

public import Sim
internal import Synchronization

/// Stops runs, and knows how far they have come. May be used from any thread.
public final class RunControl: Sendable {
  /// How far several runs have come.
  public struct Progress: Hashable, Sendable {
    /// Runs that are over.
    public var finished = 0
    /// Runs that are to be.
    public var planned = 1
    /// What these runs are for, where they are not the replications themselves.
    public var purpose: String?
    /// Runs under way together, in runs: three halves is 1.5.
    public var underWay = 0.0

    /// So far.
    public init(finished: Int = 0, planned: Int = 1, purpose: String? = nil, underWay: Double = 0) {
      self.finished = finished
      self.planned = planned
      self.purpose = purpose
      self.underWay = underWay
    }
  }

  private struct State {
    var isStopRequested = false
    var running: [Int: SimulationStop] = [:]
    var shares: [Int: Double] = [:]
    var progress = Progress()
    /// Of the run that has told last.
    var last: SimulationProgress?
  }

  private let state = Mutex(State())

  /// Controls runs that have not begun.
  public init() {}

  /// Asks all runs, those that have not begun included, to end soon.
  public func requestStop() {
    let running = state.withLock { state in
      state.isStopRequested = true
      return Array(state.running.values)
    }
    for stop in running { stop.requestStop() }
  }

  /// Whether anybody asked for the end.
  public var isStopRequested: Bool { state.withLock { $0.isStopRequested } }

  /// How far the runs have come.
  public var progress: Progress {
    state.withLock { state in
      var progress = state.progress
      progress.underWay = state.shares.values.sorted().reduce(0, +)
      return progress
    }
  }

  /// What the run that has told last said of itself; nil as long as none has.
  public var last: SimulationProgress? { state.withLock { $0.last } }

  // MARK: For those who run

  /// From here on it is about `planned` runs for `purpose`, of which `finished` are over.
  func begin(planned: Int, finished: Int = 0, purpose: String? = nil) {
    state.withLock { state in
      state.progress = Progress(finished: finished, planned: planned, purpose: purpose)
      state.shares = [:]
    }
  }

  /// Run `number` begins: it is stopped with the others.
  func began(_ number: Int, _ stop: SimulationStop) {
    let isStopRequested = state.withLock { state in
      state.running[number] = stop
      return state.isStopRequested
    }
    if isStopRequested { stop.requestStop() }
  }

  /// Run `number` has come so far of a run of `duration`.
  func note(_ number: Int, _ now: SimulationProgress, of duration: Duration) {
    state.withLock { state in
      state.last = now
      state.shares[number] = min(1, now.simulated / duration)
    }
  }

  /// Run `number` is over.
  func ended(_ number: Int) {
    state.withLock { state in
      state.running[number] = nil
      state.shares[number] = nil
      state.progress.finished += 1
    }
  }
}
