// What a fit to the first half of a recorded run foretells of the second, and that a server of another
// structure foretells less.

import Calibration
import QueueModel
import RunReport
import Scenario
import Testing

@Suite struct ServingFitTests {
  /// A search for what is far off.
  private static let short: ServingFitSettings = {
    var settings = ServingFitSettings.brief
    settings.starts = 4
    settings.kept = 1
    settings.restarts = 1
    return settings
  }()

  /// The lines that a run on a server with memory for all has to meet; those that it does not.
  private func missesOfRoomy(_ fit: FittedRun) -> [String] {
    var misses = fit.misses("ttft", [0.04, 0.04, 0.04]) + fit.misses("e2e", [0.04, 0.04, 0.04])
    misses += fit.misses("tpot", [0.04]) + fit.misses("e2e", singles: [0.025, 0.05])
    if fit.errorOfFirstTokens > 0.1 { misses.append("first twenty \(fit.errorOfFirstTokens)") }
    return misses
  }

  /// The lines that a run on a server without memory for all has to meet; those that it does not.
  private func missesOfTight(_ fit: FittedRun) -> [String] {
    var misses = fit.misses("ttft", [0.05, 0.15, 0.05]) + fit.misses("e2e", [0.06, 0.06, 0.06])
    misses += fit.misses("tpot", [0.08, 0.08, 0.12]) + fit.misses("e2e", singles: [0.04])
    if fit.errorOfMeanFirstToken.magnitude > 0.1 {
      misses.append("mean of the first twenty \(fit.errorOfMeanFirstToken)")
    }
    return misses
  }

  @Test func theSecondHalfOfARunIsForetold() {
    #expect(missesOfRoomy(RecordedRuns.roomyFit) == [])
  }

  @Test func theSecondHalfOfARunThatIsShortOfMemoryIsForetold() {
    let fit = RecordedRuns.tightFit
    #expect(missesOfTight(fit) == [])
    #expect(fit.prediction.preemptions > 100)
    // The first answers of this run show that its first step took longer.
    #expect(fit.provider.llm.batch.engine.warmUp > 100_000_000_000)
  }

  @Test func aServerWithoutALimitOfMemoryDoesNotFit() {
    let fit = FittedRun(RecordedRuns.tight, Self.short) { $0.engine.blocks = nil }
    #expect(fit.misses("e2e", [0.06, 0.06, 0.06]) != [])
    #expect(fit.misses("ttft", [0.05, 0.15, 0.05]) != [])
  }

  @Test func aServerThatNeverPreemptsDoesNotFit() {
    let fit = FittedRun(RecordedRuns.tight, Self.short) { $0.engine.reservation = .wholeAnswer }
    // End to end can be right all the same: it is the time of a token that tells.
    #expect(fit.misses("tpot", [0.08, 0.08, 0.12]) != [])
  }

  @Test func aServerThatDoesNotScheduleAheadDoesNotFit() {
    let fit = FittedRun(RecordedRuns.roomy) { $0.engine.isAsynchronous = false }
    #expect(fit.errorOfFirstTokens > 0.1)
  }

  @Test func theRecordOfAFitSaysWhatWasFittedAndHowWell() throws {
    let provider = RecordedRuns.roomyFit.provider
    let fit = try #require(provider.llm.fit)
    #expect(provider.llm.kind == .batch)
    #expect(provider.llm.concurrency == 128)
    #expect(fit.source == "requests.jsonl, meta.json")
    #expect(fit.fittedRows == 150)
    #expect(fit.predictedRows == 150)
    #expect(fit.rows.count == 22)
    for row in fit.rows where row.statistic.hasPrefix("single") {
      #expect(row.measuredSeconds == nil)
      #expect(row.error >= 0)
    }
    #expect(provider.plots.map(\.metric) == ["ttft", "tpot", "e2e"])
    #expect(provider.plots.allSatisfy { $0.measured.count == 150 && $0.fitted.count == 150 })
  }

  @Test func theSameRunGivesTheSameFit() throws {
    var short = ServingFitSettings.brief
    short.starts = 2
    short.firstRounds = 10
    short.rounds = 10
    short.restarts = 1
    let first = try ServingFit.fit(RecordedRuns.roomy, short)
    let second = try ServingFit.fit(RecordedRuns.roomy, short)
    #expect(first == second)
  }
}

extension FittedRun {
  /// Quantiles of single requests' errors, p50 and p90, that are larger than they may be.
  fileprivate func misses(_ metric: String, singles bounds: [Double]) -> [String] {
    zip(["single p50", "single p90"], bounds).compactMap { statistic, bound in
      let error = error(metric, statistic)
      return error <= bound ? nil : "\(metric) \(statistic) \(error)"
    }
  }
}
