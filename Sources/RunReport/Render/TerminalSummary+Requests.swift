// Requests, goodput and the tail in the summary: how everything that was asked ended.

import QueueModel

extension TerminalSummary {
  var requestLines: [String] {
    let requests = report.requests
    let outcomes = Outcome.allCases.filter {
      !isNone("derived/requests/\($0.rawValue)", or: requests.count(of: $0))
    }
    guard requests.sent > 0 || !outcomes.isEmpty else { return [] }
    let sent = { (role: Role) in requests.rows.reduce(0) { $1.role == role ? $0 + $1.count : $0 } }
    let roles = Role.allCases.filter { !isNone("derived/requests/sent/\($0.rawValue)", or: sent($0)) }
    var table = TextTable(
      [.left] + [TextTable.Alignment](repeating: .right, count: roles.count + 2) + [.left])
    table.add(["", "all", "share"] + roles.map { .init($0.rawValue) })
    table.add(
      ["sent", .init(count("requests/sent", or: requests.sent)), "100%"]
        + roles.map { .init(count("derived/requests/sent/\($0.rawValue)", or: sent($0))) }
        + [.init(rate("requests/sentPerSecond", or: requests.sentPerSecond))])
    for outcome in outcomes {
      let place = "derived/requests/\(outcome.rawValue)"
      let all = requests.count(of: outcome)
      let share = figure(
        "\(place)/share", .share,
        or: requests.sent > 0 ? HumanNumber.share(Double(all) / Double(requests.sent)) : "-")
      table.add(
        [
          .init("  " + outcome.rawValue, outcome.isFailure ? .bad : nil), .init(count(place, or: all)),
          .init(share),
        ]
          + roles.map { role in
            .init(
              countOrDash(
                "requests/rows/\(role.rawValue)/\(outcome.rawValue)/count",
                or: requests.count(of: outcome, role: role)))
          } + [.init(Self.explanation(of: outcome))])
    }
    if !isNone("requests/unfinished", or: requests.unfinished) {
      table.add(["  unfinished", .init(count("requests/unfinished", or: requests.unfinished))])
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
      "good answers", .init(count("goodput/answers", or: goodput.answers).beside),
      .init(rate("goodput/perSecond", or: goodput.perSecond).beside),
      .init(
        "whole and in time, "
          + "\(share("goodput/shareOfRequests", or: goodput.shareOfRequests).beside) of requests"),
    ])
    table.add([
      "delivered", .init(count("goodput/delivered", or: goodput.delivered).beside), "",
      "whole, in time or not",
    ])
    return [heading("GOODPUT")] + table.lines(style)
  }

  var tailLines: [String] {
    let tail = report.tail
    let counts = [
      ("tail/delivered", tail.delivered), ("tail/endedOtherwise", tail.endedOtherwise),
      ("tail/unfinished", tail.unfinished),
    ]
    guard counts.contains(where: { !isNone($0.0, or: $0.1) }) else { return [] }
    let texts = counts.map { count($0.0, or: $0.1).beside }
    let until = figure(
      "tail/lastEndNanoseconds", .moment, or: HumanNumber.moment(nanoseconds: tail.lastEndNanoseconds))
    var sentence = "\(texts[0]) answers were finished after the last question"
    if !isNone(counts[1].0, or: counts[1].1) { sentence += ", \(texts[1]) ended otherwise" }
    sentence += "; the last ended at \(until.beside)"
    if !isNone(counts[2].0, or: counts[2].1) {
      sentence += "; \(texts[2]) had not ended when the run was stopped"
    }
    return [heading("TAIL")] + style.wrapped(sentence, indentation: 4)
  }
}
