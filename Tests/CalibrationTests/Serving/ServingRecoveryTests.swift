// A run that was made up by the engine itself is fitted back to the server that made it.

import Calibration
import QueueModel
import RunReport
import Scenario
import Testing

@Suite struct ServingRecoveryTests {
  /// A server as none of the starts has it.
  private static let serving: BatchServing = {
    var serving = BatchServing()
    serving.engine = BatchSettings(
      stepTime: StepTime(
        base: 9_000_000_000, perSequence: 150_000_000, perPrefillToken: 30_000_000, perContextToken: 60_000))
    serving.engine.sequences = 64
    return serving
  }()

  /// Requests whose lengths and distances follow fixed sequences: for a while more than the server can take,
  /// then fewer.
  private static let run: ServedRun = {
    var now: Int64 = 0
    let requests = (0..<160).map { number in
      now += Int64(20 + (number * 37) % 91) * (number < 100 ? 1_000_000 : 3_000_000)
      return ServedRequest(
        promptTokens: 60 + (number * 197) % 1_500, outputTokens: 20 + (number * 83) % 310,
        arrivalNanoseconds: now, firstTokenNanoseconds: now, lastTokenNanoseconds: now)
    }
    let served = ServingPrediction(of: requests, by: serving).requests
    var blank = serving
    blank.engine.stepTime = StepTime(base: 1, perSequence: 0, perPrefillToken: 0)
    return ServedRun(source: "made up", requests: served, serving: blank)
  }()

  @Test func whatAServerDoesIsFoundAgain() throws {
    let provider = try ServingFit.fit(Self.run, .brief)
    let found = provider.llm.batch.engine.stepTime
    let made = Self.serving.engine.stepTime
    func ratio(_ part: KeyPath<StepTime, Int64>) -> Double {
      Double(found[keyPath: part]) / Double(made[keyPath: part])
    }
    #expect((0.95...1.05).contains(ratio(\.base)), "a: \(ratio(\.base))")
    #expect((0.95...1.05).contains(ratio(\.perPrefillToken)), "c: \(ratio(\.perPrefillToken))")
    // A request that runs has about 900 tokens, more or less: what it costs with them is known better than
    // either part.
    #expect((0.6...1.4).contains(ratio(\.perSequence)), "b: \(ratio(\.perSequence))")
    let ofRequest = Double(found.perSequence + 900 * found.perContextToken)
    let madeOfRequest = Double(made.perSequence + 900 * made.perContextToken)
    #expect((0.95...1.05).contains(ofRequest / madeOfRequest), "b + 900 d: \(ofRequest / madeOfRequest)")
    #expect(provider.llm.batch.engine.warmUp == 0)
    for row in provider.llm.fit?.rows ?? [] {
      #expect(row.error.magnitude < 0.02, "\(row.metric) \(row.statistic): \(row.error)")
    }
  }

  @Test func anExtraTimeOfTheFirstStepIsFound() throws {
    var serving = Self.serving
    serving.engine.warmUp = 400_000_000_000
    let run = ServedRun(
      source: "made up", requests: ServingPrediction(of: Self.run.requests, by: serving).requests,
      serving: Self.run.serving)
    let provider = try ServingFit.fit(run, .brief)
    let warmUp = Double(provider.llm.batch.engine.warmUp) / 1e12
    #expect((0.36...0.44).contains(warmUp), "\(warmUp) s")
  }
}
