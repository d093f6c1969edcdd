// Finished answers and those in the making: the response cache and single-flight.

import QueueModel
import Scenario

/// Knows which questions have an answer and which are being answered.
///
/// A question that nobody can ask while it is being answered is in no table, and one that nobody else can ask is
/// not kept once it is answered; what Redis would do and hold for it is counted and priced by formula.
actor AnswerStore: SimulationActor {
  nonisolated let kernel: SimulationKernel
  nonisolated let plan: RunPlan

  private let hotCache: Hot<ResponseCache>
  var cache: ResponseCache {
    _read { yield hotCache.value }
    _modify { yield &hotCache.value }
  }
  private let hotInTheMaking: Hot<SingleFlight> = Hot(SingleFlight())
  var inTheMaking: SingleFlight {
    _read { yield hotInTheMaking.value }
    _modify { yield &hotInTheMaking.value }
  }
  private let hotLedger: Hot<CostLedger> = Hot(CostLedger())
  var ledger: CostLedger {
    _read { yield hotLedger.value }
    _modify { yield &hotLedger.value }
  }
  private let hotCounts: Hot<AnswerCounts> = Hot(AnswerCounts())
  var counts: AnswerCounts {
    _read { yield hotCounts.value }
    _modify { yield &hotCounts.value }
  }
  /// Where what is read only to be fetched is put, so that the reading is not optimised away.
  private let glances: Hot<UInt32> = Hot(0)
  let usesCache: Bool
  let sharesAnswers: Bool
  /// False when the cache is emptied now and then, or has a look by meaning behind it.
  let isPlain: Bool
  /// What a look by meaning would find, where the scenario says what if.
  let semantic: SemanticPlan?
  /// When the cache is emptied next, as place and time; the time is `max` when it is not.
  private let nextFlush: Hot<(place: Int, at: Int64)>
  let streamHeldNanoseconds: Int64

  init(kernel: SimulationKernel, plan: RunPlan) {
    self.kernel = kernel
    self.plan = plan
    let settings = plan.scenario.system.cache
    usesCache = settings.enabled
    // What is never removed is held to the end of the month, for which storage is paid.
    streamHeldNanoseconds =
      plan.switches.ttlLost
      ? 30 * 86_400_000_000_000 : plan.scenario.system.stream.timeToLive.wholeNanoseconds
    sharesAnswers = settings.singleFlight
    semantic = settings.semantic.map { SemanticPlan($0) }
    isPlain = settings.semantic == nil && settings.flushes.isEmpty
    nextFlush = Hot((0, settings.flushes.first?.wholeNanoseconds ?? .max))
    hotCache = Hot(
      ResponseCache(
        timeToLive: settings.timeToLive,
        maximumEntries: settings.maximumEntries == 0 ? nil : settings.maximumEntries))
  }

  /// A question is about to be asked that may have been answered.
  @inline(__always) func prepare(_ key: CacheKey) { glances.value &+= cache.glance(at: key) }

  /// The stored answer to a question, if there is one.
  func lookUp(_ question: Question) -> UInt32? {
    ledger.redisCommands += RedisCommands.cacheGet
    if !isPlain { flushIfDue() }
    if question.isRepeatable {
      let found = cache.lookup(question.key, now: plan.instant(kernel.now))
      plan.record(.answers(.lookUp(question.key, now: plan.instant(kernel.now)), .hit(found)))
      if let hit = found {
        counts.hits += 1
        return hit.value
      }
    }
    if !isPlain, let semantic, isFoundByMeaning(question, semantic) {
      counts.hits += 1
      return UInt32(question.answerTokens)
    }
    counts.misses += 1
    return nil
  }

  /// A look by meaning at what the exact cache does not hold: an embedding of the question and a query of a vector
  /// index. Whether it finds something is drawn, by asker and question.
  @inline(never)
  private func isFoundByMeaning(_ question: Question, _ semantic: SemanticPlan) -> Bool {
    ledger.vectorOperations += 1
    ledger.embeddedTokens += ServiceFootprint.embeddedTokens
    counts.semanticLookups += 1
    var stream = plan.chance.stream(.semanticHit, question.asker, question.number)
    guard semantic.hits.hits(stream.next()) else { return false }
    counts.semanticHits += 1
    if semantic.falseHits.hits(stream.next()) { counts.falseHits += 1 }
    return true
  }

  /// Loses everything kept, when the scenario says that it is lost by now.
  @inline(never)
  private func flushIfDue() {
    guard kernel.now >= nextFlush.value.at else { return }
    let flushes = plan.scenario.system.cache.flushes
    while kernel.now >= nextFlush.value.at {
      let place = nextFlush.value.place + 1
      nextFlush.value = (place, place < flushes.count ? flushes[place].wholeNanoseconds : .max)
    }
    cache.removeAll()
  }

  /// The job that is answering this very question, if there is one.
  func answerInTheMaking(_ question: Question) -> JobHandle? {
    ledger.redisCommands += RedisCommands.singleFlightJoin
    guard question.isJoinable else { return nil }
    let leading = inTheMaking.join(question.key)
    plan.record(.answers(.join(question.key), .leader(leading)))
    guard let leader = leading else { return nil }
    counts.joins += 1
    return JobHandle(index: UInt32(truncatingIfNeeded: leader), generation: UInt32(leader >> 32))
  }

  /// A job for this question was admitted.
  func jobBegan(_ question: Question, _ job: JobHandle) {
    counts.streams += 1
    ledger.redisCommands += RedisCommands.streamCreate
    guard sharesAnswers, question.isJoinable else { return }
    let leads = inTheMaking.begin(question.key, leader: leader(job))
    plan.record(.answers(.begin(question.key, leader: leader(job)), .flag(leads)))
  }

  private func leader(_ job: JobHandle) -> UInt64 { UInt64(job.generation) << 32 | UInt64(job.index) }

  /// The job for this question ended without an answer.
  func jobEnded(_ question: Question, _ job: JobHandle) {
    ledger.redisCommands += RedisCommands.terminalEntry
    guard sharesAnswers else { return }
    ledger.redisCommands += RedisCommands.singleFlightEnd
    guard question.isJoinable else { return }
    let led = inTheMaking.end(question.key, leader: leader(job))
    plan.record(.answers(.end(question.key, leader: leader(job)), .leader(led)))
  }

  /// The job for this question was answered: kept if it is a full answer that somebody else may ask for.
  func answered(_ job: CompletedJob, _ written: WrittenEntries) {
    jobEnded(job.question, job.handle)
    ledger.persistenceCalls += ServiceFootprint.persistenceCallsPerAnswer
    let text = ServiceFootprint.bytesPerToken * Int64(written.tokens)
    let record = text + ServiceFootprint.bytesPerToken * Int64(job.question.promptTokens)
    ledger.addStorage(bytes: record + ServiceFootprint.jobRecordBytes, nanoseconds: streamHeldNanoseconds)
    counts.storedBytes += record + ServiceFootprint.jobRecordBytes
    guard usesCache, !job.isSimple else { return }
    counts.storedBytes += text
    if !isPlain {
      flushIfDue()
      if semantic != nil { ledger.vectorOperations += 1 }
    }
    ledger.redisCommands += RedisCommands.cachePut
    ledger.addStorage(bytes: text, nanoseconds: cache.timeToLiveNanoseconds)
    guard job.question.isRepeatable else { return }
    let now = plan.instant(kernel.now)
    let value = UInt32(written.tokens)
    let isStored = cache.store(job.question.key, value: value, now: now)
    plan.record(.answers(.store(job.question.key, value: value, now: now), .flag(isStored)))
  }
}

extension AnswerStore {
  /// What the report says of the cache.
  func tally() -> AnswerCounts {
    var tally = counts
    tally.entries = cache.count
    tally.evictions = cache.counters.evicted
    tally.expirations = cache.counters.expired
    return tally
  }
}

/// The what-if of a semantic cache, ready to draw from.
struct SemanticPlan: Sendable, BitwiseCopyable {
  let hits: Share
  let falseHits: Share

  init(_ cache: SemanticCache) {
    hits = Share(cache.hitRatio)
    falseHits = Share(cache.falseHitShare)
  }
}

/// What the store did.
struct AnswerCounts: Sendable {
  /// Questions that were given a stored answer, found by meaning or not.
  var hits = 0
  var semanticLookups = 0
  var semanticHits = 0
  var falseHits = 0
  var misses = 0
  var joins = 0
  var streams = 0
  var entries = 0
  var evictions = 0
  var expirations = 0
  /// Bytes written to be held for a while.
  var storedBytes: Int64 = 0
}
