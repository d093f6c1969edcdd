// How far a fit can be trusted, as people read it: the same lines at the end of `peakload calibrate` and in the summary of a run
// on the fitted provider.

/// The errors of a fit as a table.
public struct ProviderFitTable {
  private let fit: ProviderFit

  /// A table of the errors of `fit`.
  public init(_ fit: ProviderFit) { self.fit = fit }

  /// The table, a heading of its own included: a row for each statistic, what was fitted beside what was not seen.
  public func lines(_ style: TerminalStyle) -> [String] {
    var table = TextTable([.left, .left, .right, .right, .right, .right, .right, .right])
    let fitted = "fitted to \(HumanNumber.count(fit.fittedRows))"
    let unseen = fit.predictedRows > 0 ? "not seen: \(HumanNumber.count(fit.predictedRows))" : ""
    table.add(["", "", .init(fitted), "", "", .init(unseen), "", ""])
    let headings: [TextTable.Cell] = ["measured", "model", "error"]
    table.add(["", ""] + headings + (fit.predictedRows > 0 ? headings : ["", "", ""]))
    var named = ""
    for (metric, statistic) in statistics {
      table.add(
        [.init(named == metric ? "" : metric), .init(Self.name(statistic))]
          + cells(metric, statistic, .inSample)
          + cells(metric, statistic, .outOfSample))
      named = metric
    }
    return table.lines(style)
  }

  /// Metrics with their statistics, each once, in the order of the record.
  private var statistics: [(String, String)] {
    var found: [(String, String)] = []
    let metrics = fit.rows.reduce(into: [String]()) { if !$0.contains($1.metric) { $0.append($1.metric) } }
    for metric in metrics {
      for row in fit.rows
      where row.metric == metric && !found.contains(where: { $0 == (metric, row.statistic) }) {
        found.append((metric, row.statistic))
      }
    }
    return found
  }

  private static func name(_ statistic: String) -> String {
    switch statistic {
    case "distance": "distance (Kolmogorov–Smirnov)"
    case let single where single.hasPrefix("single "):
      "\(single.dropFirst(7)) of single requests' errors"
    default: statistic
    }
  }

  private func cells(_ metric: String, _ statistic: String, _ sample: ProviderFit.Sample) -> [TextTable.Cell]
  {
    guard
      let row = fit.rows.first(where: {
        $0.metric == metric && $0.statistic == statistic && $0.sample == sample
      })
    else { return ["", "", ""] }
    func time(_ seconds: Double?) -> TextTable.Cell {
      .init(seconds.map { HumanNumber.duration(nanoseconds: Int64(($0 * 1e9).rounded())) } ?? "")
    }
    return [time(row.measuredSeconds), time(row.fittedSeconds), .init(Self.error(row))]
  }

  private static func error(_ row: ProviderFit.Row) -> String {
    if row.statistic == "distance" { return HumanNumber.decimal(row.error, places: 3) }
    let percent = HumanNumber.decimal((row.error * 100).magnitude, places: 1) + "%"
    if row.statistic.hasPrefix("single ") { return percent }
    return (row.error < 0 ? "−" : "+") + percent
  }
}
