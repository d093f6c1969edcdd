// How a job is named inside one process: a place in a table and how often that place was reused.

/// Names a job in a ``JobQueue``.
///
/// A handle stays valid until the job is released; afterwards its place may belong to another job, and every
/// call with the old handle is refused and counted as a late event.
public struct JobHandle: Hashable, Sendable, BitwiseCopyable {
  /// The place in the queue's table.
  public var index: UInt32
  /// How many jobs held this place before.
  public var generation: UInt32

  /// Names the `generation`-th job at place `index`.
  @inlinable public init(index: UInt32, generation: UInt32) {
    self.index = index
    self.generation = generation
  }
}

/// Proof that a worker still holds the lease of a job: each dispatch issues a larger one, and a call with an
/// older one is refused (a fencing token).
public struct LeaseToken: Hashable, Sendable, BitwiseCopyable {
  /// Larger than that of every earlier dispatch; 0 is no lease.
  public var value: UInt64

  /// The lease of that number.
  @inlinable public init(value: UInt64) { self.value = value }
}
