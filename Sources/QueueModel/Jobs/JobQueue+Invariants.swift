// What must hold of a queue at every moment, recounted from scratch.

extension JobQueue {
  /// Everything that does not hold, in words; empty for a sound queue. O(jobs): for debug builds and the end of runs.
  public func violations() -> [String] {
    var found: [String] = []
    var waiting = 0
    var holding = 0
    var alive = 0
    for job in jobs where job.sequence != 0 {
      if job.state == .pending { waiting += 1 }
      if job.holdsSlot { holding += 1 }
      if !job.state.isTerminal { alive += 1 }
      if job.holdsSlot != job.state.isInFlight, !(job.holdsSlot && job.state == .cancelled) {
        found.append("job \(job.sequence) is \(job.state) and holds a slot: \(job.holdsSlot)")
      }
      if job.state.isInFlight, job.lease == 0 {
        found.append("job \(job.sequence) is \(job.state) without a lease")
      }
    }
    if waiting != line.count {
      found.append("\(waiting) jobs are pending and \(line.count) wait in the line")
    }
    if holding != slotsInUse { found.append("\(holding) jobs hold slots and \(slotsInUse) slots are in use") }
    if alive != live { found.append("\(alive) jobs are alive and \(live) are counted") }
    if counters.admitted != counters.ended + live {
      found.append("\(counters.admitted) jobs were admitted, \(counters.ended) ended and \(live) live")
    }
    return found
  }
}

extension DegradationPolicy {
  /// The first change of a sequence that the policy does not allow, in words; nil when all follow it.
  public func violation(in changes: [LevelChange]) -> String? {
    var level = DegradationLevel.normal
    var since: Instant?
    for change in changes {
      guard change.from == level, change.to != level else {
        return "a change from \(change.from) at \(level)"
      }
      if change.to > level {
        if levelFor(depth: change.depth) != change.to {
          return "up to \(change.to) at a depth of \(change.depth)"
        }
      } else {
        if change.to.rawValue != level.rawValue - 1, minimumDwellNanoseconds > 0 {
          return "down from \(level) to \(change.to) in one step"
        }
        if change.depth > threshold(level) * exitRatio { return "down from \(level) at \(change.depth)" }
        if let since, change.at.nanoseconds(since: since) < minimumDwellNanoseconds {
          return "down from \(level) before the dwell was over"
        }
      }
      level = change.to
      since = change.at
    }
    return nil
  }
}
