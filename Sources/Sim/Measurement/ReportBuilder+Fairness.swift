// Who got what, from the ledger of runs with noisy people.

import QueueModel
import RunReport

extension ReportBuilder {
  func fairness(_ tally: FairnessTally) -> RunReport.Fairness {
    var byPerson: [UInt32: Int] = [:]
    for (account, tokens) in zip(tally.accounts, tally.tokens) {
      byPerson[account.person, default: 0] += tokens
    }
    // In the order of persons, so that sums are the same in every process.
    let persons = byPerson.keys.sorted().map { byPerson[$0] ?? 0 }
    return RunReport.Fairness(
      jainByAccount: JainIndex.of(tally.tokens), jainByPerson: JainIndex.of(persons),
      groups: Sender.allCases.compactMap { group($0, tally) })
  }

  private func group(_ sender: Sender, _ tally: FairnessTally) -> RunReport.Fairness.Group? {
    let places = tally.accounts.indices.filter { tally.accounts[$0].sender == sender }
    guard !places.isEmpty else { return nil }
    let group = tally.groups[Int(sender.rawValue)]
    let failures = Outcome.allCases.reduce(0) { $0 + ($1.isFailure ? group.outcomes[$1.place] : 0) }
    let name: RunReport.Fairness.Sender =
      switch sender {
      case .quiet: .quiet
      case .oneAccount: .oneAccount
      case .severalAccounts: .severalAccounts
      }
    let firstToken = group.timeToFirstToken.distribution()
    return RunReport.Fairness.Group(
      sender: name, people: Set(places.map { tally.accounts[$0].person }).count, accounts: places.count,
      requests: Outcome.allCases.compactMap { outcome in
        let count = group.outcomes[outcome.place]
        return count == 0 ? nil : RunReport.NamedCount(name: outcome.rawValue, count: count)
      },
      failures: failures, goodAnswers: group.good, servedTokens: places.reduce(0) { $0 + tally.tokens[$1] },
      queueWait: summary(group.queueWait.distribution(), infinite: 0),
      timeToFirstToken: summary(firstToken, infinite: 0),
      timeToFirstTokenWithFailures: summary(firstToken, infinite: failures))
  }
}
