// The result of a search as a person reads it: the answer in words, what binds, what it costs, the way there.

public import RunReport

/// The text of a result.
public struct SizingSummary {
  private let result: SizingResult
  private let style: TerminalStyle
  /// The command that runs the answer; nil where there is none.
  private let command: String?
  private let reportPath: String?

  /// A text of `result`.
  public init(
    _ result: SizingResult, style: TerminalStyle = .plain, command: String? = nil, reportPath: String? = nil
  ) {
    self.result = result
    self.style = style
    self.command = command
    self.reportPath = reportPath
  }

  /// Everything, ending in a newline.
  public func text() -> String {
    let table = SizingTable(result, style: style)
    let parts = [
      headLines, table.lines, SizingPlot(result).lines, warningLines, endLines,
    ]
    return parts.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
  }

  /// The answer and what contradicts it only, for a quiet run.
  public func answerText() -> String {
    ([answerLines] + [warningLines].filter { !$0.isEmpty }).map { $0.joined(separator: "\n") }
      .joined(separator: "\n\n") + "\n"
  }

  // MARK: The answer

  private var headLines: [String] { answerLines + bindingLines + costLines }

  private var answerLines: [String] {
    switch result.verdict {
    case .settled, .tie: [style.paint("✓ FOUND", .good) + "  " + answerSentence]
    case .nonePasses:
      [
        style.paint("✗ NONE", .bad)
          + "  \(result.key): no value from \(rangeText) passes; at \(favourableEnd.label), the most favourable:"
      ] + failureLines
    case .budgetEnded:
      [style.paint("! UNDECIDED", .warning) + "  \(result.key): the budget of \(runs) ended before an answer"]
        + knownLines + ["  more runs may decide it: --maximum-runs \(2 * result.maximumRuns)"]
    case .interrupted:
      [style.paint("! INTERRUPTED", .warning) + "  \(result.key): stopped after \(runs), before an answer"]
        + knownLines
    }
  }

  private var answerSentence: String {
    guard let answer = result.answer, let first = result.interval.first, let last = result.interval.last
    else {
      return ""
    }
    let many = result.thresholds.count
    let (all, each) =
      many == 1 ? ("the threshold holds", "it is") : ("all \(many) thresholds hold", "all are")
    let head = "\(result.key): \(answer.label) is the \(result.goal.rawValue) value at which \(all)"
    let percent = HumanNumber.decimal(result.level * 100, places: 0) + " %"
    if result.verdict == .settled {
      let isEnd = answer.index == unfavourableEnd.index
      return head + (isEnd ? ", and the range ends there" : " (with \(percent) confidence)")
    }
    let tail =
      "\n  \(first.label) to \(last.label) cannot be told apart at this precision (\(percent) interval"
      + ", \(HumanNumber.count(result.ties)) values)"
    if result.isOpen { return head + tail + ", and the range ends there" }
    let sure = result.goal == .smallest ? last : first
    return head + tail + "\n  to be sure: \(sure.label), where \(each) shown to hold"
  }

  private var bindingLines: [String] {
    guard let number = result.binding, let reading = result.bindingAtAnswer else { return [] }
    let threshold = result.thresholds[number]
    let observed = reading.observed.map { self.observed($0, threshold) } ?? "no samples"
    return ["  binding: \(threshold.selector) \(threshold.condition), \(observed) there"]
  }

  private var costLines: [String] {
    guard let total = result.cost, let hour = result.costPerHour, total.mean > 0 else { return [] }
    let texts = [SizingTable.money(total), SizingTable.money(hour)]
    // The bill of a run of one hour is that of an hour.
    return ["  cost there: \(texts[0] == texts[1] ? "" : "\(texts[0]), ")\(texts[1]) an hour"]
  }

  private func observed(_ value: SizingResult.Measured, _ threshold: SizingResult.Threshold) -> String {
    SizingTable.measured(value, threshold)
  }

  // MARK: What is known without an answer

  private var failureLines: [String] {
    guard let point = result.curve.first(where: { $0.value.index == favourableEnd.index }) else { return [] }
    return zip(result.thresholds, point.thresholds).filter { !$1.passed || $1.standing == .fails }.map {
      threshold, reading in
      let observed = reading.observed.map { self.observed($0, threshold) } ?? "no samples"
      return "  \(threshold.selector) must have \(threshold.condition), and it was \(observed)"
    }
  }

  private var knownLines: [String] {
    var lines: [String] = []
    for standing in [SizingStanding.fails, .undecided, .holds] {
      let labels = result.curve.filter { $0.standing == standing }.map(\.value.label)
      guard !labels.isEmpty else { continue }
      let what =
        switch standing {
        case .fails: "shown to fail"
        case .undecided: "not decided"
        case .holds: "shown to hold"
        }
      lines.append("  \(what): \(labels.joined(separator: ", "))")
    }
    let searched = result.curve.filter { $0.standing == nil }
    for (passed, what) in [(false, "failed in one run"), (true, "passed in one run")] {
      let labels = searched.filter { $0.passed == passed }.map(\.value.label)
      if !labels.isEmpty { lines.append("  \(what): \(labels.joined(separator: ", "))") }
    }
    return lines
  }

  // MARK: The end

  private var warningLines: [String] {
    result.warnings.flatMap { style.wrapped("warning: \($0)", indentation: 2) }
      + result.notes.flatMap { style.wrapped("note: \($0)", indentation: 2) }
  }

  private var endLines: [String] {
    var lines = ["  \(runs) of at most \(result.maximumRuns), \(HumanNumber.count(result.events)) events"]
    if let reportPath { lines.append("  result: \(reportPath)") }
    if let command { lines.append("  run it: \(command)") }
    return lines
  }

  private var runs: String { "\(result.runs) \(result.runs == 1 ? "run" : "runs")" }

  private var rangeText: String { result.range.map(\.label).joined(separator: " to ") }

  private var favourableEnd: SizingResult.Value { result.range[result.goal == .smallest ? 1 : 0] }

  private var unfavourableEnd: SizingResult.Value { result.range[result.goal == .smallest ? 0 : 1] }
}
