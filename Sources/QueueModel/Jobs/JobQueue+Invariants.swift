// What must hold of a queue at every moment: recounted from scratch, and of one job at a time.

extension JobQueue {
  /// Everything that does not hold, in words; empty for a sound queue. O(jobs): for debug builds and the end of runs.
  public func violations() -> [String] { stateViolations() + slotViolations() + orderViolations() }

  /// Jobs whose state cannot be, and counts of states that disagree. O(jobs).
  public func stateViolations() -> [String] {
    var found: [String] = []
    var waiting = 0
    var alive = 0
    for job in jobs where job.sequence != 0 {
      if job.state == .pending { waiting += 1 }
      if !job.state.isTerminal { alive += 1 }
      if let violation = Self.violation(of: job) { found.append(violation) }
    }
    if waiting != line.count {
      found.append("\(waiting) jobs are pending and \(line.count) wait in the line")
    }
    if alive != live { found.append("\(alive) jobs are alive and \(live) are counted") }
    if let violation = countViolation() { found.append(violation) }
    return found
  }

  /// Slots taken that no job holds, and the reverse. O(jobs).
  public func slotViolations() -> [String] {
    let holding = jobs.count { $0.sequence != 0 && $0.holdsSlot }
    return holding == slotsInUse ? [] : ["\(holding) jobs hold slots and \(slotsInUse) slots are in use"]
  }

  /// Jobs that were passed over by a worse-scored one, where the policy keeps an order of scores. O(jobs).
  public func orderViolations() -> [String] {
    let waiting = jobs.count { $0.sequence != 0 && $0.state == .pending && order.hasPassed($0) }
    let sum = order.passedOver + waiting
    return sum == 0 ? [] : ["\(sum) jobs waited while a worse-scored one was dispatched"]
  }

  /// What does not add up without looking at the jobs; nil for a sound queue. O(1).
  public func countViolation() -> String? {
    if depth != line.count { return "the depth is \(depth) and \(line.count) wait in the line" }
    if counters.admitted != counters.ended + live {
      return "\(counters.admitted) jobs were admitted, \(counters.ended) ended and \(live) live"
    }
    return nil
  }

  /// What cannot be of one job; nil for a sound one and for one that was released. O(1).
  public func violation(of handle: JobHandle) -> String? { self[handle].flatMap(Self.violation(of:)) }

  /// Jobs first dispatched before one of their priority that was admitted earlier, where the policy keeps that order.
  public var admissionOrderViolations: Int { contract.keepsOrderOfAdmission ? dispatchedOutOfOrder : 0 }

  /// The job that is dispatched next, if it is better-scored than the one that was just dispatched; nil if not, and
  /// where the policy keeps no order of scores.
  public func betterWaiting(than handle: JobHandle, now: Instant) -> JobHandle? {
    guard order.isJudged, let dispatched = self[handle], let next = line.peekNext(now: now)?.handle,
      let waiting = self[next]
    else { return nil }
    return order.rank(waiting) < order.rank(dispatched) ? next : nil
  }

  private static func violation(of job: Job) -> String? {
    if job.holdsSlot != job.state.isInFlight, !(job.holdsSlot && job.state == .cancelled) {
      return "job \(job.sequence) is \(job.state) and holds a slot: \(job.holdsSlot)"
    }
    if job.state.isInFlight, job.lease == 0 { return "job \(job.sequence) is \(job.state) without a lease" }
    return nil
  }
}

extension DegradationPolicy {
  /// The first change of a sequence that the policy does not allow, in words; nil when all follow it.
  public func violation(in changes: [LevelChange]) -> String? {
    var previous: LevelChange?
    for change in changes {
      if let violation = violation(of: change, after: previous) { return violation }
      previous = change
    }
    return nil
  }

  /// Why the policy does not allow a change, in words; nil when it does. `previous` is the change before it; nil at
  /// the first.
  public func violation(of change: LevelChange, after previous: LevelChange?) -> String? {
    let level = previous?.to ?? .normal
    guard change.from == level, change.to != level else {
      return "a change from \(change.from) at \(level)"
    }
    guard change.to < level else {
      return levelFor(depth: change.depth) == change.to
        ? nil : "up to \(change.to) at a depth of \(change.depth)"
    }
    if change.to.rawValue != level.rawValue - 1, minimumDwellNanoseconds > 0 {
      return "down from \(level) to \(change.to) in one step"
    }
    if change.depth > threshold(level) * exitRatio { return "down from \(level) at \(change.depth)" }
    if let previous, change.at.nanoseconds(since: previous.at) < minimumDwellNanoseconds {
      return "down from \(level) before the dwell was over"
    }
    return nil
  }
}
