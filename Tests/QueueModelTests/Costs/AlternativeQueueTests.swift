// Bills of other queues, against their price lists by hand.

import QueueModel
import Testing

@Suite struct AlternativeQueueTests {
  private let prices = PriceBook.servicesOf2026

  @Test func everyPriceAndLimitNamesItsSource() {
    for entry in prices.entries {
      #expect(!entry.source.isEmpty && entry.price > .zero, "\(entry.name)")
      #expect([7, 10].contains(entry.date.count) || entry.date == "undated", "\(entry.name)")
    }
    for limit in PlanLimit.all { #expect(!limit.source.isEmpty && limit.date.count == 10, "\(limit.name)") }
    #expect(Set(PlanLimit.all.map(\.name)).isDisjoint(with: prices.entries.map(\.name)))
    #expect(Set(PriceBook.august2026.entries.map(\.name)).isDisjoint(with: prices.entries.map(\.name)))
  }

  @Test func pricesStandAsTheirSourcesPrintThem() {
    #expect(prices["triggerdev.microSecond"]?.price == Money(nanoUSD: 16_900))
    #expect(prices["sqs.request"]?.price == Money(nanoUSD: 400_000_000))
    // Printed with ten digits, kept with nine.
    #expect(prices["lambda.gigabyteSecond"]?.price == Money(nanoUSD: 16_667))
    #expect(prices["vercel.proMonth"]?.price == Money(nanoUSD: 20_000_000_000))
  }

  @Test func amountsAreRoundedOnce() throws {
    let entry = PriceEntry(
      "x", Money(nanoUSD: 10), per: PriceUnit(3, "things"), source: "test", date: "undated")
    #expect([0, 1, 2, 3, 4].map { entry.amount(for: $0).nanoUSD } == [0, 3, 7, 10, 13])
  }

  @Test func amazonTakesThreeRequestsAndAFunctionForAJob() {
    let work = QueueWork(jobs: 1_000_000, workerSeconds: 4_000_000, mostAtOnce: 500, redisCommands: 9)
    let lines = AlternativeQueue.sqs.bill(work, prices: prices)
    #expect(lines.map(\.count) == [3_000_000, 1_000_000, 500_000])
    #expect(lines.map(\.amount.nanoUSD) == [1_200_000_000, 200_000_000, 500_000 * 16_667])
  }

  @Test func triggerdevIncludesUsageAndSellsRunsAtOnceByTheBundle() {
    func amounts(_ jobs: Int64, _ seconds: Int64, _ mostAtOnce: Int64) -> [Int64] {
      let work = QueueWork(jobs: jobs, workerSeconds: seconds, mostAtOnce: mostAtOnce, redisCommands: 0)
      return AlternativeQueue.triggerdev.bill(work, prices: prices).map { $0.amount.nanoUSD / 1_000_000 }
    }
    // $1 of runs and $1.69 of seconds are in the $50.
    #expect(amounts(40_000, 100_000, 200) == [47_310, 1_000, 1_690, 0])
    // $250 of runs are not; one run at once more is a bundle of fifty.
    #expect(amounts(10_000_000, 0, 201) == [0, 250_000, 0, 10_000])
    #expect(amounts(10_000_000, 0, 4_600) == [0, 250_000, 0, 880_000])
  }

  @Test func bullMQPaysForRequestsAndForAGigabyte() {
    let work = QueueWork(jobs: 1, workerSeconds: 1, mostAtOnce: 1, redisCommands: 1_000_000_000)
    let lines = AlternativeQueue.bullMQ.bill(work, prices: prices)
    #expect(lines.map(\.amount.nanoUSD) == [3_400_000_000, 90_000_000_000])
  }
}
