// Small scenarios in which everything is drawn: who asks, how they read, what goes wrong, how jobs are carried. They
// are no model of anything; they are there to find what breaks.

import QueueModel
public import Scenario
import Sim

/// A scenario made of a seed: some twenty people for two minutes, few of whom are left alone.
public struct RandomScenario {
  private var chance: RandomStream

  private init(seed: UInt64) {
    chance = RandomStream(seed: seed, entity: 0, purpose: RandomPurpose(rawValue: 0xF00D))
  }

  /// The scenario of a seed, the same on every machine.
  public static func scenario(seed: UInt64) -> Scenario {
    var draw = RandomScenario(seed: seed)
    var scenario = Scenario()
    scenario.name = "random"
    scenario.seed = seed
    scenario.duration = .seconds(120)
    scenario.drain = .seconds(5000)
    draw.people(&scenario)
    draw.behaviour(&scenario.behaviour)
    draw.system(&scenario)
    draw.workers(&scenario.system.workers)
    draw.delivery(&scenario.system)
    draw.provider(&scenario.llm)
    draw.plans(&scenario)
    // Last, so that what was drawn for a seed before there were batches is drawn for it still.
    draw.batch(&scenario.llm)
    return scenario
  }

  // MARK: Draws

  private mutating func number(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(chance.next(below: UInt64(range.count)))
  }

  private mutating func isOneIn(_ count: Int) -> Bool { number(1...count) == 1 }

  /// 0 every other time, else up to `most`.
  private mutating func share(_ most: Double) -> Double {
    isOneIn(2) ? 0 : Double(number(1...100)) / 100 * most
  }

  private mutating func seconds(_ range: ClosedRange<Int>) -> Duration { .milliseconds(number(range) * 1000) }

  private mutating func pick<Value>(_ values: [Value]) -> Value { values[number(0...(values.count - 1))] }

  // MARK: Parts

  private mutating func people(_ scenario: inout Scenario) {
    scenario.population.people = number(8...25)
    scenario.population.ramp = seconds(0...30)
    scenario.population.cohorts = [
      Cohort(role: .student, share: 0.8), Cohort(role: .teacher, share: 0.2, bypass: isOneIn(2)),
    ]
    if isOneIn(5) { scenario.arrivals.kind = .poisson(rate: Double(number(1...8)) / 10) }
    scenario.questions.catalogue = isOneIn(2) ? .unique : scenario.questions.catalogue
    scenario.questions.answerTokens = pick([
      .constant(40), .constant(1), .quantiles(probabilities: [0, 0.5, 1], values: [1, 60, 400]),
    ])
  }

  private mutating func behaviour(_ behaviour: inout Behaviour) {
    behaviour.gap = .exponential(mean: Double(number(8...40)))
    behaviour.cancelShare = share(0.2)
    behaviour.refreshShare = share(0.2)
    behaviour.dropShare = share(0.3)
    behaviour.reconnectDelay = .exponential(mean: Double(number(1...20)))
    behaviour.patience = .lognormal(median: Double(number(4...60)), sigma: 0.7, shift: 0.5)
    behaviour.resendShare = share(1)
    behaviour.closeTabShare = share(1)
    behaviour.emailShare = share(1)
    behaviour.comeBackShare = 1 - share(1)
    behaviour.malformedShare = share(0.05)
    behaviour.hasty.share = share(0.5)
    behaviour.hasty.doubleClickShare = share(0.5)
  }

  private mutating func system(_ scenario: inout Scenario) {
    scenario.system.rateLimit.algorithm = pick(RateLimit.Algorithm.allCases)
    scenario.system.rateLimit.requests = number(2...12)
    scenario.system.degradation.enabled = !isOneIn(4)
    scenario.system.degradation.hidden = Double(number(0...3))
    scenario.system.degradation.simple = Double(number(4...8))
    scenario.system.degradation.busy = Double(number(9...15))
    scenario.system.degradation.minimumDwell = seconds(0...10)
    scenario.system.queue.timeToLive = seconds(10...600)
    scenario.system.queue.maximumWaitingPerPerson = isOneIn(3) ? 1 : 0
    scenario.system.retries.maximum = number(0...4)
    scenario.system.retries.budgetRatio = share(1)
    scenario.system.educators.reserve = number(0...1)
    scenario.system.cache.enabled = !isOneIn(3)
    scenario.system.cache.singleFlight = !isOneIn(3)
    scenario.system.stream.heartbeat = seconds(1...5)
    scenario.system.stream.rotation = seconds(6...30)
    scenario.system.stream.rotationJitter = seconds(0...3)
  }

  private mutating func workers(_ workers: inout Workers) {
    workers.lease = seconds(6...40)
    workers.firstTokenTimeout = seconds(2...5)
    workers.tokenTimeout = seconds(1...5)
    workers.crashShare = share(0.2)
    workers.hangShare = share(0.2)
    workers.pauseShare = share(0.2)
    workers.pauseBeyondLease = .exponential(mean: Double(number(1...30)))
    if isOneIn(3) { workers.slots = .fixed(number(1...12)) }
  }

  private mutating func delivery(_ system: inout SystemUnderTest) {
    system.delivery = pick([.workers, .workers, .qstash, .workflow])
    system.qstash.parallelism = number(1...12)
    system.qstash.flowControl.rate = isOneIn(3) ? number(1...3) : 0
    system.qstash.retries = number(0...3)
    system.qstash.backoff = pick([.exponential, .jittered])
    system.qstash.retryBudget = isOneIn(2)
    system.qstash.timeout = seconds(8...60)
    system.qstash.duplicateShare = share(1)
    system.qstash.duplicateAfter = .exponential(mean: Double(number(1...60)))
  }

  private mutating func plans(_ scenario: inout Scenario) {
    scenario.behaviour.noisy.share = isOneIn(3) ? 0.3 : 0
    scenario.behaviour.noisy.spreadShare = share(1)
    scenario.behaviour.noisy.accounts = number(2...4)
    if isOneIn(2) {
      scenario.plans.redis.commandsPerSecond = .fixed(number(20...200))
      scenario.plans.redis.databases = number(1...3)
      scenario.plans.redis.beyond = pick(CommandCap.Beyond.allCases)
      scenario.system.rateLimit.timeout = seconds(0...3)
    }
    if isOneIn(3) {
      scenario.plans.functions.concurrency = number(2...40)
      scenario.plans.functions.growth = number(1...20)
      scenario.plans.functions.streamsPerInstance = number(1...3)
    }
    if isOneIn(3) { scenario.plans.functions.maximumDuration = seconds(3...60) }
  }

  private mutating func provider(_ model: inout LanguageModel) {
    model.concurrency = number(2...10)
    model.firstToken = .lognormal(median: Double(number(1...20)) / 10, sigma: 1, shift: 0.1)
    model.tokenInterval = .lognormal(median: Double(number(1...10)) / 100, sigma: 0.3, shift: 0)
    model.hangShare = share(0.1)
    model.stallShare = share(0.1)
    model.errorBeforeShare = share(0.2)
    model.errorMidShare = share(0.1)
    model.cancelBilled = isOneIn(2)
    model.retryAfter = isOneIn(2)
    model.limits = limits()
    if isOneIn(4) { model.slope = Slope(start: number(2...10), rise: number(1...10)) }
    if isOneIn(2) {
      model.brownouts = [
        Brownout(
          at: seconds(5...60), length: seconds(1...50), speed: Double(number(5...100)) / 100,
          slots: Double(number(1...100)) / 100)
      ]
    }
    if isOneIn(2) {
      model.outages = [Outage(at: seconds(5...60), length: seconds(1...50), errors: share(1))]
    }
    if isOneIn(5) {
      model.drawnOutages = DrawnOutages(record: pick(OutageRecord.allCases))
      model.drawnOutages?.timesAsOften = 2000
    }
    model.fallbacks = (0..<max(0, number(-2...2))).map { _ in fallback() }
  }

  private mutating func limits() -> [Capacity] {
    Capacity.Kind.allCases.compactMap { kind in
      guard isOneIn(4) else { return nil }
      let most = kind == .request ? 60 : kind == .prompt ? 200_000 : 40_000
      return Capacity(kind: kind, per: .minute, value: number(1...most), form: pick(Capacity.Form.allCases))
    }
  }

  private mutating func fallback() -> Fallback {
    var fallback = Fallback()
    fallback.model = "google/gemini-2.5-flash-lite"
    fallback.concurrency = number(1...6)
    fallback.errorBeforeShare = share(0.5)
    fallback.limits = limits()
    fallback.retryAfter = isOneIn(2)
    return fallback
  }

  /// One in four serves by continuous batching.
  private mutating func batch(_ llm: inout LanguageModel) {
    guard isOneIn(4) else { return }
    llm.kind = .batch
    llm.batch.replicas = number(1...4)
    llm.batch.choice = pick([.leastLoaded, .roundRobin])
    llm.batch.engines = isOneIn(4) ? number(2...3) : 1
    func picoseconds(_ microseconds: Int) -> Int64 { Int64(microseconds) * 1_000_000 }
    llm.batch.engine = BatchSettings(
      stepTime: StepTime(
        base: picoseconds(number(1_000...60_000)), perSequence: picoseconds(number(0...3_000)),
        perPrefillToken: picoseconds(number(0...200)), perContextToken: picoseconds(number(0...1))))
    llm.batch.engine.sequences = number(1...8)
    llm.batch.engine.tokensPerStep = pick([32, 256, 2_048])
    llm.batch.engine.warmUp = isOneIn(3) ? picoseconds(number(1...2_000_000)) : 0
    if isOneIn(2) {
      llm.batch.engine.blocks = number(100...1_500)
      llm.batch.engine.reservation = pick([.asItGrows, .asItGrows, .wholeAnswer])
    }
    llm.batch.engine.prefixCache = isOneIn(2)
    llm.batch.engine.isAsynchronous = isOneIn(2)
  }
}
