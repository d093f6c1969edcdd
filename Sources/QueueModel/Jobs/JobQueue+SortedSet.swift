// The original design's way into the line and out of it, where a fault asks for it: every job enters a sorted set,
// whose length decides who is handed to a worker, and what never leaves it closes it for the others.

extension JobQueue {
  /// What every rule takes for the number waiting.
  public var countedDepth: Int {
    guard let sortedSet, parameters.faults.contains(.lengthMeansEverything) else { return depth }
    return sortedSet.members
  }

  /// The set that the faults of `parameters` need.
  static func sortedSet(_ parameters: JobQueueParameters) -> SortedSet? {
    let needing: [DesignFault] = [
      .noDrain, .batchGate, .failedNeverRemoved, .lengthMeansEverything, .doubleParse, .callbackShape,
    ]
    guard needing.contains(where: parameters.faults.contains) else { return nil }
    let hasGate = parameters.faults.contains(.noDrain) || parameters.faults.contains(.batchGate)
    return SortedSet(gate: hasGate ? parameters.publishGate : nil)
  }

  /// Makes a job that stands in the set, and counts it at once unless the inserts of an instant come first.
  mutating func enterSet(owner: UInt32, priority: UInt8, now: Instant) -> JobHandle {
    let priority = parameters.faults.contains(.priorityUnused) ? 10 : priority
    let handle = makeJob(.unpublished, owner: owner, priority: priority, now: now)
    sortedSet?.insert()
    evaluateLevel(now: now)
    if !countsLater { count(handle, now: now) }
    return handle
  }

  /// Counts the set for a job that has entered it: handed to the workers, true, or stranded, false.
  @discardableResult
  public mutating func count(_ handle: JobHandle, now: Instant) -> Bool {
    guard let job = self[handle], job.state == .unpublished, let set = sortedSet else {
      return refuse(handle)
    }
    guard set.isOpen else {
      sortedSet?.strand(now: now)
      return false
    }
    guard move(handle, .publish) else { return false }
    sortedSet?.publish(job.sequence, now: now)
    enterLine(handle, now: now)
    return true
  }

  /// The attempt is over, and what says so is not understood: the slot is free, and the job stays as it is.
  public mutating func lose(_ handle: JobHandle, _ token: LeaseToken, now: Instant) -> Bool {
    guard holds(handle, token), endAttempt(handle, .lose, tokens: nil, now: now) else { return false }
    sortedSet?.stick(now: now)
    return true
  }

  /// A job has ended: taken out of the set, or not.
  mutating func leaveSet(from state: JobState, succeeded: Bool, now: Instant) {
    let stays = parameters.faults.contains(succeeded ? .doubleParse : .failedNeverRemoved)
    if state == .parked { return }
    let wasStuck = state == .unpublished
    if !stays {
      sortedSet?.remove(wasStuck: wasStuck)
    } else if !wasStuck {
      sortedSet?.stick(now: now)
    }
    evaluateLevel(now: now)
  }
}
