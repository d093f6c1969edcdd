// What must hold of jobs and of the level.

import QueueModel

extension PriorityQueue {
  /// A recount of the jobs. O(jobs).
  func jobFacts() -> JobFacts {
    JobFacts(
      promised: rules.value.contract.order, stateViolations: rules.value.stateViolations(),
      outOfOrder: rules.value.admissionOrderViolations, orderViolations: rules.value.orderViolations(),
      live: rules.value.liveCount)
  }

  /// A recount of the slots that jobs hold, the slots in use and the most that were. O(jobs).
  func slotUse() -> (miscounted: [String], inUse: Int, peak: Int) {
    (rules.value.slotViolations(), rules.value.slotsInUse, use.peak)
  }

  /// True when the job at a place has not ended.
  func isAlive(_ place: UInt32) -> Bool { job(at: place).map { !$0.state.isTerminal } ?? false }

  /// The first change of level that the policy forbids, or a level that was reached without a change.
  func levelViolation() -> String? {
    rules.value.parameters.degradation.violation(in: allChanges) ?? presentLevelViolation()
  }

  private func presentLevelViolation() -> String? {
    let level = rules.value.level
    let reached = allChanges.last?.to ?? .normal
    if level != reached { return "the level is \(level), and the last change was to \(reached)" }
    // In seconds of wait the depth changes with the time, and is looked at when the line changes.
    guard !rules.value.parameters.degradesBySeconds else { return nil }
    let due = rules.value.parameters.degradation.levelFor(depth: Double(rules.value.countedDepth))
    return due > level ? "the level is \(level) at a depth of \(rules.value.depth)" : nil
  }

  private func job(at place: UInt32) -> Job? {
    guard Int(place) < questions.count else { return nil }
    return rules.value[JobHandle(index: place, generation: questions[Int(place)].generation)]
  }
}

#if DEBUG
  /// What one event has touched in the queue, and how the queue stood before it.
  struct TouchedJobs {
    var handles: [JobHandle] = []
    /// A dispatch that passed a better-scored job over.
    var passing: String?
    /// Changes of level that were checked.
    var levelChanges = 0
    var slotsInUse = 0
  }

  extension PriorityQueue {
    /// Notes the job that a call to the rules was about, and looks at the order of each dispatch.
    func noteTouched(_ call: QueueCall, _ answer: QueueEffect.Answer) {
      if let job = call.job { touched.value.handles.append(job) }
      switch answer {
      case .job(let job?), .dispatch(.expired(let job)?): touched.value.handles.append(job)
      case .dispatch(.start(let job, _)?):
        touched.value.handles.append(job)
        if let better = rules.value.betterWaiting(than: job, now: plan.instant(kernel.now)) {
          touched.value.passing = "job \(job) was dispatched while job \(better) waited"
        }
      default: break
      }
    }

    /// Checks the jobs that the event has touched, the counts, the slots and the level.
    func checkTouchedJobs() -> [InvariantViolation] {
      var found: [InvariantViolation] = []
      func note(_ invariant: Invariant, _ detail: String?) {
        if let detail { found.append(InvariantViolation(invariant, detail)) }
      }
      note(.jobStates, rules.value.countViolation())
      for handle in touched.value.handles { note(.jobStates, rules.value.violation(of: handle)) }
      if rules.value.admissionOrderViolations > 0 {
        note(.firstDispatches, "a job was dispatched before an earlier one")
      }
      note(.dispatches, touched.value.passing)
      let inUse = rules.value.slotsInUse
      if inUse < 0 || inUse > max(rules.value.slots, touched.value.slotsInUse) {
        note(.slots, "\(inUse) slots are in use, of \(rules.value.slots)")
      }
      while touched.value.levelChanges < allChanges.count {
        let place = touched.value.levelChanges
        let previous = place == 0 ? nil : allChanges[place - 1]
        note(.levels, rules.value.parameters.degradation.violation(of: allChanges[place], after: previous))
        touched.value.levelChanges += 1
      }
      note(.levels, presentLevelViolation())
      return found
    }

    /// Where the jobs are that the event has touched, whether each is alive and whether it holds a slot. The next
    /// event begins with none.
    func takeTouched() -> [(place: UInt32, isAlive: Bool, holdsSlot: Bool)] {
      defer {
        touched.value.handles.removeAll(keepingCapacity: true)
        touched.value.slotsInUse = rules.value.slotsInUse
      }
      return touched.value.handles.map { handle in
        let job = job(at: handle.index)
        return (handle.index, job.map { !$0.state.isTerminal } ?? false, job?.holdsSlot ?? false)
      }
    }
  }
#endif
