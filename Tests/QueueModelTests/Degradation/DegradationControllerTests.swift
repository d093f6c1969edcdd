// The staircase of degradation: strict thresholds, at once upwards, one step at a time downwards; and beside a
// model that keeps the whole history of depths.

import Testing

@testable import QueueModel

@Suite struct DegradationControllerTests {
  private static let start = Instant(millisecondsSinceEpoch: 1_700_000_000_000)

  // MARK: Up

  /// Depth; the level that a calm service has after it.
  private static let thresholds: [(Double, DegradationLevel)] = [
    (0, .normal), (1000, .normal), (1001, .hidden), (5000, .hidden), (5001, .simple), (10_000, .simple),
    (10_001, .busy), (1_000_000, .busy),
  ]

  @Test(arguments: thresholds) func aLevelIsEnteredStrictlyAboveItsThreshold(
    _ depth: Double, _ level: DegradationLevel
  ) {
    var controller = DegradationController(policy: DegradationPolicy())
    let change = controller.update(depth: depth, now: Self.start)
    #expect(controller.level == level)
    #expect(
      change
        == (level == .normal
          ? nil : LevelChange(at: Self.start, from: .normal, to: level, depth: depth)))
  }

  @Test func upIsImmediateFromEveryLevelToEveryHigherOne() {
    let depths: [Double] = [0, 1001, 5001, 10_001]
    for from in 0...3 {
      for to in from...3 {
        var controller = DegradationController(policy: DegradationPolicy())
        _ = controller.update(depth: depths[from], now: Self.start)
        let change = controller.update(depth: depths[to], now: Self.start)
        #expect(controller.level.rawValue == to)
        #expect((change == nil) == (from == to))
      }
    }
  }

  @Test func nothingDegradesWhenSwitchedOff() {
    var controller = DegradationController(policy: .off)
    let change = controller.update(depth: 1e9, now: Self.start)
    #expect(change == nil && controller.level == .normal)
    #expect(controller.nextEvaluation == nil)
  }

  // MARK: Down

  /// A controller at `level`, with the depth that just entered it.
  private static func controller(
    at level: DegradationLevel, policy: DegradationPolicy = DegradationPolicy()
  ) -> DegradationController {
    var controller = DegradationController(policy: policy)
    _ = controller.update(depth: policy.threshold(level) + 1, now: start)
    return controller
  }

  @Test(arguments: [(DegradationLevel.hidden, 800.0), (.simple, 4000), (.busy, 8000)])
  func aLevelIsLeftAtItsExitAfterTheDwell(_ level: DegradationLevel, _ exit: Double) {
    var controller = Self.controller(at: level)
    // One job above the exit is not calm, however long it lasts.
    let above = controller.update(depth: exit + 1, now: Self.start.advanced(by: .seconds(3600)))
    #expect(above == nil && controller.nextEvaluation == nil)
    let calm = Self.start.advanced(by: .seconds(4000))
    let begin = controller.update(depth: exit, now: calm)
    #expect(begin == nil && controller.nextEvaluation == calm.advanced(by: .seconds(10)))
    let early = controller.update(depth: exit, now: calm.advanced(byNanoseconds: 9_999_999_999))
    #expect(early == nil)
    let left = controller.update(depth: exit, now: calm.advanced(by: .seconds(10)))
    #expect(left?.from == level && left?.to.rawValue == level.rawValue - 1)
  }

  @Test func anInterruptionBeginsTheDwellAgain() {
    var controller = Self.controller(at: .hidden)
    _ = controller.update(depth: 800, now: Self.start)
    _ = controller.update(depth: 801, now: Self.start.advanced(by: .seconds(9)))
    #expect(controller.nextEvaluation == nil)
    _ = controller.update(depth: 800, now: Self.start.advanced(by: .seconds(9)))
    let early = controller.update(depth: 800, now: Self.start.advanced(by: .seconds(18)))
    let late = controller.update(depth: 800, now: Self.start.advanced(by: .seconds(19)))
    #expect(early == nil && late?.to == .normal)
  }

  @Test func anEmptyLineGoesDownOneLevelADwell() {
    var controller = Self.controller(at: .busy)
    var left: [Int64] = []
    _ = controller.update(depth: 0, now: Self.start)
    while let next = controller.nextEvaluation {
      let change = controller.update(depth: 0, now: next)
      #expect(change != nil, "no step down at the moment announced")
      left.append(next.nanoseconds(since: Self.start) / 1_000_000_000)
    }
    #expect(left == [10, 20, 30])
    #expect(controller.level == .normal)
  }

  @Test func evenALateCallTakesOneStep() {
    var controller = Self.controller(at: .busy)
    _ = controller.update(depth: 0, now: Self.start)
    _ = controller.update(depth: 0, now: Self.start.advanced(by: .seconds(3600)))
    #expect(controller.level == .simple)
  }

  @Test(arguments: [0.0, 0.25, 0.5, 1]) func theExitIsTheThresholdTimesTheRatio(_ ratio: Double) {
    let policy = DegradationPolicy(exitRatio: ratio, minimumDwell: .zero)
    var controller = Self.controller(at: .hidden, policy: policy)
    let above = controller.update(depth: 1000 * ratio + 1, now: Self.start)
    #expect(above == nil && controller.level == .hidden)
    let at = controller.update(depth: 1000 * ratio, now: Self.start)
    #expect(at?.to == .normal)
  }

  @Test func withoutADwellSeveralLevelsAreLeftAtOnce() {
    var controller = Self.controller(at: .busy, policy: DegradationPolicy(minimumDwell: .zero))
    let change = controller.update(depth: 4000, now: Self.start)
    #expect(change?.from == .busy && change?.to == .hidden)
  }

  // MARK: Random walks

  /// Remembers every depth and recomputes everything from them at each step.
  private struct History {
    let policy: DegradationPolicy
    var depths: [(at: Instant, depth: Double)] = []
    /// Every level with the moment from which on it held.
    var levels: [(at: Instant, level: DegradationLevel)] = [(.init(nanosecondsSinceEpoch: 0), .normal)]

    var level: DegradationLevel { levels[levels.count - 1].level }

    /// Since when the depth has been low enough, counted from the moment the level was reached; nil if it is not.
    private func calmSince() -> Instant? {
      var since: Instant?
      for (at, depth) in depths.reversed() {
        guard depth <= policy.threshold(level) * policy.exitRatio else { break }
        since = at
        if at <= levels[levels.count - 1].at { break }
      }
      return since.map { max($0, levels[levels.count - 1].at) }
    }

    mutating func update(depth: Double, now: Instant) {
      depths.append((now, depth))
      var highest = DegradationLevel.normal
      for candidate in DegradationLevel.allCases
      where candidate != .normal && depth > policy.threshold(candidate) { highest = candidate }
      if highest > level {
        levels.append((now, highest))
        return
      }
      while level > .normal, let since = calmSince(),
        now.nanoseconds(since: since) >= policy.minimumDwellNanoseconds
      {
        levels.append((now, DegradationLevel.allCases[level.rawValue - 1]))
      }
    }
  }

  @Test(arguments: UInt64(1)...60) func equalsTheWholeHistory(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let policy = DegradationPolicy(
      hidden: 10, simple: Double(generator.integer(in: 10...20)), busy: 30,
      exitRatio: Double(generator.integer(in: 0...4)) / 4,
      minimumDwell: .seconds(generator.oneIn(4) ? 0 : generator.integer(in: 1...8)))
    var controller = DegradationController(policy: policy)
    var history = History(policy: policy)
    var changes: [LevelChange] = []
    var now = Self.start
    var depth = 0
    for step in 0..<300 {
      let isTimer = controller.nextEvaluation.map { $0 > now } == true && generator.oneIn(3)
      if isTimer, let next = controller.nextEvaluation {
        now = next
      } else {
        now = now.advanced(by: .milliseconds(generator.integer(in: 0...3000)))
        depth = max(0, min(45, depth + generator.integer(in: -9...9)))
      }
      let before = history.level
      history.update(depth: Double(depth), now: now)
      let change = controller.update(depth: Double(depth), now: now)
      if let change { changes.append(change) }
      let expected =
        before == history.level
        ? nil : LevelChange(at: now, from: before, to: history.level, depth: Double(depth))
      guard controller.level == history.level, change == expected else {
        Issue.record(
          "seed \(seed), step \(step), \(policy): \(controller.level), not \(history.level); \(change as Any)"
        )
        return
      }
    }
    #expect(policy.violation(in: changes) == nil, "seed \(seed)")
  }

  @Test(arguments: UInt64(1)...20) func withoutHysteresisTheLevelIsThatOfTheDepthAlone(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var controller = DegradationController(
      policy: DegradationPolicy(exitRatio: 1, minimumDwell: .zero))
    for step in 0..<500 {
      let edges = [0, 999, 1000, 1001, 4999, 5000, 5001, 9999, 10_000, 10_001, 20_000]
      let depth = edges.randomElement(using: &generator) ?? 0
      _ = controller.update(depth: Double(depth), now: Self.start.advanced(by: .milliseconds(step)))
      let expected: DegradationLevel =
        depth > 10_000 ? .busy : depth > 5000 ? .simple : depth > 1000 ? .hidden : .normal
      guard controller.level == expected else {
        Issue.record("seed \(seed), step \(step): \(controller.level) at a depth of \(depth)")
        return
      }
    }
  }

  @Test func whatIsSettledIsNeverChanged() {
    var generator = SeededGenerator(seed: 1)
    var controller = DegradationController(policy: DegradationPolicy(hidden: 5, simple: 10, busy: 15))
    var now = Self.start
    for _ in 0..<2000 {
      now = now.advanced(by: .milliseconds(generator.integer(in: 0...4000)))
      let depth = Double(generator.integer(in: 0...20))
      let isSettled = controller.isSettled(at: depth)
      let before = controller
      let change = controller.update(depth: depth, now: now)
      if isSettled {
        #expect(change == nil && controller.level == before.level)
        #expect(controller.nextEvaluation == before.nextEvaluation)
      }
    }
  }
}
