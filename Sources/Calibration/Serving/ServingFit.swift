// Fits the time of a step to the first requests of a recorded run, and looks how well it foretells the rest.

import QueueModel
import RunReport
import Scenario

/// Fits a batch server to recorded runs.
///
/// The whole run is served anew with the file's arrivals and lengths; the step time is sought at which mean
/// |log end to end| + ½ mean |log time to first token| is least, each of the ratio of what is predicted to
/// what was measured, over the first half of the requests. What came of the second half is not looked at
/// until errors are counted.
///
/// A series of the server's load, a value a second, is not used: how many ran is known from the requests to
/// the step, a start is found from them alone, and the limit of memory is in the meta file.
public enum ServingFit {
  /// Fewest requests of a run.
  public static let fewestRequests = 60
  /// Most requests of a run.
  public static let mostRequests = 10_000
  /// Share of the objective that the extra time of the first step has to take away to be believed. It is a
  /// parameter for one step of hundreds: a model that has been warm leaves less to gain.
  static let leastGainOfWarmUp = 0.1

  /// The provider that fits a run, with the record of how well it does.
  public static func fit(
    _ run: ServedRun, _ settings: ServingFitSettings = ServingFitSettings()
  ) throws(CalibrationError) -> CalibratedProvider {
    try check(run)
    let fitted = run.requests.count / 2
    let search = ServingSearch(run, fitted: fitted)
    let best = bestFit(search, settings)
    guard let serving = search.serving(best.at) else { throw noFit(run) }
    let prediction = ServingPrediction(of: run.requests, by: serving)
    let score = ServingScore(measured: run.requests, predicted: prediction.requests, fitted: fitted)
    var model = LanguageModel()
    model.kind = .batch
    model.batch = serving
    model.concurrency = serving.replicas * serving.engines * serving.engine.sequences
    model.fit = ProviderFit(
      source: run.source,
      method:
        "steps of continuous batching, fitted to the first \(fitted) of \(run.requests.count) requests, "
        + "the whole run served anew",
      fittedRows: fitted, predictedRows: run.requests.count - fitted, rows: score.rows)
    return CalibratedProvider(llm: model, plots: score.plots)
  }

  /// The best parameters, with the extra time of the first step where the first answers show one.
  private static func bestFit(_ search: ServingSearch, _ settings: ServingFitSettings) -> NelderMead.Minimum {
    let warm = search.minimum(settings)
    guard let serving = search.serving(warm.at) else { return warm }
    // What the first answer took longer than foretold.
    let first = ServingPrediction(of: search.run.requests, by: serving).requests[0]
    let excess = search.run.requests[0].timeToFirstToken - first.timeToFirstToken
    guard excess > 0 else { return warm }
    let cold = search.improved(
      NelderMead.Minimum(at: warm.at + [PortableMath.log(excess)], value: .infinity), settings)
    // As much of a search without it, or the longer search would be taken for the better model.
    let start = Array(cold.at.dropLast())
    let again = search.improved(
      NelderMead.Minimum(at: start, value: search.objective(start)), settings)
    let without = again.value < warm.value ? again : warm
    return cold.value < without.value * (1 - leastGainOfWarmUp) ? cold : without
  }
}
