// What becomes of replications that were finished, stopped or broken, without running any.

import RunReport
import Testing

@testable import Experiments

@Suite struct ReplicationWorkTests {
  private let scenario = SmallScenarios.fourServers()

  private func report(seed: UInt64, isPartial: Bool = false, isBroken: Bool = false) -> RunReport {
    var report = RunReport(
      run: .init(scenario: "small", seed: seed, durationNanoseconds: 60, endNanoseconds: 60 + Int64(seed)))
    report.run.isPartial = isPartial
    report.goodput.perSecond = Double(seed)
    report.events = [.init(name: "send", count: 10)]
    report.invariants = [.init(name: "I3", statement: "slots are conserved", checks: 1, held: !isBroken)]
    return report
  }

  private func result(_ reports: [RunReport], isPartial: Bool = false) throws -> Replications.Result {
    var work = ReplicationWork()
    for (number, report) in reports.enumerated() {
      try work.take(
        number, .init(report: report, numbers: report.run.isPartial ? [] : report.placedNumbers()))
    }
    return try work.result(of: scenario, asked: 10, isPartial: isPartial, nil, nil)
  }

  @Test func theFinishedOnesAreTheReport() throws {
    let result = try result(
      [report(seed: 1), report(seed: 5, isPartial: true), report(seed: 3)], isPartial: true)
    let replication = try #require(result.report.replication)
    #expect(replication.seeds == [1, 3] && replication.count == 2 && replication.asked == 10)
    #expect(replication.intervals["goodput/perSecond"]?.mean == 2)
    #expect(result.report.verdict == .interrupted && result.events == 30)
    #expect(result.simulatedNanoseconds == 180 + 9)
  }

  @Test func theOnlyFinishedOneHasNoIntervals() throws {
    let report = try result([report(seed: 1, isPartial: true), report(seed: 4)], isPartial: true).report
    #expect(report.replication == nil && report.run.seed == 4 && report.run.isPartial)
    #expect(report.run.notes == ["1 of 10 replications were finished: there are no intervals."])
  }

  @Test func oneThatBreaksAnInvariantIsTheReport() throws {
    // In debug builds it ends there and then, as if it had been stopped.
    for isPartial in [false, true] {
      let result = try result(
        [
          report(seed: 1), report(seed: 2, isPartial: isPartial, isBroken: true),
          report(seed: 3, isBroken: true),
        ])
      #expect(result.report.verdict == .broken && result.report.run.seed == 2)
      #expect(result.report.replication == nil)
    }
  }
}
