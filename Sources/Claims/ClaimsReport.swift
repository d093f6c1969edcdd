// The verdicts on all claims with what they stand on, as data: what `peakload claims --json` prints.

import QueueModel
public import RunReport

/// Every claim with its verdict, and what the verdicts were computed from.
public struct ClaimsReport: Hashable, Sendable, Codable {
  /// The version of the format that this program writes.
  public static let currentFormatVersion = 1

  /// Version of the format.
  public var formatVersion = ClaimsReport.currentFormatVersion
  /// What a month was taken to hold.
  public var usage: MonthlyUsage
  /// What that comes to.
  public var answersPerPersonMonth: Use
  /// Why the figures are not for quoting; absent when they are.
  public var caveat: String?
  /// The runs.
  public var runs: [Run]
  /// The prices and limits that were used.
  public var prices: [Price]
  /// The claims, by topic.
  public var claims: [Claim]

  /// Answers a person and month.
  public struct Use: Hashable, Sendable, Codable {
    /// In a month with peak hours.
    public var withPeakHours: Double
    /// In a month without.
    public var withoutPeakHours: Double
  }

  /// A run, and what it says by the answer.
  public struct Run: Hashable, Sendable, Codable {
    /// Which run it is.
    public var run: ClaimRun
    /// The scenario.
    public var scenario: String
    /// What was changed in it, in words; empty for nothing.
    public var change: String
    /// Its seed.
    public var seed: UInt64
    /// One run with one seed: no interval can be given of what follows from it.
    public var confidence = RunReport.Confidence.unreplicated
    /// People who took part.
    public var people: Int
    /// The stated duration.
    public var durationNanoseconds: Int64
    /// Whole answers.
    public var answers: Int
    /// Cost of 1,000 answers; without the queue that of language model, functions and persistence.
    public var perThousandAnswersNanoUSD: Int64
    /// Redis commands an answer; absent without the queue.
    public var redisCommandsPerAnswer: Double?

    init(_ run: ClaimRun, _ report: RunReport) {
      let costs = RunCosts(report)
      let withQueue = run != .normalWithoutQueue && run != .peakWithoutQueue
      let services: [BilledService] = withQueue ? BilledService.allCases : [.llm, .functions, .persistence]
      self.run = run
      scenario = run.scenario
      change = run.change
      seed = report.run.seed
      people = report.run.people
      durationNanoseconds = report.run.durationNanoseconds
      answers = report.cost.answers
      perThousandAnswersNanoUSD = Int64((costs.perAnswer(services) * 1e12).rounded())
      redisCommandsPerAnswer = withQueue ? costs.commands : nil
    }
  }

  /// A price or a limit, with where it was read and when.
  public struct Price: Hashable, Sendable, Codable {
    /// Its name in the book.
    public var name: String
    /// The book; absent for limits of plans.
    public var book: String?
    /// US dollars in billionths for `quantity`; absent for limits.
    public var priceNanoUSD: Int64?
    /// How many the price buys, or the limit.
    public var quantity: Int64
    /// Of what, in the plural.
    public var noun: String
    /// Where it was read.
    public var source: String
    /// The day of the source.
    public var date: String

    init(_ entry: PriceEntry, book: String) {
      name = entry.name
      self.book = book
      priceNanoUSD = entry.price.nanoUSD
      quantity = entry.unit.quantity
      noun = entry.unit.noun
      source = entry.source
      date = entry.date
    }

    init(_ limit: PlanLimit) {
      name = limit.name
      quantity = limit.count
      noun = limit.noun
      source = limit.source
      date = limit.date
    }
  }

  /// How many claims have a verdict.
  public func count(_ verdict: ClaimVerdict) -> Int { claims.count { $0.verdict == verdict } }
}
