// How jobs are carried, ready to run.

import QueueModel
import Scenario

/// Who carries jobs to the model, and what that takes.
struct TransportPlan: Sendable {
  let way: DeliveryWay
  let messages: DeliveryMessages
  /// True when jobs are carried by a service and not by workers of one's own.
  let isService: Bool
  /// True when answers come whole, and not token by token.
  let answersWhole: Bool
  /// True when a function is held open for as long as the model answers.
  let holdsFunction: Bool
  let duplicateShare: Share
  let duplicateAfter: Sampler

  init(_ scenario: Scenario, in tables: FixedTables) {
    let qstash = scenario.system.qstash
    let way = scenario.system.delivery
    self.way = way
    isService = way != .workers
    answersWhole = way == .workflow
    holdsFunction = way == .qstash
    messages = DeliveryMessages(way, billsRetries: qstash.billRetries, callsBack: qstash.callbacks)
    duplicateShare = Share(way == .workers ? 0 : qstash.duplicateShare)
    duplicateAfter = Sampler(qstash.duplicateAfter, in: tables)
  }

  /// The rules of a queue whose jobs are carried this way.
  static func parameters(_ service: SystemUnderTest, design: Design, degradation: DegradationPolicy)
    -> JobQueueParameters
  {
    let own = RetryBudget(
      ratio: service.retries.budgetRatio, minimumPerSecond: service.retries.budgetMinimumPerSecond)
    let faults = design.switchedOn
    let isService = service.delivery != .workers
    let qstash = service.qstash
    let retry =
      isService
      ? RetryPolicy(
        maximumRetries: qstash.retries, base: service.retries.baseDelay,
        backoff: qstash.backoff == .exponential ? .qstash : .fullJitter)
      : RetryPolicy(maximumRetries: service.retries.maximum, base: service.retries.baseDelay)
    return JobQueueParameters(
      timeToLive: service.queue.timeToLive, lease: isService ? qstash.timeout : service.workers.lease,
      maximumStalls: 1, retry: retry,
      budget: faults.contains(.noRetryBudget) || isService && !qstash.retryBudget ? .unlimited : own,
      degradation: degradation, degradesBySeconds: service.degradation.unit == .seconds,
      faults: faults, publishGate: design.publishGate,
      countsOwners: service.queue.maximumWaitingPerPerson > 0,
      ordersOwners: service.queue.maximumWaitingPerPerson > 0 && service.queue.atMaximumWaiting == .supersede,
      renewsLeases: !isService)
  }
}

/// What a service carried, counted.
struct TransportCounts: Sendable {
  var published = 0
  var deliveries = 0
  var retries = 0
  var callbacks = 0
  var duplicates = 0
  var deadLetters = 0
  /// Times that deliveries waited for the next period of flow control.
  var heldBack = 0
}
