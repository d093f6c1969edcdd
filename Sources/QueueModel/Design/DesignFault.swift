// The defects of the original design, by name. Each is a switch: the rule that it bends asks for it where the rule
// lives, and docs/design-faults.md says what each does and how much.

/// A defect of the design as it was written that a run can show.
public enum DesignFault: String, CaseIterable, Hashable, Sendable {
  // The waiting line.

  /// A job is handed to a worker only if fewer jobs than the gate stand in the sorted set when it has entered it;
  /// nobody ever hands over the others.
  case noDrain
  /// Requests of one instant share an instance that sends all its inserts before any of its counts.
  case batchGate
  /// Only success takes a job out of the sorted set: what fails, expires or is cancelled stays in it for ever.
  case failedNeverRemoved
  /// Every rule takes the number of jobs in the sorted set for the number that wait.
  case lengthMeansEverything
  /// Nobody reads the order of the set: jobs are taken in the order of their coming, whatever their priority.
  case priorityUnused
  /// A stopped answer is only stopped on the screen: the job goes on and is paid for.
  case noCancelServerSide
  /// A second click is a second job: requests carry no key that tells repetitions.
  case noIdempotencyKey
  /// Records of finished jobs lose their time to live and stay for ever.
  case ttlLost

  // Answers and those who read them.

  /// Readers ask for news every 100 ms instead of being told.
  case pollPerClient
  /// A reader asks from the last entry on, which is therefore always found again: no pause, and each poll sends
  /// the last entry once more.
  case inclusiveRange
  /// Who polls is not told that its reader has left, and polls until the function is cut.
  case zombiePollers
  /// Each token is an entry of its own, written by three commands.
  case threeCommandsPerChunk
  /// The failure of a job is written nowhere: its readers wait on.
  case noErrorEvent
  /// A response is cut after the longest time of a function, and nobody resumes it: what has come so far is taken
  /// for the answer.
  case functionLimit
  /// After an error the next attempt writes behind what the last one had written.
  case retryAppends
  /// Nothing is resumed after a reload or a lost connection.
  case noResume

  // The door.

  /// The rate limit is judged first: before the body is looked at, and for educators too.
  case limitBeforeAll
  /// A process refuses whom it has refused once until the window ends, without asking.
  case ephemeralCache
  /// Each check of the limiter writes one more command for statistics that nobody reads.
  case analyticsLeak
  /// The role is read from the request, so whoever calls himself a teacher is one.
  case roleFromBody
  /// Educators' direct calls keep to no reserve.
  case bypassUncapped
  /// A refusal that is not 429 is taken for an answer to come, and waited for.
  case statusUnchecked
  /// Nothing of what is to happen in a long line happens.
  case degradationAbsent
  /// Levels are left as soon as the line is below their threshold.
  case noHysteresis

  // What answers cost.

  /// No route asks the response cache.
  case cacheUnused
  /// The same question is answered as often as it is asked before its first answer is stored.
  case cacheStampede
  /// Nothing bounds how many attempts are repeated.
  case noRetryBudget

  // Errors of types, which stop the program as it is written.

  /// What is read of a stream is taken for a list, which it is not: every reader fails at the first look.
  case xrangeShape
  /// What the queue service calls back with is not what the handler looks for: no answer is ever complete.
  case callbackShape
  /// What is read from Redis is decoded twice, which fails: the answer is delivered and its job never removed.
  case doubleParse
  /// The direct answer is a stream and is read as one document: educators always see an error.
  case bypassClient
}

/// A set of defects.
public struct DesignFaults: OptionSet, Hashable, Sendable, BitwiseCopyable {
  /// A bit for each defect, in the order they are listed.
  public let rawValue: UInt64

  /// The set of these bits.
  @inlinable public init(rawValue: UInt64) { self.rawValue = rawValue }

  /// One defect alone.
  public init(_ fault: DesignFault) { rawValue = 1 << UInt64(Self.place(fault)) }

  /// All of a list.
  public init(_ faults: some Sequence<DesignFault>) {
    self = faults.reduce(into: []) { $0.formUnion(DesignFaults($1)) }
  }

  /// Whether a defect is switched on.
  public func contains(_ fault: DesignFault) -> Bool { contains(DesignFaults(fault)) }

  /// The defects of the set, in the order they are listed.
  public var faults: [DesignFault] { DesignFault.allCases.filter { contains($0) } }

  private static func place(_ fault: DesignFault) -> Int {
    DesignFault.allCases.firstIndex(of: fault) ?? 0
  }
}
