// Who asks, when they come, and how they behave.

public import QueueModel

/// The people of a run.
public struct Population: Hashable, Sendable {
  /// How many people there are in a closed population. Ignored by open arrivals.
  public var people = 1000
  /// Time over which people come, evenly. Each stays to the end of the run.
  public var ramp: Duration = .zero
  /// Share of the people who come together at the start instead.
  public var synchronisedShare = 0.0
  /// Time within which those come, evenly.
  public var synchronisedWithin: Duration = .seconds(60)
  /// Parts of the people with the same role and rights; their shares sum to 1.
  public var cohorts: [Cohort] = [Cohort(role: .student, share: 1)]

  /// A population with the defaults above.
  public init() {}
}

/// A part of the people with the same role and rights.
public struct Cohort: Hashable, Sendable {
  /// Who they are.
  public var role: Role
  /// Share of all people; the shares of a scenario sum to 1.
  public var share: Double
  /// Priority in the queue, 1 (first) to 10.
  public var priority: Int
  /// True when this cohort calls the model directly instead of queueing. Educators only.
  public var bypass: Bool

  /// A cohort; priority and bypass follow from the role where they are not given.
  public init(role: Role, share: Double, priority: Int? = nil, bypass: Bool? = nil) {
    self.role = role
    self.share = share
    self.priority = priority ?? (role.isEducator ? 1 : 10)
    self.bypass = bypass ?? role.isEducator
  }
}

/// How requests come to be.
public struct Arrivals: Hashable, Sendable {
  /// The kinds of arrivals.
  public enum Kind: Hashable, Sendable {
    /// The people of `population` ask, wait, read and ask again.
    case closed
    /// Each arrival is a person who asks one question and leaves: a Poisson process of `rate` per second.
    case poisson(rate: Double)
    /// As `poisson`, with independent gaps of this distribution.
    case renewal(gap: Distribution)
    /// As `poisson`, with a rate that is linear between the points of the curve.
    case curve([RatePoint])
    /// The requests of a file, each at its own time; they are in ``Scenario/trace`` once the file has been read.
    case trace(TraceFile)
  }

  /// The kind of arrivals.
  public var kind: Kind = .closed

  /// Closed arrivals.
  public init() {}
}

/// A point of a rate curve.
public struct RatePoint: Hashable, Sendable {
  /// Time since the start of the run.
  public var at: Duration
  /// Arrivals per second.
  public var rate: Double

  /// A rate at a time.
  public init(at: Duration, rate: Double) {
    self.at = at
    self.rate = rate
  }
}

/// What people do. All shares are probabilities between 0 and 1.
public struct Behaviour: Hashable, Sendable {
  /// From one send to the next of the same person; never before the previous answer ended or was given up.
  public var gap: Distribution = .table("ragpulse-gap")
  /// From the end of an answer, or from giving it up, to the next send of the same person; takes the place of `gap`.
  /// Nil where `gap` says when people ask.
  public var think: Distribution?
  /// Questions in one conversation, drawn for each conversation.
  public var turns: Distribution = .table("ragpulse-turns")
  /// How long a person waits for the first token before giving up.
  public var patience: Distribution = .lognormal(median: 60, sigma: 0.6, shift: 5)
  /// Share of those who give up that send the same question again, at once.
  public var resendShare = 0.3
  /// Share of those who give up that close the page without cancelling: the answer is still made, for nobody.
  public var closeTabShare = 0.5
  /// Share of answers that their reader stops on purpose, at an evenly drawn point of the answer.
  public var cancelShare = 0.01
  /// Share of answers in whose middle the reader reloads the page: the answer is replayed from its beginning.
  public var refreshShare = 0.02
  /// Share of answers in whose middle the connection drops: the reader resumes after the last entry received.
  public var dropShare = 0.01
  /// From a reload or drop to the next read.
  public var reconnectDelay: Distribution = .lognormal(median: 1.5, sigma: 0.5, shift: 0.2)
  /// Share of people refused at level busy who accept to be told by email.
  public var emailShare = 0.3
  /// Share of people refused by the limiter or at level busy who send the question again after the countdown; the
  /// others drop it.
  public var comeBackShare = 1.0
  /// Share of requests with a body that is refused (400 or 413, evenly).
  public var malformedShare = 0.0
  /// Share of requests whose sign-in has lapsed (401).
  public var signedOutShare = 0.0
  /// People who do not wait.
  public var hasty = Hasty()
  /// People who send at a pace, whatever they are answered.
  public var noisy = Noisy()
  /// Moments at which a class is told to ask, in order.
  public var bells: [Bell] = []

  /// Behaviour with the defaults above.
  public init() {}
}

/// People who do not wait: several tabs, double clicks, resends.
public struct Hasty: Hashable, Sendable {
  /// Share of the people who are hasty.
  public var share = 0.0
  /// Tabs that a hasty person asks in, each on its own; the limiter counts them together.
  public var tabs = 3
  /// Their gaps are the others' times this.
  public var gapFactor = 0.25
  /// Share of their sends that are posted twice within 300 ms, with the same idempotency key.
  public var doubleClickShare = 0.1
  /// When nothing has been read after this time, they send the question again, under a new key.
  public var resendAfter: Distribution = .lognormal(median: 8, sigma: 0.4, shift: 0)

  /// Hasty people with the defaults above.
  public init() {}
}

/// People who send at a pace and read nothing on the way: scripts, shared accounts, somebody with a grudge. Students,
/// and none of them is hasty.
public struct Noisy: Hashable, Sendable {
  /// Share of the people who are noisy.
  public var share = 0.0
  /// Requests a minute of each of their accounts, evenly spaced, whether answered or not.
  public var requestsPerMinute = 10
  /// Share of the noisy people who spread over several accounts instead of using one.
  public var spreadShare = 0.0
  /// Accounts of each who does. The limiter and the queue take them for as many people.
  public var accounts = 10

  /// Noisy people with the defaults above.
  public init() {}
}

/// A moment at which a class is told to ask.
public struct Bell: Hashable, Sendable {
  /// Time since the start of the run.
  public var at: Duration
  /// Share of the people who then ask.
  public var share: Double
  /// Time within which they do, evenly.
  public var within: Duration
  /// The question that their teachers set; nil when everybody asks something of their own.
  public var classQuestion: ClassQuestion?

  /// A bell at a time.
  public init(at: Duration, share: Double, within: Duration, classQuestion: ClassQuestion? = nil) {
    self.at = at
    self.share = share
    self.within = within
    self.classQuestion = classQuestion
  }
}

/// A question that a teacher sets: a class types the same words at once, as the first of a conversation.
public struct ClassQuestion: Hashable, Sendable {
  /// Share of those who then ask that ask it; the others ask something of their own.
  public var share: Double
  /// Classes that are each set a question of their own. Each person is in one of them, the same at every bell.
  public var classes: Int

  /// A question for each of so many classes.
  public init(share: Double, classes: Int = 1) {
    self.share = share
    self.classes = classes
  }
}

/// What is asked.
public struct Questions: Hashable, Sendable {
  /// How often a question is asked again.
  public enum Catalogue: String, CaseIterable, Hashable, Sendable {
    /// Questions repeat as they do in RAGPulse, a university's week.
    case ragpulse
    /// No question is ever asked twice.
    case unique
  }

  /// How often a question is asked again.
  public var catalogue: Catalogue = .ragpulse
  /// Tokens of a first turn's prompt, with system prompt and retrieved passages.
  public var promptTokens: Distribution = .table("ragpulse-prompt-tokens")
  /// Share of a prompt that the provider finds in its own prompt cache.
  public var cachedPromptShare = 0.0
  /// Tokens of an answer, before any cap.
  public var answerTokens: Distribution = .table("ragpulse-answer-tokens")
  /// Largest number of tokens in an answer: what is asked of the provider, and reserved against its limits.
  public var maximumAnswerTokens = 1024

  /// Questions with the defaults above.
  public init() {}
}
