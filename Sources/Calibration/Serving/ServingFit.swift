// Fits the time of a step to the first requests of a recorded run, and looks how well it foretells the rest.

import QueueModel
import RunReport
public import Scenario

/// Fits the batch server to recorded runs.
///
/// The whole run is served anew with the file's arrivals and lengths; the step time is sought at which
/// mean |log end to end| + ½ mean |log time to first token| over the first half of the requests, each of the ratio of what is
/// predicted to what was measured, is least. The second half is not looked at until the errors are counted.
public struct ServingFit: Hashable, Sendable {
  /// Share of the requests that are fitted, from the first on.
  public var fittedShare = 0.5
  /// Starts of the search that are gone on with, the best of those that are tried.
  public var starts = 4
  /// Most rounds of the first search from a start.
  public var rounds = 200
  /// Most rounds of the second, which begins where the first one of the best start ends.
  public var finalRounds = 200

  /// What `peakload calibrate` does.
  public init() {}

  /// A search of few rounds: enough for the errors that are promised, in a program that is not optimised.
  public static var brief: ServingFit {
    var fit = ServingFit()
    fit.starts = 2
    fit.rounds = 60
    fit.finalRounds = 80
    return fit
  }
}
