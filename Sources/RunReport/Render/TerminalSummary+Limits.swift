// The limits of the plans in the summary: a row for each, what was bought beneath.

extension TerminalSummary {
  var limitLines: [String] {
    guard !report.limits.isEmpty else { return [] }
    var table = TextTable([.left, .right, .right, .right, .left, .left])
    table.add(["", "plan", "this run", "peak", "", ""])
    for row in report.limits {
      table.add([
        .init("  " + row.name), .init(row.plan.map { HumanNumber.count(Int($0)) } ?? "-"),
        .init(row.has.map { HumanNumber.count(Int($0)) } ?? "off"),
        .init(count("\(place(of: row))/peak", or: Int(row.peak))),
        .init(row.unit), standing(of: row),
      ])
    }
    var lines = [heading("LIMITS") + " of the plans"] + table.lines(style)
    for row in report.limits {
      if let effect = row.effect { lines += style.wrapped("\(row.name): \(effect)", indentation: 4) }
      if let purchase = row.purchase { lines += style.wrapped(bought(purchase, row), indentation: 4) }
    }
    return lines
  }

  /// Sentences for the limits that a failed run was short of: a reason of its failure.
  var limitReasons: [String] {
    report.limits.filter { $0.isBinding && $0.shortNanoseconds > 0 }.flatMap { row in
      let time = short(row)
      let share = row.peakShare.map { ", \(used($0, row)) asked for at the peak" } ?? ""
      let had = row.has.map { HumanNumber.count(Int($0)) } ?? "none"
      return style.wrapped("\(row.name): \(had) \(row.unit), short for \(time)\(share)", indentation: 2)
    }
  }

  private func standing(of row: RunReport.LimitRow) -> TextTable.Cell {
    guard let share = row.peakShare else { return "no limit" }
    let used = self.share("\(place(of: row))/peakShare", or: share)
    guard row.isBinding else {
      return .init(Figure(text: "not binding, \(used.text) used", spread: used.spread))
    }
    guard row.shortNanoseconds > 0 else {
      let text = "binding\(bindingShare(row)), \(used.text) used"
      return .init(Figure(text: text, spread: used.spread), .bad)
    }
    let short = duration("\(place(of: row))/shortNanoseconds", or: row.shortNanoseconds)
    let text = "binding\(bindingShare(row)) for \(short.text), \(used.text) used"
    let spread = isReplicated ? "\(short.spread), \(used.spread)" : ""
    return .init(Figure(text: text, spread: spread), .bad)
  }

  private func place(of row: RunReport.LimitRow) -> String { "limits/\(row.name)/\(row.unit)" }

  private func short(_ row: RunReport.LimitRow) -> String {
    duration("\(place(of: row))/shortNanoseconds", or: row.shortNanoseconds).beside
  }

  private func used(_ share: Double, _ row: RunReport.LimitRow) -> String {
    self.share("\(place(of: row))/peakShare", or: share).beside
  }

  /// In how many replications a limit was binding, where not in all.
  private func bindingShare(_ row: RunReport.LimitRow) -> String {
    guard let replication = report.replication,
      let share = replication.intervals[derived: "\(place(of: row))/binding"]?.mean, share < 1
    else { return "" }
    return " in \(Int((share * Double(replication.count)).rounded())) of \(replication.count)"
  }

  private func bought(_ purchase: RunReport.LimitPurchase, _ row: RunReport.LimitRow) -> String {
    let price = purchase.monthNanoUSD.map { "\(HumanNumber.money(nanoUSD: $0)) a month, " } ?? ""
    return "bought beyond the design's plan: \(purchase.what), \(price)\(purchase.terms)"
  }
}
