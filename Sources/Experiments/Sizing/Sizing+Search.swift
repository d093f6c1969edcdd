// The first part of the search: one run a step, with the same random numbers at every value.

extension Sizing {
  /// Runs that bisection leaves: enough for the value that was found and one on each side of it.
  private var reserve: Int { min(3 * Self.firstReplications, maximumRuns / 2) }

  /// The next runs; nil once the search is over.
  mutating func nextOfSearch() -> [SizingRequest]? {
    if let position = nextEnd() { return [request(position, 0)] }
    guard value(at: count - 1)?.search?.passed == true, failing >= 0, passing - failing > 1,
      remaining > reserve
    else { return nil }
    if count >= Self.pilotCount, passing - failing <= Self.pilotBracket, !isPiloted {
      guard value(at: passing)?.isReplicated == true else {
        return replicate(passing, upTo: Self.firstReplications)
      }
      isPiloted = true
      if isFinerThanNoise { return nil }
    }
    return [request(failing + (passing - failing) / 2, 0)]
  }

  /// The ends that have not been run, and the middle where both pass: then everything should, and a run there looks
  /// whether that is so.
  private func nextEnd() -> Int? {
    let end = count - 1
    guard let favourable = value(at: end)?.search else { return end }
    guard favourable.passed else { return nil }
    guard let other = value(at: 0)?.search else { return 0 }
    return other.passed && value(at: end / 2)?.search == nil ? end / 2 : nil
  }

  /// Whether replications can be expected to leave more values undecided than bisection still has between its ends.
  private var isFinerThanNoise: Bool {
    guard let value = value(at: passing), value.standing == .undecided else { return false }
    guard let holds = expectedHolding(firstDistance, near: passing),
      let fails = expectedFailing(firstDistance, near: passing)
    else { return true }
    return holds - fails > passing - failing
  }

  mutating func noteSearch(_ position: Int, passed: Bool) {
    guard position != 0 || !passed else { return }
    if !passed, position < passing { failing = max(failing, position) }
    if passed, position > failing, failing >= 0 { passing = min(passing, position) }
  }

  mutating func endSearch() {
    let passesEverywhere = failing < 0 && value(at: 0)?.search?.passed == true
    start = passesEverywhere ? 0 : passing
    let affordable = remaining / 4
    fullReplications = min(Self.mostReplications, max(Self.firstReplications, affordable))
    fullDistance = Self.wantedDistance(fullReplications)
  }
}
