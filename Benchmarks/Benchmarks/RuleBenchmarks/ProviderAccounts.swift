// A provider's account: every limit at once, in each of the ways in which use is counted.

import QueueModel

/// The limits of an account.
enum ProviderAccounts {
  /// Adds the benchmarks; each sum is the number of calls that are admitted.
  static func register() {
    rule("limits-providerLimits-places", AccountOfPlaces.self, sum: 924)
    rule("limits-providerUse-fixed", AccountOfFixedWindows.self, sum: 800)
    rule("limits-providerUse-sliding", AccountOfSlidingWindows.self, sum: 666)
    rule("limits-providerUse-bucket", AccountOfBuckets.self, sum: 599)
  }
}

/// An account that is asked every 50 ms, and to which each call that was admitted gives its place back 64 turns later.
private struct Account {
  var limits: ProviderLimits
  var calls = [ProviderReservation?](repeating: nil, count: 64)

  /// Three limits a minute, below what 1,200 calls a minute use.
  init(_ window: ProviderCapacity.Window, calls: Int64 = 1_000) {
    limits = ProviderLimits([
      ProviderCapacity(.request, per: .minute, value: calls, window: window),
      ProviderCapacity(.prompt, per: .minute, value: 3_000 * calls, window: window),
      ProviderCapacity(.completion, per: .minute, value: 900 * calls, window: window),
    ])
  }

  init(places: Int, reserved: Int) {
    limits = ProviderLimits([], concurrency: places, reservedPlaces: reserved)
  }

  mutating func operate(_ turn: Int) -> Int {
    if let ended = calls[turn % 64] {
      limits.settle(ended, used: ProviderTokens(prompt: 2_944, completion: 100 + draw(turn, below: 400)))
    }
    calls[turn % 64] = nil
    let admission = limits.admit(
      ProviderTokens(prompt: 2_944, completion: 1_024), caller: turn % 50 == 0 ? .privileged : .common,
      now: beginning.advanced(byNanoseconds: 50_000_000 * Int64(turn)))
    guard case .admitted(let reservation) = admission else { return 0 }
    calls[turn % 64] = reservation
    return 1
  }
}

/// Places alone, a few of them reserved, and fewer than there are calls.
private struct AccountOfPlaces: RuleWorkload {
  var account = Account(places: 60, reserved: 2)

  mutating func operate(_ turn: Int) -> Int { account.operate(turn) }
}

private struct AccountOfFixedWindows: RuleWorkload {
  var account = Account(.fixed)

  mutating func operate(_ turn: Int) -> Int { account.operate(turn) }
}

private struct AccountOfSlidingWindows: RuleWorkload {
  var account = Account(.sliding)

  mutating func operate(_ turn: Int) -> Int { account.operate(turn) }
}

/// Fewer calls, because a bucket begins full.
private struct AccountOfBuckets: RuleWorkload {
  var account = Account(.bucket, calls: 600)

  mutating func operate(_ turn: Int) -> Int { account.operate(turn) }
}
