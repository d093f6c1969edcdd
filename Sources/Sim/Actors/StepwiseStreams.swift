// Answers event by event: each token, each entry when it is due, each heartbeat and each rotation happens by itself,
// in real streams with real readers. Nothing here uses the closed forms of the ordinary run; that the two agree is
// what this actor is for. This file is the writing half; the readers are in an extension of their own.

import QueueModel
import Scenario

/// Owns the streams of all jobs and the clients that read them. Exists only in runs event by event.
///
/// A worker's sign of life is an entry of the stream: it renews the lease and is nothing that a person sees. The
/// sign of life of a connection is sent by whoever holds it, after silence of the answer on that connection.
actor StepwiseStreams: SimulationActor {
  nonisolated let kernel: SimulationKernel
  nonisolated let plan: RunPlan

  /// Every stream of the run; kept after its end for readers that come back.
  var streams: [StepwiseStream] = []
  /// The stream of the job at each place.
  var streamOfJob: [Int] = []
  /// The client of each asker.
  var clients: [StepwiseClient] = []
  /// Redis commands of the entries and signs of life that were written.
  var commandsWritten: Int64 = 0
  /// What the readers' audit found.
  var findings = ReaderFindings()

  init(kernel: SimulationKernel, plan: RunPlan) {
    self.kernel = kernel
    self.plan = plan
  }

  // MARK: A job and its attempts

  /// A job has been made at this place.
  func created(_ job: UInt32) {
    while streamOfJob.count <= Int(job) { streamOfJob.append(-1) }
    streamOfJob[Int(job)] = streams.count
    streams.append(
      StepwiseStream(
        log: AnswerStream(timeToLive: plan.scenario.system.stream.timeToLive, now: plan.instant(kernel.now)),
        coalescer: Coalescer(policy: plan.coalescing)))
  }

  /// A worker has called the model.
  func attemptBegan(_ job: UInt32, attempt: UInt8) {
    let index = streamOfJob[Int(job)]
    streams[index].attempt = attempt
    streams[index].coalescer = Coalescer(policy: plan.coalescing)
    streams[index].entries = 0
    streams[index].heartbeats = 0
    streams[index].lastSign = kernel.now
    streams[index].heartbeatTimer = kernel.schedule(
      .workerHeartbeat, job, at: kernel.now + plan.delivery.heartbeatNanoseconds)
  }

  /// The model's first token: the others follow until the answer is whole or `limit` is passed.
  func tokensBegin(_ job: UInt32, _ timeline: TokenTimeline, until limit: Int64) {
    let index = streamOfJob[Int(job)]
    streams[index].timeline = timeline
    streams[index].limit = limit
    streams[index].come = 0
    takeToken(job, index)
    scheduleToken(job, index)
  }

  /// One more token.
  func tokenCame(_ job: UInt32) {
    let index = streamOfJob[Int(job)]
    takeToken(job, index)
    scheduleToken(job, index)
  }

  /// The open entry is as old as it may become.
  func entryDue(_ job: UInt32) {
    let index = streamOfJob[Int(job)]
    if let tokens = streams[index].coalescer.flush(now: plan.instant(kernel.now)) {
      writeChunk(index, tokens)
    }
  }

  /// The worker has written nothing for a whole interval, or has to be asked again later.
  func workerHeartbeat(_ job: UInt32) {
    let index = streamOfJob[Int(job)]
    let interval = plan.delivery.heartbeatNanoseconds
    if kernel.now - streams[index].lastSign >= interval {
      if streams[index].yieldedAt != kernel.now {
        // Whatever else is set for this very moment comes first, and may end the silence.
        streams[index].yieldedAt = kernel.now
        streams[index].heartbeatTimer = kernel.schedule(.workerHeartbeat, job, at: kernel.now)
        return
      }
      streams[index].heartbeats += 1
      write(.heartbeat, index)
    }
    streams[index].heartbeatTimer = kernel.schedule(
      .workerHeartbeat, job, at: streams[index].lastSign + interval)
  }

  /// The worker writes no more signs of life in this attempt. Returns those that it wrote.
  func heartbeatsEnd(_ job: UInt32) -> Int64 {
    let index = streamOfJob[Int(job)]
    kernel.cancel(&streams[index].heartbeatTimer)
    return streams[index].heartbeats
  }

  /// No token of this attempt comes any more. `flushing` writes the open entry, else it is lost with its worker
  /// unless it is due.
  func tokensEnd(_ job: UInt32, flushing: Bool) -> WrittenEntries {
    let index = streamOfJob[Int(job)]
    // Tokens of this very moment have come; their events may stand behind the one that ends the attempt.
    while let next = streams[index].nextToken(plan.tokenWeather), next <= kernel.now {
      precondition(next == kernel.now, "a token of \(next) ns had no event by \(kernel.now) ns")
      takeToken(job, index)
    }
    let now = plan.instant(kernel.now)
    let isDue = streams[index].coalescer.due.map { $0 <= now } ?? false
    if flushing || isDue, let tokens = streams[index].coalescer.flush(now: now) { writeChunk(index, tokens) }
    kernel.cancel(&streams[index].tokenTimer)
    kernel.cancel(&streams[index].dueTimer)
    streams[index].timeline = nil
    return WrittenEntries(
      entries: streams[index].entries, tokens: streams[index].coalescer.writtenTokens,
      lastEntryAt: streams[index].lastSign)
  }

  /// When the worker of a job was last heard of.
  func lastSign(_ job: UInt32) -> Int64 { streams[streamOfJob[Int(job)]].lastSign }

  /// What was written is void.
  func voided(_ job: UInt32) {
    let index = streamOfJob[Int(job)]
    streams[index].attempt += 1
    write(.reset, index)
  }

  /// The job has ended: nothing follows this entry.
  func ended(_ job: UInt32, _ kind: EntryKind) {
    write(kind, streamOfJob[Int(job)])
  }

  // MARK: Inside

  private func takeToken(_ job: UInt32, _ index: Int) {
    let now = plan.instant(kernel.now)
    if let due = streams[index].coalescer.due, due <= now,
      let tokens = streams[index].coalescer.flush(now: now)
    {
      writeChunk(index, tokens)
    }
    streams[index].come += 1
    if let tokens = streams[index].coalescer.append(now: now) {
      writeChunk(index, tokens)
    } else if streams[index].coalescer.openTokens == 1, let due = streams[index].coalescer.due {
      streams[index].dueTimer = kernel.schedule(.entryDue, job, at: due.nanoseconds(since: plan.start))
    }
  }

  private func scheduleToken(_ job: UInt32, _ index: Int) {
    guard let next = streams[index].nextToken(plan.tokenWeather) else { return }
    streams[index].tokenTimer = kernel.schedule(.token, job, at: next)
  }

  private func writeChunk(_ index: Int, _ tokens: Int) {
    kernel.cancel(&streams[index].dueTimer)
    streams[index].entries += 1
    write(.chunk, index, tokens: tokens)
  }

  /// Writes an entry and passes it on to whoever is connected.
  private func write(_ kind: EntryKind, _ index: Int, tokens: Int = 0) {
    let first = streams[index].coalescer.writtenTokens - tokens
    let id = streams[index].log.append(
      kind, attempt: streams[index].attempt, firstToken: kind == .chunk ? UInt32(first) : 0,
      tokens: UInt32(tokens), now: plan.instant(kernel.now))
    precondition(id != nil, "an entry was written to a stream that had ended")
    if kind == .chunk || kind == .heartbeat {
      streams[index].lastSign = kernel.now
      commandsWritten += RedisCommands.workerEntry
    }
    let entry = streams[index].log.entries[streams[index].log.entries.count - 1]
    for asker in streams[index].connected { receive(entry, asker) }
  }
}

/// The stream of one job, and what its worker is about to write.
struct StepwiseStream: Sendable {
  var log: AnswerStream
  var attempt: UInt8 = 0
  var coalescer: Coalescer
  /// The tokens of the call under way; nil before the first and after the last one.
  var timeline: TokenTimeline?
  /// Tokens come until this moment.
  var limit = Int64.max
  /// Tokens that have come.
  var come = 0
  /// Chunks and heartbeats written in the attempt.
  var entries = 0
  var heartbeats: Int64 = 0
  /// When the worker last wrote, or began.
  var lastSign: Int64 = 0
  /// When a heartbeat last let everything else of its moment go first.
  var yieldedAt: Int64 = -1
  var tokenTimer: EventHandle = .none
  var dueTimer: EventHandle = .none
  var heartbeatTimer: EventHandle = .none
  /// Askers who are connected, in the order in which they came.
  var connected: [UInt32] = []

  init(log: AnswerStream, coalescer: Coalescer) {
    self.log = log
    self.coalescer = coalescer
  }

  /// When the next token comes; nil when none does.
  func nextToken(_ weather: ProviderWeather) -> Int64? {
    guard let timeline, come < timeline.tokens else { return nil }
    let next = timeline.time(of: come, in: weather)
    return next <= limit ? next : nil
  }
}
