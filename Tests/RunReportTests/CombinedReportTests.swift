// Reports of several seeds as one: where its numbers stand, what becomes of what only some have, and that every number
// carries its interval.

import QueueModel
import Testing

@testable import RunReport

@Suite struct CombinedReportTests {
  private func interval(_ place: String, _ report: RunReport) throws -> RunReport.Interval {
    try #require(report.replication?.intervals[place], "no interval of \(place)")
  }

  @Test func aCountThatOneLacksIsNoughtThere() throws {
    let reports = ReplicatedSample.reports(4)
    let report = try ReplicatedSample.combined(reports)
    let place = "requests/rows/student/abandoned/count"
    let mean = Double(reports.reduce(0) { $0 + $1.requests.count(of: .abandoned, role: .student) }) / 4
    #expect(reports.contains { $0.requests.count(of: .abandoned) == 0 } && mean > 0)
    let found = try interval(place, report)
    #expect(found.mean == mean && found.replications == 4)
    #expect(try interval("derived/requests/abandoned/share", report).replications == 4)
    #expect(report.requests.count(of: .abandoned, role: .student) == Int(mean.rounded()))
  }

  @Test func aPercentileThatOneLacksIsOfTheOthers() throws {
    let report = try ReplicatedSample.combined(ReplicatedSample.reports(4))
    let row = "latency/queue_wait/student/cancelled"
    #expect(try interval("\(row)/observed/p95", report).replications == 3)
    #expect(try interval("\(row)/observed/count", report).replications == 4)
    #expect(try interval("degradation/levels/simple/firstEnteredNanoseconds", report).replications == 3)
  }

  @Test func whatIsInfiniteOnceIsInfiniteOnAverage() throws {
    var reports = ReplicatedSample.reports(3)
    reports[1].latency[0].observedWithFailures.p99 = .infinite
    let report = try ReplicatedSample.combined(reports)
    let found = try interval("latency/queue_wait/observedWithFailures/p99", report)
    #expect(found.mean == .infinity && found.infinite == 1 && found.replications == 3)
    #expect(report.latency[0].observedWithFailures.p99.isInfinite)
    #expect(report.latency[0].observed.p99.nanoseconds != nil)
  }

  /// All of a role failed in one replication, whose report therefore has no row of it: they waited without end.
  @Test func whoNeverGotAnAnswerWaitedWithoutEnd() throws {
    var reports = ReplicatedSample.reports(2)
    reports[1].latency.removeAll { $0.metric == .timeToFirstToken }
    let report = try ReplicatedSample.combined(reports)
    let found = try interval("latency/ttft/student/observedWithFailures/p95", report)
    #expect(found.infinite == 1 && found.replications == 2)
    #expect(try interval("latency/ttft/student/observed/p95", report).replications == 1)
    #expect(try interval("latency/ttft/student/observed/count", report).replications == 2)
  }

  @Test func rowsStandWhereTheyWould() throws {
    var reports = ReplicatedSample.reports(3)
    let all = reports[0].requests.rows.map { [$0.role.rawValue, $0.outcome.rawValue] }
    reports[0].requests.rows.remove(at: 2)
    reports[1].requests.rows.remove(at: 5)
    let combined = try ReplicatedSample.combined(reports)
    #expect(combined.requests.rows.map { [$0.role.rawValue, $0.outcome.rawValue] } == all)
  }

  @Test func histogramsArePooledAndMomentsOfSingleRunsLeftOut() throws {
    let reports = ReplicatedSample.reports(3)
    let report = try ReplicatedSample.combined(reports)
    let own = reports.map(\.latency[0].histogram)
    #expect(report.latency[0].histogram.counts.reduce(0, +) == own.flatMap(\.counts).reduce(0, +))
    #expect(report.latency[0].histogram.lowerBoundsMicroseconds == [1, 3, 4])
    #expect(report.latency[0].histogram.counts == [2, 2, 2])
    #expect(report.degradation.changes.isEmpty && !reports[0].degradation.changes.isEmpty)
  }

  @Test func aBrokenInvariantOfAnyIsOfAllWithItsSeed() throws {
    var reports = ReplicatedSample.reports(3)
    reports[2].invariants[1].held = false
    reports[2].invariants[1].detail = "9 of 8"
    let report = try ReplicatedSample.combined(reports)
    #expect(report.verdict == .broken)
    #expect(report.invariants[1].detail == "9 of 8 (seed 3)" && report.invariants[0].held)
  }

  @Test func textsWithNumbersOfOneRunSayWhose() throws {
    var reports = ReplicatedSample.reports(3)
    reports[0].limits = [
      .init(
        name: "calls", unit: "a minute", plan: 5, has: 5, peak: 9, isBinding: true, effect: "7 were refused")
    ]
    reports[1].limits = [.init(name: "calls", unit: "a minute", plan: 5, has: 5, peak: 4)]
    let report = try ReplicatedSample.combined(reports)
    #expect(report.limits[0].effect == "7 were refused (seed 1, unreplicated)")
    #expect(report.limits[0].isBinding)
    #expect(try interval("derived/limits/calls/a minute/binding", report).mean == 1.0 / 3)
    #expect(report.bottleneck.sentence == "The bottleneck: places at the language model.")
  }

  // MARK: JSON

  @Test func everyNumberThatARunFindsCarriesItsInterval() throws {
    let report = try ReplicatedSample.combined(ReplicatedSample.reports(4))
    let tree = try JSONReader.read(report.canonicalJSON())
    var bare: [String] = []
    var carried = 0
    // What a run is told, and pooled buckets, which are counts of all runs and no estimate.
    let told: Set = [
      "formatVersion", "replication", "line", "limit", "priceNanoUSD", "priceUnit", "peakHours",
      "otherAnswers",
      "capacity", "plan", "has", "monthNanoUSD", "intervalNanoseconds", "histogram", "seed", "scale",
      "startNanosecondsSinceEpoch", "durationNanoseconds", "drainNanoseconds", "warmUpNanoseconds",
    ]
    func visit(_ node: JSONNode, _ path: String) {
      let hasNumbers = { (node: JSONNode) in
        if case .scalar(let text) = node.content { return ReportShape.number(text) != nil }
        return node.keys.isEmpty
          && node.members.first.map { if case .scalar = $0.content { true } else { false } } ?? false
      }
      for (key, member) in zip(node.keys, node.members) where !told.contains(key) {
        if ["HalfWidth", "Replications", "Infinite"].contains(where: key.hasSuffix) { continue }
        if hasNumbers(member), key != "notes" {
          if node.keys.contains(key + "HalfWidth") { carried += 1 } else { bare.append("\(path)/\(key)") }
        } else {
          visit(member, "\(path)/\(key)")
        }
      }
      if node.keys.isEmpty {
        for (index, member) in node.members.enumerated() { visit(member, "\(path)/\(index)") }
      }
    }
    visit(tree, "")
    #expect(bare == [])
    #expect(carried > 200)
  }

  @Test func aReplicatedReportRoundTripsByBytes() throws {
    for count in [2, 5] {
      let report = try ReplicatedSample.combined(ReplicatedSample.reports(count))
      let bytes = try report.canonicalJSON()
      let read = try RunReport(canonicalJSON: bytes)
      // Not in an expectation of their own, which would print both reports.
      let lost = (report.replication?.intervals.sorted ?? []).filter {
        read.replication?.intervals[$0.place] != $0.interval
      }.map(\.place)
      #expect(lost == [])
      let isTheSame = read == report
      #expect(isTheSame, "\(count) replications")
      let areTheSameBytes = try read.canonicalJSON() == bytes
      #expect(areTheSameBytes, "\(count) replications")
    }
  }

  /// Whoever reads it as the report of one run finds the means where the numbers are.
  @Test func meansStandWhereTheNumbersOfOneRunDo() throws {
    let reports = ReplicatedSample.reports(3)
    let report = try ReplicatedSample.combined(reports)
    let tree = try JSONReader.read(report.canonicalJSON())
    let goodput = try #require(zip(tree.keys, tree.members).first { $0.0 == "goodput" }).1
    #expect(goodput.keys.prefix(3) == ["answers", "answersHalfWidth", "delivered"])
    let rate = try #require(zip(goodput.keys, goodput.members).first { $0.0 == "perSecond" }).1
    let mean = reports.map(\.goodput.perSecond).reduce(0, +) / 3
    guard case .scalar(let text) = rate.content else {
      Issue.record("no number")
      return
    }
    #expect(Double(text) == mean)
  }

  @Test func theSameReportsGiveTheSameBytes() throws {
    let first = try ReplicatedSample.combined(ReplicatedSample.reports(5)).canonicalJSON()
    let again = try ReplicatedSample.combined(ReplicatedSample.reports(5)).canonicalJSON()
    #expect(first == again)
    #expect(try ReplicatedSample.combined(ReplicatedSample.reports(6)).canonicalJSON() != first)
  }
}
