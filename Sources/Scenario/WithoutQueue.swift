// The same people and the same questions without what the queue brings: what a claim about the queue's savings has
// to be compared with.

internal import QueueModel

extension Scenario {
  /// The scenario in which each question goes straight to the language model, as if there were no queue.
  ///
  /// No cache, no shared answers, no rate limit, no degradation, and nobody waits: the provider takes a call from
  /// everybody at once. That is the most that the model can be asked, and so the most that the queue can save; a
  /// provider with fewer places would refuse calls, which cost nothing. Thresholds are left out: what they speak of
  /// is switched off.
  ///
  /// The run still counts the line's commands in Redis; whoever bills it leaves out Redis and the queue service.
  public func withoutQueue() -> Scenario {
    var scenario = self
    scenario.thresholds = []
    scenario.system.rateLimit.algorithm = .off
    scenario.system.degradation.enabled = false
    scenario.system.cache.enabled = false
    scenario.system.cache.singleFlight = false
    scenario.system.educators.reserve = 0
    // Several windows a person at most, each with one call.
    let callsOfAPerson = max(1, behaviour.hasty.tabs) + 1
    scenario.llm.concurrency = max(llm.concurrency, population.people * callsOfAPerson)
    return scenario
  }

  /// The scenario of the design as it was first written, types mended, with its two gates open: otherwise it stops
  /// handing out jobs within minutes, and what it costs by the answer cannot be seen.
  public func asFirstWritten() -> Scenario {
    var scenario = self
    scenario.thresholds = []
    scenario.design = Design()
    scenario.design.profile = .intended
    scenario.design.without = [.noDrain, .batchGate]
    // What it would cost is asked, not what one database lets through.
    scenario.plans.redis.commandsPerSecond = .off
    return scenario
  }
}
