// Who got what, in the summary of a run with noisy people.

extension TerminalSummary {
  var fairnessLines: [String] {
    guard let fairness = report.fairness else { return [] }
    var table = TextTable([.left] + [TextTable.Alignment](repeating: .right, count: 6))
    table.add(["", "people", "accounts", "requests", "failed", "ttft p95", "tokens"])
    for group in fairness.groups {
      let failed = Double(group.failures) / Double(max(1, group.requestCount))
      table.add([
        .init("  " + Self.name(of: group.sender)), .init(HumanNumber.count(group.people)),
        .init(HumanNumber.count(group.accounts)), .init(HumanNumber.count(group.requestCount)),
        .init(HumanNumber.share(failed)), .init(HumanNumber.duration(group.timeToFirstToken.p95)),
        .init(HumanNumber.count(group.servedTokens)),
      ])
    }
    let index =
      "Jain's index of tokens: \(HumanNumber.decimal(fairness.jainByPerson, places: 3)) by person, "
      + "\(HumanNumber.decimal(fairness.jainByAccount, places: 3)) by account"
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
