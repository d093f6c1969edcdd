// The provider's condition as a list of spells beside the brown-outs and outages it was made of, and the end of
// work beside a loop over single nanoseconds.

import QueueModel
import Scenario
import Testing

@testable import Sim

@Suite struct ProviderWeatherTests {
  /// The brown-out at a moment, straight from the scenario.
  private static func brownout(of model: LanguageModel, at time: Int64) -> Brownout? {
    model.brownouts.first {
      $0.at.wholeNanoseconds <= time && time < $0.at.wholeNanoseconds + $0.length.wholeNanoseconds
    }
  }

  private static func outage(of model: LanguageModel, at time: Int64) -> Outage? {
    model.outages.first {
      $0.at.wholeNanoseconds <= time && time < $0.at.wholeNanoseconds + $0.length.wholeNanoseconds
    }
  }

  @Test func withoutBrownoutsEverythingIsAsUsual() {
    let weather = ProviderWeather(LanguageModel())
    #expect(weather.spells.count == 1)
    #expect(weather.isSteady(from: 0, to: .max))
    #expect(weather.finish(from: 7, work: 35) == 42)
  }

  @Test func workThatMeetsABrownoutTakesLonger() {
    var model = LanguageModel()
    model.brownouts = [Brownout(at: .seconds(10), length: .seconds(4), speed: 0.5, slots: 1)]
    let weather = ProviderWeather(model)
    let second: Int64 = 1_000_000_000
    // Begin and work, end: before it, into it, through it, within it, out of it, after it.
    for (begin, work, end) in [
      (0, 9, 9), (9, 2, 12), (9, 4, 15), (11, 1, 13), (12, 3, 16), (14, 3, 17),
    ] as [(Int64, Int64, Int64)] {
      #expect(weather.finish(from: begin * second, work: work * second) == end * second)
    }
  }

  @Test(arguments: UInt64(1)...10) func everyMomentIsAsTheScenarioSays(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let model = randomWeather(&generator, speed: anySpeed)
    let weather = ProviderWeather(model)
    for time in Int64(0)..<4100 {
      let (index, spell) = weather.spell(at: time)
      let brownout = Self.brownout(of: model, at: time)
      let isInSpell =
        spell.from <= time
        && (index + 1 == weather.spells.count || time < weather.spells[index + 1].from)
      guard isInSpell, spell.speed == brownout?.speed ?? 1, spell.places == brownout?.slots ?? 1,
        spell.errors == Self.outage(of: model, at: time)?.errors ?? 0
      else {
        Issue.record("seed \(seed): \(spell) at \(time) ns")
        return
      }
    }
  }

  @Test(arguments: UInt64(1)...40) func steadyMeansNothingChanges(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let model = randomWeather(&generator, speed: anySpeed)
    let weather = ProviderWeather(model)
    for _ in 0..<200 {
      let begin = Int64(generator.integer(in: 0...4200))
      let end = begin + Int64(generator.integer(in: 0...600))
      guard weather.isSteady(from: begin, to: end) else { continue }
      let isUsual = (begin...end).allSatisfy {
        Self.brownout(of: model, at: $0) == nil && Self.outage(of: model, at: $0) == nil
      }
      guard isUsual else {
        Issue.record("seed \(seed): \(begin) to \(end) ns is called steady")
        return
      }
    }
  }

  @Test(arguments: UInt64(1)...60) func theEndOfWorkEqualsALoopOverNanoseconds(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let model = randomWeather(&generator, grain: 8, speed: exactSpeed)
    let weather = ProviderWeather(model)
    for _ in 0..<20 {
      let begin = Int64(generator.integer(in: 0...500)) * 8
      let work = Int64(generator.integer(in: 0...1500))
      var at = begin
      var done = 0.0
      while done < Double(work) {
        done += Self.brownout(of: model, at: at)?.speed ?? 1
        at += 1
      }
      let end = weather.finish(from: begin, work: work)
      guard end == at else {
        Issue.record("seed \(seed): \(work) ns of work from \(begin) ns end at \(end), not \(at)")
        return
      }
    }
  }

  @Test(arguments: UInt64(1)...20) func moreWorkEndsNoEarlier(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let weather = ProviderWeather(randomWeather(&generator, speed: anySpeed))
    let begin = Int64(generator.integer(in: 0...4000))
    var last = begin
    for work in Int64(0)..<800 {
      let end = weather.finish(from: begin, work: work)
      guard end >= last, end - begin >= work else {
        Issue.record("seed \(seed): \(work) ns of work from \(begin) ns end at \(end), after \(last)")
        return
      }
      last = end
    }
  }
}
