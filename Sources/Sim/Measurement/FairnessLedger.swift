// Who gets what: requests and waits of quiet and noisy people apart, and the tokens that were made for each account.
// Kept only in runs with noisy people.

import QueueModel

/// What is counted by how somebody sends.
final class FairnessLedger {
  /// The requests of one kind of sender.
  struct Group {
    /// Requests that have ended, by outcome.
    var outcomes = [Int](repeating: 0, count: Outcome.places)
    var good = 0
    var queueWait = LatencyRecorder()
    var timeToFirstToken = LatencyRecorder()
  }

  /// Durations that are noted before they are recorded.
  private static let rows = 4096

  private let groups = Hot<[Group]>([Group](repeating: Group(), count: Sender.allCases.count))
  /// Waits and times to the first token by kind, and how many of both are noted.
  private let notes = GrowingRecords<Int64>()
  private let noted = GrowingRecords<Int>()
  /// Tokens that workers made for an account's jobs, read or not.
  private let tokens = GrowingRecords<Int>()

  init() {
    notes.grow(toInclude: Sender.allCases.count * 2 * Self.rows - 1, with: -1)
    noted.grow(toInclude: Sender.allCases.count - 1, with: 0)
  }

  /// A request has ended.
  func record(_ end: RequestEnd, isLate: Bool) {
    let kind = Int(end.sender.rawValue)
    groups.value[kind].outcomes[end.outcome.place] += 1
    if end.outcome.isDelivered, !isLate { groups.value[kind].good += 1 }
    guard end.hasDuration else { return }
    let row = noted[kind]
    notes[2 * kind * Self.rows + row] = end.queueWait
    notes[(2 * kind + 1) * Self.rows + row] = end.timeToFirstToken
    noted[kind] = row + 1
    if row + 1 == Self.rows { settle(kind) }
  }

  /// Workers have made so many tokens for a job of this account.
  func served(_ account: UInt32, tokens count: Int) {
    tokens.grow(toInclude: Int(account), with: 0)
    tokens[Int(account)] += count
  }

  private func settle(_ kind: Int) {
    let first = 2 * kind * Self.rows
    groups.value[kind].queueWait.record(notes, first..<first + noted[kind])
    groups.value[kind].timeToFirstToken.record(notes, first + Self.rows..<first + Self.rows + noted[kind])
    noted[kind] = 0
  }

  /// What was counted; `accounts` are those that asked.
  func tally(_ accounts: [AccountFacts]) -> FairnessTally {
    for kind in 0..<Sender.allCases.count { settle(kind) }
    return FairnessTally(
      groups: groups.value, accounts: accounts,
      tokens: accounts.map { Int($0.account) < tokens.count ? tokens[Int($0.account)] : 0 })
  }
}

/// What the ledger hands over at the end of a run.
struct FairnessTally: Sendable {
  /// By kind of sender.
  var groups: [FairnessLedger.Group]
  /// Accounts that asked, and the tokens made for each.
  var accounts: [AccountFacts]
  var tokens: [Int]
}

/// Jain's index of shares that several got of something (R. Jain, D. Chiu and W. Hawe, "A Quantitative Measure of
/// Fairness and Discrimination for Resource Allocation in Shared Computer Systems", DEC-TR-301, 1984).
enum JainIndex {
  /// (Σx)² / (n · Σx²): 1 when all got the same, k / n when k of n shared it and the others got nothing. 1 where
  /// nobody got anything.
  static func of(_ shares: [Int]) -> Double {
    let sum = shares.reduce(0) { $0 + Double($1) }
    let squares = shares.reduce(0) { $0 + Double($1) * Double($1) }
    return squares == 0 ? 1 : sum * sum / (Double(shares.count) * squares)
  }
}
