// The replications of one parameter set, all of one length: what they say of each row, and how much more of them its rows
// would need.

/// Replications of a set.
struct ReplicatedSet {
  let set: ParameterSet
  /// Customers of each replication.
  let customers: Int
  /// Customers of runs that are not among these: of the pilot.
  let customersBefore: Int
  private(set) var runs: [Replicate] = []
  /// Events of these runs.
  private(set) var events = 0
  /// What each replication estimates.
  let asked: [AskedMetric]
  /// How each row is judged.
  private let kinds: [MetricKind]

  init(_ set: ParameterSet, customers: Int, customersBefore: Int = 0) {
    self.set = set
    self.customers = customers
    self.customersBefore = customersBefore
    asked = set.rows.map { AskedMetric(name: $0.metric, exact: $0.exact) }
    kinds = set.rows.map { set.kind(of: $0) }
  }

  var customersOfAllRuns: Int { customersBefore + customers * runs.count }

  mutating func add(_ more: [Replicate]) {
    runs += more
    events += more.reduce(0) { $0 + $1.events }
  }

  /// Every row with its verdict.
  func judged(_ judgement: Judgement) -> [VerifiedRow] {
    zip(set.rows, kinds).map { row, kind in
      var judged = judgement.judge(
        row, kind, set, runs.map { $0.estimates[row.metric] ?? Estimate(.nan) }, customers: customers)
      judged.customersOfAllRuns = customersOfAllRuns
      return judged
    }
  }

  /// How many times as many customers the row that needs most would need for its precision; at most 1 where all are
  /// precise enough.
  func growth(_ judgement: Judgement) -> Double {
    zip(judged(judgement), kinds).map { row, kind in
      guard row.note?.hasPrefix("weak") != true, let target = judgement.target(kind),
        let width = row.relativeHalfWidth
      else { return 0 }
      let ratio = width / target
      return ratio.isFinite ? ratio * ratio : 1e6
    }.max() ?? 0
  }
}
