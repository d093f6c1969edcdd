// What must hold of attempts.

extension Workers {
  /// Attempts under way: those with a call, those whose worker is dead, those that wait for Redis. O(jobs).
  func attemptsUnderWay() -> (working: Int, dead: Int, held: Int) {
    var sum = (working: 0, dead: 0, held: 0)
    for place in 0..<attempts.count {
      switch attempts[place].stage {
      case .idle: break
      case .calling, .doomed: sum.working += 1
      case .dead: sum.dead += 1
      case .held: sum.held += 1
      }
    }
    return sum
  }
}

#if DEBUG
  extension Workers {
    /// True when an attempt of the job at this place is under way, be its worker dead.
    func isAtWork(_ job: UInt32) -> Bool {
      Int(job) < attempts.count && attempts[Int(job)].stage != .idle
    }

    /// The call of the job at this place, while a worker waits for it.
    func call(of job: UInt32) -> UInt32? {
      guard isAtWork(job), attempts[Int(job)].stage != .dead, attempts[Int(job)].stage != .held
      else { return nil }
      return attempts[Int(job)].call
    }
  }
#endif
