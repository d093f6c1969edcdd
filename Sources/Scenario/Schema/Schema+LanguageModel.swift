// The keys of `llm`: the provider, its limits and its bad times.

internal import RunReport

extension LanguageModel {
  static var schema: ObjectSchema<LanguageModel> {
    ObjectSchema(fields: [
      .included(
        "file",
        "A file with keys of this section, such as `peakload calibrate` writes; its path begins at the folder of the "
          + "scenario's file. What the scenario says besides takes precedence."),
      .value("model", \.model, .name("model", of: PriceNames.models), "Name in the price book."),
      .value(
        "concurrency", \.concurrency, .integer(1...10_000_000), "Calls that the provider serves at one time."),
      .value(
        "kind", \.kind, .choice,
        "`quantiles`: the times of each call are drawn (`firstToken` and `tokenInterval`, or `service`); `batch`: calls share "
          + "the steps of replicas (`batch`)."),
      .section("batch", \.batch, BatchServing.schema, "The replicas, where `kind` is `batch`.")
        .written { $0.kind == .batch },
      .value("firstToken", \.firstToken, .durationDistribution, "Time to first token.")
        .written { $0.service == nil && $0.kind == .quantiles },
      .value(
        "tokenInterval", \.tokenInterval, .durationDistribution,
        "Time per further token, drawn once for each answer."
      ).written { $0.service == nil && $0.kind == .quantiles },
      .optional(
        "service", \.service, .durationDistribution,
        "The whole call as one duration, in place of `firstToken` and `tokenInterval`."),
      .value("hangShare", \.hangShare, .share(), "Share of calls that never answer."),
      .value("stallShare", \.stallShare, .share(), "Share of calls that stop in mid-answer without ending."),
      .value(
        "errorBeforeShare", \.errorBeforeShare, .share(), "Share of calls that fail before the first token."),
      .value("errorMidShare", \.errorMidShare, .share(), "Share of calls that fail in mid-answer."),
      .value(
        "errorAfter", \.errorAfter, .durationDistribution, "From a call to its error before the first token."),
      .value(
        "cancelBilled", \.cancelBilled, .flag,
        "Whether the provider bills the tokens of a call that was cancelled."),
      .list(
        "limits", \.limits, of: Capacity.schema.kind(Capacity(kind: .request, per: .minute, value: 1)),
        longest: 16,
        "Limits over time, as OpenRouter lists them. Concurrency has its own key."),
      .optional(
        "slope", \.slope, Slope.schema.kind(Slope(start: 1, rise: 1)),
        "How fast the rate of admitted calls may rise; faster is refused (429)."),
      .value(
        "retryAfter", \.retryAfter, .flag, "Whether a refusal for a limit (429) says when to come back."),
      .list(
        "brownouts", \.brownouts,
        of: Brownout.schema.kind(Brownout(at: .zero, length: .zero, speed: 1, slots: 1)), longest: 1000,
        "Times in which the provider is slow; they do not overlap."),
      .list(
        "outages", \.outages, of: Outage.schema.kind(Outage(at: .zero, length: .zero, errors: 1)),
        longest: 1000,
        "Times in which calls fail; they do not overlap."),
      .optional(
        "drawnOutages", \.drawnOutages, DrawnOutages.schema.kind(DrawnOutages(record: .openAI)),
        "Further outages, drawn as a service had them; the seed decides when."),
      .list(
        "fallbacks", \.fallbacks, of: Fallback.schema.kind(Fallback()), longest: 8,
        "Models that a call goes on with, in this order, when a limit or an error meets it before its first token."
      ),
      .optional(
        "fit", \.fit, ProviderFit.schema.kind(.empty),
        "How well the provider fits what it was fitted to; written by `peakload calibrate`, repeated by reports."
      ),
    ])
  }
}

/// Times since the start of the run.
private let moments = Duration.zero ... .seconds(86_400)
/// Lengths within the run.
private let lengths = Duration.milliseconds(1) ... .seconds(86_400)

extension Capacity {
  static var schema: ObjectSchema<Capacity> {
    ObjectSchema(fields: [
      .value(
        "type", \.kind, .choice, isRequired: true,
        "What is counted: requests, tokens of prompts, or tokens of answers."),
      .value("per", \.per, .choice, isRequired: true, "The period."),
      .value("value", \.value, .integer(1...1_000_000_000_000), isRequired: true, "How many in a period."),
      .value(
        "form", \.form, .choice,
        "`fixedWindow`: counted anew each whole period; `slidingWindow`: with the rest of the period before; "
          + "`tokenBucket`: a full value that fills evenly."),
    ])
  }
}

extension Slope {
  static var schema: ObjectSchema<Slope> {
    let counts = ValueKind<Int>.integer(1...1_000_000_000)
    return ObjectSchema(fields: [
      .value(
        "start", \.start, counts, isRequired: true, "Calls a minute that are admitted whatever was before."),
      .value("rise", \.rise, counts, isRequired: true, "Calls a minute that may be added every minute."),
    ])
  }
}

extension Brownout {
  static var schema: ObjectSchema<Brownout> {
    ObjectSchema(fields: [
      .value("at", \.at, .duration(moments), isRequired: true, "Beginning, since the start of the run."),
      .value("for", \.length, .duration(lengths), isRequired: true, "How long it lasts."),
      .value("speed", \.speed, .share(0.01...1), "Speed of tokens as a share of the usual."),
      .value("slots", \.slots, .share(0.01...1), "Concurrency as a share of the usual."),
    ])
  }
}

extension Outage {
  static var schema: ObjectSchema<Outage> {
    ObjectSchema(fields: [
      .value("at", \.at, .duration(moments), isRequired: true, "Beginning, since the start of the run."),
      .value("for", \.length, .duration(lengths), isRequired: true, "How long it lasts."),
      .value("errors", \.errors, .share(), "Share of calls that fail before the first token."),
    ])
  }
}
