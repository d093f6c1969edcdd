// Tokens in closed form beside token after token, over random weather.

import QueueModel
import Scenario
import Testing

@testable import Sim

@Suite struct TokenTimelineTests {
  /// A random answer in random weather.
  private struct Example {
    var weather: ProviderWeather
    var timeline: TokenTimeline
    /// When each token comes, one by one.
    var times: [Int64]

    init(_ generator: inout SeededGenerator, brownouts: Int = .max) {
      var model = randomWeather(&generator, speed: anySpeed)
      model.brownouts = Array(model.brownouts.prefix(brownouts))
      weather = ProviderWeather(model)
      timeline = TokenTimeline(
        first: Int64(generator.integer(in: 0...4200)),
        interval: Int64(generator.oneIn(10) ? 0 : generator.integer(in: 1...60)),
        tokens: generator.integer(in: 1...80))
      times = (0..<timeline.tokens).map { [timeline, weather] in
        weather.finish(from: timeline.first, work: Int64($0) * timeline.interval)
      }
    }
  }

  @Test(arguments: UInt64(1)...60) func timesEqualALoopOverNanoseconds(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let model = randomWeather(&generator, grain: 8, speed: exactSpeed)
    let weather = ProviderWeather(model)
    let timeline = TokenTimeline(
      first: Int64(generator.integer(in: 0...500)) * 8, interval: Int64(generator.integer(in: 1...40)),
      tokens: generator.integer(in: 1...50))
    var at = timeline.first
    var done = 0.0
    for index in 0..<timeline.tokens {
      // A token comes when the work for it is done.
      while done < Double(Int64(index) * timeline.interval) {
        done += weather.spell(at: at).spell.speed
        at += 1
      }
      let time = timeline.time(of: index, in: weather)
      guard time == at else {
        Issue.record("seed \(seed): token \(index) comes at \(time), not \(at)")
        return
      }
    }
    #expect(timeline.end(in: weather) == at, "seed \(seed)")
  }

  @Test(arguments: UInt64(1)...60) func theEndIsTheLastToken(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<20 {
      let example = Example(&generator)
      #expect(example.timeline.end(in: example.weather) == example.times.last, "seed \(seed)")
    }
  }

  @Test(arguments: UInt64(1)...60) func countsEqualALoopOverTokens(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let example = Example(&generator)
    let last = example.times[example.times.count - 1]
    for time in stride(from: example.timeline.first - 3, through: last + 3, by: 1) {
      let count = example.timeline.count(by: time, in: example.weather)
      let expected = example.times.count { $0 <= time }
      guard count == expected else {
        Issue.record("seed \(seed), \(example.timeline): \(count) tokens by \(time), not \(expected)")
        return
      }
    }
  }

  @Test(arguments: UInt64(1)...200) func entriesEqualTokenByToken(seed: UInt64) {
    Self.compareEntries(seed: seed, brownouts: .max)
  }

  /// Coalesces random answers in closed form and token by token.
  private static func compareEntries(seed: UInt64, brownouts: Int) {
    var generator = SeededGenerator(seed: seed)
    let start = Instant(millisecondsSinceEpoch: 1_700_000_000_000)
    for round in 0..<10 {
      let example = Example(&generator, brownouts: brownouts)
      let policy = CoalescingPolicy(
        time: .nanoseconds(generator.integer(in: 1...400)), tokens: generator.integer(in: 1...20))
      let first = Int(example.timeline.first)
      let last = Int(example.times[example.times.count - 1])
      let time = Int64(generator.integer(in: (first - 5)...(last + 5)))

      var closed = Coalescer(policy: policy)
      example.timeline.fill(&closed, by: time, start: start, in: example.weather)
      var single = Coalescer(policy: policy)
      for come in example.times where come <= time {
        let now = start.advanced(byNanoseconds: come)
        single.flushIfDue(now: now)
        _ = single.append(now: now)
      }
      let end = start.advanced(byNanoseconds: time)
      closed.flushIfDue(now: end)
      single.flushIfDue(now: end)
      let isEqual =
        closed.entries == single.entries && closed.writtenTokens == single.writtenTokens
        && closed.openTokens == single.openTokens && closed.due == single.due
      guard isEqual else {
        Issue.record(
          "seed \(seed), round \(round), \(example.timeline), by \(time): \(closed), not \(single)")
        return
      }
    }
  }
}
