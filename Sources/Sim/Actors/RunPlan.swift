// A scenario made ready to run: whole nanoseconds, samplers, and the curves that are known beforehand.

import QueueModel
import Scenario

/// What every actor needs of the scenario. Made once before the run and never changed.
struct RunPlan: Sendable {
  let scenario: Scenario
  /// Owns what the samplers and ``chance`` look up.
  private let tables: FixedTables
  /// The first instant of the run.
  let start: Instant
  /// End of the time in which questions are sent, nanoseconds since the start.
  let duration: Int64
  /// End of the run at the latest.
  let deadline: Int64
  let weather: ProviderWeather
  let chance: Chance
  let people: PeoplePlan
  let calls: CallPlan
  let coalescing: CoalescingPolicy
  let delivery: StreamDeliveryPolicy
  let tariff: Tariff
  /// A month of one database on the plan that the scenario chose; nil where commands are paid for one by one.
  let redisPlanPrice: PriceEntry?
  let goodput: GoodputPlan
  /// Longest duration of a function, in nanoseconds.
  let functionDuration: Int64
  let detail: RunDetail
  #if DEBUG
    /// Where the calls to the rules are recorded, if anybody wants to know them.
    var journal: Journal?
  #endif

  /// Throws where the scenario names prices that no book has.
  init(_ scenario: Scenario, detail: RunDetail = .formulas) throws {
    self.detail = detail
    let book = try PriceBook.named(scenario.prices.book).replacing(scenario.prices.overrides)
    tariff = try Tariff(book, model: scenario.llm.model)
    redisPlanPrice = scenario.plans.redis.plan.priceEntry.flatMap { book[$0] }
    goodput = GoodputPlan(scenario.goodput)
    functionDuration = scenario.plans.functions.maximumDuration?.wholeNanoseconds ?? .max
    self.scenario = scenario
    let tables = FixedTables()
    self.tables = tables
    start = scenario.start
    duration = scenario.duration.wholeNanoseconds
    deadline = duration + scenario.drain.wholeNanoseconds
    weather = ProviderWeather(scenario.llm)
    chance = Chance(seed: scenario.seed, in: tables)
    people = PeoplePlan(scenario, in: tables)
    calls = CallPlan(scenario, in: tables)
    let stream = scenario.system.stream
    coalescing = CoalescingPolicy(time: stream.coalesceTime, tokens: stream.coalesceTokens)
    delivery = StreamDeliveryPolicy(
      heartbeat: stream.heartbeat, rotation: stream.rotation, rotationJitter: stream.rotationJitter,
      longest: scenario.plans.functions.maximumDuration)
  }

  /// True when a call that stalls can be silent for longer than a connection may be.
  var stallsOutlastHeartbeats: Bool { calls.tokenTimeout > delivery.heartbeatNanoseconds }

  /// Calls that the provider serves at one time, at a moment of the run.
  func providerPlaces(at time: Int64) -> Int {
    Int(Double(scenario.llm.concurrency) * weather.spell(at: time).spell.places)
  }

  /// The provider's account at the start of the run.
  func providerLimits() -> ProviderLimits {
    let capacities = scenario.llm.limits.map { limit in
      ProviderCapacity(limit.kind.capacity, per: limit.per.capacity, value: Int64(limit.value))
    }
    return ProviderLimits(
      capacities, concurrency: providerPlaces(at: 0), reservedPlaces: scenario.system.educators.reserve,
      statesRetryAfter: scenario.llm.retryAfter)
  }

  /// Workers' slots at a moment of the run: as given, or the provider's places less the educators' reserve.
  func slots(at time: Int64) -> Int {
    switch scenario.system.workers.slots {
    case .fixed(let count): count
    case .auto: max(0, providerPlaces(at: time) - scenario.system.educators.reserve)
    }
  }

  /// The instant `time` nanoseconds after the start of the run.
  @inline(__always) func instant(_ time: Int64) -> Instant { start.advanced(byNanoseconds: time) }
}

extension Capacity.Kind {
  var capacity: ProviderCapacity.Kind {
    switch self {
    case .request: .request
    case .prompt: .prompt
    case .completion: .completion
    }
  }
}

extension Capacity.Period {
  var capacity: ProviderCapacity.Period {
    switch self {
    case .minute: .minute
    case .hour: .hour
    case .day: .day
    }
  }
}

/// The limits of a good answer in nanoseconds; `max` where there is none.
struct GoodputPlan: Sendable, BitwiseCopyable {
  let firstToken: Int64
  let tokenInterval: Int64
  let whole: Int64

  init(_ limits: GoodputLimits?) {
    firstToken = limits?.ttft?.wholeNanoseconds ?? .max
    tokenInterval = limits?.tpot?.wholeNanoseconds ?? .max
    whole = limits?.e2e?.wholeNanoseconds ?? .max
  }

  /// True for an answer that was delivered, but too late to be a good one.
  @inline(__always) func isMissed(by end: RequestEnd) -> Bool {
    end.timeToFirstToken > firstToken || end.timePerOutputToken > tokenInterval || end.endToEnd > whole
  }
}

/// How people behave, ready to draw from.
struct PeoplePlan: Sendable {
  let gap: Sampler
  let turns: Sampler
  let patience: Sampler
  let reconnectDelay: Sampler
  let resendAfter: Sampler
  let promptTokens: Sampler
  let answerTokens: Sampler
  /// Upper bounds of an even draw that decides what interrupts the reading of an answer.
  let cancelBelow: Double
  let refreshBelow: Double
  let dropBelow: Double
  let hastyGapFactor: Double
  let resendShare: Share
  let closeTabShare: Share
  let emailShare: Share
  let malformedShare: Share
  let signedOutShare: Share
  let doubleClickShare: Share
  let bells: FixedTable<BellPlan>
  /// How a conversation grows with its turns, the first at index 0; turns beyond the table are like its last.
  let growth: FixedTable<TurnGrowth>
  let maximumAnswerTokens: Int
  /// Gaps of open arrivals, where they are given as a distribution.
  let arrivalGap: Sampler?

  struct TurnGrowth: Sendable, BitwiseCopyable {
    /// Tokens of history that the prompt holds.
    var historyTokens: Double
    /// By what the length of an answer is multiplied.
    var answerFactor: Double
  }

  struct BellPlan: Sendable, BitwiseCopyable {
    var at: Int64
    var within: Int64
    var share: Share
  }

  init(_ scenario: Scenario, in tables: FixedTables) {
    let behaviour = scenario.behaviour
    gap = Sampler(behaviour.gap, in: tables)
    turns = Sampler(behaviour.turns, in: tables)
    patience = Sampler(behaviour.patience, in: tables)
    reconnectDelay = Sampler(behaviour.reconnectDelay, in: tables)
    resendAfter = Sampler(behaviour.hasty.resendAfter, in: tables)
    promptTokens = Sampler(scenario.questions.promptTokens, in: tables)
    answerTokens = Sampler(scenario.questions.answerTokens, in: tables)
    cancelBelow = behaviour.cancelShare
    refreshBelow = cancelBelow + behaviour.refreshShare
    dropBelow = refreshBelow + behaviour.dropShare
    hastyGapFactor = behaviour.hasty.gapFactor
    resendShare = Share(behaviour.resendShare)
    closeTabShare = Share(behaviour.closeTabShare)
    emailShare = Share(behaviour.emailShare)
    malformedShare = Share(behaviour.malformedShare)
    signedOutShare = Share(behaviour.signedOutShare)
    doubleClickShare = Share(behaviour.hasty.doubleClickShare)
    bells = tables.table(
      behaviour.bells.map {
        BellPlan(at: $0.at.wholeNanoseconds, within: $0.within.wholeNanoseconds, share: Share($0.share))
      })
    let ragpulse = ConversationGrowth.ragpulse
    growth = tables.table(
      (1...max(ragpulse.historyTokens.count, ragpulse.answerFactors.count)).map {
        TurnGrowth(
          historyTokens: Double(ragpulse.historyTokens(turn: $0)),
          answerFactor: ragpulse.answerFactor(turn: $0))
      })
    maximumAnswerTokens = scenario.questions.maximumAnswerTokens
    arrivalGap = if case .renewal(let gap) = scenario.arrivals.kind { Sampler(gap, in: tables) } else { nil }
  }
}

/// How the model answers, ready to draw from.
struct CallPlan: Sendable {
  let firstToken: Sampler
  let tokenInterval: Sampler
  /// The whole call as one duration, where the scenario says so.
  let service: Sampler?
  let errorAfter: Sampler
  let hangShare: Double
  let stallShare: Double
  let errorBeforeShare: Double
  let errorMidShare: Double
  let cachedPromptShare: Double
  let crashShare: Share
  let firstTokenTimeout: Int64
  let tokenTimeout: Int64

  init(_ scenario: Scenario, in tables: FixedTables) {
    firstToken = Sampler(scenario.llm.firstToken, in: tables)
    tokenInterval = Sampler(scenario.llm.tokenInterval, in: tables)
    service = scenario.llm.service.map { Sampler($0, in: tables) }
    errorAfter = Sampler(scenario.llm.errorAfter, in: tables)
    hangShare = scenario.llm.hangShare
    stallShare = scenario.llm.stallShare
    errorBeforeShare = scenario.llm.errorBeforeShare
    errorMidShare = scenario.llm.errorMidShare
    cachedPromptShare = scenario.questions.cachedPromptShare
    crashShare = Share(scenario.system.workers.crashShare)
    firstTokenTimeout = scenario.system.workers.firstTokenTimeout.wholeNanoseconds
    tokenTimeout = scenario.system.workers.tokenTimeout.wholeNanoseconds
  }
}
