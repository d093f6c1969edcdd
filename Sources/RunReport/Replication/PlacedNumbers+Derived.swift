// Numbers that the summary prints and the report does not hold, because they follow from others: sums and shares. Their
// intervals do not follow from those of their parts, so each replication computes them for itself.

import QueueModel

extension RunReport {
  /// Sums and shares of the report by name.
  func derivedNumbers() -> [(name: String, value: Double)] {
    requestNumbers() + costNumbers() + systemNumbers() + fairnessNumbers() + shortNumbers()
  }

  private func requestNumbers() -> [(String, Double)] {
    var numbers: [(String, Double)] = []
    for role in Role.allCases {
      let sum = requests.rows.reduce(0) { $1.role == role ? $0 + $1.count : $0 }
      if sum > 0 { numbers.append(("requests/sent/\(role.rawValue)", Double(sum))) }
    }
    for outcome in Outcome.allCases {
      let count = requests.count(of: outcome)
      guard count > 0 else { continue }
      numbers.append(("requests/\(outcome.rawValue)", Double(count)))
      numbers.append(("requests/\(outcome.rawValue)/share", Self.share(count, of: requests.sent)))
    }
    return numbers
  }

  private func costNumbers() -> [(String, Double)] {
    BilledService.allCases.filter { service in cost.lines.contains { $0.service == service } }.map {
      ("cost/\($0.rawValue)", Double(cost.total(of: $0)))
    } + [("cost/waste/tokens", Double(cost.waste.tokensIn + cost.waste.tokensOut))]
  }

  private func systemNumbers() -> [(String, Double)] {
    let questions = cache.hits + cache.misses
    return [
      ("limiter/limited/share", Self.share(limiter.limited, of: limiter.checks)),
      ("cache/questions", Double(questions)),
      ("cache/hits/share", Self.share(cache.hits, of: questions)),
      ("cache/falseHits/share", Self.share(cache.semantic?.falseHits ?? 0, of: cache.hits)),
      ("calls/errors", Double(calls.errorsBeforeFirstToken + calls.errorsMidAnswer)),
    ]
  }

  private func fairnessNumbers() -> [(String, Double)] {
    (fairness?.groups ?? []).flatMap { group in
      [
        ("fairness/\(group.sender.rawValue)/requests", Double(group.requestCount)),
        (
          "fairness/\(group.sender.rawValue)/failed/share", Self.share(group.failures, of: group.requestCount)
        ),
      ]
    }
  }

  /// 1 for what was short: their means say in which share of the replications it was.
  private func shortNumbers() -> [(String, Double)] {
    (bottleneck.name.map { [("bottleneck/\($0)", 1)] } ?? [])
      + limits.filter(\.isBinding).map { ("limits/\($0.name)/\($0.unit)/binding", 1) }
  }

  private static func share(_ part: Int, of whole: Int) -> Double {
    whole > 0 ? Double(part) / Double(whole) : 0
  }
}
