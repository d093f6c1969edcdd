// The entries of answers under way, as a flow.

import QueueModel

extension Workers {
  /// The entries of a call that has begun will flow from its first token to its last; the rate is kept for the case
  /// that they end before.
  @inline(__always) func entriesBegin(_ attempt: inout AttemptRecord, tokens: Int) {
    guard plan.entriesFlow, attempt.firstTokenAt != .max else { return }
    let duration = attempt.plannedEnd - attempt.firstTokenAt
    let entries = plan.coalescing.entries(tokens: tokens, nanoseconds: duration)
    let work = Int64(entries) * RedisCommands.workerEntry * CommandWork.perCommand
    guard duration > 0 else {
      send(to: system.platform, work, attempt.plannedEnd) { $0.entriesCome($1, at: $2) }
      return
    }
    attempt.entryRate = Int64(Double(work) * Double(Platform.stepNanoseconds) / Double(duration))
    let flow = EntryFlow(rate: attempt.entryRate, begin: attempt.firstTokenAt, end: attempt.plannedEnd)
    send(to: system.platform, flow) { $0.entriesFlow($1) }
  }

  /// No entry of an attempt comes any more.
  @inline(__always) func entriesEnd(_ attempt: AttemptRecord) {
    guard attempt.entryRate != 0, kernel.now < attempt.plannedEnd else { return }
    // Of a first entry that is held nobody knows when it will be seen, but it has been written.
    let begin = attempt.firstTokenAt == .max ? kernel.now : max(attempt.firstTokenAt, kernel.now)
    let flow = EntryFlow(rate: -attempt.entryRate, begin: begin, end: attempt.plannedEnd)
    send(to: system.platform, flow) { $0.entriesFlow($1) }
  }
}

/// Work of entries in a step of ``Platform``, between two moments; a negative rate ends what flowed.
struct EntryFlow: BitwiseCopyable, Sendable {
  var rate: Int64
  var begin: Int64
  var end: Int64
}

extension Platform {
  /// Entries flow, or flow no longer.
  @inline(__always) func entriesFlow(_ flow: EntryFlow) {
    hotState.value.entries.add(rate: flow.rate, from: flow.begin, to: flow.end)
  }

  /// The entries of an answer that comes whole.
  func entriesCome(_ work: Int64, at time: Int64) { hotState.value.entries.add(work: work, at: time) }
}
