// Counts of what the parts of the system did: limiter, cache, calls, people, streams, jobs. Numbers only; what
// they mean for the run stands in the parts of the report that have a file of their own.

extension RunReport {
  /// The limiter on one person's requests.
  public struct LimiterFacts: Hashable, Sendable, Codable {
    /// Requests that the limiter was asked about.
    public var checks = 0
    /// Requests that it let pass.
    public var allowed = 0
    /// Requests that it refused.
    public var limited = 0
    /// Refusals that the process's own memory answered without asking Redis.
    public var refusedFromMemory = 0
    /// Refused people who waited for their countdown and asked again.
    public var retriedAfterCountdown = 0
    /// Longest countdown that anybody was told.
    public var longestCountdownNanoseconds: Int64 = 0

    /// Nothing counted yet.
    public init() {}
  }

  /// The response cache.
  public struct CacheFacts: Hashable, Sendable, Codable {
    /// False when the cache was switched off.
    public var isEnabled = true
    /// Questions answered from the cache.
    public var hits = 0
    /// Questions that it did not hold.
    public var misses = 0
    /// Questions that joined an answer being made for somebody else.
    public var joins = 0
    /// Entries at the end of the run.
    public var entries = 0
    /// Entries that went because the cache was full.
    public var evictions = 0
    /// Entries that went because their time was over.
    public var expirations = 0
    /// The look by meaning; absent where there is none.
    public var semantic: SemanticFacts?

    /// Nothing counted yet.
    public init() {}
  }

  /// What a semantic cache was stated to find.
  public struct SemanticFacts: Hashable, Sendable, Codable {
    /// Questions that the exact cache did not hold.
    public var lookups: Int
    /// Questions that were given the answer to a like one; among the cache's hits.
    public var hits: Int
    /// Of these, answers to another question: wrong ones.
    public var falseHits: Int

    /// Facts from their parts.
    public init(lookups: Int, hits: Int, falseHits: Int) {
      self.lookups = lookups
      self.hits = hits
      self.falseHits = falseHits
    }
  }

  /// Calls of the language model, and what went wrong with them.
  public struct CallFacts: Hashable, Sendable, Codable {
    /// Calls begun, retries and educators' direct calls included.
    public var begun = 0
    /// Educators' direct calls among them.
    public var direct = 0
    /// Calls that were a repetition after an error.
    public var retries = 0
    /// Repetitions that the retry budget did not allow.
    public var retriesRefused = 0
    /// Errors before the first token.
    public var errorsBeforeFirstToken = 0
    /// Errors in mid-answer.
    public var errorsMidAnswer = 0
    /// Calls refused for one of the provider's limits (429).
    public var refusedByProvider = 0
    /// Calls that never answered and were given up.
    public var hung = 0
    /// Calls that stopped in mid-answer and were given up.
    public var stalled = 0
    /// Jobs taken back from a worker that was not heard of any more.
    public var leasesLost = 0
    /// Tokens of prompts sent, cached ones included.
    public var tokensIn = 0
    /// Tokens of prompts that the provider had in its own cache.
    public var tokensInCached = 0
    /// Tokens of answers received.
    public var tokensOut = 0

    /// Nothing counted yet.
    public init() {}
  }

  /// What people did besides asking.
  public struct PeopleFacts: Hashable, Sendable, Codable {
    /// People who asked at least once.
    public var active = 0
    /// Conversations begun.
    public var conversations = 0
    /// Pages reloaded in mid-answer.
    public var refreshes = 0
    /// Answers read on after a dropped connection or a rotation.
    public var resumes = 0
    /// Answers stopped on purpose.
    public var cancels = 0
    /// Times that somebody's patience ended before the first token.
    public var giveUps = 0
    /// Pages closed without cancelling: the answer was made for nobody.
    public var closedTabs = 0
    /// Questions sent again, by people who gave up or do not wait.
    public var resends = 0
    /// Sends that were posted twice with the same key.
    public var doubleClicks = 0
    /// People refused at level busy who accepted to be told by email.
    public var emailOffersAccepted = 0
    /// Questions brought forward by a bell.
    public var askedAtBell = 0
    /// Of these, questions that a teacher had set; absent where no teacher sets any.
    public var askedForClass: Int?

    /// Nothing counted yet.
    public init() {}
  }

  /// Answer streams, and what Redis was asked for them and for everything else.
  public struct StreamFacts: Hashable, Sendable, Codable {
    /// Streams opened by readers.
    public var opened = 0
    /// Entries written.
    public var entries = 0
    /// Heartbeats sent to readers.
    public var heartbeats = 0
    /// Responses ended with a hint to resume.
    public var rotations = 0
    /// Answers begun anew after part of them had been read.
    public var resets = 0
    /// Redis commands of the whole run, those after its end that a time to live stands for included.
    public var redisCommands = 0
    /// Most streams open at one moment.
    public var mostOpen = 0

    /// Nothing counted yet.
    public init() {}
  }

  /// Jobs by the state they ended in, and what the transition table refused.
  public struct JobFacts: Hashable, Sendable, Codable {
    /// Jobs admitted.
    public var admitted = 0
    /// Jobs by terminal state.
    public var ended: [NamedCount] = []
    /// Jobs that had not ended when the run did.
    public var live = 0
    /// Transitions that the table does not allow: refused and counted.
    public var refusedTransitions = 0
    /// Events for jobs that had already ended.
    public var lateEvents = 0
    /// Jobs set aside behind an email offer.
    public var parked = 0
    /// Cancelled jobs whose place a newer one of the same person took; absent where none ever does.
    public var superseded: Int?

    /// Nothing counted yet.
    public init() {}
  }
}
