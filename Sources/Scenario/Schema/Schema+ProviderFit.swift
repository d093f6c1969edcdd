// The keys of `llm.fit`: what `peakload calibrate` found out about its own fit. A run does not read them; its report repeats
// them, so that nobody has to look for the file to know how far the numbers can be trusted.

internal import QueueModel
internal import RunReport

extension ProviderFit {
  static var schema: ObjectSchema<ProviderFit> {
    let counts = ValueKind<Int>.integer(0...1_000_000_000)
    return ObjectSchema(fields: [
      .value(
        "source", \.source, .text(longest: 500), isRequired: true,
        "What was measured: the names of the files."),
      .value("method", \.method, .text(longest: 500), isRequired: true, "How it was fitted."),
      .value(
        "fittedRows", \.fittedRows, counts, isRequired: true, "Measurements that the model was fitted to."),
      .value(
        "predictedRows", \.predictedRows, counts, "Measurements that it predicted without having seen them."),
      .list(
        "rows", \.rows,
        of: ProviderFit.Row.schema.kind(Row(metric: "", statistic: "", sample: .inSample, error: 0)),
        longest: 1000,
        "The errors, by metric and statistic."),
    ])
  }

  /// What a record starts from.
  static var empty: ProviderFit {
    ProviderFit(source: "", method: "", fittedRows: 0, predictedRows: 0, rows: [])
  }
}

extension ProviderFit.Row {
  static var schema: ObjectSchema<ProviderFit.Row> {
    let seconds = ValueKind<Duration>.duration(.zero ... .seconds(86_400)).map(
      { Double($0.wholeNanoseconds) / 1e9 }, { .nanoseconds(Int64(($0 * 1e9).rounded())) })
    return ObjectSchema(fields: [
      .value(
        "metric", \.metric, .name("metric", of: ["ttft", "tpot", "e2e"]), isRequired: true,
        "What was measured."),
      .value(
        "statistic", \.statistic, .text(longest: 40), isRequired: true,
        "`p50`, `p90`, `p99`; `single p50` for the median of the absolute errors of single requests; `distance` for the "
          + "largest distance between the two distribution functions (Kolmogorov–Smirnov)."),
      .value(
        "sample", \.sample, .choice, isRequired: true,
        "`inSample`: measurements that the model was fitted to; `outOfSample`: those that it has not seen."),
      .optional("measured", \.measuredSeconds, seconds, "What was measured."),
      .optional("fitted", \.fittedSeconds, seconds, "What the model gives."),
      .value(
        "error", \.error, .number(-1...1e9), isRequired: true,
        "(fitted − measured) / measured; in rows `single` and `distance` the value itself."),
    ])
  }
}
