// The result of a sweep: one table, a row for each point in the order of the plan, the same whatever the order in which
// the points finished.

internal import RunReport

internal import Statistics

/// One entry of a sweep's table.
public enum SweepCell: Hashable, Sendable {
  /// A word, or a value of a key as it was typed.
  case text(String)
  /// A number; may be +∞.
  case number(Double)
  /// A seed, which a number would round.
  case seed(UInt64)
  /// Yes or no.
  case truth(Bool)
  /// There is no such value.
  case empty
}

/// The table of a sweep.
public struct SweepTable: Hashable, Sendable {
  /// Version of the format that this program writes.
  public static let formatVersion = 1

  /// What the table is of.
  public let sweep: SweepIdentity
  /// Names of the columns, each its own; those of numbers end in their unit.
  public let columns: [String]
  /// The rows, as wide as there are columns.
  public let rows: [[SweepCell]]
  /// Number of columns before the verdict: the point and what was varied.
  let settingColumns: Int

  /// The table of a finished sweep.
  ///
  /// - Parameters:
  ///   - plan: which points there are.
  ///   - points: the finished points, one for each of the plan, in its order.
  public init(_ sweep: SweepIdentity, _ plan: SweepPlan, _ points: [SweptPoint]) {
    precondition(plan.points.count == points.count, "\(points.count) of \(plan.points.count) points")
    self.sweep = sweep
    let isReplicated = sweep.replications > 1
    var columns = [Column(name: "point", cell: { .number(Double($0.point.point)) })]
    for (place, variation) in plan.variations.enumerated() {
      columns.append(Column(name: variation.key, cell: { .text($0.values[place]) }))
    }
    settingColumns = columns.count
    columns.append(Column(name: "verdict", cell: { .text(Self.verdict(of: $0.point.runs)) }))
    if isReplicated {
      columns.append(
        Column(
          name: "seeds",
          cell: { row in .text(row.point.runs.map { String($0.seed) }.joined(separator: " ")) }))
    } else if !columns.contains(where: { $0.name == "seed" }) {
      columns.append(Column(name: "seed", cell: { .seed($0.point.runs[0].seed) }))
    }
    for name in Self.thresholds(of: points) { columns += Self.columns(of: name, isReplicated: isReplicated) }
    for measure in SweepMeasure.allCases {
      columns += Self.columns(named: measure.rawValue, isReplicated: isReplicated) {
        $0.results[measure.rawValue]
      }
    }
    self.columns = columns.map(\.name)
    rows = zip(plan.points, points).map { values, point in
      columns.map { $0.cell(Row(values: values, point: point)) }
    }
  }

  /// What a row is made from.
  private struct Row {
    var values: [String]
    var point: SweptPoint
  }

  private struct Column {
    var name: String
    var cell: (Row) -> SweepCell
  }

  /// A threshold as the scenario spells it, of all points that have one like it.
  private struct Name: Hashable {
    var selector: String
    var condition: String
    var kind: Metric.Kind
  }

  /// The verdict on all replications together: theirs where they agree.
  static func verdict(of runs: [SweptRun]) -> String {
    guard let first = runs.first?.verdict else { return "" }
    return runs.allSatisfy { $0.verdict == first } ? first.rawValue : "mixed"
  }

  /// The thresholds in the order in which they first come.
  private static func thresholds(of points: [SweptPoint]) -> [Name] {
    var names: [Name] = []
    var seen: Set<Name> = []
    for judged in points.lazy.flatMap(\.runs).flatMap(\.thresholds) {
      let name = Name(selector: judged.selector, condition: judged.condition, kind: judged.kind)
      if seen.insert(name).inserted { names.append(name) }
    }
    return names
  }

  private static func columns(of name: Name, isReplicated: Bool) -> [Column] {
    func judged(_ run: SweptRun) -> SweptRun.Judged? {
      run.thresholds.first { $0.selector == name.selector && $0.condition == name.condition }
    }
    let text = "\(name.selector) \(name.condition)"
    let observed = columns(
      named: text, unit: " [\(unit(of: name.kind))]", isReplicated: isReplicated, separator: " "
    ) { judged($0)?.observed }
    let passed = Column(name: text + (isReplicated ? " passed [share]" : " passed")) { row in
      let verdicts = row.point.runs.compactMap { judged($0)?.passed }
      guard let first = verdicts.first else { return .empty }
      return isReplicated
        ? .number(Double(verdicts.count { $0 }) / Double(verdicts.count)) : .truth(first)
    }
    return observed + [passed]
  }

  /// One column of a value, or two with replications: its mean, and half the width of its 95 % interval.
  private static func columns(
    named name: String, unit: String = "", isReplicated: Bool, separator: String = "_",
    _ value: @escaping (SweptRun) -> Double?
  ) -> [Column] {
    guard isReplicated else {
      return [Column(name: name + unit) { value($0.point.runs[0]).map { .number($0) } ?? .empty }]
    }
    func interval(_ row: Row) -> ConfidenceInterval {
      ConfidenceInterval(of: row.point.runs.compactMap(value))
    }
    return [
      Column(name: name + separator + "mean" + unit) { row in
        // The mean of what is infinite in one replication is infinite; its moments are no numbers.
        let values = row.point.runs.compactMap(value)
        if values.contains(.infinity) { return .number(.infinity) }
        return values.isEmpty ? .empty : .number(interval(row).mean)
      },
      Column(name: name + separator + "halfwidth" + unit) { row in
        let halfWidth = interval(row).halfWidth
        return halfWidth.isFinite ? .number(halfWidth) : .empty
      },
    ]
  }

  private static func unit(of kind: Metric.Kind) -> String {
    switch kind {
    case .duration, .time: "s"
    case .counter, .gauge: "count"
    case .share: "share"
    case .ratePerSecond: "per_s"
    case .money: "usd"
    case .ratio: "ratio"
    }
  }
}
