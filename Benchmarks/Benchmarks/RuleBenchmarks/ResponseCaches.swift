// The response cache with a hundred thousand answers in it, the answers in the making, and the key of a question.

import QueueModel

/// The response cache.
enum ResponseCaches {
  /// Adds the benchmarks.
  static func register() {
    // Hits, and misses.
    rule("answers-responseCache-hit", CacheHits.self, sum: 1_000)
    rule("answers-responseCache-miss", CacheMisses.self, sum: 1_000)
    // Answers stored, and in the second as many evicted.
    rule("answers-responseCache-put", CachePuts.self, sum: 1_000)
    rule("answers-responseCache-put-and-evict", CacheEvictions.self, sum: 2_000)
    // Answers expired, one for each that is stored.
    rule("answers-responseCache-put-and-expire", CacheExpiries.self, sum: 1_000)
    // Who joined the answer to another.
    rule("answers-responseCacheSingleFlight", Flights.self, sum: 250)
    // Lengths of encodings modulo 256.
    rule("answers-responseCacheKey", CacheKeys.self, sum: 27_000)
  }
}

private func key(_ number: Int) -> CacheKey { CacheKey(high: word(number), low: UInt64(number)) }

private func filled(_ cache: ResponseCache, _ entries: Int = 100_000) -> ResponseCache {
  var cache = cache
  for number in 0..<entries { cache.store(key(number), value: UInt32(number), now: beginning) }
  return cache
}

private struct CacheHits: RuleWorkload {
  var cache = filled(ResponseCache(timeToLive: .seconds(86_400)))

  mutating func operate(_ turn: Int) -> Int {
    cache.lookup(key(draw(turn, below: 100_000)), now: beginning) == nil ? 0 : 1
  }
}

private struct CacheMisses: RuleWorkload {
  var cache = filled(ResponseCache(timeToLive: .seconds(86_400)))

  mutating func operate(_ turn: Int) -> Int {
    cache.lookup(key(100_000 + draw(turn, below: 100_000)), now: beginning) == nil ? 1 : 0
  }
}

private struct CachePuts: RuleWorkload {
  var cache = filled(ResponseCache(timeToLive: .seconds(86_400)))

  mutating func operate(_ turn: Int) -> Int {
    cache.store(key(100_000 + turn), value: 7, now: beginning) ? 1 : 0
  }
}

private struct CacheEvictions: RuleWorkload {
  var cache = filled(ResponseCache(timeToLive: .seconds(86_400), maximumEntries: 100_000))

  mutating func operate(_ turn: Int) -> Int {
    let before = cache.counters.evicted
    return (cache.store(key(100_000 + turn), value: 7, now: beginning) ? 1 : 0) + cache.counters.evicted
      - before
  }
}

private struct CacheExpiries: RuleWorkload {
  /// Stored a millisecond apart, so that one expires with each turn.
  var cache = ResponseCache(timeToLive: .seconds(100))

  init() {
    for number in 0..<100_000 { cache.store(key(number), value: 7, now: now(number)) }
  }

  mutating func operate(_ turn: Int) -> Int {
    let before = cache.counters.expired
    cache.store(key(100_000 + turn), value: 7, now: now(100_000 + turn))
    return cache.counters.expired - before
  }

  private func now(_ number: Int) -> Instant { beginning.advanced(byNanoseconds: 1_000_000 * Int64(number)) }
}

/// A thousand questions being answered: each turn one ends, one is asked that nobody answers, and one in four that
/// somebody does.
private struct Flights: RuleWorkload {
  var flights = SingleFlight()

  init() {
    for number in 0..<1_000 { flights.begin(key(number), leader: UInt64(number)) }
  }

  mutating func operate(_ turn: Int) -> Int {
    flights.end(key(turn), leader: UInt64(turn))
    let asked = key(turn + 1_000)
    if flights.join(asked) == nil { flights.begin(asked, leader: UInt64(turn + 1_000)) }
    guard turn % 4 == 0 else { return 0 }
    return flights.join(key(turn + 1 + draw(turn, below: 1_000))) == nil ? 0 : 1
  }
}

/// The key of a conversation of three messages: encoding and normalisation, without a digest, which is handed in. The
/// one here is the length of the encoding, which costs next to nothing and says whether all of it is there.
private struct CacheKeys: RuleWorkload {
  var identity = CacheIdentity(
    model: "openai/gpt-4.1-nano", promptVersion: "7", textbookID: "mathematics-9",
    messages: [
      CacheIdentity.Message(
        role: "user", content: "How do I solve x² + 5x + 6 = 0?\r\n\r\nI have tried to guess."),
      CacheIdentity.Message(
        role: "assistant", content: "Look for two numbers whose sum is 5 and whose product is 6.  \n"),
      CacheIdentity.Message(role: "user", content: "They are 2 and 3. What now?"),
    ])

  mutating func operate(_ turn: Int) -> Int {
    identity.mode = turn % 2 == 0 ? .full : .simple
    return Int(identity.key { [UInt8](repeating: UInt8(truncatingIfNeeded: $0.count), count: 16) }.low & 0xFF)
  }
}
