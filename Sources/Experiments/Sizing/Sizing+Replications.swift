// The second part of the search: where replications are needed, and how many, until the answer's neighbour is shown to
// fail and the answer to hold, or nothing narrower can be shown with what is left of the budget.

extension Sizing {
  /// The last value that is shown to fail.
  var lastFailing: Int? { values.last { $0.standing == .fails }?.position }

  /// The first value above all that are shown to fail that is shown to hold.
  var firstHolding: Int? {
    let failing = lastFailing ?? -1
    return values.first { $0.position > failing && $0.standing == .holds }?.position
  }

  /// Whether the answer and its neighbour are decided.
  var isSettled: Bool {
    guard let holding = firstHolding else { return false }
    return holding == (lastFailing ?? -1) + 1
  }

  mutating func nextReplications() -> [SizingRequest] {
    guard let start, !isSettled, remaining > 0 else { return [] }
    guard value(at: start)?.isReplicated == true else {
      return replicate(start, upTo: Self.firstReplications)
    }
    let (low, high) = (lastFailing, firstHolding)
    // One end after the other: what the first says of the noise makes the second more certain.
    for (isMissing, standing) in [(high == nil, SizingStanding.holds), (low == nil, .fails)] where isMissing {
      let requests = showing(standing)
      if !requests.isEmpty { return affordable(requests) }
    }
    guard let high else { return [] }
    return narrowing(between: low ?? -1, and: high)
  }

  // MARK: Finding the ends

  /// Replications that are to be expected to show that everything holds somewhere, or that something fails: a few more
  /// at the outermost value that was replicated without that where they would do, otherwise some farther out. Empty where
  /// the range ends.
  private func showing(_ standing: SizingStanding) -> [SizingRequest] {
    let isHolding = standing == .holds
    let without = values.filter { $0.isReplicated && $0.standing != standing }
    guard let start, let base = isHolding ? without.last : without.first else { return [] }
    let more = base.replications.count + Self.firstReplications
    if base.replications.count <= fullReplications, expected(base, after: more) == standing {
      return replicate(base.position, upTo: more)
    }
    let farther = max(1, 2 * (base.position - start).magnitude)
    if isHolding {
      guard base.position < count - 1 else { return [] }
      let expected = expectedHolding(fullDistance, near: start) ?? 0
      let position = min(count - 1, max(expected, base.position + Int(farther)))
      return replicate(position, upTo: reach(position))
    }
    guard base.position > 0 else { return [] }
    // Where the search ended at the favourable end, a run at the other one says how the margins run between them.
    if values.count == 1, base.position == count - 1 { return [request(0, 0)] }
    let expected = expectedFailing(fullDistance, near: start) ?? count
    let position = max(0, min(expected, base.position - Int(farther)))
    return replicate(position, upTo: reach(position))
  }

  // MARK: Narrowing

  /// More replications between two ends: at a value that they would decide, at the crossing of the means, or at values
  /// nearer to it that are to be expected to be decided.
  private func narrowing(between low: Int, and high: Int) -> [SizingRequest] {
    guard let start else { return [] }
    let inside = values.filter { low < $0.position && $0.position < high && $0.isReplicated }
    for value in inside
    where value.replications.count < fullReplications
      && expected(value, after: fullReplications) != .undecided
    {
      return affordable(replicate(value.position, upTo: fullReplications))
    }
    let least = max(1, (high - low) / 8)
    var wanted: [Int] = []
    if let crossing = crossing(between: low, and: high) { wanted.append(min(crossing, high - 1)) }
    if let failing = expectedFailing(fullDistance, near: start), failing >= low + least {
      wanted.append(failing)
    }
    if let holding = expectedHolding(fullDistance, near: start), holding <= high - least {
      wanted.append(holding)
    }
    if let position = wanted.first(where: {
      low < $0 && $0 < high && value(at: $0)?.isReplicated != true
    }) {
      return affordable(replicate(position, upTo: reach(position)))
    }
    return decidingRest(inside)
  }

  /// All that is left of the budget for one value between the ends, if it is to be expected to be decided by that.
  private func decidingRest(_ inside: [SizedValue]) -> [SizingRequest] {
    for value in inside {
      let present = value.replications.count
      let possible = min(Self.mostReplications, present + remaining)
      if possible > present, expected(value, after: possible) != .undecided {
        return replicate(value.position, upTo: possible)
      }
    }
    return []
  }

  /// What so many replications would show of a value if its means and spreads stayed what they are.
  private func expected(_ value: SizedValue, after replications: Int) -> SizingStanding {
    let halfWidth = Self.halfWidth(replications)
    let sure = value.readings.map { ($0.margin, halfWidth * ($0.deviation ?? 0)) }
    if sure.contains(where: { $0 < -$1 }) { return .fails }
    return sure.allSatisfy { $0 > $1 || ($0 >= 0 && $1 == 0) } ? .holds : .undecided
  }

  /// The first position at which every mean is to be expected on the right side.
  func crossing(between low: Int, and high: Int) -> Int? {
    let reached = thresholds.indices.compactMap { replicatedCurve($0).first(reaching: 0) }
    return reached.max().map { min(high, max(low + 1, $0)) }
  }

  // MARK: Requests

  /// Replications that decide a position: the first few where that many are to be expected to.
  private func reach(_ position: Int) -> Int {
    guard let start else { return Self.firstReplications }
    let isClear =
      expectedHolding(firstDistance, near: start).map { position >= $0 } == true
      || expectedFailing(firstDistance, near: start).map { position <= $0 } == true
    return isClear ? Self.firstReplications : fullReplications
  }

  /// The replications that a position still lacks.
  func replicate(_ position: Int, upTo wanted: Int) -> [SizingRequest] {
    let present = value(at: position)?.replications.count ?? 0
    return present < wanted ? (present + 1...wanted).map { request(position, $0) } : []
  }

  /// As many of the requests as the budget allows, without a last value that would have too few to show anything.
  private func affordable(_ requests: [SizingRequest]) -> [SizingRequest] {
    var affordable = Array(requests.prefix(remaining))
    if affordable.count < requests.count, let index = affordable.last?.index {
      let present = value(at: position(of: index))?.replications.count ?? 0
      let granted = affordable.count { $0.index == index }
      if present + granted < Self.fewestReplications { affordable.removeAll { $0.index == index } }
    }
    return affordable
  }
}
