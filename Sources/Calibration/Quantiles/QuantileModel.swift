// From measured calls to a provider whose calls are drawn, with the record of how well they are.

internal import RunReport
internal import Scenario

/// Fits a provider of the quantile kind: each call's times are drawn, whatever else is under way.
///
/// What the measurements do not say keeps its default: the concurrency that the provider allows, the time to
/// an error, its limits. The times are those at the load at which they were measured.
public enum QuantileModel {
  /// Fits the calls of one endpoint.
  ///
  /// - Throws: where fewer than ``MeasuredCalls/fewest`` calls were answered, or fewer than that have two
  ///   tokens, where all times are equal, or where they cannot be in seconds.
  public static func fit(_ measured: MeasuredCalls) throws(CalibrationError) -> CalibratedProvider {
    let answered = measured.answered
    try check(measured, answered)
    let whole = CallDistributions(answered)
    let even = answered.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
    let odd = answered.enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
    // Where every other answer is of one token, the half has no intervals of its own.
    let half = even.contains { $0.tokenInterval != nil } ? CallDistributions(even) : whole

    let inSample = FitComparison(fitted: whole, sample: .inSample)
    let outOfSample = FitComparison(fitted: half, sample: .outOfSample)
    var llm = LanguageModel()
    llm.kind = .quantiles
    llm.firstToken = whole.firstTokenDistribution
    llm.tokenInterval = whole.tokenIntervalDistribution
    let hung = measured.calls.count(where: \.hung)
    let failed = measured.calls.count - answered.count - hung
    llm.errorBeforeShare = share(failed, measured.calls.count)
    llm.hangShare = share(hung, measured.calls.count)
    llm.fit = ProviderFit(
      source: measured.file, method: method(measured, failed: failed, hung: hung), fittedRows: answered.count,
      predictedRows: odd.count, rows: inSample.rows(answered) + outOfSample.rows(odd))
    return CalibratedProvider(llm: llm, plots: inSample.plots(answered))
  }

  /// To the millionth, which is what a scenario's file keeps.
  private static func share(_ part: Int, _ whole: Int) -> Double {
    (Double(part) / Double(whole) * 1e6).rounded() / 1e6
  }

  private static func method(_ measured: MeasuredCalls, failed: Int, hung: Int) -> String {
    var text =
      "lognormals with a shared shift, nearest by Cramér and von Mises; out of sample: every other answer "
      + "fitted, the rest predicted"
    let errors = measured.failures.filter { !["timeout", "hang"].contains($0.code.lowercased()) }
    if failed > 0 {
      let codes = errors.prefix(5).map { "\($0.count) of code \($0.code)" }.joined(separator: ", ")
      text +=
        "; \(failed) of \(measured.calls.count) calls failed (\(codes)\(errors.count > 5 ? ", …" : ""))"
        + ", which count as errors before the first token, refusals for a limit (429) too"
    }
    if hung > 0 { text += "; \(hung) of \(measured.calls.count) calls never answered" }
    return text
  }

  private static func check(_ measured: MeasuredCalls, _ answered: [MeasuredCall]) throws(CalibrationError) {
    func refusal(_ message: String, _ hint: String) -> CalibrationError {
      CalibrationError(file: measured.file, message: message, hint: hint)
    }
    let fewest = MeasuredCalls.fewest
    guard !measured.calls.isEmpty else { throw refusal("there are no calls", "measure at least \(fewest)") }
    guard !answered.isEmpty else {
      let codes = measured.failures.map { "\($0.count) of code \($0.code)" }.joined(separator: ", ")
      throw refusal(
        "none of \(measured.calls.count) calls was answered: \(codes)",
        "measure with fewer calls at a time, until at least \(fewest) are answered")
    }
    guard answered.count >= fewest else {
      throw refusal(
        "\(answered.count) of \(measured.calls.count) calls were answered, and a fit needs \(fewest)",
        "measure until at least \(fewest) are answered; a few hundred say something about the 99th percentile"
      )
    }
    let long = answered.count { $0.tokenInterval != nil }
    guard long >= fewest else {
      throw refusal(
        "\(long) answers have two tokens or more, and a fit of the time per token needs \(fewest)",
        "measure answers as long as yours will be")
    }
    let first = answered[0].firstToken
    guard answered.contains(where: { $0.firstToken != first }) else {
      throw refusal(
        "all \(answered.count) times to first token are \(first) s",
        "give single calls, and not a mean or a rounded figure")
    }
    let median = SampleDistance.quantile(0.5, of: answered.map(\.firstToken).sorted())
    guard median <= 1000 else {
      throw refusal(
        "half of the calls take more than \(median) s to the first token",
        "times are in seconds, not milliseconds")
    }
  }
}
