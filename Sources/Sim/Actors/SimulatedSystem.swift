// All actors of one run, made together, and the place where an event finds its actor.

import QueueModel
import RunReport

/// The actors of one run. They know each other through it; it knows nothing else.
final class SimulatedSystem: EventDispatcher {
  let kernel: SimulationKernel
  let plan: RunPlan
  let people: People
  let frontDoor: FrontDoor
  let limiter: Limiter
  let queue: PriorityQueue
  let workers: Workers
  let model: ThrottledModel
  let answers: AnswerStore
  let meter: Meter
  let platform: Platform
  /// Only in a run event by event.
  let stepwise: StepwiseStreams?
  #if DEBUG
    /// Keeps what was found broken.
    let watch: InvariantWatch
  #endif

  /// The same actors as they know each other.
  private let cast: Cast

  init(kernel: SimulationKernel, plan: RunPlan) {
    self.kernel = kernel
    self.plan = plan
    people = People(kernel: kernel, plan: plan)
    frontDoor = FrontDoor(kernel: kernel, plan: plan)
    limiter = Limiter(kernel: kernel, plan: plan)
    queue = PriorityQueue(kernel: kernel, plan: plan)
    workers = Workers(kernel: kernel, plan: plan)
    model = ThrottledModel(kernel: kernel, plan: plan)
    answers = AnswerStore(kernel: kernel, plan: plan)
    meter = Meter(kernel: kernel, plan: plan)
    platform = Platform(kernel: kernel, plan: plan)
    stepwise = plan.detail == .eventByEvent ? StepwiseStreams(kernel: kernel, plan: plan) : nil
    #if DEBUG
      watch = InvariantWatch(kernel: kernel, declared: plan.declaredInvariants)
    #endif
    cast = Cast(
      people: Peer(people), frontDoor: Peer(frontDoor), limiter: Peer(limiter), queue: Peer(queue),
      workers: Peer(workers), model: Peer(model), answers: Peer(answers), meter: Peer(meter),
      platform: Peer(platform), stepwise: stepwise.map { Peer($0) })
  }

  /// Introduces the actors to each other and sets the first events. Inside the loop only.
  func start() {
    introduce(cast)
    send(to: meter, self) { $0.system = $1 }
    for spell in plan.weather.spells.dropFirst() where spell.from < plan.deadline {
      kernel.schedule(.weather, 0, at: spell.from)
    }
    kernel.schedule(.tick, 0, at: Meter.tickNanoseconds)
    send(to: model) { $0.begin() }
    send(to: people) { $0.begin() }
  }

  /// Lets go of the references between the actors.
  func end() {
    introduce(Cast())
    send(to: meter) { $0.system = nil }
  }

  private func introduce(_ cast: Cast) {
    send(to: people, cast) { $0.system = $1 }
    send(to: frontDoor, cast) { $0.system = $1 }
    send(to: queue, cast) { $0.system = $1 }
    send(to: workers, cast) { $0.system = $1 }
    send(to: model, cast) { $0.system = $1 }
    send(to: platform, cast) { $0.system = $1 }
  }

  /// Hands an event to the actor it is for.
  @inline(__always) func handle(_ happening: Happening, _ index: UInt32) {
    if stepwise != nil { send(to: cast.platform) { $0.look() } }
    switch happening {
    case .asker: send(to: cast.people, index) { $0.timerFired($1) }
    case .secondClick: send(to: cast.people, index) { $0.secondClick($1) }
    case .look: send(to: cast.people) { $0.lookAtPatient() }
    case .arrival: send(to: cast.people) { $0.arrive() }
    case .call: send(to: cast.model, index) { $0.timerFired($1) }
    case .worker: send(to: cast.workers, index) { $0.timerFired($1) }
    case .workerReturn: send(to: cast.workers, index) { $0.workerReturned($1) }
    case .delivery: send(to: cast.queue, index) { $0.deliveryEvent($1) }
    case .retryDue: send(to: cast.queue, index) { $0.retryDue($1) }
    case .dwell: send(to: cast.queue) { $0.dwellEnded() }
    case .count: send(to: cast.queue, index) { $0.count($1) }
    case .weather:
      send(to: cast.model) { $0.weatherChanged() }
      send(to: cast.queue) { $0.weatherChanged() }
    case .tick: tick()
    case .doorAnswer: send(to: cast.frontDoor, index) { $0.redisAnswered($1) }
    case .entrySeen: send(to: cast.workers, index) { $0.entrySeen($1) }
    case .poll: send(to: cast.platform, index) { $0.poll($1) }
    case .step: send(to: cast.model, index) { $0.stepEnded($1) }
    case .firstTokenDue: send(to: cast.model) { $0.firstTokenDue() }
    case .token, .entryDue, .workerHeartbeat, .readerHeartbeat, .rotation: step(happening, index)
    }
  }

  /// Fetches what most events of these kinds touch: with a hundred thousand people nothing of it is in the cache.
  @inline(__always) func prepare(_ happening: Happening, _ index: UInt32) {
    switch happening {
    case .asker:
      send(to: cast.people, index) { $0.prepare($1) }
      send(to: cast.limiter, index) { $0.prepare($1) }
    case .call: send(to: cast.model, index) { $0.prepare($1) }
    case .step: send(to: cast.model, index) { $0.prepareStep($1) }
    default: break
    }
  }

  @inline(__always) func didHandle(_ happening: Happening, _ index: UInt32) {
    send(to: cast.meter, happening) { $0.eventHandled($1) }
    #if DEBUG
      checkTouched(happening, index)
    #endif
  }

  private func tick() {
    send(to: platform) { $0.look() }
    send(to: model) { $0.tick() }
    send(to: meter) { $0.tick() }
    let next = kernel.now + Meter.tickNanoseconds
    if next <= plan.duration || kernel.pendingCount > 0 { kernel.schedule(.tick, 0, at: next) }
  }

  /// What the platforms did, in all.
  private func platformTally() -> PlatformTally {
    send(to: platform) {
      $0.look()
      $0.finishPolls()
    }
    var tally = send(to: platform) { $0.tally() }
    tally.longestStream = send(to: people) { $0.counts.longestConnection }
    tally.storedBytes = send(to: answers) { $0.counts.storedBytes }
    return tally
  }

  /// The bill so far.
  func ledger() -> CostLedger {
    var sum = send(to: people) { $0.ledger }
    sum.merge(send(to: frontDoor) { $0.ledger })
    sum.merge(send(to: limiter) { $0.ledger })
    sum.merge(send(to: queue) { $0.ledger })
    sum.merge(send(to: workers) { $0.ledger })
    sum.merge(send(to: model) { $0.ledger })
    sum.merge(send(to: answers) { $0.ledger })
    sum.merge(send(to: platform) { $0.ledger })
    return sum
  }

  private func fairness() -> FairnessTally? {
    guard plan.measuresFairness else { return nil }
    return send(to: meter, send(to: people) { $0.accounts() }) { $0.fairness($1) }
  }

  /// Everything that was counted. Inside the loop only.
  func tallies(endedAt: Int64) -> RunTallies {
    send(to: meter, endedAt) { $0.close(at: $1) }
    let queueTally = send(to: queue, endedAt) { $0.tally(until: $1) }
    return RunTallies(
      people: send(to: people) { $0.counts }, limiter: send(to: limiter) { $0.facts }, queue: queueTally,
      workers: send(to: workers) { $0.counts }, calls: send(to: model) { $0.counts },
      places: send(to: model, endedAt) { $0.tally(until: $1) }, batch: send(to: model) { $0.replicas.tally },
      answers: send(to: answers) { $0.tally() }, platform: platformTally(), ledger: ledger(),
      outcomes: send(to: meter) { $0.outcomes }, measuredOutcomes: send(to: meter) { $0.measuredOutcomes },
      good: send(to: meter) { $0.good },
      fairness: fairness(), latency: send(to: meter) { $0.latency }, levels: send(to: meter) { $0.levels },
      series: send(to: meter) { $0.series },
      probes: send(to: meter) { $0.probes }, sent: send(to: meter) { $0.sent },
      ended: send(to: meter) { $0.ended },
      tailDelivered: send(to: meter) { $0.tailDelivered }, tailOther: send(to: meter) { $0.tailOther },
      tailUntil: send(to: meter) { $0.tailUntil }, endedAt: endedAt, endedBy: send(to: meter) { $0.endedBy },
      events: send(to: meter) { $0.events() },
      audit: audit(foundEarlier: foundEarlier()))
  }
}
