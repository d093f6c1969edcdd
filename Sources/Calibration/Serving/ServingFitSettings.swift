// How long the step time of a server is sought.

/// How thorough a fit is. What is made small has many small dips, since a token comes with this step or with
/// the next; so the search begins at many places and begins anew from where it ends.
public struct ServingFitSettings: Hashable, Sendable {
  /// Places to begin at, of all that are tried the best.
  public var starts = 18
  /// Rounds from each of them.
  public var firstRounds = 60
  /// How many of the best are gone on with.
  public var kept = 4
  /// Rounds of a search that is gone on with.
  public var rounds = 150
  /// Searches that begin where the last one ended, with simplices of falling size.
  public var restarts = 6

  /// What `peakload calibrate` does: some 8,000 runs of the recorded requests.
  public init() {}

  /// A fifth of that, for programs that are not optimised.
  public static var brief: ServingFitSettings {
    var settings = ServingFitSettings()
    settings.starts = 8
    settings.firstRounds = 40
    settings.kept = 2
    settings.rounds = 80
    settings.restarts = 3
    return settings
  }
}
