// The thresholds in the summary: each condition with a mark, what was observed, and where it was worst.

extension TerminalSummary {
  var thresholdLines: [String] {
    guard !report.thresholds.isEmpty else { return [] }
    var table = TextTable([.left, .left, .right, .left, .right, .left])
    var selector: String?
    for (index, finding) in report.thresholds.enumerated() {
      if finding.selector != selector { table.addLine("    " + finding.selector) }
      selector = finding.selector
      table.add(cells(of: finding, index))
    }
    return [heading("THRESHOLDS")] + table.lines(style)
  }

  private func cells(of finding: RunReport.ThresholdFinding, _ index: Int) -> [TextTable.Cell] {
    let (mark, emphasis): (String, TerminalStyle.Emphasis) =
      finding.passed ? ("✓", .good) : finding.isInconclusive == true ? ("?", .warning) : ("✗", .bad)
    return [
      .init(mark, emphasis), .init(finding.condition),
      .init(observedText(of: finding, index) ?? "no samples", emphasis), .init(worst(of: finding, index)),
      .init(finding.observed == nil || isReplicated ? "" : samples(of: finding)),
      .init(finding.line > 0 ? "line \(finding.line)" : ""),
    ]
  }

  /// The observed value, told apart from the limit, with its interval; nil without one.
  func observedText(of finding: RunReport.ThresholdFinding, _ index: Int) -> String? {
    finding.observed.map { observed in
      let text = HumanNumber.value(observed, apartFrom: finding.limit, kind: finding.kind)
      guard let interval = interval("thresholds/\(index)/observed") else { return text }
      return "\(text) \(spread(interval, .of(finding.kind)))"
    }
  }

  private func worst(of finding: RunReport.ThresholdFinding, _ index: Int) -> String {
    guard let worst = finding.worst else { return "" }
    let value = worstText(worst, of: finding, index)
    // The worst minute is another one in each replication.
    if isReplicated { return "worst minute \(value)" }
    return "worst \(value) from \(HumanNumber.moment(nanoseconds: worst.startNanoseconds))"
  }

  /// The value in the worst minute, with its interval.
  func worstText(_ worst: RunReport.WorstWindow, of finding: RunReport.ThresholdFinding, _ index: Int)
    -> String
  {
    figure(
      "thresholds/\(index)/worst/value", .of(finding.kind),
      or: HumanNumber.value(worst.value, kind: finding.kind)
    ).beside
  }

  private func samples(of finding: RunReport.ThresholdFinding) -> String {
    finding.samples == 1 ? "1 sample" : "\(HumanNumber.count(finding.samples)) samples"
  }
}
