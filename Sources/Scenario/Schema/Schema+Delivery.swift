// The keys of `system.qstash`: the queue service that carries jobs in place of workers.

internal import QueueModel
internal import RunReport

extension QStash {
  static var schema: ObjectSchema<QStash> {
    ObjectSchema(fields: [
      .value(
        "parallelism", \.parallelism, .integer(1...10_000_000),
        "Deliveries open at one time, by the plan: 100 pay as you go, 200 and 1,000 fixed. In place of "
          + "`workers.slots`."),
      .section(
        "flowControl", \.flowControl, Flow.schema, "A further bound on deliveries; what is beyond it waits."),
      .value(
        "retries", \.retries, .integer(0...20), "Deliveries after the first. In place of `retries.maximum`."),
      .value(
        "backoff", \.backoff, .choice,
        "`exponential`: e^(2.5 n) s (12 s, 148 s, 30 min), or what a Retry-After says; `jittered`: as workers, from "
          + "`retries.baseDelay`."),
      .value(
        "retryBudget", \.retryBudget, .flag,
        "Whether the receiver refuses further attempts once the budget of `retries` is empty."),
      .value(
        "timeout", \.timeout, .duration(.seconds(1) ... .seconds(86_400)),
        "A delivery without a response for this long has failed. In place of `workers.lease`; for a workflow also of "
          + "`workers.firstTokenTimeout`."),
      .value("duplicateShare", \.duplicateShare, .share(), "Share of deliveries that come twice."),
      .value(
        "duplicateAfter", \.duplicateAfter, .durationDistribution,
        "How long after the first the second comes."),
      .value(
        "billRetries", \.billRetries, .flag,
        "Whether a delivery that is tried again is billed again; the service's own pages disagree."),
      .value("callbacks", \.callbacks, .flag, "Whether it calls back after every attempt, a message each."),
    ])
  }
}

extension QStash.Flow {
  static var schema: ObjectSchema<QStash.Flow> {
    ObjectSchema(fields: [
      .value(
        "parallelism", \.parallelism, .integer(0...10_000_000), "Deliveries open at one time; 0 is no bound."),
      .value("rate", \.rate, .integer(0...10_000_000), "Deliveries started in a period; 0 is no bound."),
      .value(
        "period", \.period, .duration(.milliseconds(1) ... .seconds(86_400)),
        "Length of the period, which begins with its first delivery."),
    ])
  }
}
