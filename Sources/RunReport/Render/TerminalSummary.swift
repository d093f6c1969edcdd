// What a person reads at the end of a run: the verdict, the thresholds, then the numbers, in k6's manner. This
// file holds the order of the parts and the verdict; each other part has a file of its own.

/// The summary of a run for a terminal.
///
/// It begins with the verdict and says in words why a run failed; thresholds come before all other numbers; it
/// ends with the path of the report and the command that repeats the run.
public struct TerminalSummary {
  /// What the summary says about the run that its report does not hold.
  public struct Surroundings: Hashable, Sendable {
    /// Path of the scenario as it was typed; thresholds are quoted with it.
    public var scenarioPath: String?
    /// Where the report was written; nil when it was not.
    public var reportPath: String?
    /// The command that repeats the run.
    public var repeatCommand: String?

    /// Surroundings of a run.
    public init(scenarioPath: String? = nil, reportPath: String? = nil, repeatCommand: String? = nil) {
      self.scenarioPath = scenarioPath
      self.reportPath = reportPath
      self.repeatCommand = repeatCommand
    }
  }

  let report: RunReport
  let surroundings: Surroundings
  let style: TerminalStyle

  /// A summary of `report`.
  public init(_ report: RunReport, surroundings: Surroundings = .init(), style: TerminalStyle = .plain) {
    self.report = report
    self.surroundings = surroundings
    self.style = style
  }

  /// The whole text, ending in a newline.
  public func text() -> String {
    let parts = [
      verdictLines + reasonLines, headLines, designLines, thresholdLines, latencyLines, requestLines,
      degradationLines,
      goodputLines, costLines, bottleneckLines, limitLines, systemLines, providerFitLines, fairnessLines,
      tailLines, noteLines,
      legendLines, endLines,
    ]
    return parts.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
  }

  /// The verdict and its reasons only, for a quiet run.
  public func verdictText() -> String { (verdictLines + reasonLines).joined(separator: "\n") + "\n" }

  /// A heading between the parts.
  func heading(_ text: String) -> String { "  " + style.paint(text, .strong) }
}

// MARK: Verdict

extension TerminalSummary {
  var verdictLines: [String] {
    let run = report.run
    let subject = "\(run.scenario), \(seeds)"
    let undecided = report.thresholds.count { $0.isInconclusive == true }
    let breached = report.thresholds.count { !$0.passed } - undecided
    let all = report.thresholds.count
    switch report.verdict {
    case .passed:
      let held = all == 1 ? "the threshold held" : "all \(all) thresholds held"
      return [style.paint("✓ PASSED", .good) + "  \(subject): \(held)"]
    case .breached:
      let broken = all == 1 ? "the threshold did not hold" : "\(breached) of \(all) thresholds did not hold"
      return [style.paint("✗ FAILED", .bad) + "  \(subject): \(broken)"]
    case .inconclusive:
      let open =
        all == 1
        ? "the threshold lies within the interval of its value"
        : "\(undecided) of \(all) thresholds lie within the intervals of their values"
      return [style.paint("? INCONCLUSIVE", .warning) + "  \(subject): \(open), the others held"]
    case .interrupted where isReplicated:
      return [
        style.paint("! INTERRUPTED", .warning)
          + "  \(subject): \(report.replication?.count ?? 0) of \(report.replication?.asked ?? 0) replications "
          + "were finished, the numbers are of these"
      ]
    case .interrupted:
      let reached = HumanNumber.moment(nanoseconds: run.endNanoseconds)
      let planned = HumanNumber.moment(nanoseconds: run.durationNanoseconds)
      return [
        style.paint("! INTERRUPTED", .warning)
          + "  \(subject): stopped at \(reached) of \(planned), the numbers are of the time until then"
      ]
    case .broken:
      return [
        style.paint("✗ BROKEN", .bad)
          + "  \(subject): the simulation broke a rule of the system, do not trust the numbers"
      ]
    case .notJudged:
      return [style.paint("- NOT JUDGED", .warning) + "  \(subject): no thresholds were evaluated"]
    }
  }

  /// Which seeds the numbers are of.
  private var seeds: String {
    guard let replication = report.replication else { return "seed \(report.run.seed)" }
    return "\(HumanNumber.count(replication.count)) replications from seed \(report.run.seed)"
  }

  /// Why the verdict is not a pass, a sentence each.
  var reasonLines: [String] {
    var lines: [String] = []
    for broken in report.invariants where broken.isUnexpected {
      let detail = broken.detail.map { ": \($0)" } ?? ""
      lines += style.wrapped("\(broken.name) does not hold (\(broken.statement))\(detail)", indentation: 2)
    }
    for (index, finding) in report.thresholds.enumerated() where !finding.passed {
      lines += style.wrapped(reason(of: finding, index), indentation: 2)
    }
    if report.verdict == .breached { lines += limitReasons }
    if report.run.isPartial, let reason = report.run.partialReason {
      lines += style.wrapped("The run ended early: \(reason).", indentation: 2)
    }
    return lines
  }

  /// Why a threshold does not hold: what must hold, what was observed, and where it was worst.
  private func reason(of finding: RunReport.ThresholdFinding, _ index: Int) -> String {
    var sentence = "\(finding.selector) must have \(finding.condition), "
    if let observed = observedText(of: finding, index) {
      sentence += "and it was \(observed)"
    } else {
      sentence += "but there is nothing to judge"
    }
    if let reason = finding.reason { sentence += " (\(reason))" }
    if let worst = finding.worst {
      let length = HumanNumber.duration(nanoseconds: worst.lengthNanoseconds)
      let value = worstText(worst, of: finding, index)
      let start = HumanNumber.moment(nanoseconds: worst.startNanoseconds)
      let from = isReplicated ? "" : " from \(start)"
      sentence +=
        "; \(isReplicated ? "in the worst" : "worst in the") "
        + "\(length == "1m 00s" || isReplicated ? "minute" : length)\(from): \(value)"
    }
    if let place = place(of: finding) { sentence += " [\(place)]" }
    return sentence
  }

  /// Where a threshold stands in its file: `scenarios/normal-5k.yaml:61`, or `line 61`.
  func place(of finding: RunReport.ThresholdFinding) -> String? {
    guard finding.line > 0 else { return nil }
    return surroundings.scenarioPath.map { "\($0):\(finding.line)" } ?? "line \(finding.line)"
  }
}

// MARK: Head and end

extension TerminalSummary {
  var headLines: [String] {
    let run = report.run
    var lines = run.description.isEmpty ? [] : style.wrapped(run.description, indentation: 2)
    let start = CivilTime.utc(nanosecondsSinceEpoch: run.startNanosecondsSinceEpoch)
    let end = figure("run/endNanoseconds", .moment, or: HumanNumber.moment(nanoseconds: run.endNanoseconds))
    var facts = [
      "\(people) people",
      "\(HumanNumber.moment(nanoseconds: run.durationNanoseconds)) from \(start)",
      "simulated to \(end.beside)",
    ]
    if run.scale != 1 { facts.append("scale \(plain(run.scale))") }
    if run.warmUpNanoseconds > 0 {
      facts.append("first \(HumanNumber.moment(nanoseconds: run.warmUpNanoseconds)) not judged")
    }
    lines += style.wrapped(facts.joined(separator: ", "), indentation: 2)
    for sentence in replicationSentences { lines += style.wrapped(sentence, indentation: 2) }
    if !run.overrides.isEmpty {
      let set = run.overrides.map { "\($0.key)=\($0.value)" }.joined(separator: ", ")
      lines += style.wrapped("changed on the command line: \(set)", indentation: 2)
    }
    return lines
  }

  /// How many people there were: found where arrivals are open, told where the population is closed.
  private var people: String {
    let isTold = interval("run/people").map { $0.halfWidth == 0 } ?? true
    let people = count("run/people", or: report.run.people)
    return isTold ? people.text : people.beside
  }

  /// How often the run was repeated, how its warm-up was found, and what became of the precision asked for.
  private var replicationSentences: [String] {
    guard let replication = report.replication else { return ["unreplicated: one seed, no intervals"] }
    let level = "\(plain(replication.level * 100)) % intervals"
    return ["\(HumanNumber.count(replication.count)) replications, \(level)"]
      + (replication.warmUp.map { [sentence(on: $0)] } ?? [])
      + (replication.precision.map { sentences(on: $0, replication) } ?? [])
  }

  private func sentence(on search: RunReport.WarmUpSearch) -> String {
    let cuts = search.cuts.map { "\($0.series) \(HumanNumber.moment(nanoseconds: $0.atNanoseconds))" }
    let least = HumanNumber.moment(nanoseconds: search.leastNanoseconds)
    return "steady state: warm-up by MSER-5 on the mean of \(search.pilots) pilot replications "
      + "(\(cuts.joined(separator: ", ")); at least \(least))"
  }

  private func sentences(
    on precision: RunReport.Precision, _ replication: RunReport.Replication
  ) -> [String] {
    let asked =
      "precision \(percent(precision.target)) for means, \(percent(2 * precision.target)) "
      + "for p95 and p99"
    guard !precision.isReached else { return ["\(asked): reached"] }
    let missed = precision.missed.map { miss in
      let share =
        miss.relativeHalfWidth.isFinite ? "±\(HumanNumber.share(miss.relativeHalfWidth))" : "no interval"
      let need = miss.needed.map { ", about \(HumanNumber.count($0)) replications would do" } ?? ""
      return "\(miss.number) \(share) (\(percent(miss.target)) asked\(need))"
    }
    return [
      "\(asked): NOT REACHED with \(HumanNumber.count(replication.count)) replications: "
        + missed.joined(separator: "; ")
    ]
  }

  /// A share that somebody asked for, without digits that nobody typed.
  private func percent(_ share: Double) -> String {
    HumanNumber.withoutZeros(HumanNumber.decimal(share * 100, places: 2)) + "%"
  }

  var noteLines: [String] {
    guard !report.run.notes.isEmpty else { return [] }
    return [heading("NOTES")] + report.run.notes.flatMap { style.wrapped("- \($0)", indentation: 4) }
  }

  var endLines: [String] {
    var table = TextTable([.left, .left], indentation: 2)
    if let path = surroundings.reportPath { table.add(["report", .init(path)]) }
    if let command = surroundings.repeatCommand { table.add(["repeat", .init(command)]) }
    return table.lines(style)
  }

  /// A number without a fraction it does not have.
  func plain(_ value: Double) -> String {
    value == value.rounded() ? HumanNumber.decimal(value, places: 0) : "\(value)"
  }
}
