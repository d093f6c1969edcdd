// Noisy people: they send at a pace whether they are answered or not, with one account or with several. What is not
// answered when the next question is due is left, and its job is worked for nobody.

import QueueModel
import Scenario

/// An account that asked at least once, and whose it is.
struct AccountFacts: Sendable {
  var account: UInt32
  /// The person who uses it.
  var person: UInt32
  var sender: Sender
}

extension People {
  /// How a person sends: a draw of the person's own.
  static func sender(_ person: UInt32, _ role: Role, _ plan: RunPlan) -> Sender {
    let noisy = plan.scenario.behaviour.noisy
    guard !role.isEducator, Share(noisy.share).hits(plan.chance.bits(.noisy, person)) else { return .quiet }
    return Share(noisy.spreadShare).hits(plan.chance.bits(.spread, person))
      ? .severalAccounts : .oneAccount
  }

  /// Accounts beyond the first: each is an asker with an identity of its own.
  static func furtherAccounts(of sender: Sender, _ plan: RunPlan) -> Int {
    sender == .severalAccounts ? plan.scenario.behaviour.noisy.accounts - 1 : 0
  }

  /// Sets the timer of the next question beside an answer that is followed, if it is still to be sent.
  func keepPace(_ asker: UInt32) {
    let record = askers[Int(asker)]
    guard record.timerMeaning == .none, record.plannedAt < plan.duration else { return }
    setTimer(asker, .send, at: max(record.plannedAt, kernel.now), state: record.state)
  }

  /// The next question is due: the answer to the last one is left to itself.
  func leaveForTheNext(_ asker: UInt32) {
    let state = askers[Int(asker)].state
    guard state == .waiting || state == .reading || state == .posting else { return }
    leaveAnswer(asker, cancels: false, now: kernel.now)
    finishRequest(asker, .abandoned)
    askers[Int(asker)].state = .away
  }

  /// Every account that asked. O(askers).
  func accounts() -> [AccountFacts] {
    (0..<UInt32(askers.count)).compactMap { account in
      let record = askers[Int(account)]
      guard record.person == account, record.flags.contains(.active) else { return nil }
      return AccountFacts(account: account, person: holders[account] ?? account, sender: record.sender)
    }
  }
}
