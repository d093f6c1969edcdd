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
  /// Time at the beginning that latency, use and thresholds leave out, in nanoseconds.
  let warmUp: Int64
  /// End of the run at the latest.
  let deadline: Int64
  let weather: ProviderWeather
  /// The speed of tokens whose times are drawn; of a model that serves in steps it is the steps that are slower.
  let tokenWeather: ProviderWeather
  /// True when the model serves by continuous batching.
  let isBatched: Bool
  /// Outages that were drawn; those that the scenario states are not among them.
  let drawnOutages: [Outage]
  /// The models that calls fail over to, in order.
  let fallbacks: [FallbackPlan]
  /// Calls that all of them serve at one time.
  let fallbackPlaces: Int
  let chance: Chance
  let people: PeoplePlan
  /// The requests of a trace, where one is replayed.
  let replay: FixedTable<Trace.Request>?
  /// Whether the trace says which requests ask the same.
  let replayHasQuestions: Bool
  let calls: CallPlan
  let coalescing: CoalescingPolicy
  let delivery: StreamDeliveryPolicy
  /// How jobs are carried to the model.
  let transport: TransportPlan
  let tariff: Tariff
  /// A month of one database on the plan that the scenario chose; nil where commands are paid for one by one.
  let redisPlanPrice: PriceEntry?
  let goodput: GoodputPlan
  /// True when there are noisy people, so that it is measured who gets what.
  let measuresFairness: Bool
  /// Longest duration of a function, in nanoseconds; where there is no limit, beyond all time.
  let functionDuration: Int64
  /// Longest time that whoever works on a job can: that of a function where one holds it, without end where workers of
  /// one's own do, or nobody while the model answers.
  let workDuration: Int64
  /// True when the entries of answers under way are counted as a flow, for the databases' caps.
  let entriesFlow: Bool
  let detail: RunDetail
  /// Defects of the original design that are switched on.
  let switches: DesignSwitches
  /// The empty waiting line.
  let line: any DispatchPolicy
  #if DEBUG
    /// Where the calls to the rules are recorded, if anybody wants to know them.
    var journal: Journal?
    /// The mistake that this run contains.
    var bent: BentRule?
  #endif

  /// Throws where the scenario names prices that no book has, or a trace that nobody has read. `policy` takes the
  /// place of the scenario's.
  init(
    _ scenario: Scenario, policy: (any DispatchPolicy)? = nil, detail: RunDetail = .formulas
  ) throws {
    self.detail = detail
    entriesFlow = scenario.plans.redis.cap != nil && detail != .eventByEvent
    let scenario = scenario.withDesignSettings()
    switches = DesignSwitches(scenario.design)
    line = policy ?? scenario.system.queue.makePolicy()
    let book = try PriceBook.named(scenario.prices.book).replacing(scenario.prices.overrides)
    tariff = try Tariff(
      book, model: scenario.llm.model, fallbacks: scenario.llm.fallbacks.map(\.model))
    redisPlanPrice = scenario.plans.redis.plan.priceEntry.flatMap { book[$0] }
    goodput = GoodputPlan(scenario.goodput)
    measuresFairness = scenario.behaviour.noisy.share > 0
    functionDuration = scenario.plans.functions.maximumDuration?.wholeNanoseconds ?? .max / 2
    self.scenario = scenario
    let tables = FixedTables()
    self.tables = tables
    start = scenario.start
    duration = scenario.duration.wholeNanoseconds
    warmUp = scenario.warmUp.wholeNanoseconds
    deadline = duration + scenario.drain.wholeNanoseconds
    let chance = Chance(seed: scenario.seed, in: tables)
    self.chance = chance
    let duration = duration
    drawnOutages =
      scenario.llm.drawnOutages.map { OutageDraw.outages($0, until: duration, chance, in: tables) } ?? []
    weather = ProviderWeather(scenario.llm, drawn: drawnOutages)
    isBatched = scenario.llm.kind == .batch
    tokenWeather = isBatched ? ProviderWeather(LanguageModel()) : weather
    precondition(!isBatched || detail != .eventByEvent, "tokens of batched calls are not known one by one")
    fallbacks = scenario.llm.fallbacks.map { FallbackPlan($0, in: tables) }
    fallbackPlaces = scenario.llm.fallbacks.reduce(0) { $0 + $1.concurrency }
    people = PeoplePlan(scenario, in: tables)
    replayHasQuestions = scenario.trace?.hasQuestions ?? false
    if case .trace(let file) = scenario.arrivals.kind {
      guard let trace = scenario.trace else { throw SimulationError.traceNotRead(file.path) }
      replay = tables.table(trace.requests)
    } else {
      replay = nil
    }
    calls = CallPlan(scenario, in: tables)
    transport = TransportPlan(scenario, in: tables)
    workDuration = transport.holdsFunction ? functionDuration : .max / 2
    let stream = scenario.system.stream
    coalescing = CoalescingPolicy(time: stream.coalesceTime, tokens: stream.coalesceTokens)
    // A response that is cut is not rotated before.
    let isCut = switches.functionLimit
    delivery = StreamDeliveryPolicy(
      heartbeat: stream.heartbeat, rotation: isCut ? .seconds(1_000_000) : stream.rotation,
      rotationJitter: isCut ? .zero : stream.rotationJitter,
      longest: isCut ? nil : scenario.plans.functions.maximumDuration)
  }

  /// The invariants that a defect which is switched on says it breaks.
  var declaredInvariants: Set<Invariant> {
    Set(
      scenario.design.switchedOn.faults.flatMap(\.brokenInvariants).compactMap(Invariant.init(rawValue:)))
  }

  /// True when a call that stalls can be silent for longer than a connection may be.
  var stallsOutlastHeartbeats: Bool { calls.tokenTimeout > delivery.heartbeatNanoseconds }

  /// True when the provider has limits besides that on calls at one time.
  var limitsOverTime: Bool { !scenario.llm.limits.isEmpty || scenario.llm.slope != nil }

  /// Calls that the provider serves at one time, at a moment of the run.
  func providerPlaces(at time: Int64) -> Int {
    Int(Double(scenario.llm.concurrency) * weather.spell(at: time).spell.places)
  }

  /// The provider's account at the start of the run.
  func providerLimits() -> ProviderLimits {
    ProviderLimits(
      Self.capacities(scenario.llm.limits), concurrency: providerPlaces(at: 0),
      reservedPlaces: scenario.system.educators.reserve,
      slope: scenario.llm.slope.map { SlopeLimit(start: Int64($0.start), rise: Int64($0.rise)) },
      statesRetryAfter: scenario.llm.retryAfter)
  }

  /// A provider's limits over time as the rules take them.
  static func capacities(_ limits: [Capacity]) -> [ProviderCapacity] {
    limits.map { limit in
      ProviderCapacity(
        limit.kind.capacity, per: limit.per.capacity, value: Int64(limit.value), window: limit.form.window)
    }
  }

  /// Workers' slots at a moment of the run: as given, or the provider's places less the educators' reserve; where a
  /// service carries jobs, the deliveries that it holds open at one time.
  func slots(at time: Int64) -> Int {
    if transport.isService { return scenario.system.qstash.deliveriesAtOneTime }
    return switch scenario.system.workers.slots {
    case .fixed(let count): count + slotsTooMany
    case .auto: max(0, providerPlaces(at: time) - scenario.system.educators.reserve)
    }
  }

  private var slotsTooMany: Int {
    #if DEBUG
      bent == .oneServerMore ? 1 : 0
    #else
      0
    #endif
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

extension Capacity.Form {
  fileprivate var window: ProviderCapacity.Window {
    switch self {
    case .fixedWindow: .fixed
    case .slidingWindow: .sliding
    case .tokenBucket: .bucket
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
  /// From the end of an answer to the next question, where the scenario gives that in place of the gap.
  let thinks: Bool
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
  /// From one question of a noisy account to the next, in nanoseconds.
  let pace: Int64
  let resendShare: Share
  let closeTabShare: Share
  let emailShare: Share
  let comeBackShare: Share
  let malformedShare: Share
  let signedOutShare: Share
  let doubleClickShare: Share
  let bells: FixedTable<BellPlan>
  let setsClassQuestions: Bool
  /// Whether requests must have the same history to be given the same answer.
  let keyHoldsHistory: Bool
  let repetition: Repetition
  /// How a conversation grows with its turns, the first at index 0; turns beyond the table are like its last.
  let growth: FixedTable<TurnGrowth>
  let maximumAnswerTokens: Int
  /// Gaps of open arrivals, where they are given as a distribution.
  let arrivalGap: Sampler?

  /// Which questions of the catalogue may be asked again, as far as a cache can tell.
  enum Repetition: UInt8, Sendable {
    case none
    /// Later turns have histories of their own.
    case ofFirstTurns
    /// The history does not matter.
    case ofAllTurns
  }

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
    /// Of those who then ask, who ask their class's question; and how many classes there are.
    var classShare: Share
    var classes: UInt64
  }

  init(_ scenario: Scenario, in tables: FixedTables) {
    let behaviour = scenario.behaviour
    gap = Sampler(behaviour.think ?? behaviour.gap, in: tables)
    thinks = behaviour.think != nil
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
    pace = 60_000_000_000 / Int64(behaviour.noisy.requestsPerMinute)
    resendShare = Share(behaviour.resendShare)
    closeTabShare = Share(behaviour.closeTabShare)
    emailShare = Share(behaviour.emailShare)
    comeBackShare = Share(behaviour.comeBackShare)
    malformedShare = Share(behaviour.malformedShare)
    signedOutShare = Share(behaviour.signedOutShare)
    doubleClickShare = Share(behaviour.hasty.doubleClickShare)
    bells = tables.table(
      behaviour.bells.map {
        BellPlan(
          at: $0.at.wholeNanoseconds, within: $0.within.wholeNanoseconds, share: Share($0.share),
          classShare: Share($0.classQuestion?.share ?? 0), classes: UInt64($0.classQuestion?.classes ?? 1))
      })
    setsClassQuestions = behaviour.bells.contains { $0.classQuestion != nil }
    keyHoldsHistory = scenario.system.cache.key == .questionAndHistory
    repetition =
      scenario.questions.catalogue == .unique ? .none : keyHoldsHistory ? .ofFirstTurns : .ofAllTurns
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
  let workerFaults: WorkerFaultPlan
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
    workerFaults = WorkerFaultPlan(scenario, in: tables)
    // A durable step waits for the whole answer.
    firstTokenTimeout =
      scenario.system.delivery == .workflow
      ? scenario.system.qstash.timeout.wholeNanoseconds
      : scenario.system.workers.firstTokenTimeout.wholeNanoseconds
    tokenTimeout = scenario.system.workers.tokenTimeout.wholeNanoseconds
  }
}
