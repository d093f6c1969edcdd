// The limits of the plans in the summary: a row for each, what was bought beneath.

extension TerminalSummary {
  var limitLines: [String] {
    guard !report.limits.isEmpty else { return [] }
    var table = TextTable([.left, .right, .right, .right, .left, .left])
    table.add(["", "plan", "this run", "peak", "", ""])
    for row in report.limits {
      table.add([
        .init("  " + row.name), .init(row.plan.map { HumanNumber.count(Int($0)) } ?? "-"),
        .init(row.has.map { HumanNumber.count(Int($0)) } ?? "off"), .init(HumanNumber.count(Int(row.peak))),
        .init(row.unit), .init(standing(of: row), row.isBinding ? .bad : nil),
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
      let time = HumanNumber.duration(nanoseconds: row.shortNanoseconds)
      let share = row.peakShare.map { ", \(HumanNumber.share($0)) asked for at the peak" } ?? ""
      let had = row.has.map { HumanNumber.count(Int($0)) } ?? "none"
      return style.wrapped("\(row.name): \(had) \(row.unit), short for \(time)\(share)", indentation: 2)
    }
  }

  private func standing(of row: RunReport.LimitRow) -> String {
    guard let share = row.peakShare else { return "no limit" }
    if row.isBinding {
      let time =
        row.shortNanoseconds > 0 ? " for \(HumanNumber.duration(nanoseconds: row.shortNanoseconds))" : ""
      return "binding\(time), \(HumanNumber.share(share)) used"
    }
    return "not binding, \(HumanNumber.share(share)) used"
  }

  private func bought(_ purchase: RunReport.LimitPurchase, _ row: RunReport.LimitRow) -> String {
    let price = purchase.monthNanoUSD.map { "\(HumanNumber.money(nanoUSD: $0)) a month, " } ?? ""
    return "bought beyond the design's plan: \(purchase.what), \(price)\(purchase.terms)"
  }
}
