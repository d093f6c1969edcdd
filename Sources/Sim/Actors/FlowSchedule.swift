// Commands that nobody sends one by one in a simulation: the entries of answers, and the polls of readers who have gone.
// When they begin and end is known when they are planned.

/// Flows whose rates are known from one moment to another, summed in the steps of ``Platform``.
///
/// A flow is a change of the rate in the step in which it begins, and one back in the step in which it ends: over many
/// flows as much too early as too late. O(1) a flow and O(1) a step; memory for the time to the end of the longest.
struct FlowSchedule: Sendable {
  /// Changes of the rate, by step: a ring whose length is a power of two.
  private var changes = [Int64](repeating: 0, count: 1024)
  /// The step that is taken next.
  private var next: Int64 = 0
  /// What flows in a step.
  private var rate: Int64 = 0
  /// The step in which the last flow ends; none has begun before.
  private var end: Int64 = -1
  /// Flows that end later than this many steps from now count as endless.
  private static let horizon: Int64 = 1 << 21

  /// A flow of `rate` in a step, or with a negative rate the end of one, between two moments.
  @inline(__always) mutating func add(rate: Int64, from begin: Int64, to end: Int64) {
    let first = max(next, begin / Platform.stepNanoseconds)
    let last = min(end / Platform.stepNanoseconds, next + Self.horizon)
    guard first < last else { return }
    if last - next >= Int64(changes.count) { grow(toHold: last) }
    self.end = max(self.end, last)
    let mask = changes.count - 1
    changes.withUnsafeMutableBufferPointer { changes in
      changes[Int(truncatingIfNeeded: first) & mask] += rate
      changes[Int(truncatingIfNeeded: last) & mask] -= rate
    }
  }

  /// Something comes all at once.
  mutating func add(work: Int64, at time: Int64) {
    let step = max(next, time / Platform.stepNanoseconds) * Platform.stepNanoseconds
    add(rate: work, from: step, to: step + Platform.stepNanoseconds)
  }

  /// True while anything flows, or will.
  var flows: Bool { next <= end }

  /// What flows in the next step.
  mutating func takeStep() -> Int64 {
    let place = place(of: next)
    rate += changes[place]
    changes[place] = 0
    next += 1
    return rate
  }

  /// Leaves out steps in which nothing flows. Precondition: nothing flows, nor will.
  mutating func skip(_ steps: Int64) {
    assert(!flows && rate == 0)
    next += steps
  }

  private func place(of step: Int64) -> Int { Int(truncatingIfNeeded: step) & (changes.count - 1) }

  private mutating func grow(toHold last: Int64) {
    let old = changes
    var count = old.count
    while last - next >= Int64(count) { count *= 2 }
    changes = [Int64](repeating: 0, count: count)
    for step in next..<(next + Int64(old.count)) {
      changes[place(of: step)] = old[Int(truncatingIfNeeded: step) & (old.count - 1)]
    }
  }
}
