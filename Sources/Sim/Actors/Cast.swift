// The actors of a run as they know each other. Apart from `SimulatedSystem`, which keeps them alive: a peer keeps
// nobody.

/// Who plays which part. Nobody plays any before the run begins and after it has ended.
struct Cast: Sendable {
  var people: Peer<People> = .nobody
  var frontDoor: Peer<FrontDoor> = .nobody
  var limiter: Peer<Limiter> = .nobody
  var queue: Peer<PriorityQueue> = .nobody
  var workers: Peer<Workers> = .nobody
  var model: Peer<ThrottledModel> = .nobody
  var answers: Peer<AnswerStore> = .nobody
  var meter: Peer<Meter> = .nobody
  var platform: Peer<Platform> = .nobody
  /// Only in a run event by event.
  var stepwise: Peer<StepwiseStreams>?
}
