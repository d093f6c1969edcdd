// The reading half of a run event by event: clients with a connection each, that catch up when they connect, are
// passed on what is written, and are rotated and kept alive by events.

import QueueModel

extension StepwiseStreams {
  // MARK: Connections

  /// An asker connects: for a new request, or to go on with the one it was reading.
  func opened(_ opening: ClientOpening) {
    let asker = Int(opening.asker)
    while clients.count <= asker { clients.append(StepwiseClient()) }
    precondition(!clients[asker].isConnected, "asker \(asker) is connected already")
    if !opening.resumes {
      clients[asker] = StepwiseClient()
      clients[asker].stream = opening.isDirect ? -1 : streamOfJob[Int(opening.job)]
    }
    clients[asker].entity = opening.entity
    clients[asker].question = opening.question
    clients[asker].connections = opening.connections
    connect(opening.asker)
  }

  /// The asker's connection has ended.
  func closed(_ asker: UInt32) {
    disconnect(asker)
    kernel.cancel(&clients[Int(asker)].heartbeatTimer)
    kernel.cancel(&clients[Int(asker)].rotationTimer)
  }

  /// The page is reloaded: what was read is gone.
  func reloaded(_ asker: UInt32) { clients[Int(asker)].reader.reset() }

  /// The tokens of a direct answer come: no silence any more.
  func directTokensBegin(_ asker: UInt32) {
    if clients[Int(asker)].stream < 0 { kernel.cancel(&clients[Int(asker)].heartbeatTimer) }
  }

  /// What the asker's connection has carried since the last time this was asked.
  func settle(_ asker: UInt32) -> CarriedByConnection {
    defer {
      clients[Int(asker)].heartbeats = 0
      clients[Int(asker)].rotatedAfter = []
    }
    let client = clients[Int(asker)]
    return CarriedByConnection(
      heartbeats: client.heartbeats, rotatedAfter: client.rotatedAfter, openedAt: client.openedAt)
  }

  // MARK: Events

  /// The response is ended with a hint to resume, and the client does.
  func rotated(_ asker: UInt32) {
    let index = Int(asker)
    // As a heartbeat: everything else that was set for this moment goes first.
    if clients[index].rotationYieldedAt != kernel.now {
      clients[index].rotationYieldedAt = kernel.now
      clients[index].rotationTimer = kernel.schedule(.rotation, asker, at: kernel.now)
      return
    }
    clients[index].rotatedAfter.append(kernel.now - clients[index].openedAt)
    clients[index].connections += 1
    disconnect(asker)
    kernel.cancel(&clients[index].heartbeatTimer)
    connect(asker)
  }

  /// Nothing of the answer has come for a whole interval, or the client has to be looked at again later.
  func clientHeartbeat(_ asker: UInt32) {
    let index = Int(asker)
    let interval = plan.delivery.heartbeatNanoseconds
    if kernel.now - clients[index].heardAt >= interval {
      if clients[index].yieldedAt != kernel.now {
        clients[index].yieldedAt = kernel.now
        clients[index].heartbeatTimer = kernel.schedule(.readerHeartbeat, asker, at: kernel.now)
        return
      }
      clients[index].heartbeats += 1
      clients[index].heardAt = kernel.now
    }
    clients[index].heartbeatTimer = kernel.schedule(
      .readerHeartbeat, asker, at: clients[index].heardAt + interval)
  }

  // MARK: Reading

  /// A client gets an entry.
  func receive(_ entry: StreamEntry, _ asker: UInt32) {
    let index = Int(asker)
    clients[index].reader.receive(entry)
    guard entry.kind != .heartbeat else { return }
    clients[index].heardAt = kernel.now
    if entry.kind == .chunk, entry.attempt > clients[index].attemptSeen {
      clients[index].attemptSeen = entry.attempt
      clients[index].firstTokenAt = kernel.now
    }
  }

  /// The reader has its whole answer. Checks that it has each of `tokens` once, and returns when its first came.
  func finished(_ asker: UInt32, tokens: Int) -> Int64 {
    let client = clients[Int(asker)]
    findings.read(
      client.reader.breaks == 0 && client.reader.tokens == tokens && client.reader.isEnded,
      "asker \(asker) ended question \(client.question) with \(client.reader.tokens) of \(tokens) tokens "
        + "and \(client.reader.breaks) breaks")
    return client.firstTokenAt
  }

  // MARK: Inside

  private func connect(_ asker: UInt32) {
    let index = Int(asker)
    let now = kernel.now
    clients[index].isConnected = true
    clients[index].openedAt = now
    clients[index].heardAt = now
    clients[index].heartbeatTimer = kernel.schedule(
      .readerHeartbeat, asker, at: now + plan.delivery.heartbeatNanoseconds)
    guard clients[index].stream >= 0 else { return }
    let draw = plan.chance.bits(
      .rotation, clients[index].entity, clients[index].question &* 64 &+ clients[index].connections)
    clients[index].rotationTimer = kernel.schedule(
      .rotation, asker, at: now + plan.delivery.lifetimeNanoseconds(draw: draw))
    catchUp(asker)
    streams[clients[index].stream].connected.append(asker)
  }

  private func disconnect(_ asker: UInt32) {
    let index = Int(asker)
    precondition(clients[index].isConnected, "asker \(asker) is not connected")
    clients[index].isConnected = false
    guard clients[index].stream >= 0 else { return }
    streams[clients[index].stream].connected.removeAll { $0 == asker }
  }

  private func catchUp(_ asker: UInt32) {
    let index = Int(asker)
    let log = streams[clients[index].stream].log
    switch log.read(after: clients[index].reader.last, now: plan.instant(kernel.now)) {
    case .entries(let entries):
      for entry in entries { receive(entry, asker) }
    case .resetThen(let entries):
      clients[index].reader.reset()
      for entry in entries { receive(entry, asker) }
    case .gone: break
    }
  }
}

/// The client of one asker.
struct StepwiseClient: Sendable {
  var reader = StreamReader()
  /// Which stream it reads; -1 for a direct answer.
  var stream = -1
  var isConnected = false
  var openedAt: Int64 = 0
  /// When anything but an entry without content last came over the connection, or it was opened.
  var heardAt: Int64 = 0
  /// When a heartbeat last let everything else of its moment go first.
  var yieldedAt: Int64 = -1
  /// Whose draws the rotations are.
  var entity: UInt32 = 0
  var question: UInt32 = 0
  var connections: UInt32 = 0
  /// The latest attempt of which a token was seen, and when its first was.
  var attemptSeen: UInt8 = 0
  var firstTokenAt: Int64 = -1
  /// The last moment at which a rotation let everything else go first.
  var rotationYieldedAt: Int64 = -1
  var heartbeatTimer: EventHandle = .none
  var rotationTimer: EventHandle = .none
  /// Not yet booked: heartbeats, and how long each rotated response had lasted.
  var heartbeats = 0
  var rotatedAfter: [Int64] = []
}

/// Who connects to what.
struct ClientOpening: Sendable {
  var asker: UInt32
  var job: UInt32
  var isDirect: Bool
  /// True when the client goes on with what it was reading.
  var resumes: Bool
  /// Whose draws the rotations are, and from which index on.
  var entity: UInt32
  var question: UInt32
  var connections: UInt32
}

/// What a connection has carried.
struct CarriedByConnection: Sendable {
  var heartbeats: Int
  /// How long each response had lasted that was rotated.
  var rotatedAfter: [Int64]
  /// When the present response was opened.
  var openedAt: Int64
}
