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
      + [
        "    † with every failure counted as ∞: it never came"
          + (isReplicated ? "; beneath ∞ in how many replications" : "")
      ]
  }

  /// The rows worth printing: all roles together only when there are several, outcomes only when a role has
  /// several; empty ones never.
  private func rows(of metric: Metric) -> [RunReport.LatencyRow] {
    let all = report.latency.filter {
      let place = RunReport.place(of: $0)
      return $0.metric == metric
        && !(isNone("\(place)/observed/count", or: $0.observed.count)
          && isNone("\(place)/observedWithFailures/count", or: $0.observedWithFailures.count))
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
    let place = RunReport.place(of: row)
    let (seen, failing) = (row.observed, row.observedWithFailures)
    let values: [(String, MeasuredDuration)] = [
      ("avg", seen.avg), ("min", seen.min), ("med", seen.med), ("max", seen.max), ("p90", seen.p90),
      ("p95", seen.p95), ("p99", seen.p99),
    ]
    return [.init(label), .init(count("\(place)/observed/count", or: seen.count))]
      + values.map { .init(duration("\(place)/observed/\($0.0)", $0.1, of: seen.count)) }
      + [("p95", failing.p95), ("p99", failing.p99)].map {
        .init(
          duration("\(place)/observedWithFailures/\($0.0)", $0.1, of: failing.count),
          $0.1.isInfinite ? .bad : nil)
      }
  }

  private func duration(_ place: String, _ value: MeasuredDuration, of count: Int) -> Figure {
    figure(place, .duration, or: count == 0 ? "-" : HumanNumber.duration(value))
  }
}
