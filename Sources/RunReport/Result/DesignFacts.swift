// What a run of the original design found: its defects, and how its queue died.

extension RunReport {
  /// The reading of the original design that was run, and what its defects did.
  public struct DesignFacts: Hashable, Sendable, Codable {
    /// The reading: `literal`, `intended` or `corrected`.
    public var profile: String
    /// Names of the defects that were switched on.
    public var faults: [String]
    /// The sorted set, where a defect concerns it.
    public var sortedSet: SortedSetFacts?
    /// What the same run does with another gate, where this one closed for good.
    public var otherGate: OtherGate?
    /// Reads of streams by readers that poll.
    public var polls = 0
    /// Those of them whose reader had gone.
    public var abandonedPolls = 0
    /// Entries of answers that were read more than once.
    public var entriesReadAgain = 0
    /// Responses that were cut at the longest time of a function.
    public var cutResponses = 0
    /// Whole answers that reached somebody who read them.
    public var answersDelivered = 0

    /// A reading with its defects.
    public init(profile: String, faults: [String]) {
      self.profile = profile
      self.faults = faults
    }
  }

  /// The sorted set of the original design at the end of a run.
  public struct SortedSetFacts: Hashable, Sendable, Codable {
    /// A job is published while the set holds fewer, counted with it; absent where all are.
    public var gate: Int?
    /// Jobs in the set.
    public var members: Int
    /// Those that nobody will publish or take out.
    public var stuck: Int
    /// Jobs that were handed to a worker.
    public var published: Int
    /// Jobs that found the gate closed.
    public var stranded: Int
    /// Number of the last job that was published, in order of admission.
    public var lastPublishedJob: UInt64?
    /// When it was.
    public var lastPublishedNanoseconds: Int64?
    /// When the gate closed for good; absent while it could still open.
    public var closedForGoodNanoseconds: Int64?

    /// The set from its parts.
    public init(
      gate: Int?, members: Int, stuck: Int, published: Int, stranded: Int, lastPublishedJob: UInt64? = nil,
      lastPublishedNanoseconds: Int64? = nil, closedForGoodNanoseconds: Int64? = nil
    ) {
      self.gate = gate
      self.members = members
      self.stuck = stuck
      self.published = published
      self.stranded = stranded
      self.lastPublishedJob = lastPublishedJob
      self.lastPublishedNanoseconds = lastPublishedNanoseconds
      self.closedForGoodNanoseconds = closedForGoodNanoseconds
    }
  }

  /// What a run with another gate found.
  public struct OtherGate: Hashable, Sendable, Codable {
    /// The sorted set of that run.
    public var sortedSet: SortedSetFacts
    /// Its whole answers that reached somebody who read them.
    public var answersDelivered: Int

    /// The findings of a run.
    public init(sortedSet: SortedSetFacts, answersDelivered: Int) {
      self.sortedSet = sortedSet
      self.answersDelivered = answersDelivered
    }
  }
}
