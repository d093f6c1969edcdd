// The original design in the summary: which of its defects were there, and in words what died, when and of what.

extension TerminalSummary {
  var designLines: [String] {
    guard let design = report.design else { return [] }
    var lines = [heading("DESIGN")]
    let faults = design.faults.count
    lines += style.wrapped(
      "\(design.profile), \(faults == 1 ? "one defect" : "\(HumanNumber.count(faults)) defects") switched on: "
        + design.faults.joined(separator: ", "), indentation: 4)
    if let set = design.sortedSet {
      let sentences = isReplicated ? meanSentences(set, design) : deathSentences(set, design)
      lines += style.wrapped(sentences, indentation: 4)
    }
    if let other = design.otherGate, !isReplicated {
      lines += style.wrapped(otherGateSentence(other, design), indentation: 4)
    }
    for finding in report.invariants {
      guard let times = finding.timesBroken else { continue }
      lines += style.wrapped(
        "\(finding.name), \(finding.statement): broken "
          + "\(count("invariants/\(finding.name)/timesBroken", or: times).beside)×, as a defect says "
          + "(\(finding.detail ?? ""))", indentation: 4)
    }
    let counts: [(String, Int, String)] = [
      ("polls", design.polls, "polls"),
      ("abandonedPolls", design.abandonedPolls, "of them for readers who had gone"),
      ("entriesReadAgain", design.entriesReadAgain, "entries read again"),
      ("cutResponses", design.cutResponses, "responses cut"),
    ]
    let texts = counts.filter { !isNone("design/\($0.0)", or: $0.1) }.map {
      "\(count("design/\($0.0)", or: $0.1).beside) \($0.2)"
    }
    if !texts.isEmpty { lines += style.wrapped(texts.joined(separator: ", "), indentation: 4) }
    return lines
  }

  /// What became of the sorted set, in sentences.
  private func deathSentences(_ set: RunReport.SortedSetFacts, _ design: RunReport.DesignFacts) -> String {
    let members = "\(HumanNumber.count(set.members)) jobs stand in the sorted set"
    guard let gate = set.gate else { return "At the end \(members)." }
    let published = lastPublished(set)
    guard let died = set.closedForGoodNanoseconds else {
      return
        "The queue still publishes: \(members), \(HumanNumber.count(set.stuck)) of them for good, below the "
        + "gate of \(HumanNumber.count(gate)). \(published)"
    }
    return "The queue died at \(HumanNumber.duration(nanoseconds: died)): from then on "
      + "\(HumanNumber.count(gate - 1)) or more jobs stood in the sorted set that nobody publishes or removes, so "
      + "that no later job finds fewer than \(HumanNumber.count(gate)) in it, however idle the service is. "
      + "\(published) \(HumanNumber.count(set.stuck)) jobs are stranded at the end; "
      + "\(HumanNumber.count(design.answersDelivered)) answers were read in the whole run."
  }

  /// The same of several runs, of which some may have died: means, and in how many.
  private func meanSentences(_ set: RunReport.SortedSetFacts, _ design: RunReport.DesignFacts) -> String {
    func number(_ key: String, _ single: Int) -> String {
      count("design/sortedSet/\(key)", or: single).beside
    }
    var sentences = "\(number("members", set.members)) jobs stand in the sorted set at the end"
    guard let gate = set.gate else { return sentences + "." }
    sentences += ", \(number("stuck", set.stuck)) of them for good; the gate is \(HumanNumber.count(gate)). "
    let death = "design/sortedSet/closedForGoodNanoseconds"
    let all = report.replication?.count ?? 1
    let dead = interval(death)?.replications ?? 0
    let at = set.closedForGoodNanoseconds.map { duration(death, or: $0).beside }
    sentences += "The queue died in \(dead) of \(all) replications"
    if let at { sentences += ", at \(at)" }
    return sentences + ". \(number("published", set.published)) jobs were published and "
      + "\(count("design/answersDelivered", or: design.answersDelivered).beside) answers read."
  }

  private func lastPublished(_ set: RunReport.SortedSetFacts) -> String {
    guard let job = set.lastPublishedJob, let at = set.lastPublishedNanoseconds else {
      return "No job was ever published."
    }
    return "The last job to be published was number \(HumanNumber.count(Int(clamping: job))), at "
      + "\(HumanNumber.duration(nanoseconds: at)); \(HumanNumber.count(set.published)) were."
  }

  private func otherGateSentence(_ other: RunReport.OtherGate, _ design: RunReport.DesignFacts) -> String {
    let gate = HumanNumber.count(other.sortedSet.gate ?? 0)
    let fate =
      other.sortedSet.closedForGoodNanoseconds.map { "dies at \(HumanNumber.duration(nanoseconds: $0))" }
      ?? "does not die"
    let more = other.answersDelivered - design.answersDelivered
    let change =
      more == 0
      ? "as many answers are read"
      : "\(HumanNumber.count(abs(more))) \(more > 0 ? "more" : "fewer") answers are read"
    return "With a gate of \(gate), simulated with the same people, it \(fate): "
      + "\(HumanNumber.count(other.sortedSet.published)) jobs are published and \(change)."
  }
}
