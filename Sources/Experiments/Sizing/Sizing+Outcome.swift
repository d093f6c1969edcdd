// From the runs to the answer: its place, its interval, the threshold that binds, and what contradicts.

internal import RunReport

/// What a search has found so far, in positions.
struct SizingOutcome: Hashable {
  var verdict: SizingResult.Verdict
  var answer: Int?
  /// First and last position that cannot be told from the answer.
  var interval: ClosedRange<Int>?
  var isOpen = false
}

extension Sizing {
  /// What is known now.
  var outcome: SizingOutcome {
    let replicated = values.filter(\.isReplicated)
    let end = count - 1
    guard let lowest = replicated.first, let highest = replicated.last else {
      return SizingOutcome(verdict: .budgetEnded)
    }
    let (low, high) = (lastFailing, firstHolding)
    if low == end { return SizingOutcome(verdict: .nonePasses) }
    let isOpen = high == nil && highest.position == end
    let last = high ?? end
    guard high != nil || isOpen, low != nil || lowest.position == 0 else {
      return SizingOutcome(verdict: .budgetEnded)
    }
    let first = (low ?? -1) + 1
    guard let answer = crossing(between: first - 1, and: last) else {
      return SizingOutcome(verdict: .nonePasses)
    }
    let isSettled = first == last && !isOpen
    return SizingOutcome(
      verdict: isSettled ? .settled : .tie, answer: answer, interval: first...last, isOpen: isOpen)
  }

  /// The threshold whose margin is the last to become positive along the range; nil where none ever fails.
  func binding() -> Int? {
    var binding: (number: Int, place: Double)?
    for number in thresholds.indices {
      let curve = expectedCurve(number, near: start ?? count - 1)
      guard let least = curve.points.first, least.margin < 0 || fails(number) else { continue }
      let place = curve.place(reaching: 0) ?? .infinity
      if place > binding?.place ?? -1 { binding = (number, place) }
    }
    return binding?.number
  }

  /// Whether a threshold failed in any run: a margin of zero can be on either side.
  private func fails(_ number: Int) -> Bool {
    values.contains { value in
      value.readings.indices.contains(number) && value.readings[number].standing == .fails
        || value.search?.findings[number].passed == false
    }
  }

  /// Pairs of positions that contradict a single change from failing to passing: the first passes, the second, which
  /// is more favourable, fails. Runs of the search are compared with one another, and so are replicated values.
  func contradictions() -> [(passing: Int, failing: Int, areReplicated: Bool)] {
    let searched = values.compactMap { value in value.search.map { (value.position, $0.passed) } }
    let replicated = values.compactMap { value in
      value.standing == .undecided ? nil : (value.position, value.standing == .holds)
    }
    return [(searched, false), (replicated, true)].compactMap { standings, areReplicated in
      guard let failing = standings.last(where: { !$0.1 })?.0,
        let passing = standings.first(where: { $0.1 && $0.0 < failing })?.0
      else { return nil }
      return (passing, failing, areReplicated)
    }
  }
}
