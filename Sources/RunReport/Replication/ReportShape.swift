// How the places of a report are named, and which of its numbers a run finds rather than is told. What is not listed
// here is a finding, so that a new number of the report carries an interval without anybody thinking of it.

import QueueModel

/// The rules about places of a report, for all that walk over it.
enum ReportShape {
  /// Keys whose values say what an entry of a list is about.
  private static let identities = [
    "metric", "role", "outcome", "level", "service", "item", "name", "unit", "sender", "model",
  ]

  /// Keys whose values are told to a run, or are no numbers of it: scenario, prices, limits, buckets, single events.
  private static let told: Set<String> = [
    "limit", "line", "priceNanoUSD", "priceUnit", "peakHours", "otherAnswers", "capacity", "plan", "has",
    "monthNanoUSD", "intervalNanoseconds", "gate", "histogram", "changes", "drawnOutages", "replicas",
    "engines",
  ]
  private static let toldAtTop: Set<String> = [
    "formatVersion", "confidence", "verdict", "replication", "providerFit",
  ]
  /// The only findings among the facts of a run.
  private static let foundOfRun: Set<String> = ["endNanoseconds", "people"]

  /// Keys of entries that are left out where there is nothing to count.
  private static let counts: Set<String> = [
    "count", "amountNanoUSD", "calls", "failedOver", "tokensIn", "tokensOut", "people", "accounts",
    "failures",
    "goodAnswers", "servedTokens", "fullNanoseconds", "refusals",
  ]

  /// True when the numbers under `key` at `place` are findings of a run.
  static func isFound(_ key: String, at place: String) -> Bool {
    switch place {
    case "": !toldAtTop.contains(key)
    case "run": foundOfRun.contains(key)
    default: !told.contains(key)
    }
  }

  /// True when a run whose report lacks the number at `place` has found nought of it, and not nothing.
  static func isZeroWhereAbsent(_ place: String) -> Bool {
    if place.hasPrefix("derived/") || place.hasPrefix("series/") { return true }
    let key = place.utf8.lastIndex(of: UInt8(ascii: "/")).map { place[place.utf8.index(after: $0)...] }
    return counts.contains(String(key ?? place[...]))
  }

  /// The place of `name` within `place`.
  static func place(_ place: String, _ name: String) -> String { place.isEmpty ? name : "\(place)/\(name)" }

  /// What the entries of a list are called: by what they are about, and where nothing tells them apart by index.
  static func names(of list: JSONNode) -> [String] {
    var seen: [String: Int] = [:]
    return list.members.enumerated().map { index, member in
      guard case .object = member.content else { return String(index) }
      let texts = identities.compactMap { identity -> String? in
        guard let place = member.keys.firstIndex(of: identity),
          case .scalar(let text) = member.members[place].content, text.hasPrefix("\"")
        else { return nil }
        return String(text.dropFirst().dropLast())
      }
      guard !texts.isEmpty else { return String(index) }
      let name = texts.joined(separator: "/")
      let times = seen[name, default: 0] + 1
      seen[name] = times
      return times == 1 ? name : "\(name)/\(times)"
    }
  }

  /// True for the summary of no durations, whose zeros are no durations.
  static func isEmptySummary(_ object: JSONNode) -> Bool {
    guard object.keys.contains("p95"), let count = object.keys.firstIndex(of: "count") else { return false }
    if case .scalar("0") = object.members[count].content { return true }
    return false
  }

  /// The number that a scalar is; nil for words and texts.
  static func number(_ scalar: String) -> Double? {
    if scalar == "\"inf\"" { return .infinity }
    guard let first = scalar.utf8.first, first == UInt8(ascii: "-") || first <= UInt8(ascii: "9"),
      first != UInt8(ascii: "\"")
    else { return nil }
    return Double(scalar)
  }
}

extension RunReport {
  /// The place of a row of latencies among the report's numbers, without that of its number:
  /// `latency/queue_wait/student`.
  static func place(of row: LatencyRow) -> String {
    (["latency", row.metric.rawValue] + [row.role?.rawValue, row.outcome?.rawValue].compactMap { $0 })
      .joined(separator: "/")
  }
}
