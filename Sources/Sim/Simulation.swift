// The simulation's front door: a scenario goes in, a report comes out.

public import QueueModel
public import RunReport
public import Scenario

/// How far a run is, for whoever watches it.
public struct SimulationProgress: Sendable {
  /// Simulated time since the start of the run.
  public var simulated: Duration
  /// Events so far.
  public var events: Int
  /// Jobs waiting now.
  public var waiting: Int
  /// The degradation level now.
  public var level: DegradationLevel
}

/// Ends a run from outside: by a person's Ctrl-C, say.
///
/// `requestStop()` may be called from any thread, before or during the run.
public struct SimulationStop: Sendable {
  let kernel: SimulationKernel

  /// Asks the run to end soon. Its report covers the time until then and is marked partial.
  public func requestStop() { kernel.requestStop() }
}

/// Why a scenario cannot be simulated.
public enum SimulationError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The scenario replays the trace at this path, and ``Scenario/trace`` does not hold it.
  case traceNotRead(String)

  /// One sentence for a person.
  public var description: String {
    switch self {
    case .traceNotRead(let path): "the trace \(path) was not read with its scenario"
    }
  }
}

/// One run of a scenario in virtual time.
///
/// The life of a run: the actors are made, every person's first question is set, and the event loop runs as one
/// job of the simulation executor. Questions are sent until the stated duration is over; then the run goes on
/// until every answer is ended, or until the drain is over. The report of a scenario and a seed is always the
/// same, to the byte.
public struct Simulation: Sendable {
  private var plan: RunPlan
  private let kernel: SimulationKernel
  private let judges: Bool

  /// A run of `scenario`; with `judgesThresholds` false its thresholds are ignored.
  ///
  /// - Parameter policy: An empty policy in place of the one that the scenario chooses, of this package or of your
  ///   own; the scenario's cap on running jobs is not put in front of it.
  /// - Throws: A `PriceBookError` when the scenario names a price book, an entry or a model that there is not, and a
  ///   ``SimulationError`` when it lacks the trace that it names.
  public init(
    _ scenario: Scenario, policy: (any DispatchPolicy)? = nil, judgesThresholds: Bool = true
  ) throws {
    try self.init(scenario, policy: policy, judgesThresholds: judgesThresholds, detail: .formulas)
  }

  /// As the public one; event by event where `detail` says so.
  init(
    _ scenario: Scenario, policy: (any DispatchPolicy)? = nil, judgesThresholds: Bool = true,
    detail: RunDetail
  ) throws {
    var scenario = scenario
    if !judgesThresholds { scenario.thresholds = [] }
    plan = try RunPlan(scenario, policy: policy, detail: detail)
    kernel = SimulationKernel()
    judges = judgesThresholds
  }

  /// Has the run contain a mistake: for the tests of verification, in debug builds only.
  package mutating func bend(_ rule: BentRule?) {
    #if DEBUG
      plan.bent = rule
    #else
      precondition(rule == nil, "a release build makes no mistakes on purpose")
    #endif
  }

  #if DEBUG
    /// Has the run recorded, and returns what will hold its calls once it has ended.
    mutating func keepJournal() -> Journal {
      let journal = Journal(kernel: kernel)
      plan.journal = journal
      return journal
    }
  #endif

  /// The handle by which the run can be ended from outside.
  public var stop: SimulationStop { SimulationStop(kernel: kernel) }

  /// Runs to the end, or until it is stopped. Call it once.
  ///
  /// - Parameter progress: called now and then on the loop's thread.
  public func run(progress: (@Sendable (SimulationProgress) -> Void)? = nil) async -> RunReport {
    await measure(progress: progress).report
  }

  /// As ``run(progress:)``, with every duration beside the report: for checks that its rounding would blur.
  package func measure(progress: (@Sendable (SimulationProgress) -> Void)? = nil) async -> MeasuredRun {
    let system = makeSystem()
    var watch: (@Sendable (RunProgress) -> Void)?
    if let progress {
      watch = { loop in
        progress(
          SimulationProgress(
            simulated: .nanoseconds(loop.now), events: loop.eventCount,
            waiting: send(to: system.queue) { $0.waiting() }, level: send(to: system.queue) { $0.level() }))
      }
    }
    let outcome = await kernel.run(system, until: plan.deadline, progress: watch)
    let tallies = await Collector(kernel: kernel).collect(system, endedAt: outcome.now)
    return MeasuredRun(
      report: report(tallies, after: outcome), eventCount: outcome.eventCount, latency: tallies.latency,
      outcomes: tallies.measuredOutcomes)
  }

  /// The actors of the run. A test that hands the events over itself begins with them.
  func makeSystem() -> SimulatedSystem { SimulatedSystem(kernel: kernel, plan: plan) }

  /// The report on a run that has ended.
  func report(on system: SimulatedSystem, after outcome: RunOutcome) async -> RunReport {
    report(await Collector(kernel: kernel).collect(system, endedAt: outcome.now), after: outcome)
  }

  private func report(_ tallies: RunTallies, after outcome: RunOutcome) -> RunReport {
    var report = ReportBuilder(plan: plan, tallies: tallies).report(judges: judges)
    if outcome.reason == .stopped {
      report.run.isPartial = true
      report.run.partialReason =
        if !tallies.audit.foundEarlier.isEmpty {
          "an invariant was broken"
        } else if let threshold = tallies.endedBy {
          "threshold \(threshold.selectorText) \(threshold.expressionText) was breached and ends the run"
        } else {
          "interrupted"
        }
    }
    return report
  }
}

/// Reads what the actors counted, on their executor, once the loop has ended.
private actor Collector: SimulationActor {
  nonisolated let kernel: SimulationKernel

  init(kernel: SimulationKernel) { self.kernel = kernel }

  func collect(_ system: SimulatedSystem, endedAt: Int64) -> RunTallies {
    defer { system.end() }
    return system.tallies(endedAt: endedAt)
  }
}
