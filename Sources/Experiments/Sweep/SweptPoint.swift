// What is kept of a point once its runs are over: all that its row of the table needs, and nothing else.

public import RunReport

/// A finished point of a sweep.
public struct SweptPoint: Hashable, Sendable, Codable {
  /// Number of the point, from 1.
  public var point: Int
  /// Its replications.
  public var runs: [SweptRun]

  /// A point from its parts.
  public init(point: Int, runs: [SweptRun]) {
    self.point = point
    self.runs = runs
  }
}

/// One run at a point of a sweep.
public struct SweptRun: Hashable, Sendable, Codable {
  /// A threshold, and what became of it.
  public struct Judged: Hashable, Sendable, Codable {
    /// As the scenario spells it: `queue_wait{role:student}`.
    public var selector: String
    /// As the scenario spells it: `p(95)<2s`.
    public var condition: String
    /// What the observed value is.
    public var kind: Metric.Kind
    /// In the metric's own unit; absent without samples.
    public var observed: Double?
    /// Whether it held.
    public var passed: Bool
  }

  /// Seed of the run.
  public var seed: UInt64
  /// The judgement.
  public var verdict: RunReport.Verdict
  /// In the order of the scenario.
  public var thresholds: [Judged]
  /// Key results by the name of their ``SweepMeasure``; those that the run does not have are absent.
  public var results: [String: Double]

  /// What is kept of `report`.
  public init(_ report: RunReport) {
    seed = report.run.seed
    verdict = report.verdict
    thresholds = report.thresholds.map { finding in
      Judged(
        selector: finding.selector, condition: finding.condition, kind: finding.kind,
        observed: finding.observed.flatMap { $0.isNaN ? nil : $0 }, passed: finding.passed)
    }
    results = [:]
    for measure in SweepMeasure.allCases { results[measure.rawValue] = measure.value(in: report) }
  }
}
