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
        .init("  " + row.level), .init(entered(row)),
        .init(
          figure(
            "\(place(of: row))/firstEnteredNanoseconds", .moment, or: HumanNumber.moment(nanoseconds: first))),
        .init(duration("\(place(of: row))/totalNanoseconds", or: row.totalNanoseconds)),
        .init(share("\(place(of: row))/shareOfRequests", or: row.shareOfRequests)),
        .init(count("\(place(of: row))/deepestQueue", or: row.deepestQueue)),
        .init(duration("\(place(of: row))/oldestWaitNanoseconds", or: row.oldestWaitNanoseconds)),
      ])
    }
    return [heading("DEGRADATION")] + table.lines(style)
  }

  private func place(of row: RunReport.LevelRow) -> String { "degradation/levels/\(row.level)" }

  private func entered(_ row: RunReport.LevelRow) -> Figure {
    var figure = count("\(place(of: row))/timesEntered", or: row.timesEntered)
    figure.text += "×"
    return figure
  }

  var bottleneckLines: [String] {
    let bottleneck = report.bottleneck
    guard !bottleneck.resources.isEmpty || !bottleneck.sentence.isEmpty else { return [] }
    var table = TextTable([.left, .right, .right, .right, .right, .left])
    if !bottleneck.resources.isEmpty { table.add(["", "used", "peak", "none left", "", "of"]) }
    for use in bottleneck.resources {
      let place = "bottleneck/resources/\(use.name)/\(use.unit)"
      let isFull = !isNone("\(place)/fullNanoseconds", or: Int(use.fullNanoseconds))
      table.add([
        .init("  " + use.name), .init(share("\(place)/averageUse", or: use.averageUse).beside),
        .init(share("\(place)/peakUse", or: use.peakUse).beside),
        .init(isFull ? duration("\(place)/fullNanoseconds", or: use.fullNanoseconds).beside : "-"), "",
        .init("\(HumanNumber.count(use.capacity)) \(use.unit)"),
      ])
    }
    return [heading("BOTTLENECK")] + style.wrapped(bottleneckSentence, indentation: 4) + table.lines(style)
  }

  /// The finding, and how many replications have it.
  private var bottleneckSentence: String {
    let bottleneck = report.bottleneck
    guard let replication = report.replication, let name = bottleneck.name,
      let share = replication.intervals[derived: "bottleneck/\(name)"]?.mean
    else { return bottleneck.sentence }
    let times = Int((share * Double(replication.count)).rounded())
    return "\(bottleneck.sentence) So it was in \(times) of \(replication.count) replications."
  }

  /// What the parts of the system and the people did, a line each.
  var systemLines: [String] {
    var table = TextTable([.left, .left])
    add(
      "limiter", .init("limiter/checks", report.limiter.checks, "checks"), to: &table,
      [
        .init(
          "limiter/limited", report.limiter.limited, "refused", outOf: report.limiter.checks,
          share: "derived/limiter/limited/share")
      ])
    if report.cache.isEnabled {
      let cache = report.cache
      add(
        "cache", .init("derived/cache/questions", cache.hits + cache.misses, "questions"), to: &table,
        [
          .init(
            "cache/hits", cache.hits, "found", outOf: cache.hits + cache.misses,
            share: "derived/cache/hits/share"),
          .init("cache/semantic/hits", cache.semantic?.hits ?? 0, "of them by meaning"),
          .init(
            "cache/semantic/falseHits", cache.semantic?.falseHits ?? 0, "wrong answers", outOf: cache.hits,
            share: "derived/cache/falseHits/share"),
          .init("cache/joins", cache.joins, "joined"), .init("cache/entries", cache.entries, "kept"),
          .init("cache/evictions", cache.evictions, "pushed out"),
        ])
    }
    let calls = report.calls
    add(
      "model", .init("calls/begun", calls.begun, "calls"), to: &table,
      [
        .init("calls/retries", calls.retries, "retried"),
        .init("derived/calls/errors", calls.errorsBeforeFirstToken + calls.errorsMidAnswer, "errors"),
        .init("calls/refusedByProvider", calls.refusedByProvider, "refused (429)"),
        .init("calls/hung", calls.hung, "hung"), .init("calls/stalled", calls.stalled, "stalled"),
        .init("calls/leasesLost", calls.leasesLost, "lost with a worker"),
      ])
    if let replicasText { add("replicas", replicasText, to: &table) }
    let people = report.people
    add(
      "people", .init("people/active", people.active, "who asked"), to: &table,
      [
        .init("people/askedForClass", people.askedForClass ?? 0, "questions set by teachers"),
        .init("people/refreshes", people.refreshes, "reloads"),
        .init("people/resumes", people.resumes, "resumes"), .init("people/cancels", people.cancels, "stops"),
        .init("people/giveUps", people.giveUps, "gave up"),
        .init("people/resends", people.resends, "resends"),
      ])
    let streams = report.streams
    add(
      "streams", .init("streams/opened", streams.opened, "opened"), to: &table,
      [
        .init("streams/entries", streams.entries, "entries"),
        .init("streams/rotations", streams.rotations, "rotations"),
        .init("streams/resets", streams.resets, "begun anew"),
        .init("streams/redisCommands", streams.redisCommands, "Redis commands"),
      ])
    let jobs = report.jobs
    add(
      "jobs", .init("jobs/admitted", jobs.admitted, "admitted"), to: &table,
      jobs.ended.map { .init("jobs/ended/\($0.name)/count", $0.count, $0.name) } + [
        .init("jobs/refusedTransitions", jobs.refusedTransitions, "illegal steps refused"),
        .init("jobs/lateEvents", jobs.lateEvents, "late events"),
      ])
    return table.isEmpty ? [] : [heading("SYSTEM")] + table.lines(style)
  }

  /// A count, what it counts, and the share that it is of another.
  private struct Counted {
    var place: String
    var count: Int
    var name: String
    var outOf: Int
    var sharePlace: String

    init(_ place: String, _ count: Int, _ name: String, outOf: Int = 0, share: String = "") {
      self.place = place
      self.count = count
      self.name = name
      self.outOf = outOf
      sharePlace = share
    }
  }

  /// Adds a row of counts; those that are zero are left out, and the row too when nothing happened at all.
  private func add(_ name: String, _ whole: Counted, to table: inout TextTable, _ parts: [Counted]) {
    let texts = parts.filter { !isNone($0.place, or: $0.count) }.map { part in
      let share =
        part.outOf > 0
        ? " (\(share(part.sharePlace, or: Double(part.count) / Double(part.outOf)).beside))" : ""
      return "\(count(part.place, or: part.count).beside) \(part.name)\(share)"
    }
    guard !isNone(whole.place, or: whole.count) || !texts.isEmpty else { return }
    let first = "\(count(whole.place, or: whole.count).beside) \(whole.name)"
    add(name, ([first] + texts).joined(separator: ", "), to: &table)
  }

  private func add(_ name: String, _ text: String, to table: inout TextTable) {
    let lines = TerminalStyle(hasColour: false, width: style.width - 13).wrapped(text, indentation: 0)
    for (index, line) in lines.enumerated() {
      table.add([.init(index == 0 ? name : ""), .init(line)])
    }
  }
}
