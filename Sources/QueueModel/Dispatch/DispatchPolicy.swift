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
/// must be deterministic: ties are broken by `sequence`, never by hash order. Every call is O(log n) or better,
/// amortised, but for ``peekNext(now:)``, which is a look from outside.
///
/// The first five requirements are all that a policy needs. The others have defaults that do nothing, and are
/// called only where ``contract`` asks for it.
public protocol DispatchPolicy: Sendable {
  /// Jobs waiting.
  var count: Int { get }

  /// Adds a job.
  mutating func insert(_ job: WaitingJob, now: Instant)

  /// Removes and returns the next job; nil when none may be dispatched.
  mutating func popNext(now: Instant) -> WaitingJob?

  /// Removes a job that will not be dispatched (cancelled, expired); false when it is not waiting here.
  mutating func remove(_ handle: JobHandle) -> Bool

  /// The next job without removing it.
  func peekNext(now: Instant) -> WaitingJob?

  /// What the policy promises of its order, and what it wants to be told. Read once, when a queue is made.
  var contract: DispatchContract { get }

  /// Removes and returns a job that is to be dropped instead of dispatched; nil when none is. Asked before each
  /// ``popNext(now:)`` until it says nil.
  mutating func popOverdue(now: Instant) -> WaitingJob?

  /// What ``popNext(now:)`` once returned is over: an attempt of this owner's has ended after `tokens` of an answer.
  /// nil where nobody knows how many they were. Each job that was popped is settled once.
  mutating func settle(_ owner: UInt32, tokens: Int?, now: Instant)
}

extension DispatchPolicy {
  /// Promises nothing and wants to be told nothing.
  public var contract: DispatchContract { DispatchContract() }

  /// Drops nothing.
  public mutating func popOverdue(now: Instant) -> WaitingJob? { nil }

  /// Keeps no account.
  public mutating func settle(_ owner: UInt32, tokens: Int?, now: Instant) {}
}

/// What a policy promises, and which calls it wants.
public struct DispatchContract: Hashable, Sendable {
  /// An order that a queue can hold a policy to without asking it.
  public enum Order: Hashable, Sendable {
    /// No job is dispatched while one of a lower score waits; score = priority · `levelMilliseconds` + milliseconds of
    /// creation, ties by sequence. So within a priority jobs are first dispatched in the order of admission.
    case byScore(levelMilliseconds: Int64)
    /// Within a priority jobs are first dispatched in the order of admission.
    case withinPriority
    /// Neither.
    case own
  }

  /// The order that is kept.
  public var order: Order
  /// True when ``DispatchPolicy/popOverdue(now:)`` is to be asked.
  public var dropsOverdue: Bool
  /// True when ``DispatchPolicy/settle(_:tokens:now:)`` is to be called.
  public var settles: Bool

  /// A contract; without arguments, one that says nothing.
  public init(order: Order = .own, dropsOverdue: Bool = false, settles: Bool = false) {
    self.order = order
    self.dropsOverdue = dropsOverdue
    self.settles = settles
  }

  /// True when jobs of one priority are first dispatched in the order of admission.
  public var keepsOrderOfAdmission: Bool { order != .own }
}
