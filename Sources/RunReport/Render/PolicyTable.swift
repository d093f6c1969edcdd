// Runs of one scenario under several policies, side by side: what the quiet people and everybody together got.

/// What one policy did for one crowd.
public struct PolicyRow: Hashable, Sendable, Codable {
  /// How noisy people are spread over accounts: rows of one crowd stand together.
  public var crowd: String
  /// The policy and its caps.
  public var policy: String
  /// 95th percentile of the time to the first token of the quiet people's whole answers.
  public var quietP95: MeasuredDuration
  /// Failures among the quiet people's requests, as a share.
  public var quietFailedShare: Double
  /// Jain's index of served tokens, the accounts of one person taken together.
  public var jainByPerson: Double
  /// The same by account.
  public var jainByAccount: Double
  /// Whole answers in time for quiet people, per second of the stated duration.
  public var quietGoodputPerSecond: Double
  /// Whole answers in time, per second of the stated duration.
  public var goodputPerSecond: Double
  /// One run with one seed: no interval can be given.
  public var confidence = RunReport.Confidence.unreplicated

  /// A row from the report of its run; nil where that has no noisy people.
  public init?(crowd: String, policy: String, _ report: RunReport) {
    guard let fairness = report.fairness, let quiet = fairness.group(.quiet) else { return nil }
    self.crowd = crowd
    self.policy = policy
    quietP95 = quiet.timeToFirstToken.p95
    quietFailedShare = Double(quiet.failures) / Double(max(1, quiet.requestCount))
    jainByPerson = fairness.jainByPerson
    jainByAccount = fairness.jainByAccount
    let seconds = Double(max(1, report.run.durationNanoseconds)) / 1e9
    quietGoodputPerSecond = Double(quiet.goodAnswers) / seconds
    goodputPerSecond = report.goodput.perSecond
  }
}

/// The rows as a person reads them.
public struct PolicyTable {
  private let rows: [PolicyRow]

  /// A table of `rows`, in which those of one crowd follow one another.
  public init(_ rows: [PolicyRow]) { self.rows = rows }

  /// The table, with a heading for each crowd and a line end after each line.
  public func text(_ style: TerminalStyle = TerminalStyle(hasColour: false)) -> String {
    var table = TextTable([.left] + [TextTable.Alignment](repeating: .right, count: 6), indentation: 0)
    table.add([
      "", "quiet p95", "quiet failed", "Jain, persons", "Jain, accounts", "goodput quiet", "goodput",
    ])
    var crowd: String?
    for row in rows {
      if row.crowd != crowd { table.addLine(row.crowd) }
      crowd = row.crowd
      table.add([
        .init("  " + row.policy), .init(HumanNumber.duration(row.quietP95)),
        .init(HumanNumber.share(row.quietFailedShare)),
        .init(HumanNumber.decimal(row.jainByPerson, places: 3)),
        .init(HumanNumber.decimal(row.jainByAccount, places: 3)),
        .init(HumanNumber.rate(row.quietGoodputPerSecond)), .init(HumanNumber.rate(row.goodputPerSecond)),
      ])
    }
    if !rows.isEmpty { table.addLine("unreplicated: one seed, no intervals") }
    return table.lines(style).map { $0 + "\n" }.joined()
  }
}
