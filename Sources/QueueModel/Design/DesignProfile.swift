// The three readings of the design: as its code says, as it was meant, and corrected.

/// Which reading of the design a run shows.
public enum DesignProfile: String, CaseIterable, Hashable, Sendable {
  /// As the code reads: nothing is ever delivered, because types do not fit.
  case literal
  /// As it was meant: types fit, and every other defect is there.
  case intended
  /// What this project recommends, and the default.
  case corrected

  /// The defects of the reading.
  public var faults: DesignFaults {
    switch self {
    case .corrected: []
    case .intended: DesignFaults(DesignFault.allCases.filter { !$0.isOfTypes })
    case .literal: DesignFaults(DesignFault.allCases)
    }
  }
}

extension DesignFault {
  /// True for an error of types, which the reading `intended` takes as mended.
  public var isOfTypes: Bool {
    switch self {
    case .xrangeShape, .callbackShape, .doubleParse, .bypassClient: true
    default: false
    }
  }

  /// What is wrong, in a few words: for lists.
  public var statement: String {
    switch self {
    case .noDrain: "jobs that find the set full are never handed to a worker"
    case .batchGate: "the inserts of an instant come before its counts"
    case .failedNeverRemoved: "only success takes a job out of the set"
    case .lengthMeansEverything: "the length of the set is taken for the number waiting"
    case .priorityUnused: "priorities order nothing"
    case .noCancelServerSide: "a stopped answer is made to its end"
    case .noIdempotencyKey: "a second click is a second job"
    case .ttlLost: "records of finished jobs stay for ever"
    case .pollPerClient: "readers poll every 100 ms"
    case .inclusiveRange: "the last entry is read again at every poll, without a pause"
    case .zombiePollers: "polling goes on when the reader has left"
    case .threeCommandsPerChunk: "each token is written by three commands"
    case .noErrorEvent: "readers are not told of failures"
    case .functionLimit: "responses are cut after 300 s and not resumed"
    case .retryAppends: "a second attempt is written behind the first"
    case .noResume: "nothing is resumed after a reload or a lost connection"
    case .limitBeforeAll: "the rate limit comes before body and role"
    case .ephemeralCache: "the limiter refuses from memory"
    case .analyticsLeak: "each check of the limiter writes a statistic"
    case .roleFromBody: "whoever says so is a teacher"
    case .bypassUncapped: "direct calls keep to no reserve"
    case .statusUnchecked: "refusals are waited for like answers"
    case .degradationAbsent: "nothing degrades"
    case .noHysteresis: "levels are left at once"
    case .cacheUnused: "no route asks the cache"
    case .cacheStampede: "the same question is answered many times at once"
    case .noRetryBudget: "retries have no budget"
    case .xrangeShape: "every reader fails at the first look"
    case .callbackShape: "no answer is ever complete"
    case .doubleParse: "delivered jobs are never removed"
    case .bypassClient: "educators always see an error"
    }
  }

  /// Names of the invariants that the defect is known to break.
  public var brokenInvariants: [String] {
    switch self {
    case .noDrain, .batchGate, .callbackShape: ["I10"]
    case .retryAppends, .inclusiveRange, .functionLimit: ["I6"]
    default: []
    }
  }
}
