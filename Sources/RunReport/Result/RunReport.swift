// The result of one run as data: everything a page about the run can be drawn from, and nothing that depends on
// the machine or the hour it ran on. The parts live in files of their own beside this one.

/// What one run found; `report.json` is this value in canonical JSON.
///
/// Of several runs with a seed each (``replication``) it holds the means, whole numbers rounded; in `report.json` each
/// number is the mean itself, and beside it stands half the width of its interval: `p95` and `p95HalfWidth`.
///
/// The report of a scenario and a seed is the same to the byte on every machine and in every build. Facts of the
/// wall clock (how long the run took, how much memory) are kept apart in ``WallClock``.
///
/// Units, everywhere in the report, are in the property's name: `…Nanoseconds` are whole nanoseconds, moments
/// are nanoseconds since the start of the run, `…NanoUSD` are billionths of a US dollar, shares lie between 0
/// and 1, and rates are per second of the stated duration. A duration that can be infinite (an answer that
/// never came) is written as the string `"inf"`.
///
/// A report is filled by whoever measured: make one from the facts of the run, then set the parts.
///
/// ```swift
/// var report = RunReport(run: RunFacts(scenario: "normal-5k", seed: 1, durationNanoseconds: 300_000_000_000))
/// report.degradation.changes.append(.init(atNanoseconds: 5, from: .normal, to: .hidden, waiting: 1_001))
/// let bytes = try report.canonicalJSON()
/// ```
public struct RunReport: Hashable, Sendable, Codable {
  /// The version of the format that this program writes.
  public static let currentFormatVersion = 2

  /// Version of the format; a reader refuses a higher one than it knows.
  public var formatVersion = RunReport.currentFormatVersion
  /// How far the numbers can be trusted to hold for another seed.
  public var confidence = Confidence.unreplicated
  /// The replications that the numbers are means over, with their intervals; absent for one run.
  public var replication: Replication?
  /// What was run: scenario, seed, overrides, the end of simulated time.
  public var run: RunFacts
  /// The judgement.
  public var verdict = Verdict.notJudged
  /// Each threshold with what was observed, in the order of the scenario.
  public var thresholds: [ThresholdFinding] = []
  /// The run over time.
  public var series = TimeSeries()
  /// Latency by metric, role and outcome.
  public var latency: [LatencyRow] = []
  /// Requests by role and outcome.
  public var requests = Requests()
  /// Time at each level of degradation, and every change of level.
  public var degradation = DegradationFacts()
  /// Answers delivered whole and in time.
  public var goodput = Goodput()
  /// The bill.
  public var cost = CostFacts()
  /// What the run ran out of first.
  public var bottleneck = Bottleneck()
  /// Each limit of the plans, and how near the run came to it.
  public var limits: [LimitRow] = []
  /// What went on after the last question was sent.
  public var tail = Tail()
  /// The limiter on one person's requests.
  public var limiter = LimiterFacts()
  /// The response cache.
  public var cache = CacheFacts()
  /// Calls of the language model, and what went wrong with them.
  public var calls = CallFacts()
  /// The service that carried jobs; absent where workers did.
  public var delivery: DeliveryFacts?
  /// The provider's outages and its fall-backs; absent where the scenario draws none and has none.
  public var provider: ProviderFacts?
  /// The model's replicas; absent where it does not serve by continuous batching.
  public var batch: BatchFacts?
  /// How well the provider fits what it was fitted to; absent where it was fitted to nothing.
  public var providerFit: ProviderFit?
  /// What went wrong with workers; absent where the scenario has them neither die, hang nor pause.
  public var workers: WorkerFacts?
  /// What people did besides asking.
  public var people = PeopleFacts()
  /// Answer streams and what Redis was asked.
  public var streams = StreamFacts()
  /// Jobs by the state they ended in, and what the transition table refused.
  public var jobs = JobFacts()
  /// The reading of the original design and what it did; absent for the corrected one.
  public var design: DesignFacts?
  /// Who got what, quiet people and noisy ones; only in runs with noisy people.
  public var fairness: Fairness?
  /// Each invariant that was checked, and whether it held.
  public var invariants: [InvariantFinding] = []
  /// Events of the simulation by kind.
  public var events: [NamedCount] = []

  /// A report of `run` in which nothing has been measured yet.
  public init(run: RunFacts) { self.run = run }

  /// True when every invariant that was checked held, or was broken by a defect that says so.
  public var invariantsHold: Bool { !invariants.contains(where: \.isUnexpected) }

  /// Events of every kind together.
  public var totalEvents: Int { events.reduce(0) { $0 + $1.count } }
}

extension RunReport {
  /// How far the numbers of a report can be trusted to hold for another seed.
  public enum Confidence: String, Hashable, Sendable, Codable {
    /// One run with one seed: no interval can be given.
    case unreplicated
    /// Several runs with a seed each: every number is their mean and carries its interval.
    case replicated
  }

  /// The judgement of a run.
  public enum Verdict: String, Hashable, Sendable, Codable {
    /// Every threshold held.
    case passed
    /// At least one threshold did not hold.
    case breached
    /// No threshold certainly failed, and at least one may hold or not: its interval over replications holds the limit.
    case inconclusive
    /// The run was stopped before its end, and what was measured until then proves nothing.
    case interrupted
    /// An invariant of the system under test was broken: the numbers describe a system that cannot be.
    case broken
    /// Thresholds were switched off, or the scenario has none.
    case notJudged
  }

  /// A number of things of one name. Lists of these keep the order they were made in.
  public struct NamedCount: Hashable, Sendable, Codable {
    /// What was counted.
    public var name: String
    /// How many there were.
    public var count: Int

    /// `count` things called `name`.
    public init(name: String, count: Int) {
      self.name = name
      self.count = count
    }
  }

  /// An invariant, and whether it held.
  public struct InvariantFinding: Hashable, Sendable, Codable {
    /// Short name, such as `I3`.
    public var name: String
    /// What must hold, in words.
    public var statement: String
    /// How often it was checked.
    public var checks: Int
    /// False when it was broken at least once.
    public var held: Bool
    /// What was found in place of what must hold; absent when it held.
    public var detail: String?
    /// How often it was broken, where a defect of the original design that is switched on says that it breaks it:
    /// then it is a finding of the run, not an error of the program.
    public var timesBroken: Int?

    /// The finding on one invariant.
    public init(
      name: String, statement: String, checks: Int, held: Bool, detail: String? = nil, timesBroken: Int? = nil
    ) {
      self.name = name
      self.statement = statement
      self.checks = checks
      self.held = held
      self.detail = detail
      self.timesBroken = timesBroken
    }

    /// True when it was broken and no defect says so.
    public var isUnexpected: Bool { !held && timesBroken == nil }
  }
}
