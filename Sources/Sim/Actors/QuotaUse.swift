// How near a run came to the provider's quota, for the table of limits.

import QueueModel
import Scenario

/// What was used of an account, and for how long it refused calls.
struct QuotaUse: Sendable {
  /// The most that was used of each of the account's limits, in its order.
  private(set) var mostUsed: [Int64]
  /// Calls that each refused, and the seconds in which it did.
  private(set) var refused: [Int]
  private(set) var refusedSeconds: [Int64]
  private var lastRefusal: [Int64]
  /// Most calls and tokens in a minute, looked at every ten seconds, whatever the account's limits are.
  private(set) var mostCalls = 0
  private(set) var mostTokens: Int64 = 0
  private var ticks: [(calls: Int, tokens: Int64)] = []
  private static let ticksOfMinute = 6

  init(limits: Int) {
    mostUsed = Array(repeating: 0, count: limits)
    refused = Array(repeating: 0, count: limits)
    refusedSeconds = Array(repeating: 0, count: limits)
    lastRefusal = Array(repeating: -1, count: limits)
  }

  /// So much of a limit is used now.
  mutating func note(used: Int64, of limit: Int) { mostUsed[limit] = max(mostUsed[limit], used) }

  /// A limit has refused a call.
  mutating func refuse(_ limit: Int, at now: Int64) {
    refused[limit] += 1
    let second = now / 1_000_000_000
    if second != lastRefusal[limit] { refusedSeconds[limit] += 1 }
    lastRefusal[limit] = second
  }

  /// Ten seconds have passed; so many calls have begun so far, and so many tokens were read and written.
  mutating func tick(calls: Int, tokens: Int64) {
    let before = ticks.count < Self.ticksOfMinute ? (calls: 0, tokens: 0) : ticks.removeFirst()
    ticks.append((calls, tokens))
    mostCalls = max(mostCalls, calls - before.calls)
    mostTokens = max(mostTokens, tokens - before.tokens)
  }
}

extension ThrottledModel {
  /// A limit of the account has refused a call; a refusal for want of a place is none of these.
  @inline(never) func noteRefusal(_ refusal: ProviderRefusal) {
    let limit = plan.scenario.llm.limits.firstIndex {
      $0.kind.capacity == refusal.kind && $0.per.capacity == refusal.per
    }
    if let limit { quota.refuse(limit, at: kernel.now) }
  }

  /// Ten seconds have passed.
  func tick() {
    quota.tick(calls: counts.begun, tokens: ledger.tokensIn + ledger.tokensOut)
  }
}
