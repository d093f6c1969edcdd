// What must hold of askers and of the lists of readers.

extension People {
  /// Requests that have not ended, by those who came and went. O(1).
  var followers: Int {
    following.value.jobs + following.value.direct + following.value.vain + following.value.atDoor
      + endsWhileAway.value.count
  }

  /// Places of the jobs that somebody reads.
  func placesRead() -> [UInt32] {
    (0..<UInt32(firstReaders.count)).filter { firstReaders[Int($0)] != AskerRecord.nothing }
  }

  /// What is wrong with the lists of readers; nil when nothing is. O(askers + jobs).
  func listViolation() -> String? {
    var listed = 0
    for job in placesRead() {
      var asker = firstReaders[Int(job)]
      while asker != AskerRecord.nothing {
        listed += 1
        if listed > askers.count { return "the list of those who read job \(job) has no end" }
        if let violation = violation(of: asker) { return violation }
        if askers[Int(asker)].job != job {
          return "asker \(asker) is among the readers of job \(job) and reads \(askers[Int(asker)].job)"
        }
        asker = askers[Int(asker)].nextReader
      }
    }
    return listed == following.value.jobs
      ? nil : "\(listed) askers are among the readers of jobs, and \(following.value.jobs) were counted"
  }

  /// What cannot be of one asker between two events; nil for a sound one. O(1).
  func violation(of asker: UInt32) -> String? {
    let record = askers[Int(asker)]
    let isConnected = readings[Int(asker)].openedAt >= 0
    let isAnswerKept = endsWhileAway.value[asker] != nil
    let follows = record.job != AskerRecord.nothing
    let mayWaitInVain = plan.switches.noErrorEvent || plan.switches.statusUnchecked
    let isSound =
      switch record.state {
      case .waiting where mayWaitInVain: isConnected && !isAnswerKept
      case .waiting, .reading: follows && isConnected && !isAnswerKept
      case .reconnecting: follows != isAnswerKept && !isConnected
      case .away, .thinking, .countdown, .posting: !follows && !isConnected && !isAnswerKept
      }
    guard isSound else {
      return "asker \(asker) is \(record.state), connected: \(isConnected), with a job: \(follows), "
        + "with an end that waits: \(isAnswerKept)"
    }
    return follows ? placeViolation(of: asker, record) : nil
  }

  /// What is wrong with the place of an asker among the readers of its job or call.
  private func placeViolation(of asker: UInt32, _ record: AskerRecord) -> String? {
    if record.flags.contains(.direct) {
      return directReaders[Int(record.job)] == asker
        ? nil : "asker \(asker) follows call \(record.job), which somebody else does"
    }
    let nothing = AskerRecord.nothing
    let before =
      record.previousReader == nothing
      ? firstReaders[Int(record.job)] : askers[Int(record.previousReader)].nextReader
    let after = record.nextReader == nothing ? asker : askers[Int(record.nextReader)].previousReader
    return before == asker && after == asker
      ? nil : "asker \(asker) is not among the readers of job \(record.job)"
  }
}

#if DEBUG
  extension People {
    /// Checks an asker to whom something has happened.
    func checkTouchedAsker(_ asker: UInt32) -> [InvariantViolation] {
      violation(of: asker).map { [InvariantViolation(.readers, $0)] } ?? []
    }

    /// The job or call that an asker follows.
    func followed(_ asker: UInt32) -> (place: UInt32, isDirect: Bool)? {
      let record = askers[Int(asker)]
      return record.job == AskerRecord.nothing ? nil : (record.job, record.flags.contains(.direct))
    }

    /// True when somebody follows the direct call at this place.
    func followsCall(_ call: UInt32) -> Bool {
      Int(call) < directReaders.count && directReaders[Int(call)] != AskerRecord.nothing
    }
  }
#endif
