// The plain counts of a report: limiter, cache, calls, people, streams, jobs; and the bill.

import QueueModel
import RunReport
import Scenario

extension ReportBuilder {
  func fillCounts(_ report: inout RunReport) {
    report.limiter.checks = tallies.limiter.checks
    report.limiter.allowed = tallies.limiter.checks - tallies.limiter.limited
    report.limiter.limited = tallies.limiter.limited
    report.limiter.refusedFromMemory = tallies.limiter.refusedFromMemory
    report.limiter.retriedAfterCountdown = tallies.people.retriedAfterCountdown
    report.limiter.longestCountdownNanoseconds = tallies.limiter.longestCountdownNanoseconds

    report.cache.isEnabled = plan.scenario.system.cache.enabled
    report.cache.hits = tallies.answers.hits
    report.cache.misses = tallies.answers.misses
    report.cache.joins = tallies.answers.joins
    report.cache.entries = tallies.answers.entries
    report.cache.evictions = tallies.answers.evictions
    report.cache.expirations = tallies.answers.expirations
    if plan.scenario.system.cache.semantic != nil {
      report.cache.semantic = RunReport.SemanticFacts(
        lookups: tallies.answers.semanticLookups, hits: tallies.answers.semanticHits,
        falseHits: tallies.answers.falseHits)
    }

    report.calls.begun = tallies.calls.begun
    report.calls.direct = tallies.calls.direct
    report.calls.retries = tallies.calls.retries
    report.calls.retriesRefused = tallies.queue.retriesRefused
    report.calls.errorsBeforeFirstToken = tallies.calls.errorsBefore
    report.calls.errorsMidAnswer = tallies.calls.errorsMid
    report.calls.refusedByProvider = tallies.calls.refused
    report.calls.hung = tallies.calls.hung
    report.calls.stalled = tallies.calls.stalled
    report.calls.leasesLost = tallies.queue.jobs.stalls
    let tokens = tallies.ledger.tokensOfAllModels
    report.calls.tokensIn = Int(tokens.input + tokens.cachedInput)
    report.calls.tokensInCached = Int(tokens.cachedInput)
    report.calls.tokensOut = Int(tokens.output)
    report.provider = providerFacts()
    report.delivery = deliveryFacts()
    report.batch = batchFacts()
    report.providerFit = plan.scenario.llm.fit

    report.workers = workerFacts()

    report.people.active = tallies.people.active
    report.people.conversations = tallies.people.conversations
    report.people.refreshes = tallies.people.refreshes
    report.people.resumes = tallies.people.resumes
    report.people.cancels = tallies.people.cancels
    report.people.giveUps = tallies.people.giveUps
    report.people.closedTabs = tallies.people.closedTabs
    report.people.resends = tallies.people.resends
    report.people.doubleClicks = tallies.people.doubleClicks
    report.people.emailOffersAccepted = tallies.people.emailOffersAccepted
    report.people.askedAtBell = tallies.people.askedAtBell
    if plan.scenario.behaviour.bells.contains(where: { $0.classQuestion != nil }) {
      report.people.askedForClass = tallies.people.askedForClass
    }

    report.streams.opened = tallies.people.connections
    report.streams.entries = tallies.workers.entries + Int(tallies.workers.heartbeats)
    report.streams.heartbeats = tallies.people.heartbeats
    report.streams.rotations = tallies.people.rotations
    report.streams.resets = tallies.people.resets
    report.streams.redisCommands = Int(tallies.ledger.redisCommands)
    report.streams.mostOpen = tallies.people.mostOpenConnections

    let jobs = tallies.queue.jobs
    report.jobs.admitted = jobs.admitted
    report.jobs.ended = [
      RunReport.NamedCount(name: "completed", count: jobs.completed),
      RunReport.NamedCount(name: "failed", count: jobs.failed),
      RunReport.NamedCount(name: "cancelled", count: jobs.cancelled),
      RunReport.NamedCount(name: "expired", count: jobs.expired),
    ]
    report.jobs.live = tallies.queue.live
    report.jobs.refusedTransitions = jobs.illegalTransitions
    report.jobs.lateEvents = jobs.lateEvents
    report.jobs.parked = jobs.parked
    if plan.scenario.system.queue.atMaximumWaiting == .supersede {
      report.jobs.superseded = tallies.queue.superseded
    }
  }

  /// What went wrong with workers, where the scenario lets anything go wrong with them.
  private func workerFacts() -> RunReport.WorkerFacts? {
    guard plan.calls.workerFaults.happen else { return nil }
    let faults = tallies.workers.faults
    var facts = RunReport.WorkerFacts()
    facts.crashes = faults.crashes
    facts.hangs = faults.hangs
    facts.pauses = faults.pauses
    facts.returns = faults.returns
    facts.refusedWrites = faults.refusedWrites
    return facts
  }

  /// What the providers did, where there are several or their outages were drawn.
  private func providerFacts() -> RunReport.ProviderFacts? {
    guard !plan.fallbacks.isEmpty || plan.scenario.llm.drawnOutages != nil else { return nil }
    var facts = RunReport.ProviderFacts()
    let names = [plan.scenario.llm.model] + plan.fallbacks.map(\.model)
    facts.models = names.enumerated().map { index, model in
      let tokens = tallies.ledger.tokens(ofProvider: index)
      let failedOver = index == 0 ? 0 : tallies.calls.failedOver[index - 1]
      return RunReport.ProviderFacts.Model(
        model: model, calls: index == 0 ? tallies.calls.begun - tallies.calls.refusedFirst : failedOver,
        failedOver: failedOver,
        tokensIn: Int(tokens.input + tokens.cachedInput), tokensOut: Int(tokens.output),
        amountNanoUSD: plan.tariff.bill(ofProvider: index, tallies.ledger).nanoUSD)
    }
    facts.drawnOutages = plan.drawnOutages.map {
      RunReport.ProviderFacts.Outage(
        atNanoseconds: $0.at.wholeNanoseconds, lengthNanoseconds: $0.length.wholeNanoseconds,
        errors: $0.errors)
    }
    return facts
  }

  /// What the model's replicas did, where it has any.
  private func batchFacts() -> RunReport.BatchFacts? {
    guard plan.isBatched else { return nil }
    let batch = plan.scenario.llm.batch
    let done = tallies.batch
    let time = Double(tallies.endedAt) * 1e3 * Double(batch.replicas * batch.engines)
    return RunReport.BatchFacts(
      replicas: batch.replicas, engines: batch.engines, steps: done.steps,
      averageDecoding: done.steps > 0 ? Double(done.decoded) / Double(done.steps) : 0,
      busyShare: time > 0 ? min(1, Double(done.busyPicoseconds) / time) : 0, promptTokensRead: done.read,
      preemptions: done.preemptions)
  }

  /// What the service that carried jobs did, where one did.
  private func deliveryFacts() -> RunReport.DeliveryFacts? {
    guard plan.transport.isService else { return nil }
    let counts = tallies.queue.transport
    var facts = RunReport.DeliveryFacts()
    facts.way = plan.transport.way.rawValue
    facts.published = counts.published
    facts.deliveries = counts.deliveries
    facts.retries = counts.retries
    facts.callbacks = counts.callbacks
    facts.duplicates = counts.duplicates
    facts.deadLetters = counts.deadLetters
    facts.heldBack = counts.heldBack
    facts.messages = Int(tallies.ledger.qstashMessages)
    return facts
  }
}
