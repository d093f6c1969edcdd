// Where the events of a run event by event find their actor.

extension SimulatedSystem {
  /// Hands an event to the streams.
  func step(_ happening: Happening, _ index: UInt32) {
    guard let streams = stepwise else {
      preconditionFailure("a run by formula has no event \(happening.name)")
    }
    switch happening {
    case .token: send(to: streams, index) { $0.tokenCame($1) }
    case .entryDue: send(to: streams, index) { $0.entryDue($1) }
    case .workerHeartbeat: send(to: streams, index) { $0.workerHeartbeat($1) }
    case .readerHeartbeat: send(to: streams, index) { $0.clientHeartbeat($1) }
    case .rotation: send(to: streams, index) { $0.rotated($1) }
    default: preconditionFailure("\(happening.name) is no event of a stream")
    }
  }
}
