// The service that is asked: its limits, its queue, its workers, its streams.

internal import QueueModel

/// The service under test.
public struct SystemUnderTest: Hashable, Sendable {
  /// The limit on one person's requests.
  public var rateLimit = RateLimit()
  /// When the service degrades, and how it comes back.
  public var degradation = Degradation()
  /// The waiting line.
  public var queue = Queue()
  /// What happens after an error.
  public var retries = Retries()
  /// The workers that call the model.
  public var workers = Workers()
  /// Educators' direct calls.
  public var educators = Educators()
  /// The response cache.
  public var cache = Cache()
  /// Answer streams.
  public var stream = Stream()

  /// A service with the defaults of its parts.
  public init() {}
}

/// The limit on one person's requests.
public struct RateLimit: Hashable, Sendable {
  /// How requests are counted.
  public enum Algorithm: String, CaseIterable, Hashable, Sendable {
    case slidingWindow, fixedWindow, tokenBucket, off
  }

  /// How requests are counted; `off` lets everything pass.
  public var algorithm: Algorithm = .slidingWindow
  /// Requests in a window; for a token bucket its size.
  public var requests = 10
  /// The window; for a token bucket the interval of a refill.
  public var window: Duration = .seconds(60)
  /// Token bucket only: tokens added each interval.
  public var refill = 10
  /// A denied caller is refused by the process that denied it until the window ends, without asking Redis.
  public var ephemeralCache = false
  /// Largest random time added to the countdown that a limited person is told.
  public var retryJitter: Duration = .zero
  /// After so long without an answer of Redis a request passes as if it were allowed; zero is never.
  public var timeout: Duration = DesignPlans.limiterTimeout

  /// A limit with the defaults above.
  public init() {}
}

/// When the service degrades, and how it comes back.
public struct Degradation: Hashable, Sendable {
  /// What the thresholds are measured in.
  public enum Unit: String, CaseIterable, Hashable, Sendable {
    /// Thresholds are waiting jobs.
    case jobs
    /// Thresholds are seconds of wait: waiting jobs over the rate at which they were lately dispatched.
    case seconds
  }

  /// Whether the service degrades at all.
  public var enabled = true
  /// What the thresholds are measured in.
  public var unit: Unit = .jobs
  /// More than this enters level hidden.
  public var hidden = 1000.0
  /// More than this enters level simple.
  public var simple = 5000.0
  /// More than this enters level busy.
  public var busy = 10000.0
  /// A level is left when the depth has stayed at or below its threshold times this.
  public var exitRatio = 0.8
  /// ... for this long.
  public var minimumDwell: Duration = .seconds(10)
  /// In simple mode an answer's length is multiplied by this.
  public var simpleFactor = 0.5

  /// Degradation with the defaults above.
  public init() {}
}

/// The waiting line.
public struct Queue: Hashable, Sendable {
  /// The order in which waiting jobs are dispatched.
  public enum Policy: String, CaseIterable, Hashable, Sendable {
    case strictPriority
  }

  /// The order in which waiting jobs are dispatched.
  public var policy: Policy = .strictPriority
  /// A job that has not started when this ends is expired.
  public var timeToLive: Duration = .seconds(3600)
  /// Most jobs that one person may have waiting; one more request is refused (409). 0 is no limit.
  public var maximumWaitingPerPerson = 0

  /// A line with the defaults above.
  public init() {}
}

/// What happens after an error.
public struct Retries: Hashable, Sendable {
  /// Attempts after the first.
  public var maximum = 3
  /// Delay of the first retry; each further one waits twice as long, with full jitter.
  public var baseDelay: Duration = .seconds(1)
  /// Retries allowed for each first attempt.
  public var budgetRatio = 0.1
  /// Retries allowed per second whatever the ratio says.
  public var budgetMinimumPerSecond = 1.0

  /// Retries with the defaults above.
  public init() {}
}

/// The workers that call the model.
public struct Workers: Hashable, Sendable {
  /// How many calls the workers hold at one time.
  public enum Slots: Hashable, Sendable {
    /// The provider's concurrency less what is reserved for educators, followed as it changes.
    case auto
    case fixed(Int)
  }

  /// How many calls the workers hold at one time.
  public var slots: Slots = .auto
  /// A worker that has not been heard of for this long has lost its job.
  public var lease: Duration = .seconds(60)
  /// A call without a first token for this long is given up.
  public var firstTokenTimeout: Duration = .seconds(30)
  /// A call without another token for this long is given up.
  public var tokenTimeout: Duration = .seconds(15)
  /// Share of attempts in whose middle the worker dies.
  public var crashShare = 0.0

  /// Workers with the defaults above.
  public init() {}
}

/// Educators' direct calls.
public struct Educators: Hashable, Sendable {
  /// Places of the provider's concurrency kept for them; beyond these they queue at priority 1.
  public var reserve = 0
  /// Requests a minute for one educator; 0 is no limit.
  public var requestsPerMinute = 0

  /// Educators with the defaults above.
  public init() {}
}

/// The response cache.
public struct Cache: Hashable, Sendable {
  /// Whether answers are kept for the same question.
  public var enabled = true
  /// How long an answer is kept.
  public var timeToLive: Duration = .seconds(86400)
  /// Most entries kept; beyond it the oldest goes. 0 is no limit.
  public var maximumEntries = 0
  /// Requests for a question that is being answered join that answer.
  public var singleFlight = true

  /// A cache with the defaults above.
  public init() {}
}

/// Answer streams.
public struct Stream: Hashable, Sendable {
  /// An entry is written when its first token is this old ...
  public var coalesceTime: Duration = .milliseconds(250)
  /// ... or when it holds this many tokens, whichever comes first.
  public var coalesceTokens = 64
  /// Silence after which a sign of life is sent.
  public var heartbeat: Duration = .seconds(15)
  /// A response is ended with a hint to resume after this long, evenly jittered by ± `rotationJitter`.
  public var rotation: Duration = .seconds(240)
  /// Largest deviation from `rotation`, both ways.
  public var rotationJitter: Duration = .seconds(20)
  /// How long Redis holds a stream after its last entry.
  public var timeToLive: Duration = .seconds(3600)

  /// Streams with the defaults above.
  public init() {}
}
