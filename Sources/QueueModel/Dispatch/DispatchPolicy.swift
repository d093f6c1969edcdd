// Which waiting job is next: the protocol that every policy conforms to.

/// A job in the waiting line, with what a policy may order it by.
public struct WaitingJob: Hashable, Sendable {
  /// The job in its queue.
  public var handle: JobHandle
  /// Priority, 1 (first) to 10.
  public var priority: UInt8
  /// The person it belongs to.
  public var owner: UInt32
  /// When it entered the queue for the first time; kept over retries, so that a retry keeps its place.
  public var createdMilliseconds: Int64
  /// Order of admission; breaks every tie.
  public var sequence: UInt64

  /// A waiting job from its parts.
  @inlinable public init(
    handle: JobHandle, priority: UInt8, owner: UInt32, createdMilliseconds: Int64, sequence: UInt64
  ) {
    self.handle = handle
    self.priority = priority
    self.owner = owner
    self.createdMilliseconds = createdMilliseconds
    self.sequence = sequence
  }
}

/// The order in which waiting jobs are dispatched.
///
/// A policy holds the waiting jobs. It is told of every job that enters or leaves, and names the next one. It
/// must be deterministic: ties are broken by `sequence`, never by hash order. Every call is O(log n) or better.
public protocol DispatchPolicy: Sendable {
  /// Jobs waiting.
  var count: Int { get }

  /// Adds a job.
  mutating func insert(_ job: WaitingJob, now: Instant)

  /// Removes and returns the next job; nil when none waits.
  mutating func popNext(now: Instant) -> WaitingJob?

  /// Removes a job that will not be dispatched (cancelled, expired); false when it is not waiting here.
  mutating func remove(_ handle: JobHandle) -> Bool

  /// The next job without removing it.
  func peekNext(now: Instant) -> WaitingJob?
}
