// The system in the summary: its degradation, its bottleneck, and what its parts and its people did.

extension TerminalSummary {
  var degradationLines: [String] {
    let facts = report.degradation
    guard !facts.levels.isEmpty else { return [] }
    guard facts.isEnabled else { return [heading("DEGRADATION"), "    switched off"] }
    var table = TextTable([.left] + [TextTable.Alignment](repeating: .right, count: 6))
    table.add(["", "entered", "first at", "total time", "requests met", "deepest queue", "oldest wait"])
    for row in facts.levels {
      guard let first = row.firstEnteredNanoseconds else {
        table.add([.init("  " + row.level), "never"])
        continue
      }
      table.add([
        .init("  " + row.level), .init("\(HumanNumber.count(row.timesEntered))×"),
        .init(HumanNumber.moment(nanoseconds: first)),
        .init(HumanNumber.duration(nanoseconds: row.totalNanoseconds)),
        .init(HumanNumber.share(row.shareOfRequests)), .init(HumanNumber.count(row.deepestQueue)),
        .init(HumanNumber.duration(nanoseconds: row.oldestWaitNanoseconds)),
      ])
    }
    return [heading("DEGRADATION")] + table.lines(style)
  }

  var bottleneckLines: [String] {
    let bottleneck = report.bottleneck
    guard !bottleneck.resources.isEmpty || !bottleneck.sentence.isEmpty else { return [] }
    var table = TextTable([.left, .right, .right, .right, .right, .left])
    if !bottleneck.resources.isEmpty { table.add(["", "used", "peak", "none left", "", "of"]) }
    for use in bottleneck.resources {
      table.add([
        .init("  " + use.name), .init(HumanNumber.share(use.averageUse)),
        .init(HumanNumber.share(use.peakUse)),
        .init(use.fullNanoseconds > 0 ? HumanNumber.duration(nanoseconds: use.fullNanoseconds) : "-"), "",
        .init("\(HumanNumber.count(use.capacity)) \(use.unit)"),
      ])
    }
    return [heading("BOTTLENECK")] + style.wrapped(bottleneck.sentence, indentation: 4) + table.lines(style)
  }

  /// What the parts of the system and the people did, a line each.
  var systemLines: [String] {
    var table = TextTable([.left, .left])
    add(
      "limiter", (report.limiter.checks, "checks"), to: &table,
      [(report.limiter.limited, "refused", report.limiter.checks)])
    if report.cache.isEnabled {
      let cache = report.cache
      add(
        "cache", (cache.hits + cache.misses, "questions"), to: &table,
        [
          (cache.hits, "found", cache.hits + cache.misses),
          (cache.semantic?.hits ?? 0, "of them by meaning", 0),
          (cache.semantic?.falseHits ?? 0, "wrong answers", cache.hits), (cache.joins, "joined", 0),
          (cache.entries, "kept", 0), (cache.evictions, "pushed out", 0),
        ])
    }
    let calls = report.calls
    add(
      "model", (calls.begun, "calls"), to: &table,
      [
        (calls.retries, "retried", 0), (calls.errorsBeforeFirstToken + calls.errorsMidAnswer, "errors", 0),
        (calls.refusedByProvider, "refused (429)", 0), (calls.hung, "hung", 0), (calls.stalled, "stalled", 0),
        (calls.leasesLost, "lost with a worker", 0),
      ])
    let people = report.people
    add(
      "people", (people.active, "who asked"), to: &table,
      [
        (people.askedForClass ?? 0, "questions set by teachers", 0), (people.refreshes, "reloads", 0),
        (people.resumes, "resumes", 0), (people.cancels, "stops", 0),
        (people.giveUps, "gave up", 0), (people.resends, "resends", 0),
      ])
    let streams = report.streams
    add(
      "streams", (streams.opened, "opened"), to: &table,
      [
        (streams.entries, "entries", 0), (streams.rotations, "rotations", 0),
        (streams.resets, "begun anew", 0),
        (streams.redisCommands, "Redis commands", 0),
      ])
    let jobs = report.jobs
    add(
      "jobs", (jobs.admitted, "admitted"), to: &table,
      jobs.ended.map { ($0.count, $0.name, 0) } + [
        (jobs.refusedTransitions, "illegal steps refused", 0), (jobs.lateEvents, "late events", 0),
      ])
    return table.isEmpty ? [] : [heading("SYSTEM")] + table.lines(style)
  }

  /// Adds a row of counts; those that are zero are left out, and the row too when nothing happened at all.
  private func add(
    _ name: String, _ whole: (count: Int, name: String), to table: inout TextTable,
    _ parts: [(count: Int, name: String, outOf: Int)]
  ) {
    let texts = parts.filter { $0.count > 0 }.map { part in
      let share = part.outOf > 0 ? " (\(HumanNumber.share(Double(part.count) / Double(part.outOf))))" : ""
      return "\(HumanNumber.count(part.count)) \(part.name)\(share)"
    }
    guard whole.count > 0 || !texts.isEmpty else { return }
    let all = (["\(HumanNumber.count(whole.count)) \(whole.name)"] + texts).joined(separator: ", ")
    let lines = TerminalStyle(hasColour: false, width: style.width - 13).wrapped(all, indentation: 0)
    for (index, line) in lines.enumerated() {
      table.add([.init(index == 0 ? name : ""), .init(line)])
    }
  }
}
