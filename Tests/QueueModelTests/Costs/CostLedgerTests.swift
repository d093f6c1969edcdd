// Counting and billing: worked examples, exactness against fractions of big integers, merging.

import QueueModel
import Testing

@Suite struct CostLedgerTests {
  private let tariff = try! Tariff(.august2026, model: "openai/gpt-4.1-nano")

  @Test func workedExamples() {
    var ledger = CostLedger()
    ledger.redisCommands = 66
    #expect(tariff.bill(ledger)[.redis] == Money(nanoUSD: 132_000))
    // A gigabyte for a month of 30 days.
    ledger = CostLedger()
    ledger.addStorage(bytes: 1_000_000_000, nanoseconds: 30 * 86_400 * 1_000_000_000)
    #expect(tariff.bill(ledger)[.redis] == Money(nanoUSD: 250_000_000))
    ledger = CostLedger()
    ledger.qstashMessages = 100_000
    ledger.persistenceCalls = 3
    #expect(tariff.bill(ledger)[.qstash] == Money(nanoUSD: 1_000_000_000))
    #expect(tariff.bill(ledger)[.persistence] == Money(nanoUSD: 6000))
    #expect(tariff.bill(ledger).total == Money(nanoUSD: 1_000_006_000))
    // An invocation, an hour of processor, two gigabytes for an hour.
    ledger = CostLedger()
    ledger.functionInvocations = 1
    ledger.addFunctionTime(
      cpuNanoseconds: 3_600_000_000_000, memoryBytes: 2_000_000_000, openNanoseconds: 3_600_000_000_000)
    #expect(tariff.bill(ledger)[.functions] == Money(nanoUSD: 600 + 128_000_000 + 21_200_000))
  }

  @Test func theMeanMessageOfTheTraceCostsWhatItShould() {
    // 2,944 tokens in, 283 out: $0.0004076, and 5.5 % for the credit.
    var ledger = CostLedger()
    ledger.addTokens(ProviderTokens(prompt: 2944, completion: 283), wasted: false)
    #expect(tariff.bill(ledger)[.llm] == Money(nanoUSD: 430_018))
    #expect(tariff.wasted(ledger) == .zero)
    ledger.addTokens(ProviderTokens(prompt: 2944, cachedPrompt: 2048, completion: 0), wasted: true)
    // 896 × 100 + 2,048 × 25 nano-dollars.
    #expect(tariff.wasted(ledger) == Money(nanoUSD: 148_544))
    #expect(ledger.tokens.all == 2944 + 283 + 2944 && ledger.tokens.wasted == 2944)
  }

  @Test func roundingIsToTheNearestAndSymmetric() throws {
    let book = try PriceBook.august2026.replacing(["persistence.call": 0.0005])
    let tariff = try Tariff(book, model: "openai/gpt-4.1-nano")
    // Half a nano-dollar a call.
    for (calls, nano) in [(1, 1), (2, 1), (3, 2), (-1, -1), (-2, -1), (-3, -2)] as [(Int64, Int64)] {
      var ledger = CostLedger()
      ledger.persistenceCalls = calls
      #expect(tariff.bill(ledger)[.persistence] == Money(nanoUSD: nano), "\(calls) calls")
    }
  }

  @Test func theLargestHourAndTheHighestPricesFit() throws {
    let names = PriceBook.august2026.entries.map(\.name)
    let highest = Dictionary(uniqueKeysWithValues: names.map { ($0, PriceBook.highestValue(of: $0)) })
    let tariff = try Tariff(try PriceBook.august2026.replacing(highest), model: "openai/gpt-4o")
    var ledger = CostLedger()
    ledger.redisCommands = 1_000_000_000
    ledger.qstashMessages = 1_000_000_000
    ledger.tokensIn = 100_000_000_000
    ledger.functionInvocations = 1_000_000_000
    ledger.addStorage(bytes: 10_000_000_000_000, nanoseconds: 3_600_000_000_000)
    ledger.addFunctionTime(
      cpuNanoseconds: 3_600_000_000_000_000, memoryBytes: 20_000_000_000_000,
      openNanoseconds: 3_600_000_000_000)
    #expect(tariff.bill(ledger)[.llm] == Money(nanoUSD: 2_000_000_000_000_000_000))
    #expect(tariff.bill(ledger)[.redis] > .zero && tariff.bill(ledger)[.functions] > .zero)
  }

  @Test(arguments: [31, 32, 33, 34] as [UInt64])
  func billsAreExactAndLedgersAdd(seed: UInt64) {
    var draw = SeededGenerator(seed: seed)
    for round in 0..<200 {
      let place = Comment(rawValue: "seed \(seed), round \(round)")
      let left = ledger(&draw)
      let right = ledger(&draw)
      var both = left
      both.merge(right)
      #expect(both.difference(from: right) == left && both.difference(from: left) == right, place)
      let bill = tariff.bill(both)
      #expect(bill.total == BilledService.allCases.reduce(Money.zero) { $0 + bill[$1] }, place)
      // Prices of this tariff in whole nano-dollars for one: 2,000 a command, 10,000 a message, 100, 25 and
      // 400 a token.
      #expect(bill[.qstash].nanoUSD == both.qstashMessages * 10_000, place)
      let tokens = both.tokensIn * 100 + both.tokensInCached * 25 + both.tokensOut * 400
      #expect(bill[.llm].nanoUSD == (tokens * 1055 + 500) / 1000, place)
      // Half a nano-dollar at most from the sum of the parts, for each part.
      let parts = tariff.bill(left) + tariff.bill(right)
      for service in BilledService.allCases {
        #expect(abs(bill[service].nanoUSD - parts[service].nanoUSD) <= 1, place)
      }
      let stored = both.redisStoredByteNanoseconds * 250_000_000
      let unit = Int128(2_592_000_000_000_000) * 1_000_000_000
      #expect(
        Int128(bill[.redis].nanoUSD) == Int128(both.redisCommands * 2000) + (stored * 2 + unit) / (unit * 2),
        place)
    }
  }

  private func ledger(_ draw: inout SeededGenerator) -> CostLedger {
    var ledger = CostLedger()
    ledger.redisCommands = Int64(draw.integer(in: 0...300_000_000))
    ledger.qstashMessages = Int64(draw.integer(in: 0...5_000_000))
    ledger.functionInvocations = Int64(draw.integer(in: 0...9_000_000))
    ledger.persistenceCalls = Int64(draw.integer(in: 0...9_000_000))
    ledger.vectorOperations = Int64(draw.integer(in: 0...9_000_000))
    ledger.embeddedTokens = Int64(draw.integer(in: 0...300_000_000))
    for _ in 0..<draw.integer(in: 0...20) {
      let prompt = draw.integer(in: 0...100_000_000)
      ledger.addTokens(
        ProviderTokens(
          prompt: prompt, cachedPrompt: draw.integer(in: 0...prompt),
          completion: draw.integer(in: 0...1_000_000)), wasted: draw.oneIn(4))
      ledger.addStorage(
        bytes: Int64(draw.integer(in: 0...1_000_000)),
        nanoseconds: Int64(draw.integer(in: 0...86_400)) * 1_000_000_000)
      ledger.addFunctionTime(
        cpuNanoseconds: Int64(draw.integer(in: 0...1_000_000_000)),
        memoryBytes: Int64(draw.integer(in: 0...2_000_000_000)),
        openNanoseconds: Int64(draw.integer(in: 0...300)) * 1_000_000_000)
    }
    return ledger
  }
}

@Suite struct CostLedgerFieldTests {
  /// A field that merging forgets would lose money in silence.
  @Test func mergingForgetsNothing() {
    var ledger = CostLedger()
    ledger.redisCommands = 1
    ledger.qstashMessages = 2
    ledger.functionInvocations = 3
    ledger.persistenceCalls = 4
    ledger.vectorOperations = 11
    ledger.embeddedTokens = 12
    ledger.addTokens(ProviderTokens(prompt: 30, cachedPrompt: 10, completion: 5), wasted: true)
    ledger.addStorage(bytes: 6, nanoseconds: 7)
    ledger.addFunctionTime(cpuNanoseconds: 8, memoryBytes: 9, openNanoseconds: 10)
    ledger.addTokens(ProviderTokens(prompt: 30, cachedPrompt: 10, completion: 5), provider: 2, wasted: true)
    for child in Mirror(reflecting: ledger).children {
      let counted = [
        (child.value as? Int64).map { $0 != 0 }, (child.value as? Int128).map { $0 != 0 },
        (child.value as? [FallbackTokens]).map { !$0.isEmpty },
      ]
      let isCounted = counted.compactMap { $0 }.first
      #expect(isCounted == true, "\(child.label ?? "") is not counted by this test")
    }
    var merged = CostLedger()
    merged.merge(ledger)
    #expect(merged == ledger)
    #expect(ledger.difference(from: merged) == CostLedger())
  }
}

@Suite struct RedisCommandsTests {
  @Test func anAverageAnswerTakes70To100Commands() {
    // The limiter takes 4 or 5, and an answer has about 15 entries, each of which renews the lease.
    let commands = RedisCommands.answer(entries: 15) + 5
    #expect(commands == 84)
    #expect((70...100).contains(RedisCommands.answer(entries: 15) + 4))
  }

  @Test func partsAddUpToTheirWholes() {
    #expect(RedisCommands.submit == 12 && RedisCommands.readerConnect == 4)
    #expect(
      RedisCommands.answer(entries: 16) - RedisCommands.answer(entries: 15) == RedisCommands.workerEntry)
    #expect(RedisCommands.workerEntry == RedisCommands.streamEntry + RedisCommands.leaseRenewal)
  }
}
