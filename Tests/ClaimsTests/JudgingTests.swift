// Each row's computation, on counts that can be followed by hand. Twenty million answers a month throughout, unless
// a test says otherwise: 100,000 people with ten answers on each of twenty school days.

import QueueModel
import RunReport
import Testing

@testable import Claims

@Suite struct JudgingTests {
  /// The commands of an answer, by hand: limiter 5, enqueuing 2, position and length 2, completion 3; 300 tokens at
  /// three each and two for the end; polls for 5 s at 110 ms before the first token and 15 s at one round trip of
  /// 10 ms after it, or, where no entry is read twice, two polls each 120 ms.
  static let commandsAsFirstWritten: Int64 = 12 + 902 + 45 + 1_500
  static let commandsWithoutRereading: Int64 = 12 + 902 + 45 + 250

  @Test func theDesignsCommandsCostNinetyEightThousandDollars() throws {
    let report = try knownEvidence(commandsAsFirstWritten: Self.commandsAsFirstWritten).judged()
    #expect(Self.commandsAsFirstWritten == 2_459)
    #expect(try report.figure("lines.redis", "asFirstWrittenMonthUSD").rounded() == 98_360)
    #expect(try report.figure("lines.redis", "asFirstWrittenCommandsPerAnswer") == 2_459)
  }

  @Test func withoutReadingEntriesTwiceItIsFortyEightThousand() throws {
    let report = try knownEvidence(commandsAsFirstWritten: Self.commandsWithoutRereading).judged()
    #expect(try report.figure("lines.redis", "asFirstWrittenMonthUSD").rounded() == 48_360)
  }

  @Test func linesAreTheBillTimesTheMonth() throws {
    let report = try knownEvidence().judged()
    // 20 M answers of 100 commands at $0.20 per 100,000.
    #expect(try report.figure("lines.redis", "monthUSD").rounded() == 4_000)
    #expect(try report.claim("lines.redis").verdict == .doesNotHold)
    // 100,000 answers in the hour: 10 million commands, 2,778 a second.
    #expect(try report.figure("lines.redis", "commandsPerSecond").rounded() == 2_778)
    // Two messages for each of 20 M jobs at $1 per 100,000.
    #expect(try report.figure("lines.qstash", "monthUSD") == 400)
    #expect(try report.claim("lines.qstash.price").verdict == .holds)
    // 40 G tokens in at $0.15 and 10 G out at $0.60 a million, with 5.5 % on top.
    #expect(try report.figure("lines.llm", "monthUSD").rounded() == 12_660)
    // The cheapest whose price bears a date, gpt-5-nano: $0.05 and $0.40, with the same on top.
    #expect(try report.figure("lines.llm", "cheapestModelMonthUSD").rounded() == 6_330)
    // 60 M calls, 25 M included, $2 a million.
    #expect(try report.figure("lines.convex", "beyondThePlanUSD") == 70)
    #expect(try report.claim("lines.convex").verdict == .doesNotHold)
    // No functions in these runs: the seat alone.
    #expect(try report.figure("lines.vercel", "monthUSD") == 20)
    #expect(try report.claim("lines.vercel").verdict == .holds)
    #expect(try report.claim("lines.sum").verdict == .holds)
    #expect(try report.figure("lines.total", "monthUSD").rounded() == 4_000 + 12_660 + 20 + 25 + 70)
    #expect(try report.figure("lines.sum", "lowUSD") == 695)
    #expect(try report.figure("lines.sum", "highUSD") == 2_345)
  }

  @Test func itSaysAtWhichUseAClaimWouldHold() throws {
    let report = try knownEvidence().judged()
    // $0.0002 of Redis an answer: $50 and $100 buy 250,000 and 500,000 answers for 100,000 people.
    #expect(
      try report.claim("lines.redis").reason.hasPrefix("It would be right at 2.50 to 5.00 answers a person"))
    // At that use it is.
    let less = try knownEvidence(
      usage: MonthlyUsage(answersPerPerson: 4, peakHours: 0, otherAnswersPerPerson: 0))
    #expect(try less.judged().claim("lines.redis").verdict == .holds)
  }

  @Test func theMonthIsPeakHoursAndOthers() throws {
    // An answer a person in the peak hour, twenty such hours, and 200 others.
    let report = try knownEvidence(usage: MonthlyUsage(peakHours: 20, otherAnswersPerPerson: 200)).judged()
    #expect(report.answersPerPersonMonth == ClaimsReport.Use(withPeakHours: 220, withoutPeakHours: 200))
    #expect(try report.figure("lines.redis", "monthUSD").rounded() == 4_400)
  }

  @Test func withoutAPriceThatBearsADateConvexIsUndecided() throws {
    // A call an answer: 20 M, all included.
    let claim = try knownEvidence(persistenceCalls: 1).judged().claim("lines.convex")
    #expect(claim.verdict == .undecided)
    #expect(claim.missing?.readings.map(\.verdict) == [.holds, .doesNotHold])
  }

  @Test func aQueueSavesWhatItsCacheSaves() throws {
    let without = try knownEvidence().judged()
    // Nothing is stored: Redis and messages come on top.
    #expect(try without.figure("savings.peak.share", "savedShare") < 0)
    #expect(try without.figure("savings.peak.share", "modelSavedShare") == 0)
    #expect(try without.claim("savings.peak.share").computed.hasSuffix("more is paid than without it"))
    // 12,660 of tokens, 70 of calls and 45 of plans.
    #expect(try without.figure("savings.peak.without", "monthUSD").rounded() == 12_775)
    // 1 M answers: 633 and 45.
    #expect(try without.figure("savings.normal.without", "monthUSD").rounded() == 678)
    #expect(try without.figure("savings.normal.with", "monthUSD").rounded() == 878)

    let half = try knownEvidence(hits: 50_000).judged()
    #expect(abs(try half.figure("savings.peak.share", "modelSavedShare") - 0.5) < 1e-9)
    #expect(try half.claim("cache.exam").verdict == .holds)
    #expect(try half.claim("savings.peak.share").verdict == .doesNotHold)
  }

  @Test(arguments: [
    (30_000, ClaimVerdict.doesNotHold), (40_000, .holds), (60_000, .holds), (70_000, .doesNotHold),
  ])
  func theCacheIsJudgedByWhatItSaves(hits: Int, verdict: ClaimVerdict) throws {
    #expect(try knownEvidence(hits: hits).judged().claim("cache.exam").verdict == verdict)
  }

  @Test func theRecordedWeekRefutesTheCache() throws {
    #expect(try knownEvidence().judged().claim("cache.recorded").verdict == .doesNotHold)
  }

  @Test func otherQueuesAreBilledForTheSameWork() throws {
    let report = try knownEvidence().judged()
    // 2 G requests at $0.0034 a million, and a gigabyte for 720 hours at $0.125.
    #expect(abs(try report.figure("alternatives.bullmq", "monthUSD") - (6.8 + 90)) < 1e-6)
    #expect(try report.claim("alternatives.bullmq").verdict == .holds)
    // Each call holds one of 200 half used places for 100 x 3,600 s / 100,000 = 3.6 s: 72 M seconds. 60 M requests
    // at $0.40, 20 M at $0.20, and an eighth of a gigabyte for those seconds.
    let sqs = 24 + 4 + 72e6 / 8 * 0.000_016_667
    #expect(abs(try report.figure("alternatives.sqs", "monthUSD") - sqs) < 0.01)
    // 20 M runs at $0.25 per 10,000, the seconds at $0.0000169, and no more than the 200 runs at once included.
    #expect(abs(try report.figure("alternatives.triggerdev", "monthUSD") - (500 + 72e6 * 0.000_016_9)) < 0.01)
    #expect(try report.figure("alternatives.upstash", "monthUSD").rounded() == 4_400)
  }

  @Test func theRoadmapIsJudgedFromTheFewestToTheMost() throws {
    let report = try knownEvidence().judged()
    // 100 commands an answer: 500,000 are 5,000 answers.
    #expect(try report.figure("roadmap.free", "answersOfFreePlan") == 5_000)
    #expect(try report.claim("roadmap.free").verdict == .doesNotHold)
    // 5,000 people: 1 M answers, 633 + 200 + 45; 20,000 people: 2,532 + 800 + 45.
    #expect(try report.figure("roadmap.payAsYouGo", "leastUSD").rounded() == 878)
    #expect(try report.figure("roadmap.payAsYouGo", "mostUSD").rounded() == 3_377)
    // 5,000 people of normal-5k give 10 M commands an hour.
    #expect(try report.figure("roadmap.fixed", "leastCommandsPerSecond").rounded() == 11_111)
    #expect(try report.claim("roadmap.fixed").verdict == .doesNotHold)
    #expect(try report.claim("roadmap.beyond").verdict == .undecided)
  }

  @Test func aboutAllowsAQuarter() {
    let range = ClaimedAmount(200, 500)
    #expect(range.verdict(on: 160) == .holds && range.verdict(on: 625) == .holds)
    #expect(range.verdict(on: 159) == .doesNotHold && range.verdict(on: 626) == .doesNotHold)
    #expect(range.verdict(from: 200, to: 700) == .doesNotHold)
    #expect(ClaimedAmount(10).use { 20 + $0 } == nil)
    let use = ClaimedAmount(10, 30).use { 5 + 0.5 * $0 }
    #expect(use.map { [$0.lowerBound, $0.upperBound].map { ($0 * 1e6).rounded() } } == [10e6, 50e6])
  }
}
