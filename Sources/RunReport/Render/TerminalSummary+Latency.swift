// Latency in the summary: a block for each metric, a row for each role, and under it a row for each outcome.

import QueueModel

extension TerminalSummary {
  private static let metrics: [(Metric, String)] = [
    (.queueWait, "queue_wait     from admission to a worker"),
    (.timeToFirstToken, "ttft           from meaning to send to the first token"),
    (.providerTimeToFirstToken, "provider_ttft  from calling the model to its first token"),
    (.timePerOutputToken, "tpot           from token to token, per answer"),
    (.endToEnd, "e2e            from meaning to send to the last token"),
  ]

  var latencyLines: [String] {
    let right = [TextTable.Alignment](repeating: .right, count: 10)
    var table = TextTable([.left] + right, indentation: 4)
    table.add(["", "count", "avg", "min", "med", "max", "p90", "p95", "p99", "p95 †", "p99 †"])
    var hasRows = false
    for (metric, title) in Self.metrics {
      let rows = rows(of: metric)
      guard !rows.isEmpty else { continue }
      hasRows = true
      table.addLine("    " + title)
      for row in rows { table.add(cells(of: row)) }
    }
    guard hasRows else { return [] }
    return [heading("LATENCY")] + table.lines(style)
      + ["    † with every failure counted as ∞: it never came"]
  }

  /// The rows worth printing: all roles together only when there are several, outcomes only when a role has
  /// several; empty ones never.
  private func rows(of metric: Metric) -> [RunReport.LatencyRow] {
    let all = report.latency.filter {
      $0.metric == metric && ($0.observed.count > 0 || $0.observedWithFailures.count > 0)
    }
    let roles = Role.allCases.filter { role in all.contains { $0.role == role } }
    var rows: [RunReport.LatencyRow] = []
    if roles.count != 1 { rows += group(all.filter { $0.role == nil }) }
    for role in roles { rows += group(all.filter { $0.role == role }) }
    return rows
  }

  /// The row of all outcomes, then each outcome if there are several.
  private func group(_ rows: [RunReport.LatencyRow]) -> [RunReport.LatencyRow] {
    let whole = rows.filter { $0.outcome == nil }
    let parts = Outcome.allCases.flatMap { outcome in rows.filter { $0.outcome == outcome } }
    return parts.count == 1 && !whole.isEmpty ? whole : whole + parts
  }

  private func cells(of row: RunReport.LatencyRow) -> [TextTable.Cell] {
    let role = row.role?.rawValue ?? "all"
    let label = row.outcome.map { "    \($0.rawValue)" } ?? "  \(role)"
    let seen = row.observed
    let values = [seen.avg, seen.min, seen.med, seen.max, seen.p90, seen.p95, seen.p99]
    let failing = row.observedWithFailures
    return [.init(label), .init(HumanNumber.count(seen.count))]
      + values.map { .init(seen.count == 0 ? "-" : HumanNumber.duration($0)) }
      + [failing.p95, failing.p99].map {
        .init(failing.count == 0 ? "-" : HumanNumber.duration($0), $0.isInfinite ? .bad : nil)
      }
  }
}
