// What is counted while a run goes on, and the bills that are made of it at its end.

import QueueModel

/// Ledgers, prices and bills.
enum CostRules {
  /// Adds the benchmarks.
  static func register() {
    // Tokens counted.
    rule("costs-costLedger-add", LedgerEntries.self, sum: 319_500)
    rule("costs-costLedger-difference-and-merge", LedgerSums.self, sum: 319_500)
    rule("costs-modelTokens", FallbackEntries.self, sum: 319_500)
    // Billionths of a dollar.
    rule("costs-priceBook-look-up", PriceLookups.self, sum: 49_421_528_600_000)
    rule("costs-priceBook-replace", PriceReplacements.self, sum: 100_000_000_000)
    rule("costs-tariff-bill", Bills.self, sum: 782_836_549_777)
    rule("costs-tariff-lines", BillLines.self, sum: 782_817_401_538)
    rule("costs-alternativeQueue", AlternativeBills.self, sum: 358_167_979_958_800)
    // Redis commands.
    rule("costs-redisCommands-answer", AnswerCommands.self, sum: 128_788)
  }
}

/// A call's tokens, every tenth of them wasted, and what it held of Redis and of functions.
private struct LedgerEntries: RuleWorkload {
  var ledger = CostLedger()

  mutating func operate(_ turn: Int) -> Int {
    let before = ledger.tokensOut
    ledger.redisCommands += 84
    ledger.addTokens(
      ProviderTokens(prompt: 2_944, cachedPrompt: 1_024, completion: 100 + turn % 400), wasted: turn % 10 == 0
    )
    ledger.addStorage(bytes: 2_200, nanoseconds: 3_600_000_000_000)
    ledger.addFunctionTime(
      cpuNanoseconds: 8_000_000, memoryBytes: 100_000_000, openNanoseconds: 4_150_000_000)
    return Int(ledger.tokensOut - before)
  }
}

/// A reading of a ledger since an earlier one, added to a third.
private struct LedgerSums: RuleWorkload {
  var now = LedgerEntries()
  var sum = CostLedger()

  mutating func operate(_ turn: Int) -> Int {
    let before = now.ledger
    _ = now.operate(turn)
    let difference = now.ledger.difference(from: before)
    sum.merge(difference)
    return Int(difference.tokensOut)
  }
}

/// Tokens of the first of three models and of its two fall-backs.
private struct FallbackEntries: RuleWorkload {
  var ledger = CostLedger()

  mutating func operate(_ turn: Int) -> Int {
    let provider = draw(turn, below: 3)
    let before = ledger.tokens(ofProvider: provider).output
    ledger.addTokens(
      ProviderTokens(prompt: 2_944, completion: 100 + turn % 400), provider: provider, wasted: turn % 10 == 0)
    return Int(ledger.tokens(ofProvider: provider).output - before)
  }
}

private struct PriceLookups: RuleWorkload {
  let book = PriceBook.august2026

  mutating func operate(_ turn: Int) -> Int {
    let entry = book.entries[turn % book.entries.count]
    return Int(book[entry.name]?.price.nanoUSD ?? 0)
  }
}

/// A book with two prices replaced, as a scenario may have it.
private struct PriceReplacements: RuleWorkload {
  mutating func operate(_ turn: Int) -> Int {
    let book = try? PriceBook.august2026.replacing(["redis.command": 0.1, "qstash.message": 0.5])
    return Int(book?["redis.command"]?.price.nanoUSD ?? 0)
  }
}

/// The tariff of the exam peak, with a ledger that grows.
private struct Billing {
  let tariff: Tariff
  var entries = LedgerEntries()

  init() {
    guard let tariff = try? Tariff(.august2026, model: "openai/gpt-4.1-nano") else {
      preconditionFailure("no prices for the model of the exam peak")
    }
    self.tariff = tariff
  }
}

private struct Bills: RuleWorkload {
  var billing = Billing()

  mutating func operate(_ turn: Int) -> Int {
    _ = billing.entries.operate(turn)
    return Int(billing.tariff.bill(billing.entries.ledger).total.nanoUSD)
  }
}

private struct BillLines: RuleWorkload {
  var billing = Billing()

  mutating func operate(_ turn: Int) -> Int {
    _ = billing.entries.operate(turn)
    return billing.tariff.lines(billing.entries.ledger).reduce(0) { $0 + Int($1.amount.nanoUSD) }
  }
}

private struct AlternativeBills: RuleWorkload {
  mutating func operate(_ turn: Int) -> Int {
    let work = QueueWork(
      jobs: 1_000_000 + Int64(turn), workerSeconds: 4_000_000, mostAtOnce: 4_600, redisCommands: 84_000_000)
    let queue = AlternativeQueue.allCases[turn % AlternativeQueue.allCases.count]
    return queue.bill(work, prices: .servicesOf2026).reduce(0) { $0 + Int($1.amount.nanoUSD) }
  }
}

private struct AnswerCommands: RuleWorkload {
  mutating func operate(_ turn: Int) -> Int { Int(RedisCommands.answer(entries: Int64(turn % 64))) }
}
