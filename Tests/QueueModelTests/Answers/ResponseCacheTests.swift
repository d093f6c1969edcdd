// The response cache by example, and by property against a plain dictionary with times.

import QueueModel
import Testing

@Suite struct ResponseCacheTests {
  private func at(_ seconds: Int64) -> Instant { Instant(nanosecondsSinceEpoch: seconds * 1_000_000_000) }
  private func key(_ number: UInt64) -> CacheKey { CacheKey(high: 0, low: number) }

  @Test func anEntryLivesFromItsFirstStore() {
    var cache = ResponseCache(timeToLive: .seconds(10))
    #expect(cache.lookup(key(1), now: at(0)) == nil)
    #expect(cache.store(key(1), value: 7, now: at(0)) == true)
    // Neither a hit nor a second store prolongs it or replaces it.
    #expect(cache.lookup(key(1), now: at(9))?.value == 7)
    #expect(cache.store(key(1), value: 8, now: at(9)) == false)
    #expect(cache.lookup(key(1), now: at(9))?.storedAt == at(0))
    #expect(cache.lookup(key(1), now: at(10)) == nil)
    #expect(cache.store(key(1), value: 9, now: at(10)) == true)
    #expect(cache.lookup(key(1), now: at(19))?.value == 9)
    #expect(cache.counters.hits == 3 && cache.counters.misses == 2)
    #expect(cache.counters.stored == 2 && cache.counters.expired == 1 && cache.counters.evicted == 0)
  }

  @Test func theOldestGoesAtTheLimit() {
    var cache = ResponseCache(timeToLive: .seconds(100), maximumEntries: 3)
    for number in 1...4 { cache.store(key(UInt64(number)), value: UInt32(number), now: at(Int64(number))) }
    #expect(cache.count == 3 && cache.counters.evicted == 1)
    #expect(cache.lookup(key(1), now: at(5)) == nil)
    #expect(cache.lookup(key(2), now: at(5))?.value == 2)
  }

  @Test func anEmptiedCacheBeginsAnew() {
    var cache = ResponseCache(timeToLive: .seconds(10))
    for number in 0..<50_000 { cache.store(key(UInt64(number)), value: 7, now: at(0)) }
    cache.removeAll()
    #expect(cache.count == 0 && cache.counters.flushed == 50_000)
    #expect(cache.lookup(key(7), now: at(1)) == nil)
    #expect(cache.store(key(7), value: 8, now: at(1)) == true)
    #expect(cache.lookup(key(7), now: at(10))?.value == 8)
    #expect(cache.lookup(key(7), now: at(11)) == nil)
    #expect(cache.counters.evicted == 0 && cache.counters.expired == 1)
  }

  @Test func onlyCompletedFullAnswersAreStored() {
    for outcome in Outcome.allCases {
      #expect(ResponseCache.mayStore(outcome, mode: .full) == (outcome == .completed))
      #expect(!ResponseCache.mayStore(outcome, mode: .simple))
    }
  }

  @Test func aNightsExpiryIsReleasedLittleByLittle() {
    var cache = ResponseCache(timeToLive: .seconds(10))
    for number in 0..<1000 { cache.store(key(UInt64(number)), value: 0, now: at(0)) }
    _ = cache.lookup(key(5000), now: at(20))
    #expect(cache.count == 998)
    // An expired entry that has not been released is stored anew, and its old place is passed over later.
    #expect(cache.store(key(999), value: 1, now: at(20)) == true)
    cache.removeExpired(now: at(20))
    #expect(cache.count == 1 && cache.counters.expired == 1000)
    #expect(cache.lookup(key(999), now: at(21))?.value == 1)
  }

  @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8] as [UInt64])
  func randomUseAgreesWithADictionary(seed: UInt64) {
    var draw = SeededGenerator(seed: seed)
    let limit = [1, 2, 17, 200, 20_000][draw.integer(in: 0...4)]
    let timeToLive = Int64(draw.integer(in: 1...400))
    let keys = draw.integer(in: 1...600) * (seed % 2 == 0 ? 1 : 50)
    var cache = ResponseCache(
      timeToLive: .seconds(timeToLive), maximumEntries: limit,
      expectedEntries: draw.oneIn(2) ? 1000 : 0)
    // What is alive, in order of storing.
    var model: [(key: CacheKey, value: UInt32, storedAt: Int64)] = []
    var places: [CacheKey: Int] = [:]
    var dropped = 0
    var now: Int64 = 0
    for call in 0..<60_000 {
      if draw.oneIn(10) { now += Int64(draw.integer(in: 0...3)) }
      let asked = CacheKey(high: UInt64(draw.integer(in: 0...1)), low: UInt64(draw.integer(in: 0...keys)))
      while dropped < model.count, now - model[dropped].storedAt >= timeToLive {
        places[model[dropped].key] = nil
        dropped += 1
      }
      let place = Comment(rawValue: "seed \(seed), call \(call)")
      let held = places[asked].map { model[$0] }
      if draw.oneIn(2) {
        let hit = cache.lookup(asked, now: at(now))
        #expect(hit?.value == held?.value, place)
        #expect(hit?.storedAt == held.map { at($0.storedAt) }, place)
      } else {
        let value = UInt32(truncatingIfNeeded: draw.next())
        #expect(cache.store(asked, value: value, now: at(now)) == (held == nil), place)
        if held == nil {
          if places.count == limit {
            places[model[dropped].key] = nil
            dropped += 1
          }
          places[asked] = model.count
          model.append((asked, value, now))
        }
      }
      if draw.oneIn(1000) {
        cache.removeExpired(now: at(now))
        #expect(cache.count == places.count, place)
      }
      if cache.count > limit { Issue.record(place) }
    }
    cache.removeExpired(now: at(now))
    #expect(cache.count == places.count)
    #expect(cache.counters.stored == model.count)
    #expect(cache.counters.evicted + cache.counters.expired == dropped)
  }

  @Test func segmentsAreReusedAsTheRingMovesOn() {
    var cache = ResponseCache(timeToLive: .seconds(1000), maximumEntries: 20_000)
    for number in 0..<200_000 { cache.store(key(UInt64(number)), value: UInt32(number), now: at(0)) }
    #expect(cache.count == 20_000 && cache.counters.evicted == 180_000)
    for number in 180_000..<200_000 where number % 97 == 0 {
      #expect(cache.lookup(key(UInt64(number)), now: at(0))?.value == UInt32(number))
    }
    #expect(cache.lookup(key(179_999), now: at(0)) == nil)
  }

  @Test func aCopyIsIndependent() {
    var cache = ResponseCache(timeToLive: .seconds(10))
    cache.store(key(1), value: 1, now: at(0))
    var copy = cache
    copy.store(key(2), value: 2, now: at(0))
    #expect(cache.lookup(key(2), now: at(0)) == nil)
    #expect(copy.lookup(key(1), now: at(0))?.value == 1)
  }
}

@Suite struct SingleFlightTests {
  @Test func oneLeadsAndOthersJoin() {
    var flights = SingleFlight()
    let key = CacheKey(high: 1, low: 2)
    #expect(flights.join(key) == nil)
    #expect(flights.begin(key, leader: 5) == true)
    #expect(flights.begin(key, leader: 6) == false)
    #expect(flights.join(key) == 5)
    #expect(flights.end(key, leader: 6) == nil)
    #expect(flights.end(key) == 5)
    #expect(flights.end(key) == nil)
    #expect(flights.join(key) == nil && flights.count == 0)
  }

  @Test(arguments: [11, 12, 13, 14] as [UInt64])
  func randomUseAgreesWithADictionary(seed: UInt64) {
    var draw = SeededGenerator(seed: seed)
    var flights = SingleFlight(expectedQuestions: draw.integer(in: 0...100))
    var model: [CacheKey: UInt64] = [:]
    let keys = draw.integer(in: 1...2000)
    for call in 0..<40_000 {
      let key = CacheKey(high: UInt64(draw.integer(in: 0...keys)), low: 3)
      let place = Comment(rawValue: "seed \(seed), call \(call)")
      // Begins outweigh ends in one half of the run and are outweighed in the other.
      switch draw.integer(in: 0...9) {
      case 0...2: #expect(flights.join(key) == model[key], place)
      case (call < 20_000 ? 5 : 7)...9:
        let leader = UInt64(draw.integer(in: 0...3))
        #expect(flights.begin(key, leader: leader) == (model[key] == nil), place)
        if model[key] == nil { model[key] = leader }
      default:
        let leader = draw.oneIn(2) ? UInt64(draw.integer(in: 0...3)) : nil
        let expected = leader == nil || leader == model[key] ? model[key] : nil
        #expect(flights.end(key, leader: leader) == expected, place)
        if expected != nil { model[key] = nil }
      }
      #expect(flights.count == model.count, place)
    }
  }
}

@Suite struct CacheIdentityTests {
  private let base = CacheIdentity(
    model: "openai/gpt-4.1-nano", promptVersion: "7", textbookID: "physics-9", imageHash: "ab",
    messages: [.init(role: "user", content: "What is inertia?")])

  @Test func everyFieldChangesTheEncoding() {
    var others: [CacheIdentity] = []
    func vary(_ change: (inout CacheIdentity) -> Void) {
      var other = base
      change(&other)
      others.append(other)
    }
    vary { $0.schemaVersion = 2 }
    vary { $0.model = "openai/gpt-4.1-mini" }
    vary { $0.promptVersion = "8" }
    vary { $0.textbookID = nil }
    vary { $0.textbookID = "" }
    vary { $0.imageHash = nil }
    vary { $0.imageHash = "ac" }
    vary { $0.mode = .simple }
    vary { $0.messages[0].role = "system" }
    vary { $0.messages[0].content = "What is mass?" }
    vary { $0.messages.append(.init(role: "user", content: "")) }
    let encodings = Set(([base] + others).map(\.canonicalBytes))
    #expect(encodings.count == others.count + 1)
  }

  @Test func textCannotMoveFromOneFieldToAnother() {
    var left = base
    var right = base
    (left.model, left.promptVersion) = ("ab", "c")
    (right.model, right.promptVersion) = ("a", "bc")
    #expect(left.canonicalBytes != right.canonicalBytes)
    left.messages = [.init(role: "user", content: "ab"), .init(role: "user", content: "")]
    right = left
    right.messages = [.init(role: "user", content: "a"), .init(role: "user", content: "b")]
    #expect(left.canonicalBytes != right.canonicalBytes)
  }

  @Test func theEncodingIsFixed() {
    let small = CacheIdentity(model: "m", promptVersion: "", messages: [.init(role: "u", content: "x\r\n")])
    let zeros = [UInt8](repeating: 0, count: 7)
    #expect(
      small.canonicalBytes
        == zeros + [1] + zeros + [1, 0x6D] + zeros + [0] + [0, 0, 0] + zeros + [1]
        + zeros + [1, 0x75] + zeros + [1, 0x78])
  }

  @Test func messagesAreComparedWithoutTheirOuterWhiteSpace() {
    #expect(CacheIdentity.normalised("\n \t\r\n  a  b \t\r\nc\rd\n\n") == "  a  b\nc\nd")
    #expect(CacheIdentity.normalised("") == "")
    #expect(CacheIdentity.normalised(" \n ") == "")
    #expect(CacheIdentity.normalised("а\n\nб") == "а\n\nб")
    #expect(CacheIdentity.normalised("3 - 2") != CacheIdentity.normalised("3 -2"))
  }

  @Test func theKeyIsTheFirstHalfOfTheDigest() {
    let key = base.key { bytes in
      #expect(bytes == base.canonicalBytes)
      return Array(1...32)
    }
    #expect(key == CacheKey(high: 0x0102_0304_0506_0708, low: 0x090A_0B0C_0D0E_0F10))
  }
}
