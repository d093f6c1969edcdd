// The service that is asked: its limits, its queue, its workers, its streams.

public import QueueModel

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
  /// Who carries jobs to the model.
  public var delivery: DeliveryWay = .workers
  /// The workers that call the model.
  public var workers = Workers()
  /// The service that carries jobs where no workers do.
  public var qstash = QStash()
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
  /// The order in which waiting jobs are dispatched; each is a type of `QueueModel` of that name.
  public enum Policy: String, CaseIterable, Hashable, Sendable {
    case strictPriority, stride, boundedAging, deficitRoundRobin, startTimeFairQueuing, adaptiveLIFO
    case deadlineDrop
  }

  /// What happens to a request of somebody who has as many jobs waiting as allowed.
  public enum AtMaximumWaiting: String, CaseIterable, Hashable, Sendable {
    /// It is refused (409).
    case reject
    /// The person's job that has waited longest is cancelled in its favour.
    case supersede
  }

  /// The order in which waiting jobs are dispatched.
  public var policy: Policy = .strictPriority
  /// A job that has not started when this ends is expired.
  public var timeToLive: Duration = .seconds(3600)
  /// Most jobs that one person may have waiting. 0 is no limit.
  public var maximumWaitingPerPerson = 0
  /// What happens to one more request.
  public var atMaximumWaiting: AtMaximumWaiting = .reject
  /// Most jobs of one person that run at a time; the others are passed over. 0 is no limit.
  public var maximumRunningPerPerson = 0

  // Parameters of policies; nil takes the default, and is all that a policy without the parameter allows.

  /// Stride: what one level of priority is worth.
  public var levelWorth: Duration?
  /// Bounded aging: the wait that earns a level.
  public var agingInterval: Duration?
  /// Bounded aging: most levels that a job earns.
  public var agingLevels: Int?
  /// Deficit round robin: tokens that a visit adds to a person's account.
  public var quantum: Int?
  /// Deficit round robin and start-time fair queuing: tokens that an answer is expected to take.
  public var expectedTokens: Int?
  /// Adaptive LIFO: longest wait of a job that enters an overloaded line.
  public var target: Duration?
  /// Adaptive LIFO: longest wait of any other, and the time after which a line that was never empty is overloaded.
  public var interval: Duration?
  /// Deadline drop: longest wait.
  public var maximumWait: Duration?

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
  /// Share of attempts in whose middle the worker falls silent for good, its call still open.
  public var hangShare = 0.0
  /// Share of attempts in whose middle the worker stops for longer than its lease, and then goes on.
  public var pauseShare = 0.0
  /// How long such a worker stays away beyond the end of its lease.
  public var pauseBeyondLease: Distribution = .exponential(mean: 20)

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
  /// What two requests must have in common to be given the same answer.
  public enum Key: String, CaseIterable, Hashable, Sendable {
    /// The question and everything that was said before it.
    case questionAndHistory
    /// The question alone: more is found, and some of it was an answer to another conversation.
    case question
  }

  /// Whether answers are kept for the same question.
  public var enabled = true
  /// What two requests must have in common to be given the same answer.
  public var key: Key = .questionAndHistory
  /// How long an answer is kept.
  public var timeToLive: Duration = .seconds(86400)
  /// Most entries kept; beyond it the oldest goes. 0 is no limit.
  public var maximumEntries = 0
  /// Requests for a question that is being answered join that answer.
  public var singleFlight = true
  /// Times since the start of the run at which all that is kept is lost, in order.
  public var flushes: [Duration] = []
  /// A second look by meaning at what the exact cache does not hold; nil for none.
  public var semantic: SemanticCache?

  /// A cache with the defaults above.
  public init() {}
}

/// A cache that finds questions by their meaning. What it would find is not simulated but stated: a what-if.
public struct SemanticCache: Hashable, Sendable {
  /// Share of the questions that the exact cache does not hold for which it gives an answer.
  public var hitRatio: Double
  /// Share of those answers that are to another question: wrong ones.
  public var falseHitShare: Double

  /// A cache with these shares.
  public init(hitRatio: Double, falseHitShare: Double) {
    self.hitRatio = hitRatio
    self.falseHitShare = falseHitShare
  }
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
