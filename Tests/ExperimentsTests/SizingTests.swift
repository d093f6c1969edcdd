// The search against made-up systems whose crossing is known: over four hundred seeds, at the ends of the range, with a
// response that goes up and down, and with too few runs.

import RunReport
import Testing

@testable import Experiments

@Suite struct SizingTests {
  /// Falls by `slope` an index and is exactly 1 half an index before `crossing`: the first that passes.
  private func line(_ crossing: Int, slope: Double) -> @Sendable (Int) -> Double {
    { 1 - slope * (Double($0 - crossing) + 0.5) }
  }

  /// What four hundred searches with different noise said of a crossing.
  private func coverage(
    count: Int, crossing: Int, slope: Double, common: Double, own: Double, others: Int = 0,
    goal: SizingGoal = .smallest, maximumRuns: Int = 36
  ) -> (right: Int, answers: Int, width: Double) {
    var (right, answers, width) = (0, 0, 0)
    for seed in 0..<400 {
      let position: @Sendable (Int) -> Int = { goal == .smallest ? $0 : count - 1 - $0 }
      let first = line(crossing, slope: slope)
      var means: [@Sendable (Int) -> Double] = [{ first(position($0)) }]
      // Thresholds that are decided well before.
      for number in 0..<others {
        let other = line(crossing * (number + 1) / (others + 3), slope: slope)
        means.append { other(position($0)) }
      }
      let response = SyntheticResponse(means: means, common: common, own: own, seed: UInt64(seed))
      let sizing = response.search(count: count, goal: goal, maximumRuns: maximumRuns).sizing
      #expect(sizing.runs <= maximumRuns)
      guard let interval = sizing.outcome.interval, let answer = sizing.outcome.answer else { continue }
      answers += 1
      width += interval.count
      #expect(interval.contains(answer))
      if interval.contains(crossing) { right += 1 }
    }
    return (right, answers, Double(width) / Double(max(1, answers)))
  }

  @Test func withoutNoiseTheCrossingIsFound() {
    for crossing in [0, 1, 2, 37, 498, 998, 999] {
      let response = SyntheticResponse(means: [line(crossing, slope: 0.01)], common: 0, own: 0, seed: 1)
      let outcome = response.search(count: 1000).sizing.outcome
      #expect(outcome.verdict == .settled && outcome.answer == crossing, "\(crossing): \(outcome)")
    }
  }

  @Test func littleNoiseAlmostAlwaysSettles() {
    let found = coverage(count: 100, crossing: 41, slope: 0.1, common: 0.01, own: 0.01)
    #expect(found.right >= 380 && found.answers == 400 && found.width < 1.5, "\(found)")
  }

  /// Noise that a seed has at every value, at one, or both: the more of it is common, the fewer runs are needed.
  @Test(arguments: [(0.1, 0.0, 36), (0.07, 0.07, 36), (0.0, 0.1, 40)])
  func muchNoiseGivesTiesThatHoldTheCrossing(common: Double, own: Double, runs: Int) {
    let found = coverage(
      count: 20_000, crossing: 4290, slope: 0.005, common: common, own: own, others: 3, maximumRuns: runs)
    // Of the intervals that it gives 95 % hold the crossing; where noise is large the budget may end before one.
    #expect(found.right * 100 >= 95 * found.answers && found.answers >= 390, "\(found)")
    #expect(found.width < 110, "\(found)")
  }

  @Test func aLargerBudgetNarrowsTheTie() {
    let found = coverage(
      count: 2000, crossing: 429, slope: 0.005, common: 0.07, own: 0.07, maximumRuns: 150)
    #expect(found.right >= 380, "\(found)")
    #expect(found.width < 50, "\(found)")
  }

  @Test func theLargestValueIsFoundFromTheOtherSide() {
    let found = coverage(count: 500, crossing: 100, slope: 0.05, common: 0.03, own: 0.03, goal: .largest)
    #expect(found.right >= 380, "\(found)")
    let response = SyntheticResponse(means: [{ Double($0) / 120.5 }], common: 0, own: 0, seed: 1)
    let (sizing, asked) = response.search(count: 500, goal: .largest)
    #expect(asked[0].index == 0 && asked[1].index == 499)
    #expect(sizing.outcome.answer.map(sizing.index(of:)) == 120)
  }

  @Test func theEndsOfTheRangeAreAnswers() throws {
    for crossing in [-50, 0] {
      let response = SyntheticResponse(
        means: [line(crossing, slope: 0.1)], common: 0.01, own: 0.01, seed: 3)
      let outcome = response.search(count: 100).sizing.outcome
      #expect(outcome.answer == 0 && outcome.interval == 0...0)
    }
    let none = SyntheticResponse(means: [line(150, slope: 0.1)], common: 0.1, own: 0.1, seed: 3)
    let (sizing, asked) = none.search(count: 100)
    #expect(sizing.outcome.verdict == .nonePasses && sizing.outcome.answer == nil)
    #expect(asked.allSatisfy { $0.index == 99 })
    // Just at the end nobody can tell: a tie that is open, or none, but no value is claimed to hold. With so much noise
    // the budget may end before that.
    var answers = 0
    for seed in 0..<50 {
      let end = SyntheticResponse(means: [line(99, slope: 0.01)], common: 0.1, own: 0.1, seed: UInt64(seed))
      let outcome = end.search(count: 100).sizing.outcome
      #expect(outcome.verdict != .settled, "\(seed): \(outcome)")
      if outcome.verdict != .budgetEnded { answers += 1 }
    }
    #expect(answers >= 45)
  }

  @Test func aResponseThatGoesUpAndDownGivesAWarning() throws {
    let hill: @Sendable (Int) -> Double = { (20..<70).contains($0) ? 2 : 0.5 }
    let response = SyntheticResponse(means: [hill], common: 0.01, own: 0.01, seed: 4)
    let sizing = response.search(count: 101).sizing
    #expect(sizing.outcome.answer == 70)
    let result = sizing.result(over: try TuneRange("a.b=0..100"), of: .init(scenario: "hill", seed: 4))
    #expect(result.warnings.count == 1)
    #expect(result.warnings.first?.contains("a.b: 0 passes in one run, and 69 above it fails") == true)
    let slope = SyntheticResponse(means: [line(70, slope: 0.1)], common: 0.01, own: 0.01, seed: 4)
    #expect(slope.search(count: 101).sizing.contradictions().isEmpty)
  }

  @Test func tooFewRunsEndWithWhatIsKnown() throws {
    let response = SyntheticResponse(means: [line(5000, slope: 0.000_1)], common: 0.5, own: 0.5, seed: 5)
    let sizing = response.search(count: 20_000, maximumRuns: 10).sizing
    #expect(sizing.runs <= 10 && sizing.outcome.verdict == .budgetEnded)
    let result = sizing.result(
      over: try TuneRange("a=1..20000"), of: .init(scenario: "noise", seed: 5))
    let text = SizingSummary(result).text()
    #expect(text.hasPrefix("! UNDECIDED  a: the budget of 10 runs ended before an answer"), "\(text)")
    #expect(text.contains("--maximum-runs 20"), "\(text)")
    #expect(text.contains("passed in one run: ") && text.contains("not decided: "), "\(text)")
  }

  @Test func theThresholdThatFailsLastOnTheWayUpBinds() throws {
    let means = [10, 41, 30].map { line($0, slope: 0.1) }
    let response = SyntheticResponse(means: means, common: 0.01, own: 0.01, seed: 6)
    let sizing = response.search(count: 100).sizing
    #expect(sizing.binding() == 1)
    let result = sizing.result(over: try TuneRange("a=0..99"), of: .init(scenario: "three", seed: 6))
    #expect(result.cost?.mean == 41 && result.costPerHour?.mean == 20.5)
    #expect(try CanonicalJSON.decode(SizingResult.self, from: CanonicalJSON.encode(result)) == result)
  }

  @Test func runsWithoutSamplesFailAndInfiniteOnesDoNotBreakIt() {
    let threshold = SyntheticResponse.thresholds(1)
    var sizing = Sizing(count: 50, thresholds: threshold)
    while case let requests = sizing.next(), !requests.isEmpty {
      sizing.take(
        requests.map { request in
          let observed: Double? = request.index < 10 ? nil : request.index < 20 ? .infinity : 0.5
          let passed = request.index >= 20
          return SizingObservation(
            request, findings: [.init(threshold[0], observed: observed, samples: 1, passed: passed)])
        })
    }
    #expect(sizing.outcome.verdict == .settled && sizing.outcome.answer == 20)
  }
}
