// The sorted set of the original design: who stands in it, and what its length decides. The corrected queue has no
// need of it.

/// The members of the design's sorted set, and the gate that its length is.
///
/// A job enters the set, then the set is counted: below `gate` the job is published, else it is stranded, because
/// nobody publishes it later. What never leaves the set narrows the gate for all who follow: once one less than the
/// gate can never leave, no job is ever published again, whatever the load.
public struct SortedSet: Hashable, Sendable {
  /// Jobs are published while the set, counted with them, holds fewer; nil when all are.
  public let gate: Int?
  /// Jobs in the set.
  public private(set) var members = 0
  /// Members that nobody will publish or take out.
  public private(set) var stuck = 0
  /// Jobs handed to workers.
  public private(set) var published = 0
  /// Jobs that found the gate closed.
  public private(set) var stranded = 0
  /// The last job that was handed to a worker.
  public private(set) var lastPublished: Publication?
  /// When the gate closed for good; nil while it can still open.
  public private(set) var closedForGoodAt: Instant?

  /// A job that was handed to a worker.
  public struct Publication: Hashable, Sendable {
    /// Its number in order of admission.
    public var job: UInt64
    /// When.
    public var at: Instant
  }

  /// An empty set.
  public init(gate: Int?) { self.gate = gate }

  /// A job enters.
  mutating func insert() { members += 1 }

  /// Whether the job that is counted now is published.
  var isOpen: Bool { gate.map { members < $0 } ?? true }

  /// A job is handed to a worker.
  mutating func publish(_ job: UInt64, now: Instant) {
    published += 1
    lastPublished = Publication(job: job, at: now)
  }

  /// A job has found the gate closed.
  mutating func strand(now: Instant) {
    stranded += 1
    stick(now: now)
  }

  /// A member will never be taken out.
  mutating func stick(now: Instant) {
    stuck += 1
    if let gate, stuck >= gate - 1, closedForGoodAt == nil { closedForGoodAt = now }
  }

  /// A member is taken out; `wasStuck` when nobody was to do so.
  mutating func remove(wasStuck: Bool) {
    members -= 1
    guard wasStuck else { return }
    stuck -= 1
    if let gate, stuck < gate - 1 { closedForGoodAt = nil }
  }
}
