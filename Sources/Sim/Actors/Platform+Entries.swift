// The entries of answers under way, as a flow.

import QueueModel

extension Workers {
  /// The entries of a call that has begun will flow from its first token to its last; the rate is kept for the case
  /// that they end before.
  @inline(__always) func entriesBegin(_ attempt: inout AttemptRecord, tokens: Int) {
    guard plan.entriesFlow, attempt.firstTokenAt != .max else { return }
    let duration = attempt.plannedEnd - attempt.firstTokenAt
    let entries = plan.coalescing.entries(tokens: tokens, nanoseconds: duration)
    let work = entries * Double(RedisCommands.workerEntry * CommandWork.perCommand)
    guard duration > 0 else {
      send(to: system.platform, Int64(work), attempt.plannedEnd) { $0.entriesCome($1, at: $2) }
      return
    }
    attempt.entryRate = Int64(work * Double(Platform.stepNanoseconds) / Double(duration))
    send(to: system.platform, attempt.entryRate, attempt) {
      $0.entriesFlow($1, from: $2.firstTokenAt, to: $2.plannedEnd)
    }
  }

  /// No entry of an attempt comes any more.
  @inline(__always) func entriesEnd(_ attempt: AttemptRecord) {
    guard attempt.entryRate != 0, kernel.now < attempt.plannedEnd else { return }
    send(to: system.platform, -attempt.entryRate, attempt) {
      // Of a first entry that is held nobody knows when it will be seen, but it has been written.
      let from = $2.firstTokenAt == .max ? 0 : $2.firstTokenAt
      $0.entriesFlow($1, from: max(from, $0.kernel.now), to: $2.plannedEnd)
    }
  }
}

extension Platform {
  /// Entries flow at a rate, or with a negative one do no longer.
  @inline(__always) func entriesFlow(_ rate: Int64, from begin: Int64, to end: Int64) {
    hotState.value.entries.add(rate: rate, from: begin, to: end)
  }

  /// The entries of an answer that comes whole.
  func entriesCome(_ work: Int64, at time: Int64) { hotState.value.entries.add(work: work, at: time) }
}
