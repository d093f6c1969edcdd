// The texts that users see.

import QueueModel

/// User messages.
enum MessageRules {
  /// Adds the benchmark; the sum is of bytes.
  static func register() {
    rule("messages-userMessages", Countdowns.self, sum: 53_847)
  }
}

private struct Countdowns: RuleWorkload {
  mutating func operate(_ turn: Int) -> Int {
    UserMessages.rateLimited(seconds: 1 + turn % 60, in: turn % 2 == 0 ? .en : .mn).utf8.count
  }
}
