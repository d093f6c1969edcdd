// The keys of `llm` that reach beyond one provider on a good day: fall-backs, and outages that are drawn.

internal import RunReport

extension Fallback {
  static var schema: ObjectSchema<Fallback> {
    ObjectSchema(fields: [
      .value(
        "model", \.model, .name("model", of: PriceNames.models), isRequired: true, "Name in the price book."),
      .value("concurrency", \.concurrency, .integer(1...10_000_000), "Calls that it serves at one time."),
      .value("firstToken", \.firstToken, .durationDistribution, "Time to first token."),
      .value("tokenInterval", \.tokenInterval, .durationDistribution, "Time per further token."),
      .value(
        "errorBeforeShare", \.errorBeforeShare, .share(), "Share of calls that fail before the first token."),
      .list(
        "limits", \.limits, of: Capacity.schema.kind(Capacity(kind: .request, per: .minute, value: 1)),
        longest: 16, "Limits over time of its own."),
      .value(
        "retryAfter", \.retryAfter, .flag, "Whether a refusal for a limit (429) says when to come back."),
    ])
  }
}

extension DrawnOutages {
  static var schema: ObjectSchema<DrawnOutages> {
    ObjectSchema(fields: [
      .value(
        "record", \.record, .choice, isRequired: true,
        "Whose record: how often incidents began and how long they lasted, by the service's own status page."),
      .value(
        "timesAsOften", \.timesAsOften, .number(0.01...10_000),
        "So many times as often as in the record: a run of an hour would hardly ever see one."),
      .value(
        "partialErrors", \.partialErrors, .share(),
        "Share of calls that fail in an outage that is reported as partial."),
      .value("majorErrors", \.majorErrors, .share(), "Share of calls that fail in a major one."),
    ])
  }
}
