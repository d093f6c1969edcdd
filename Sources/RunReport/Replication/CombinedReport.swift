// Reports of one scenario with several seeds become one. What the numbers come to is computed elsewhere; here they are
// put where they stand, and histograms are pooled.

import QueueModel

/// The parts of several reports: everything that any of them has.
///
/// Add the reports in the order of their replications, the first of which gives what is no number of a run: scenario,
/// prices, texts.
public struct CombinedReport {
  /// Which rows of latencies are the same.
  private struct RowKey: Hashable {
    var metric: Metric
    var role: Role?
    var outcome: Outcome?
  }

  private var structure: JSONNode?
  private var places: Set<String> = []
  private var histograms: [RowKey: RunReport.Histogram] = [:]
  /// The first finding of a broken invariant, by name.
  private var broken: [String: RunReport.InvariantFinding] = [:]
  private var notes: [String] = []
  /// The report of the first replication, without its histograms.
  public private(set) var first: RunReport?

  /// Nothing yet.
  public init() {}

  /// Adds the report of the next replication, whose numbers are `numbers`.
  public mutating func add(_ report: RunReport, _ numbers: [PlacedNumber]) throws {
    var report = report
    for index in report.latency.indices {
      let row = report.latency[index]
      histograms[RowKey(metric: row.metric, role: row.role, outcome: row.outcome), default: .init()]
        .merge(row.histogram)
      report.latency[index].histogram = RunReport.Histogram()
    }
    for finding in report.invariants where !finding.held && broken[finding.name] == nil {
      var finding = finding
      finding.detail = (finding.detail ?? "it was broken") + " (seed \(report.run.seed))"
      broken[finding.name] = finding
    }
    for note in report.run.notes where !notes.contains(note) { notes.append(note) }
    if first == nil { first = report }
    // Most replications have nothing that none before them had: then there is nothing to do.
    let isKnown = numbers.allSatisfy { places.contains($0.place) }
    guard structure == nil || !isKnown else { return }
    for number in numbers { places.insert(number.place) }
    let tree = try JSONNode(encoding: report, at: [])
    if let structure { structure.unite(tree, at: "") } else { structure = tree }
  }

  /// The report in which each number is the mean that `replication` gives of it; whole numbers are rounded, and exact
  /// among the intervals. Verdict and thresholds are for the caller to settle.
  ///
  /// Precondition: a report was added.
  public func report(_ replication: RunReport.Replication) throws -> RunReport {
    guard let structure, let first else { preconditionFailure("no report was added") }
    structure.place(replication.intervals, at: "", withHalfWidths: nil)
    var report = try RunReport(from: JSONNodeDecoder(structure))
    report.confidence = .replicated
    report.replication = replication
    // What nobody was ever answered has no row, though its failures are numbers.
    var known = Set(replication.intervals.derived.map { "derived/\($0.name)" })
    structure.visitNumbers(at: "") { place, _ in known.insert(place) }
    for (place, _) in replication.intervals.sorted where !known.contains(place) {
      report.replication?.intervals[place] = nil
    }
    report.run.notes = notes
    // Moments of single runs: there is no mean of them.
    report.degradation.changes = []
    report.provider?.drawnOutages = []
    for index in report.latency.indices {
      let row = report.latency[index]
      report.latency[index].histogram =
        histograms[RowKey(metric: row.metric, role: row.role, outcome: row.outcome)] ?? .init()
    }
    for index in report.invariants.indices {
      guard let finding = broken[report.invariants[index].name] else { continue }
      report.invariants[index].held = false
      report.invariants[index].detail = finding.detail
      report.invariants[index].timesBroken = finding.timesBroken
    }
    report.bottleneck = RunReport.Bottleneck(ofReplications: report.bottleneck.resources)
    for index in report.limits.indices { report.limits[index].settle(replication, seed: first.run.seed) }
    return report
  }
}

extension RunReport.LimitRow {
  /// Says of texts that hold numbers of one run whose they are, and whether the limit was ever binding.
  fileprivate mutating func settle(_ replication: RunReport.Replication, seed: UInt64) {
    let binding = replication.intervals[derived: "limits/\(name)/\(unit)/binding"]
    isBinding = binding.map { $0.mean > 0 } ?? false
    effect = effect.map { "\($0) (seed \(seed), unreplicated)" }
    if has == nil, let terms = purchase?.terms { purchase?.terms = "\(terms) (seed \(seed), unreplicated)" }
  }
}
