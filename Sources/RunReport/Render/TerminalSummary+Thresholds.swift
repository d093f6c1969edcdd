// The thresholds in the summary: each condition with a mark, what was observed, and where it was worst.

extension TerminalSummary {
  var thresholdLines: [String] {
    guard !report.thresholds.isEmpty else { return [] }
    var table = TextTable([.left, .left, .right, .left, .right, .left])
    var selector: String?
    for finding in report.thresholds {
      if finding.selector != selector { table.addLine("    " + finding.selector) }
      selector = finding.selector
      table.add(cells(of: finding))
    }
    return [heading("THRESHOLDS")] + table.lines(style)
  }

  private func cells(of finding: RunReport.ThresholdFinding) -> [TextTable.Cell] {
    let emphasis: TerminalStyle.Emphasis = finding.passed ? .good : .bad
    let observed = observedText(of: finding) ?? "no samples"
    return [
      .init(finding.passed ? "✓" : "✗", emphasis), .init(finding.condition), .init(observed, emphasis),
      .init(worst(of: finding)), .init(finding.observed == nil ? "" : samples(of: finding)),
      .init(finding.line > 0 ? "line \(finding.line)" : ""),
    ]
  }

  /// The observed value, told apart from the limit; nil without one.
  func observedText(of finding: RunReport.ThresholdFinding) -> String? {
    finding.observed.map { HumanNumber.value($0, apartFrom: finding.limit, kind: finding.kind) }
  }

  private func worst(of finding: RunReport.ThresholdFinding) -> String {
    guard let worst = finding.worst else { return "" }
    let value = HumanNumber.value(worst.value, kind: finding.kind)
    return "worst \(value) from \(HumanNumber.moment(nanoseconds: worst.startNanoseconds))"
  }

  private func samples(of finding: RunReport.ThresholdFinding) -> String {
    finding.samples == 1 ? "1 sample" : "\(HumanNumber.count(finding.samples)) samples"
  }
}
