// Replications of the sample report, whose numbers differ as those of seeds do: for tests of what becomes of several.

import QueueModel

@testable import RunReport

/// Reports that a scenario could have with several seeds.
enum ReplicatedSample {
  /// The sample with its findings moved by up to a twentieth; the first as it is. Now and then nothing of a kind
  /// happens, and in some nobody of a role is answered.
  static func reports(_ count: Int, seed: UInt64 = 1) -> [RunReport] {
    (0..<count).map { number in
      var report = SampleReport.failing
      report.run.seed = seed + UInt64(number)
      report.design = nil
      guard number > 0 else { return report }
      var numbers = SeededNumbers(seed: seed &* 1_000 + UInt64(number))
      func moved(_ value: Int) -> Int { value + Int(numbers.next() % UInt64(max(1, value / 20 + 1))) }
      report.requests.sent = moved(report.requests.sent)
      for index in report.requests.rows.indices {
        report.requests.rows[index].count = moved(report.requests.rows[index].count)
      }
      if number % 3 == 1 { report.requests.rows.removeAll { $0.outcome == .abandoned } }
      for index in report.latency.indices {
        report.latency[index].observed.count = moved(report.latency[index].observed.count)
        let p95 = report.latency[index].observed.p95.nanoseconds ?? 0
        report.latency[index].observed.p95 = MeasuredDuration(nanoseconds: Int64(moved(Int(p95))))
        report.latency[index].histogram = .init(
          lowerBoundsMicroseconds: [1, 2 + Int64(number)], counts: [1, 2])
      }
      if number % 4 == 2 { report.latency.removeAll { $0.outcome == .cancelled } }
      report.goodput.perSecond += Double(numbers.next() % 100) / 10
      report.cost.totalNanoUSD = Int64(moved(Int(report.cost.totalNanoUSD)))
      report.thresholds[0].observed = 4.2 + Double(numbers.next() % 100) / 100
      report.degradation.levels[2].firstEnteredNanoseconds =
        number % 2 == 0 ? nil : Int64(moved(1_502_000_000_000))
      report.series.waiting += [moved(100)]
      return report
    }
  }

  /// The combined report with intervals as wide as the spread of the values, which is all that these tests need of them.
  static func combined(_ reports: [RunReport]) throws -> RunReport {
    var combined = CombinedReport()
    var values: [String: [Double]] = [:]
    for report in reports {
      let numbers = try report.placedNumbers()
      for number in numbers { values[number.place, default: []].append(number.value) }
      try combined.add(report, numbers)
    }
    var intervals = RunReport.Intervals()
    for (place, found) in values {
      var found = found
      if PlacedNumber.isZeroWhereAbsent(place) {
        found += [Double](repeating: 0, count: reports.count - found.count)
      }
      let infinite = found.count { $0 == .infinity }
      let mean = found.reduce(0, +) / Double(found.count)
      let width = ((found.max() ?? 0) - (found.min() ?? 0)) / 2
      intervals[place] = RunReport.Interval(
        mean: mean, halfWidth: infinite > 0 ? .infinity : width, replications: found.count, infinite: infinite
      )
    }
    var report = try combined.report(
      RunReport.Replication(
        count: reports.count, asked: reports.count, seeds: reports.map(\.run.seed), intervals: intervals))
    report.settleVerdict()
    return report
  }
}
