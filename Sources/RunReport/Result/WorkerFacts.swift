// What went wrong with workers, and what the leases did about it.

extension RunReport {
  /// Workers that died, hung or paused. Their jobs went to others when the leases ended (`calls.leasesLost`).
  public struct WorkerFacts: Hashable, Sendable, Codable {
    /// Workers that died in mid-attempt.
    public var crashes = 0
    /// Workers that fell silent for good, their call still open.
    public var hangs = 0
    /// Workers that stopped for longer than their lease.
    public var pauses = 0
    /// Of these, the ones that came back before the run ended.
    public var returns = 0
    /// What they tried to write under the lease they had lost: each was refused, and is a late event.
    public var refusedWrites = 0

    /// Nothing counted yet.
    public init() {}
  }
}
