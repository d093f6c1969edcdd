// What actors see of the kernel: the clock and the event list. The loop that drives them is in `EventLoop.swift`.

/// The clock and the event list of one simulation, shared by its actors.
///
/// A value of two words that each actor keeps in a `let`. Every use must come from the event loop; debug builds
/// check it at each call.
///
/// It is `@unchecked Sendable`, and its state lies behind a pointer, because all actors of the simulation share
/// it: they run on one executor, so no two can use it at once, and a lock or an actor hop at each event would cost
/// more than the event. The executor frees the state, and every kernel value keeps the executor alive.
@usableFromInline
package struct SimulationKernel: @unchecked Sendable {
  /// The executor of every actor of the simulation.
  @usableFromInline package let executor: SimulationExecutor
  @usableFromInline let state: UnsafeMutablePointer<KernelState>

  /// A kernel at time 0 with nothing scheduled.
  ///
  /// - Parameter bucketWidthNanoseconds: see `EventList.init`; nil lets the list fit itself.
  package init(bucketWidthNanoseconds: Int64? = nil) {
    executor = SimulationExecutor(bucketWidthNanoseconds: bucketWidthNanoseconds)
    state = executor.state
  }

  /// Nanoseconds since the start of the run.
  @inlinable @inline(__always)
  package var now: Int64 {
    executor.checkIsolatedInDebug()
    return state.pointee.events.now
  }

  /// Schedules an event for `time` nanoseconds since the start of the run.
  ///
  /// Events of one moment happen in the order in which they were scheduled. O(1) amortised.
  ///
  /// - Precondition: `time` is not earlier than `now` nor later than `KernelLimits.latestNanoseconds`; `index` is
  ///   below `KernelLimits.indices`.
  @inlinable @inline(__always)
  @discardableResult
  package func schedule<Kind: EventKind>(at time: Int64, _ kind: Kind, _ index: UInt32) -> EventHandle {
    executor.checkIsolatedInDebug()
    return state.pointee.events.push(at: time, payload: Event.payload(kind: kind.rawValue, index: index))
  }

  /// Schedules an event `delay` nanoseconds from now. Precondition: as for `schedule(at:_:_:)`, `delay` ≥ 0.
  @inlinable @inline(__always)
  @discardableResult
  package func schedule<Kind: EventKind>(after delay: Int64, _ kind: Kind, _ index: UInt32) -> EventHandle {
    executor.checkIsolatedInDebug()
    let time = state.pointee.events.now &+ delay
    return state.pointee.events.push(at: time, payload: Event.payload(kind: kind.rawValue, index: index))
  }

  /// Cancels an event and sets its handle to `none`; returns whether the event was pending.
  /// O(1) amortised; see `EventList.cancel`.
  @discardableResult
  package func cancel(_ handle: inout EventHandle) -> Bool {
    executor.checkIsolatedInDebug()
    return state.pointee.events.cancel(&handle)
  }

  /// Whether an event has yet to happen.
  package func isPending(_ handle: EventHandle) -> Bool {
    executor.checkIsolatedInDebug()
    return state.pointee.events.isPending(handle)
  }

  /// Number of pending events.
  package var pendingCount: Int {
    executor.checkIsolatedInDebug()
    return state.pointee.events.count
  }

  /// Number of events handled since the start.
  package var eventCount: Int {
    executor.checkIsolatedInDebug()
    return state.pointee.eventCount
  }

  /// Ends the run after the event that is being handled, with the outcome `stopped`.
  package func stop() {
    executor.checkIsolatedInDebug()
    state.pointee.limit = -1
  }

  /// Asks the loop to end soon, with the outcome `stopped`. The only call that may come from any thread.
  package func requestStop() { executor.requestStop() }

  /// Has the records that events of a kind point at by index fetched into the cache before their events happen.
  ///
  /// Call it when the records have reached their number, and again when they have grown: growing moves them.
  package func prefetch<Kind: EventKind, Record>(_ records: borrowing GrowingRecords<Record>, for kind: Kind)
  {
    executor.checkIsolatedInDebug()
    state.pointee.events.setPrefetchTarget(
      kind: kind.rawValue, base: UnsafeRawPointer(records.header.pointee.base),
      stride: MemoryLayout<Record>.stride)
  }
}

/// What a kernel keeps in memory.
@usableFromInline
struct KernelState: ~Copyable {
  @usableFromInline var events: EventList
  @usableFromInline var eventCount = 0
  /// Events after this moment wait for another run; -1 ends the run at once.
  @usableFromInline var limit: Int64 = .max
  @usableFromInline var hasStarted = false

  init(bucketWidthNanoseconds: Int64?) { events = EventList(bucketWidthNanoseconds: bucketWidthNanoseconds) }
}
