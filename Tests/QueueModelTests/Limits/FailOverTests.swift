// The order in which providers are tried, and what the caller is told: by example, and beside the sentences of the
// rule applied to a list.

import QueueModel
import Testing

@Suite struct FailOverTests {
  private func at(_ seconds: Int) -> Instant { Instant(millisecondsSinceEpoch: Int64(seconds) * 1000) }

  @Test func theLeastTimeIsToldAndOnlyIfAllSaidOne() {
    var all = FailOver(providers: 3)
    for seconds in [40, 7, 12] { all.failed(notBefore: at(seconds)) }
    #expect(all.next == nil && all.notBefore == at(7))
    var some = FailOver(providers: 2)
    some.failed(notBefore: at(40))
    some.failed(notBefore: nil)
    #expect(some.next == nil && some.notBefore == nil)
  }

  @Test(arguments: UInt64(1)...20) func everyListAgrees(seed: UInt64) {
    var draw = SeededGenerator(seed: seed)
    for _ in 0..<50 {
      let providers = draw.integer(in: 1...8)
      var failOver = FailOver(providers: providers)
      var said: [Int?] = []
      for provider in 0..<providers {
        #expect(failOver.next == provider && failOver.notBefore == nil, "seed \(seed)")
        let hint = draw.oneIn(4) ? nil : draw.integer(in: 0...100)
        said.append(hint)
        failOver.failed(notBefore: hint.map(at))
      }
      let hints = said.compactMap { $0 }
      let expected = hints.count == providers ? hints.min().map(at) : nil
      #expect(failOver.next == nil && failOver.notBefore == expected, "seed \(seed): \(said)")
    }
  }

  @Test func eachModelHasItsOwnPrice() throws {
    let book = PriceBook.august2026
    let first = "openai/gpt-4.1-nano"
    let second = "anthropic/claude-haiku-4.5"
    let tariff = try Tariff(book, model: first, fallbacks: [second])
    let tokens = ProviderTokens(prompt: 3000, cachedPrompt: 1000, completion: 500)
    var ledger = CostLedger()
    ledger.addTokens(tokens, provider: 0, wasted: false)
    let alone = tariff.bill(ledger)[.llm]
    ledger.addTokens(tokens, provider: 1, wasted: true)
    var other = CostLedger()
    other.addTokens(tokens, wasted: false)
    let dear = try Tariff(book, model: second).bill(other)[.llm]
    #expect(tariff.bill(ledger)[.llm] == alone + dear)
    #expect(tariff.bill(ofProvider: 1, ledger) == dear && tariff.bill(ofProvider: 0, ledger) == alone)
    #expect(tariff.wasted(ledger) == dear)
    #expect(ledger.tokensOfAllModels.output == 1000 && ledger.wastedTokensOfAllModels.output == 500)
    var sum = ledger
    sum.merge(ledger)
    #expect(sum.difference(from: ledger) == ledger)
    let lines = tariff.lines(ledger).filter { $0.service == .llm }
    #expect(lines.count == 6)
    #expect(abs(lines.reduce(Money.zero) { $0 + $1.amount }.nanoUSD - (alone + dear).nanoUSD) <= 6)
  }
}
