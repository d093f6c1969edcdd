// Independent replications of a scenario: which ones, spread over the cores, until there are enough; and the report that
// they become.

public import RunReport
public import Scenario

/// Replications of one scenario.
///
/// The life of it: where the scenario's warm-up is `auto`, pilot replications find it. Then replications 0, 1, 2 … run,
/// several at a time, each with its own seed (``ReplicationSeeds``); with a precision, as many more as it takes. Their
/// numbers are taken in their order, so that the report is the same to the byte for any number of threads.
///
/// ```swift
/// let result = try await Replications(scenario, .count(10)).run()
/// result.report.replication?.intervals["goodput/perSecond"]  // mean and half-width
/// ```
public struct Replications: Sendable {
  /// How many replications there are to be.
  public enum Extent: Hashable, Sendable {
    /// So many, at least two.
    case count(Int)
    /// As many as it takes for means to have a half-width of at most `target` of themselves, and p95 and p99 of twice
    /// that: ten at first, at most `maximum`.
    case precision(_ target: Double, maximum: Int)
  }

  /// What replications come to.
  public struct Result: Sendable {
    /// The report of all of them. Where fewer than two were finished it is that of the first, unreplicated; where one
    /// broke an invariant it is that one's, because no mean over what cannot be says anything.
    public var report: RunReport
    /// Events of all runs, pilots included.
    public var events: Int
    /// Simulated time of all runs, pilots included.
    public var simulatedNanoseconds: Int64

    /// A result from its parts.
    public init(report: RunReport, events: Int, simulatedNanoseconds: Int64) {
      self.report = report
      self.events = events
      self.simulatedNanoseconds = simulatedNanoseconds
    }
  }

  private let scenario: Scenario
  private let extent: Extent
  private let pool: WorkPool
  private let steadyState: SteadyState?

  /// Replications of `scenario`.
  ///
  /// - Parameter threads: how many run at one time.
  /// - Throws: a ``SteadyStateError`` where the warm-up is `auto` and the run too short to find it.
  public init(_ scenario: Scenario, _ extent: Extent, threads: Int) throws(SteadyStateError) {
    var scenario = scenario
    // What one replication finds early on says nothing of the mean over all of them.
    for index in scenario.thresholds.indices { scenario.thresholds[index].abortOnFail = false }
    self.scenario = scenario
    self.extent = extent
    pool = WorkPool(width: threads)
    steadyState = scenario.warmUpRule == .auto ? try SteadyState(scenario) : nil
  }

  /// Runs them. Once `control` says stop, those that are finished make the report, which is marked partial.
  ///
  /// - Throws: a ``SteadyStateError`` where no warm-up can be found, and what `Simulation` throws.
  public func run(_ control: RunControl = RunControl()) async throws -> Result {
    var scenario = scenario
    var work = ReplicationWork()
    var warmUp: RunReport.WarmUpSearch?
    if let steadyState, let found = try await steadyState.search(pool, control) {
      warmUp = found.search
      scenario.warmUp = .nanoseconds(found.search.warmUpNanoseconds)
      work.add(found)
    }
    let rule: PrecisionRule?
    let most: Int
    let planned: Int
    switch extent {
    case .count(let count): (rule, most, planned) = (nil, count, count)
    case .precision(let target, let maximum):
      (rule, most) = (PrecisionRule(target, for: scenario), maximum)
      planned = min(PrecisionRule.first, maximum)
    }
    var precision: RunReport.Precision?
    var begun = 0
    var next: Int? = planned
    while let planned = next {
      try await work.add(begun..<planned, of: scenario, pool, control)
      begun = planned
      precision = rule?.verdict(on: work.tally)
      next = precision.flatMap { rule?.next(after: $0, work.tally, maximum: most) }
      if control.isStopRequested { break }
    }
    return try work.result(
      of: scenario, asked: most, isPartial: work.tally.count < begun || next != nil, warmUp, precision)
  }
}
