// The checks after each event, in debug builds: of what the event touched, in time that does not grow with the run.

import QueueModel

#if DEBUG
  extension SimulatedSystem {
    /// Checks what an event has touched, and now and then everything. A broken invariant ends the run.
    func checkTouched(_ happening: Happening, _ index: UInt32) {
      var found = checkTouchedRequests()
      found += send(to: queue) { $0.checkTouchedJobs() }
      found += send(to: model) { $0.checkTouchedPlaces() }
      found += checkTouchedSlots()
      found += checkTouchedReaders()
      switch happening {
      case .asker, .secondClick: found += checkTouchedAsker(index)
      case .call: found += checkTouchedCall(index)
      default: break
      }
      let isRecount = kernel.eventCount % InvariantWatch.eventsBetweenRecounts == 0
      if isRecount { found += audit().violations() }
      send(to: watch, found, isRecount) { $0.checked($1, isRecount: $2) }
    }

    /// Requests are sent, and end or are followed.
    private func checkTouchedRequests() -> [InvariantViolation] {
      let (sent, ended) = send(to: meter) { ($0.sent, $0.ended) }
      let open = send(to: people) { $0.followers }
      guard sent != ended + open else { return [] }
      return [
        InvariantViolation(.requests, "\(sent) requests were sent, \(ended) ended and \(open) are open")
      ]
    }

    /// Every call that is not direct has a slot; the other slots are those of dead workers.
    private func checkTouchedSlots() -> [InvariantViolation] {
      let slots = send(to: queue) { $0.rules.value.slotsInUse }
      let working =
        send(to: model) { $0.inUse - $0.unheard } - send(to: people) { $0.following.value.direct }
      guard working < 0 || slots < working else { return [] }
      return [InvariantViolation(.slots, "\(slots) slots are in use for \(working) calls of workers")]
    }

    /// A job that holds a slot has a worker and the reverse, and one that has ended has no reader.
    private func checkTouchedReaders() -> [InvariantViolation] {
      var found: [InvariantViolation] = []
      for job in send(to: queue, { $0.takeTouched() }) {
        let isAtWork = send(to: workers, job.place) { $0.isAtWork($1) }
        if isAtWork != job.holdsSlot {
          found.append(
            InvariantViolation(
              .slots,
              "the job at place \(job.place) holds a slot: \(job.holdsSlot), has a worker: \(isAtWork)"))
        }
        if !job.isAlive, send(to: people, job.place, { $0.hasReaders($1) }) {
          found.append(
            InvariantViolation(.readers, "the job at place \(job.place) has ended and is still read"))
        }
      }
      if let failure = send(to: people, { $0.read.value.first }) {
        found.append(InvariantViolation(.readers, failure))
      }
      if let stepwise, let failure = send(to: stepwise, { $0.findings.first }) {
        found.append(InvariantViolation(.readers, failure))
      }
      return found
    }

    /// The asker is in a state that can be, and what it follows has not ended.
    private func checkTouchedAsker(_ asker: UInt32) -> [InvariantViolation] {
      let found = send(to: people, asker) { $0.checkTouchedAsker($1) }
      guard let followed = send(to: people, asker, { $0.followed($1) }) else { return found }
      let isUnderWay =
        followed.isDirect
        ? send(to: model, followed.place) { $0.caller($1) } != nil
        : send(to: queue, followed.place) { $0.isAlive($1) }
      guard !isUnderWay else { return found }
      return found + [
        InvariantViolation(.readers, "asker \(asker) follows what has ended at place \(followed.place)")
      ]
    }

    /// A call that is under way has somebody who waits for it.
    private func checkTouchedCall(_ call: UInt32) -> [InvariantViolation] {
      guard let job = send(to: model, call, { $0.caller($1) }) else { return [] }
      let isAwaited =
        job == AskerRecord.nothing
        ? send(to: people, call) { $0.followsCall($1) } : send(to: workers, job) { $0.call(of: $1) } == call
      guard !isAwaited else { return [] }
      return [InvariantViolation(.slots, "nobody waits for call \(call)")]
    }
  }
#endif
