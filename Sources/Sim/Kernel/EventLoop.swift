// The event loop: takes the earliest event, moves the clock to it, hands it to the dispatcher, and again.

/// Knows which actor handles which kind of event. A simulation supplies one; it is a struct of its actors.
///
/// ```swift
/// struct Dispatcher: EventDispatcher {
///   let users: Users, servers: Servers
///   func handle(_ kind: Happening, _ index: UInt32) {
///     switch kind {
///     case .thinkEnded: send(to: users, index) { $0.thinkEnded($1) }
///     case .serviceEnded: send(to: servers, index) { $0.serviceEnded($1) }
///     }
///   }
/// }
/// ```
@usableFromInline
package protocol EventDispatcher: Sendable {
  associatedtype Kind: EventKind

  /// Called once on the event loop, before the first event: the actors schedule what starts the simulation.
  func start()

  /// Hands an event that happens now to its actor.
  func handle(_ kind: Kind, _ index: UInt32)

  /// Called a few events before an event happens, if it is known by then: the place to fetch what it will touch
  /// into the cache. It must change nothing, and the event may yet be cancelled.
  func prepare(_ kind: Kind, _ index: UInt32)

  /// Called after each event; the place for invariants in debug builds.
  func didHandle(_ kind: Kind, _ index: UInt32)
}

extension EventDispatcher {
  @inlinable package func start() {}
  @inlinable @inline(__always) package func prepare(_ kind: Kind, _ index: UInt32) {}
  @inlinable @inline(__always) package func didHandle(_ kind: Kind, _ index: UInt32) {}
}

/// How far a run has come.
@usableFromInline
package struct RunProgress: Sendable {
  /// Nanoseconds since the start of the run.
  @usableFromInline package let now: Int64
  /// Events handled since the start.
  @usableFromInline package let eventCount: Int
  /// Events pending.
  @usableFromInline package let pendingCount: Int

  @usableFromInline init(now: Int64, eventCount: Int, pendingCount: Int) {
    self.now = now
    self.eventCount = eventCount
    self.pendingCount = pendingCount
  }
}

/// Why and where the loop came to rest.
@usableFromInline
package struct RunOutcome: Sendable, Equatable {
  @usableFromInline package enum Reason: Sendable, Equatable {
    /// No event is left.
    case drained
    /// The next event lies after the limit; the clock stands at the limit.
    case reachedLimit
    /// An actor or another thread asked for the end.
    case stopped
  }

  @usableFromInline package let reason: Reason
  /// Nanoseconds since the start of the run.
  @usableFromInline package let now: Int64
  /// Events handled since the start, earlier runs of the same kernel included.
  @usableFromInline package let eventCount: Int
}

extension SimulationKernel {
  /// Runs the event loop as one job on the executor until nothing is left, `limit` is passed, or it is stopped.
  ///
  /// The life of a run: `start()` of the dispatcher at the first run, then events in order; every `interval`
  /// events the loop looks whether a stop was requested and reports its progress. It may be run again, with a later
  /// limit, from where it stands.
  ///
  /// - Parameters:
  ///   - dispatcher: knows the actors.
  ///   - limit: the last nanosecond since the start whose events happen.
  ///   - interval: events between two looks.
  ///   - progress: called on the loop's thread.
  @inlinable
  package func run<Dispatcher: EventDispatcher>(
    _ dispatcher: Dispatcher,
    until limit: Int64 = .max,
    lookingEvery interval: Int = 16_384,
    progress: (@Sendable (RunProgress) -> Void)? = nil
  ) async -> RunOutcome {
    await EventLoop(kernel: self).run(dispatcher, until: limit, lookingEvery: interval, progress: progress)
  }
}

/// The actor whose one job is the loop.
@usableFromInline
actor EventLoop: SimulationActor {
  @usableFromInline nonisolated let kernel: SimulationKernel

  @usableFromInline init(kernel: SimulationKernel) { self.kernel = kernel }

  @inlinable
  func run<Dispatcher: EventDispatcher>(
    _ dispatcher: Dispatcher, until limit: Int64, lookingEvery interval: Int,
    progress: (@Sendable (RunProgress) -> Void)?
  ) -> RunOutcome {
    precondition(interval > 0, "the loop must look around at least every event, not every \(interval)")
    let state = kernel.state
    state.pointee.limit = limit
    if !state.pointee.hasStarted {
      state.pointee.hasStarted = true
      dispatcher.start()
    }
    while !kernel.executor.isStopRequested {
      let handled = Self.handleEvents(of: dispatcher, state, upTo: interval)
      if handled < interval { break }
      progress?(
        RunProgress(
          now: state.pointee.events.now, eventCount: state.pointee.eventCount,
          pendingCount: state.pointee.events.count))
    }
    return outcome(limit)
  }

  /// Handles up to `most` events; returns how many it handled, fewer when none is left within the limit.
  @inlinable
  static func handleEvents<Dispatcher: EventDispatcher>(
    of dispatcher: Dispatcher, _ state: UnsafeMutablePointer<KernelState>, upTo most: Int
  ) -> Int {
    var handled = 0
    while handled < most {
      let inOrder = state.pointee.events.bottomCount
      guard let event = state.pointee.events.popMin(notAfter: state.pointee.limit) else { break }
      guard let kind = Dispatcher.Kind(rawValue: event.rawKind) else {
        preconditionFailure("an event of kind \(event.rawKind) is unknown to its dispatcher")
      }
      state.pointee.events.forEachNearing(since: inOrder) { ahead in
        if let kind = Dispatcher.Kind(rawValue: ahead.rawKind) { dispatcher.prepare(kind, ahead.index) }
      }
      handled &+= 1
      state.pointee.eventCount &+= 1
      dispatcher.handle(kind, event.index)
      dispatcher.didHandle(kind, event.index)
    }
    return handled
  }

  @usableFromInline
  func outcome(_ limit: Int64) -> RunOutcome {
    let state = kernel.state
    let reason: RunOutcome.Reason
    if kernel.executor.isStopRequested || state.pointee.limit < 0 {
      reason = .stopped
    } else if state.pointee.events.isEmpty {
      reason = .drained
    } else {
      reason = .reachedLimit
      state.pointee.events.advanceClock(to: limit)
    }
    return RunOutcome(
      reason: reason, now: state.pointee.events.now, eventCount: state.pointee.eventCount)
  }
}
