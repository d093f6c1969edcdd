// The recount of everything, in which what one actor says is held against what the others say.

import QueueModel

extension SimulatedSystem {
  /// Recounts everything. O(people + jobs + calls); inside the loop only.
  func audit(foundEarlier: [InvariantViolation] = []) -> AuditFacts {
    AuditFacts(
      requests: requestFacts(), jobs: send(to: queue) { $0.jobFacts() }, slots: slotFacts(),
      readers: readerFacts(), levelViolation: send(to: queue) { $0.levelViolation() },
      isDrained: kernel.pendingCount == 0, foundEarlier: foundEarlier,
      declared: plan.declaredInvariants)
  }

  /// What the checks after each event found; nothing in release builds, which have none.
  func foundEarlier() -> [InvariantViolation] {
    #if DEBUG
      send(to: watch) { $0.found }
    #else
      []
    #endif
  }

  private func requestFacts() -> RequestFacts {
    let outcomes = send(to: meter) { $0.endedByOutcome }
    return RequestFacts(
      sent: send(to: meter) { $0.sent }, ended: send(to: meter) { $0.ended },
      endedByOutcome: outcomes.reduce(0, +), open: send(to: people) { $0.openRequests() },
      following: send(to: people) { $0.followers },
      limited: (outcomes[Outcome.limited.place], send(to: limiter) { $0.facts.limited }),
      cached: (outcomes[Outcome.cached.place], send(to: answers) { $0.counts.hits }))
  }

  private func slotFacts() -> SlotFacts {
    let slots = send(to: queue) { $0.slotUse() }
    let attempts = send(to: workers) { $0.attemptsUnderWay() }
    let calls = send(to: model) { $0.callUse() }
    let replicas = send(to: model) { $0.replicaUse() }
    let spells = plan.weather.spells
    var facts = SlotFacts(
      miscounted: slots.miscounted, inUse: slots.inUse, peak: slots.peak,
      most: spells.reduce(0) { max($0, plan.slots(at: $1.from)) }, working: attempts.working,
      dead: attempts.dead, held: attempts.held, direct: send(to: people) { $0.following.value.direct },
      unheard: send(to: model) { $0.unheard }, calls: calls.counted,
      recountedCalls: calls.recounted, accountPlaces: calls.places, callPeak: calls.peak,
      mostCalls: spells.reduce(0) { max($0, plan.providerPlaces(at: $1.from)) } + plan.fallbackPlaces)
    (facts.inReplicas, facts.recountedInReplicas) = replicas
    return facts
  }

  private func readerFacts() -> ReaderFacts {
    var read = send(to: people) { $0.read.value }
    if let stepwise { read.merge(send(to: stepwise) { $0.findings }) }
    let places = send(to: people) { $0.placesRead() }
    return ReaderFacts(
      read: read, listViolation: send(to: people) { $0.listViolation() },
      endedJobRead: send(to: queue, places) { queue, places in places.first { !queue.isAlive($0) } })
  }
}
