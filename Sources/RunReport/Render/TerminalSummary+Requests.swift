// Requests, goodput and the tail in the summary: how everything that was asked ended.

import QueueModel

extension TerminalSummary {
  var requestLines: [String] {
    let requests = report.requests
    let outcomes = Outcome.allCases.filter { requests.count(of: $0) > 0 }
    guard requests.sent > 0 || !outcomes.isEmpty else { return [] }
    let roles = Role.allCases.filter { role in requests.rows.contains { $0.role == role && $0.count > 0 } }
    var table = TextTable(
      [.left] + [TextTable.Alignment](repeating: .right, count: roles.count + 2) + [.left])
    table.add(["", "all", "share"] + roles.map { .init($0.rawValue) })
    table.add(
      ["sent", .init(HumanNumber.count(requests.sent)), "100%"]
        + roles.map { role in
          .init(HumanNumber.count(requests.rows.reduce(0) { $1.role == role ? $0 + $1.count : $0 }))
        } + [.init(HumanNumber.rate(requests.sentPerSecond))])
    for outcome in outcomes {
      let count = requests.count(of: outcome)
      let share = requests.sent > 0 ? HumanNumber.share(Double(count) / Double(requests.sent)) : "-"
      table.add(
        [
          .init("  " + outcome.rawValue, outcome.isFailure ? .bad : nil), .init(HumanNumber.count(count)),
          .init(share),
        ] + roles.map { .init(countText(requests.count(of: outcome, role: $0))) }
          + [.init(Self.explanation(of: outcome))])
    }
    if requests.unfinished > 0 {
      table.add(["  unfinished", .init(HumanNumber.count(requests.unfinished))])
    }
    return [heading("REQUESTS")] + table.lines(style)
  }

  /// What an outcome means, in a few words.
  private static func explanation(of outcome: Outcome) -> String {
    switch outcome {
    case .completed: "answered through the queue"
    case .cached: "answered from the cache"
    case .shared: "joined an answer being made"
    case .bypassed: "answered directly, educators"
    case .failed: "given up after errors"
    case .cancelled: "stopped by the person"
    case .abandoned: "patience ended first"
    case .expired: "too old before it began"
    case .limited: "refused: too many (429)"
    case .busy: "refused: busy (503)"
    case .capped: "refused: already waiting (409)"
    case .malformed: "refused: malformed (400)"
    case .unauthorized: "refused: not signed in (401)"
    case .duplicate: "repeated, same answer"
    }
  }

  var goodputLines: [String] {
    let goodput = report.goodput
    guard goodput.delivered > 0 || report.requests.sent > 0 else { return [] }
    var table = TextTable([.left, .right, .right, .left])
    table.add([
      "good answers", .init(HumanNumber.count(goodput.answers)), .init(HumanNumber.rate(goodput.perSecond)),
      .init("whole and in time, \(HumanNumber.share(goodput.shareOfRequests)) of requests"),
    ])
    table.add(["delivered", .init(HumanNumber.count(goodput.delivered)), "", "whole, in time or not"])
    return [heading("GOODPUT")] + table.lines(style)
  }

  var tailLines: [String] {
    let tail = report.tail
    guard tail.delivered + tail.endedOtherwise + tail.unfinished > 0 else { return [] }
    let until = HumanNumber.moment(nanoseconds: tail.lastEndNanoseconds)
    var sentence = "\(HumanNumber.count(tail.delivered)) answers were finished after the last question"
    if tail.endedOtherwise > 0 { sentence += ", \(HumanNumber.count(tail.endedOtherwise)) ended otherwise" }
    sentence += "; the last ended at \(until)"
    if tail.unfinished > 0 {
      sentence += "; \(HumanNumber.count(tail.unfinished)) had not ended when the run was stopped"
    }
    return [heading("TAIL")] + style.wrapped(sentence, indentation: 4)
  }

  /// A count, or a dash for none.
  func countText(_ count: Int) -> String { count == 0 ? "-" : HumanNumber.count(count) }
}
