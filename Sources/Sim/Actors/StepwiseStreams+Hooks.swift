// What the actors of an ordinary run do when it is run event by event: they tell the streams what happens, and book
// what the events amounted to in place of what the formulas say. Booked at the same moments, so that the series of
// a report agree, too.

import QueueModel

extension Workers {
  /// The model has been called for a job.
  func attemptByEvents(_ job: UInt32, _ attempt: UInt8) {
    guard let streams = system.stepwise else { return }
    send(to: streams, job, attempt) { $0.attemptBegan($1, attempt: $2) }
  }

  /// The worker's signs of life in an attempt that ends now; nil where they are counted by formula.
  func heartbeatsByEvents(_ job: UInt32) -> Int64? {
    guard let streams = system.stepwise else { return nil }
    return send(to: streams, job) { $0.heartbeatsEnd($1) }
  }

  /// The entries of an attempt that ends now; nil where they are counted by formula.
  func writtenByEvents(_ job: UInt32, flushing: Bool) -> WrittenEntries? {
    guard let streams = system.stepwise else { return nil }
    return send(to: streams, job, flushing) { $0.tokensEnd($1, flushing: $2) }
  }

  /// When a worker that dies now was last heard of; nil where that is computed by formula.
  func lastSignByEvents(_ job: UInt32) -> Int64? {
    guard let streams = system.stepwise else { return nil }
    return send(to: streams, job) { $0.lastSign($1) }
  }
}

extension ThrottledModel {
  /// The first token of a job's call has come.
  func tokensByEvents(_ record: CallRecord, until fault: Int64) {
    guard let streams = system.stepwise else { return }
    send(to: streams, record.job, record.timeline, fault) { $0.tokensBegin($1, $2, until: $3) }
  }
}

extension PriorityQueue {
  /// A job was made.
  func createdByEvents(_ handle: JobHandle) {
    guard let streams = system.stepwise else { return }
    send(to: streams, handle.index) { $0.created($1) }
  }
}

extension People {
  /// An asker's connection was opened.
  func openByEvents(_ asker: UInt32) {
    guard let streams = system.stepwise else { return }
    let record = askers[Int(asker)]
    let opening = ClientOpening(
      asker: asker, job: record.job, isDirect: record.flags.contains(.direct),
      resumes: record.state == .reconnecting, entity: entity(asker), question: record.question,
      connections: readings[Int(asker)].connections)
    send(to: streams, opening) { $0.opened($1) }
  }

  /// An asker's connection was closed.
  func closeByEvents(_ asker: UInt32) {
    guard let streams = system.stepwise else { return }
    send(to: streams, asker) { $0.closed($1) }
  }

  /// An asker's page was reloaded.
  func reloadByEvents(_ asker: UInt32) {
    guard let streams = system.stepwise else { return }
    send(to: streams, asker) { $0.reloaded($1) }
  }

  /// Books the rotations and heartbeats of a connection so far; false where they are counted by formula.
  func bookByEvents(_ asker: UInt32) -> Bool {
    guard let streams = system.stepwise else { return false }
    let carried = send(to: streams, asker) { $0.settle($1) }
    counts.heartbeats += carried.heartbeats
    for open in carried.rotatedAfter { countRotation(asker, after: open) }
    readings[Int(asker)].openedAt = carried.openedAt
    return true
  }

  /// The tokens of an asker's answer come.
  func tokensByEvents(_ asker: UInt32) {
    guard let streams = system.stepwise else { return }
    send(to: streams, asker) { $0.directTokensBegin($1) }
  }

  /// What was written of a job's answer is void.
  func voidByEvents(_ job: UInt32) {
    guard let streams = system.stepwise else { return }
    send(to: streams, job) { $0.voided($1) }
  }

  /// A job has ended.
  func endByEvents(_ job: UInt32, _ kind: EntryKind) {
    guard let streams = system.stepwise else { return }
    send(to: streams, job, kind) { $0.ended($1, $2) }
  }

  /// When the first token of an answer that is whole now came to its reader; nil where that is known by formula.
  @inline(__always) func firstTokenByEvents(_ asker: UInt32, tokens: Int) -> Int64? {
    guard let streams = system.stepwise, !askers[Int(asker)].flags.contains(.direct) else { return nil }
    return firstToken(of: asker, tokens, in: streams)
  }

  @inline(never)
  private func firstToken(of asker: UInt32, _ tokens: Int, in streams: Peer<StepwiseStreams>) -> Int64? {
    let firstTokenAt = send(to: streams, asker, tokens) { $0.finished($1, tokens: $2) }
    // While Redis is short readers see an entry later than it was written.
    return send(to: system.platform, { $0.hasBeenShort() }) ? nil : firstTokenAt
  }
}
