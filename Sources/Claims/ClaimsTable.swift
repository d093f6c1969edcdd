// The verdicts as a person reads them: what was assumed, the claims by topic, then every price with its source.

public import RunReport

/// The verdicts for a terminal of any width.
public struct ClaimsTable {
  private let report: ClaimsReport
  private let style: TerminalStyle

  /// A table of `report`.
  public init(_ report: ClaimsReport, style: TerminalStyle = .plain) {
    self.report = report
    self.style = style
  }

  /// The whole text, ending in a newline.
  public func text() -> String {
    let topics = ClaimTopic.allCases.map(topic)
    let parts = [head, assumptions] + topics + [prices]
    return parts.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
  }

  /// Columns of the labels before what is said of a claim.
  private static let labelWidth = 10

  // MARK: Parts

  private var head: [String] {
    let counts =
      "\(report.count(.holds)) hold, \(report.count(.doesNotHold)) do not hold, "
      + "\(report.count(.undecided)) cannot be decided"
    var lines = wrapped("What the original design claims about its costs: \(counts)", first: "", rest: "  ")
    if let caveat = report.caveat { lines += wrapped(caveat, first: "  ", rest: "  ") }
    return lines
  }

  private var assumptions: [String] {
    var lines = [heading("ASSUMED")]
    let usage = report.usage
    let use = report.answersPerPersonMonth
    let day = use.withoutPeakHours / Double(usage.schoolDays)
    lines += wrapped(
      "The design does not say how much a person asks. Taken are \(Count.text(use.withoutPeakHours)) answers a "
        + "person and month on ordinary days (\(Count.text(day)) on each of \(usage.schoolDays) school days)"
        + (usage.answersPerPerson == nil
          ? ", and with \(HumanNumber.decimal(usage.peakHours, places: usage.peakHours.rounded() == usage.peakHours ? 0 : 1)) "
            + "exam hours beside them \(Count.text(use.withPeakHours))." : ", exam hours included."),
      first: "    ", rest: "    ")
    lines += wrapped(
      "\"About\" allows a quarter above and below, a claimed share five points.", first: "    ", rest: "    ")
    for run in report.runs {
      let change = run.change.isEmpty ? "" : ", \(run.change)"
      let commands = run.redisCommandsPerAnswer.map { ", \(Count.text($0)) Redis commands an answer" } ?? ""
      lines += wrapped(
        "\(run.scenario), seed \(run.seed)\(change): \(HumanNumber.count(run.people)) people, "
          + "\(HumanNumber.duration(nanoseconds: run.durationNanoseconds)), \(HumanNumber.count(run.answers)) answers, "
          + "\(HumanNumber.money(nanoUSD: run.perThousandAnswersNanoUSD)) per 1,000\(commands)",
        first: "    ", rest: "      ")
    }
    if !report.runs.isEmpty {
      lines += wrapped("unreplicated: one seed each, no intervals", first: "    ", rest: "      ")
    }
    return lines
  }

  private func topic(_ topic: ClaimTopic) -> [String] {
    let claims = report.claims.filter { $0.topic == topic }
    guard !claims.isEmpty else { return [] }
    return [heading(Self.title(of: topic))] + claims.flatMap(lines)
  }

  private func lines(of claim: Claim) -> [String] {
    let (mark, emphasis) = Self.mark(of: claim.verdict)
    var lines = wrapped(claim.statement, first: "    ", rest: "      ")
    // The mark is painted after widths are known.
    lines[0] = "  " + style.paint(mark, emphasis) + " " + lines[0].dropFirst(4)
    lines += labelled("claimed", claim.claimed)
    lines += labelled(claim.topic == .services ? "source" : "computed", claim.computed)
    if !claim.reason.isEmpty { lines += labelled("why", claim.reason) }
    lines += labelled("from", claim.basis)
    if let missing = claim.missing {
      lines += labelled("missing", missing.fact)
      for reading in missing.readings {
        lines += labelled("", "\(Self.word(for: reading.verdict)) if \(reading.when)")
      }
    }
    return lines
  }

  private var prices: [String] {
    guard !report.prices.isEmpty else { return [] }
    return [heading("PRICES AND LIMITS")]
      + report.prices.flatMap { price -> [String] in
        let amount =
          price.priceNanoUSD.map { nanoUSD in
            "\(HumanNumber.money(nanoUSD: nanoUSD)) "
              + (price.quantity == 1 ? "each" : "for \(HumanNumber.count(Int(price.quantity)))")
              + " (\(price.noun))"
          } ?? "\(HumanNumber.count(Int(price.quantity))) \(price.noun)"
        let book = price.book.map { ", book \($0)" } ?? ""
        return wrapped(
          "\(price.name): \(amount); \(price.source), \(price.date)\(book)", first: "    ", rest: "      ")
      }
  }

  // MARK: Texts

  private func heading(_ text: String) -> String { "  " + style.paint(text, .strong) }

  private func labelled(_ label: String, _ text: String) -> [String] {
    let indentation = String(repeating: " ", count: 6)
    let padded = label + String(repeating: " ", count: Self.labelWidth - label.count)
    let rest = indentation + String(repeating: " ", count: Self.labelWidth)
    var lines = wrapped(text, first: rest, rest: rest)
    lines[0] = indentation + style.paint(padded, .faint) + lines[0].dropFirst(rest.count)
    return lines
  }

  /// `text` in lines of at most the terminal's width, as far as words allow.
  private func wrapped(_ text: String, first: String, rest: String) -> [String] {
    var lines: [String] = []
    var line = first
    var isEmpty = true
    for word in text.split(separator: " ") {
      if !isEmpty, line.count + 1 + word.count > style.width {
        lines.append(line)
        line = rest
        isEmpty = true
      }
      line += (isEmpty ? "" : " ") + word
      isEmpty = false
    }
    return lines + [line]
  }

  private static func mark(of verdict: ClaimVerdict) -> (String, TerminalStyle.Emphasis) {
    switch verdict {
    case .holds: ("✓", .good)
    case .doesNotHold: ("✗", .bad)
    case .undecided: ("?", .warning)
    }
  }

  private static func word(for verdict: ClaimVerdict) -> String {
    switch verdict {
    case .holds: "holds"
    case .doesNotHold: "does not hold"
    case .undecided: "cannot be decided"
    }
  }

  private static func title(of topic: ClaimTopic) -> String {
    switch topic {
    case .services: "WHAT THE SERVICES ARE"
    case .alternatives: "WHAT OTHER QUEUES WOULD COST"
    case .monthlyLines: "THE MONTHLY BILL"
    case .savings: "WITH AND WITHOUT THE QUEUE"
    case .cache: "WHAT THE CACHE SAVES"
    case .roadmap: "THE ROADMAP"
    }
  }
}
