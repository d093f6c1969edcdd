// Reports with round counts, so that every verdict can be computed by hand.

import QueueModel
import RunReport

@testable import Claims

/// A run of `people` people in one hour, billed by the book of August 2026.
///
/// Each figure is for the whole run.
func knownRun(
  _ scenario: String, people: Int, answers: Int, commands: Int64 = 0, calls: Int? = nil, jobs: Int? = nil,
  tokensIn: Int64 = 0, tokensOut: Int64 = 0, persistenceCalls: Int64 = 0, places: Int = 0,
  averageUse: Double = 0
) throws -> RunReport {
  var report = RunReport(
    run: RunReport.RunFacts(
      scenario: scenario, seed: 1, durationNanoseconds: 3_600_000_000_000, people: people,
      endNanoseconds: 3_600_000_000_000))
  var ledger = CostLedger()
  ledger.redisCommands = commands
  ledger.tokensIn = tokensIn
  ledger.tokensOut = tokensOut
  ledger.persistenceCalls = persistenceCalls
  let tariff = try Tariff(.august2026, model: "openai/gpt-4o-mini")
  report.cost = RunReport.CostFacts(
    priceBook: tariff.book,
    lines: tariff.lines(ledger).map {
      RunReport.CostLine(
        service: $0.service, item: $0.item, count: Int($0.count), priceNanoUSD: $0.price.nanoUSD,
        priceUnit: $0.unit, amountNanoUSD: $0.amount.nanoUSD)
    },
    totalNanoUSD: tariff.bill(ledger).total.nanoUSD, answers: answers)
  report.goodput.delivered = answers
  report.jobs.admitted = jobs ?? answers
  report.calls.begun = calls ?? answers
  report.cache.misses = answers
  report.bottleneck = RunReport.Bottleneck(resources: [
    RunReport.ResourceUse(
      name: "places at the language model", capacity: places, unit: "calls", averageUse: averageUse,
      peakUse: 1)
  ])
  return report
}

/// Evidence of 100,000 people with 200 answers a month: 20 million. An answer takes 2,000 tokens in and 500 out of
/// gpt-4o-mini ($0.15 and $0.60 a million, 5.5 % on top: $0.000633), and 100 Redis commands ($0.0002).
func knownEvidence(
  usage: MonthlyUsage = MonthlyUsage(peakHours: 0, otherAnswersPerPerson: 200),
  hits: Int = 0, commandsAsFirstWritten: Int64 = 2_459, persistenceCalls: Int64 = 3
) throws -> ClaimEvidence {
  let answers = 100_000
  func run(_ scenario: String, people: Int, commands: Int64, fromModel: Int) throws -> RunReport {
    var report = try knownRun(
      scenario, people: people, answers: answers, commands: commands * Int64(answers), calls: fromModel,
      jobs: fromModel, tokensIn: Int64(fromModel) * 2_000, tokensOut: Int64(fromModel) * 500,
      persistenceCalls: persistenceCalls * Int64(answers), places: 200, averageUse: 0.5)
    report.cache.hits = answers - fromModel
    report.cache.misses = fromModel
    return report
  }
  return ClaimEvidence(
    reports: [
      .normal: try run("normal-5k", people: 5_000, commands: 100, fromModel: answers - hits),
      .peak: try run("exam-peak-100k", people: 100_000, commands: 100, fromModel: answers - hits),
      .normalWithoutQueue: try run("normal-5k", people: 5_000, commands: 100, fromModel: answers),
      .peakWithoutQueue: try run("exam-peak-100k", people: 100_000, commands: 100, fromModel: answers),
      .asFirstWritten: try run(
        "normal-5k", people: 5_000, commands: commandsAsFirstWritten, fromModel: answers),
    ],
    usage: usage, book: .august2026, model: "openai/gpt-4o-mini")
}

extension ClaimsReport {
  /// The claim of that name.
  func claim(_ id: String) throws -> Claim {
    guard let claim = claims.first(where: { $0.id == id }) else { throw NoSuchClaim(id: id) }
    return claim
  }

  /// A figure of a claim.
  func figure(_ id: String, _ name: String) throws -> Double {
    guard let figure = try claim(id).figures.first(where: { $0.name == name }) else {
      throw NoSuchClaim(id: "\(id).\(name)")
    }
    return figure.value
  }

  struct NoSuchClaim: Error { var id: String }
}
