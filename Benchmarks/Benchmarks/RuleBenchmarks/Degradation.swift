// How degraded the service is, and how fast its line moves.

import QueueModel

/// The rules of degradation.
enum DegradationRules {
  /// Adds the benchmarks.
  static func register() {
    // Changes of level.
    rule("degradation-degradationController", Staircase.self, sum: 12)
    // Dispatches.
    rule("degradation-dispatchRate-record", DispatchRecords.self, sum: 1_000)
    // Whole dispatches a second, added up.
    rule("degradation-dispatchRate-per-second", DispatchRates.self, sum: 966_000)
  }
}

/// A depth that rises through all levels and falls again, a second a turn, twice in a sample.
private struct Staircase: RuleWorkload {
  var controller = DegradationController(policy: DegradationPolicy())

  mutating func operate(_ turn: Int) -> Int {
    let phase = turn % 500
    let depth = Double((phase < 250 ? phase : 500 - phase) * 50)
    let change = controller.update(depth: depth, now: beginning.advanced(by: .seconds(turn)))
    return change == nil ? 0 : 1
  }
}

/// A thousand dispatches a second.
private struct DispatchRecords: RuleWorkload {
  var rate = DispatchRate()

  mutating func operate(_ turn: Int) -> Int {
    rate.record(now: beginning.advanced(byNanoseconds: 1_000_000 * Int64(turn)))
    return 1
  }
}

/// Asked in each second after one in which nothing was dispatched, as a refused person is answered.
private struct DispatchRates: RuleWorkload {
  var rate = DispatchRate()

  init() {
    for dispatch in 0..<60_000 {
      rate.record(now: beginning.advanced(byNanoseconds: 1_000_000 * Int64(dispatch)))
    }
  }

  mutating func operate(_ turn: Int) -> Int {
    Int(rate.perSecond(now: beginning.advanced(byNanoseconds: 61_000_000_000 + Int64(turn))))
  }
}
