// Brown-outs and outages at random, for tests that compare closed forms with loops over single nanoseconds.

import Scenario

/// A provider with random weather within the first `span` nanoseconds.
///
/// - Parameters:
///   - grain: every beginning and end is a multiple of this, in nanoseconds.
///   - speed: draws the speed of a brown-out.
func randomWeather(
  _ generator: inout SeededGenerator, span: Int = 4000, grain: Int = 1,
  speed: (inout SeededGenerator) -> Double
) -> LanguageModel {
  var model = LanguageModel()
  func spells() -> [(at: Duration, length: Duration)] {
    // In order and not overlapping, as a scenario must give them; some touch.
    var at = 0
    var spells: [(Duration, Duration)] = []
    while true {
      at += generator.oneIn(4) ? 0 : generator.integer(in: 1...900) * grain
      let length = generator.integer(in: 1...400) * grain
      guard at + length <= span else { return spells }
      spells.append((.nanoseconds(at), .nanoseconds(length)))
      at += length
    }
  }
  model.brownouts = spells().map {
    Brownout(
      at: $0.at, length: $0.length, speed: speed(&generator),
      slots: Double(generator.integer(in: 1...4)) / 4)
  }
  model.outages = spells().map {
    Outage(at: $0.at, length: $0.length, errors: Double(generator.integer(in: 1...4)) / 4)
  }
  return model
}

/// Speeds for which every sum of a test is exact.
func exactSpeed(_ generator: inout SeededGenerator) -> Double {
  [0.125, 0.25, 0.5, 1].randomElement(using: &generator) ?? 1
}

/// Any speed that a scenario may give.
func anySpeed(_ generator: inout SeededGenerator) -> Double {
  Double(generator.integer(in: 10...1000)) / 1000
}
