// Who got what, in the summary of a run with noisy people.

extension TerminalSummary {
  var fairnessLines: [String] {
    guard let fairness = report.fairness else { return [] }
    var table = TextTable([.left] + [TextTable.Alignment](repeating: .right, count: 6))
    table.add(["", "people", "accounts", "requests", "failed", "ttft p95", "tokens"])
    for group in fairness.groups {
      let failed = Double(group.failures) / Double(max(1, group.requestCount))
      let place = "fairness/groups/\(group.sender.rawValue)"
      let derived = "derived/fairness/\(group.sender.rawValue)"
      table.add([
        .init("  " + Self.name(of: group.sender)), .init(count("\(place)/people", or: group.people)),
        .init(count("\(place)/accounts", or: group.accounts)),
        .init(count("\(derived)/requests", or: group.requestCount)),
        .init(share("\(derived)/failed/share", or: failed)),
        .init(
          figure(
            "\(place)/timeToFirstToken/p95", .duration, or: HumanNumber.duration(group.timeToFirstToken.p95))
        ),
        .init(count("\(place)/servedTokens", or: group.servedTokens)),
      ])
    }
    func jain(_ key: String, _ value: Double) -> String {
      figure("fairness/\(key)", .decimal(places: 3), or: HumanNumber.decimal(value, places: 3)).beside
    }
    let index =
      "Jain's index of tokens: \(jain("jainByPerson", fairness.jainByPerson)) by person, "
      + "\(jain("jainByAccount", fairness.jainByAccount)) by account"
    return [heading("FAIRNESS")] + table.lines(style) + style.wrapped(index, indentation: 4)
  }

  private static func name(of sender: RunReport.Fairness.Sender) -> String {
    switch sender {
    case .quiet: "quiet"
    case .oneAccount: "noisy, one account"
    case .severalAccounts: "noisy, several accounts"
    }
  }
}
