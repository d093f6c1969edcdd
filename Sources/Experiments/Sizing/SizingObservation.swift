// What the search asks for and what it is told: a run, and of its report as much as a decision needs. Apart because
// nothing else passes between the search and whoever runs the scenarios.

public import RunReport

/// A run that the search asks for.
public struct SizingRequest: Hashable, Sendable {
  /// Place of the value in its range, from 0.
  public var index: Int
  /// 0 for a run of the search, which has the scenario's own seed; from 1 for replications.
  public var replication: Int

  /// The run of a replication at a value.
  public init(index: Int, replication: Int) {
    self.index = index
    self.replication = replication
  }
}

/// What one run says to the search.
public struct SizingObservation: Hashable, Sendable {
  /// What was asked.
  public var request: SizingRequest
  /// What became of each threshold, in the order of the scenario.
  public var findings: [RunReport.ThresholdFinding]
  /// The whole bill in US dollars.
  public var cost: Double
  /// The bill of an hour at this rate in US dollars.
  public var costPerHour: Double
  /// Simulated events.
  public var events: Int

  /// What a run said.
  public init(
    _ request: SizingRequest, findings: [RunReport.ThresholdFinding], cost: Double = 0,
    costPerHour: Double = 0,
    events: Int = 0
  ) {
    self.request = request
    self.findings = findings
    self.cost = cost
    self.costPerHour = costPerHour
    self.events = events
  }

  /// What the report of a run says.
  public init(_ request: SizingRequest, _ report: RunReport) {
    self.init(
      request, findings: report.thresholds, cost: Double(report.cost.totalNanoUSD) / 1e9,
      costPerHour: Double(report.cost.perHourNanoUSD) / 1e9, events: report.totalEvents)
  }

  /// Whether every threshold held.
  var passed: Bool { findings.allSatisfy(\.passed) }
}
