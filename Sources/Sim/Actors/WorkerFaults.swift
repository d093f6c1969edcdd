// What can go wrong with a worker in mid-attempt, ready to draw, and who is away because of it.

import QueueModel
import Scenario

/// What happens to a worker.
enum WorkerFault: UInt8, BitwiseCopyable, Sendable {
  /// It dies, and its connections with it: the provider sees the call broken off.
  case crash
  /// It falls silent for good. Its call stays open and runs to its end.
  case hang
  /// It stops for longer than its lease, and then goes on as if nothing had been.
  case pause
}

/// How often workers fail, and for how long one that pauses is away.
struct WorkerFaultPlan: Sendable {
  private let crash: Share
  private let hang: Share
  private let pause: Share
  let pauseBeyondLease: Sampler
  /// True when any of them can happen.
  let happen: Bool

  init(_ scenario: Scenario, in tables: FixedTables) {
    let workers = scenario.system.workers
    crash = Share(workers.crashShare)
    hang = Share(workers.hangShare)
    pause = Share(workers.pauseShare)
    pauseBeyondLease = Sampler(workers.pauseBeyondLease, in: tables)
    happen = !(crash.isNever && hang.isNever && pause.isNever)
  }

  /// What happens to the worker of an attempt, the `number`-th of its asker; nil for one that lives.
  func fault(_ asker: UInt32, _ number: UInt32, _ chance: Chance) -> WorkerFault? {
    if !crash.isNever, crash.hits(chance.bits(.crash, asker, number)) { return .crash }
    if !hang.isNever, hang.hits(chance.bits(.workerHang, asker, number)) { return .hang }
    if !pause.isNever, pause.hits(chance.bits(.workerPause, asker, number)) { return .pause }
    return nil
  }
}

/// A worker that has stopped listening to its call.
struct AbsentWorker: BitwiseCopyable {
  var handle: JobHandle
  var token: LeaseToken
  /// Its call, nothing once that has ended.
  var call: UInt32
  /// True while it is to come back.
  var returns: Bool
  /// True when its call has delivered the whole answer, which lies unread in its socket.
  var hasAnswer = false
}

/// What went wrong with workers, counted.
struct WorkerFaultCounts: Sendable {
  var crashes = 0
  var hangs = 0
  var pauses = 0
  /// Workers that came back after their lease had ended.
  var returns = 0
  /// Writes and completions of these that the lease's token refused.
  var refusedWrites = 0
}
