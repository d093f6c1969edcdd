// What the keys of `system.delivery` and `system.qstash` move.

extension KeyEffect {
  static let delivery: [KeyEffect] = [
    KeyEffect(
      "system.delivery", "workers", "qstash", "workflow", raises: "cost{service:qstash} value"),
    KeyEffect("system.qstash.parallelism", "4", "8", lowers: "queue_wait avg", in: .carried),
    KeyEffect("system.qstash.flowControl.parallelism", "4", "8", lowers: "queue_wait avg", in: .carried),
    KeyEffect("system.qstash.flowControl.rate", "1", "3", lowers: "queue_wait avg", in: .carried),
    KeyEffect(
      "system.qstash.flowControl.period", "1s", "3s", raises: "queue_wait avg", in: .carried,
      with: ["system.qstash.flowControl.rate=2"]),
    KeyEffect(
      "system.qstash.retries", "0", "2", lowers: "failed rate", in: .carried,
      with: ["llm.errorBeforeShare=40%"]),
    KeyEffect(
      "system.qstash.backoff", "jittered", "exponential", raises: "ttft avg", in: .carried,
      with: ["llm.errorBeforeShare=40%"]),
    KeyEffect(
      "system.qstash.retryBudget", "false", "true", lowers: "attempts_per_job value", in: .carried,
      with: ["llm.errorBeforeShare=40%", "system.retries.budgetMinimumPerSecond=0/s"]),
    KeyEffect(
      "system.qstash.timeout", "10s", "1m", raises: "e2e avg", in: .carried,
      with: ["system.workers.hangShare=10%"]),
    // Of a workflow it bounds the call as well.
    KeyEffect(
      "system.qstash.timeout", "10s", "1m", raises: "e2e avg", in: .carried,
      with: ["system.delivery=workflow", "llm.hangShare=10%"]),
    KeyEffect("system.qstash.duplicateShare", "0%", "50%", raises: "delivery.duplicates", in: .carried),
    // A copy is recognised whenever it comes, and costs what it costs: the later, the fewer are in the bill of the
    // stated duration.
    KeyEffect(
      "system.qstash.duplicateAfter", "1s", "1m", lowers: "cost{service:qstash} value", in: .carried,
      with: ["system.qstash.duplicateShare=100%"]),
    KeyEffect(
      "system.qstash.billRetries", "false", "true", raises: "cost{service:qstash} value", in: .carried,
      with: ["llm.errorBeforeShare=40%"]),
    KeyEffect(
      "system.qstash.callbacks", "false", "true", raises: "cost{service:qstash} value", in: .carried),
  ]
}
