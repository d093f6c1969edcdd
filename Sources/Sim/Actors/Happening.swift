// The kinds of events of a run, and who each is for.

/// What an event of the run is.
enum Happening: UInt8, EventKind, CaseIterable {
  /// The timer of an asker.
  case asker
  /// The second click of a double click.
  case secondClick
  /// Those who wait are looked at: whose patience ends soon?
  case look
  /// The next arrival from outside.
  case arrival
  /// The pending event of a model call.
  case call
  /// A worker dies, or its lease ends.
  case worker
  /// The delay before the next attempt of a job is over.
  case retryDue
  /// The dwell of a degradation level may be over.
  case dwell
  /// A worker that had stopped goes on.
  case workerReturn
  /// A copy of a delivery comes, or flow control lets further ones start.
  case delivery
  /// The provider's condition changes.
  case weather
  /// A job that has entered the sorted set of the original design is counted.
  case count
  /// Ten seconds have passed: the series get another point.
  case tick
  /// Only while Redis is short: it has answered a command of a request at the door.
  case doorAnswer
  /// Only while Redis is short: readers see the first entry of an answer.
  case entrySeen
  /// Event by event only: a reader of the original design asks for news.
  case poll
  /// A step of a replica ends that something may come of.
  case step
  /// Whoever has waited longest for a first token of a replica gives the call up.
  case firstTokenDue
  /// Event by event only: a token of an answer comes.
  case token
  /// Event by event only: an entry is as old as it may become.
  case entryDue
  /// Event by event only: a worker shows that it lives.
  case workerHeartbeat
  /// Event by event only: a connection is kept alive.
  case readerHeartbeat
  /// Event by event only: a response is ended and resumed.
  case rotation

  /// The name under which a report counts it.
  var name: String {
    switch self {
    case .asker: "person"
    case .secondClick: "second click"
    case .look: "look at those who wait"
    case .arrival: "arrival"
    case .call: "model call"
    case .worker: "worker"
    case .workerReturn: "worker returns"
    case .delivery: "delivery"
    case .retryDue: "retry due"
    case .dwell: "dwell"
    case .weather: "provider condition"
    case .count: "count of the set"
    case .tick: "tick"
    case .doorAnswer: "answer to the door"
    case .entrySeen: "first entry seen"
    case .poll: "poll"
    case .step: "step of a replica"
    case .firstTokenDue: "first token due"
    case .token: "token"
    case .entryDue: "entry due"
    case .workerHeartbeat: "worker heartbeat"
    case .readerHeartbeat: "reader heartbeat"
    case .rotation: "rotation"
    }
  }
}

extension SimulationKernel {
  /// Schedules what happens to `index` at `time` nanoseconds since the start of the run.
  @inline(__always) @discardableResult
  func schedule(_ happening: Happening, _ index: UInt32, at time: Int64) -> EventHandle {
    schedule(at: time, happening, index)
  }

  /// Takes back an event that has not happened yet.
  @inline(__always) func cancel(_ handle: EventHandle) {
    var handle = handle
    let wasPending = cancel(&handle)
    assert(wasPending, "a timer that had fired was cancelled")
  }
}
