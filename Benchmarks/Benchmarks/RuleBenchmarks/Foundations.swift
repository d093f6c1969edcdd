// Functions that are the same on every machine, and instants as milliseconds. Ten thousand operations a sample, because
// each takes a few nanoseconds.

import QueueModel

/// Portable mathematics and time.
enum Foundations {
  /// Adds the benchmarks; the sums are of results rounded down.
  static func register() {
    rule("foundations-portableMath-exp", Exponentials.self, sum: 21_910_610, turns: 10_000)
    rule("foundations-portableMath-log", Logarithms.self, sum: 95_961_706, turns: 10_000)
    rule("foundations-portableMath-pow", Powers.self, sum: 1_012_080, turns: 10_000)
    rule("foundations-instant", Instants.self, sum: 185_173_873, turns: 10_000)
  }
}

private struct Exponentials: RuleWorkload {
  mutating func operate(_ turn: Int) -> Int { Int(PortableMath.exp(Double(turn % 1_000) / 100)) }
}

private struct Logarithms: RuleWorkload {
  mutating func operate(_ turn: Int) -> Int { Int(PortableMath.log(Double(1 + turn)) * 1_000) }
}

private struct Powers: RuleWorkload {
  mutating func operate(_ turn: Int) -> Int { Int(PortableMath.pow(Double(1 + turn % 1_000), 0.75)) }
}

private struct Instants: RuleWorkload {
  mutating func operate(_ turn: Int) -> Int {
    let now = beginning.advanced(byNanoseconds: 1_234_567 * Int64(turn))
    return Int(now.millisecondsSinceEpoch - beginning.millisecondsSinceEpoch)
  }
}
