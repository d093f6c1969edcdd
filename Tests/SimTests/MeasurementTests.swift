// Measurement against the obvious: a list of all requests, filtered and sorted for every question.

import QueueModel
import RunReport
import Testing

@testable import Sim

/// Random requests, and what they come to when each question goes through all of them.
private struct RequestModel {
  var ends: [RequestEnd] = []

  /// `count` requests meant to be sent within `span`; some have no moment, some no durations, some repeat one.
  init(seed: UInt64, count: Int, span: Int64) {
    var numbers = SystemOfNumbers(state: seed)
    for _ in 0..<count {
      var end = RequestEnd(
        role: Role.allCases[numbers.below(3)], outcome: Outcome.allCases[numbers.below(14)],
        level: DegradationLevel.allCases[numbers.below(4)])
      if numbers.below(20) > 0 { end.intendedAt = Int64(numbers.below(Int(span))) }
      if end.intendedAt >= 0, end.outcome.isDelivered {
        end.firstTokenAt = end.intendedAt + numbers.duration()
        end.endAt = end.firstTokenAt + numbers.duration()
        end.tokens = numbers.below(40)
        if numbers.below(3) > 0 { end.queueWait = numbers.duration() }
        if numbers.below(3) > 0 { end.providerFirstToken = numbers.duration() }
      }
      ends.append(end)
      if numbers.below(10) == 0 { ends.append(end) }
    }
  }

  /// Durations that a selection judges, ascending.
  func durations(_ selection: SampleSelection) -> [Int64] {
    ends.filter { end in
      let isInside =
        end.intendedAt < 0
        || (end.intendedAt >= selection.stretch.from && end.intendedAt < selection.stretch.to)
      return isInside && (selection.role == nil || selection.role == end.role)
        && (selection.outcome == nil || selection.outcome == end.outcome)
        && (selection.level == nil || selection.level == end.level)
    }.map { Self.duration($0, selection.metric) }.filter { $0 >= 0 }.sorted()
  }

  static func duration(_ end: RequestEnd, _ metric: Int) -> Int64 {
    [end.queueWait, end.timeToFirstToken, end.providerFirstToken, end.timePerOutputToken, end.endToEnd][
      metric]
  }
}

/// SplitMix64.
private struct SystemOfNumbers {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

  /// From 0 to past the longest that the histogram keeps, each power of two as likely as the next.
  mutating func duration() -> Int64 { Int64(next() >> UInt64(17 + below(47))) }
}

/// The value at the nearest rank of sorted `values`.
private func atRank(_ percent: Double, of values: [Int64]) -> Int64 {
  values[max(1, Int((percent / 100 * Double(values.count)).rounded(.up))) - 1]
}

private let percents = [0, 1, 50, 90, 95, 99, 99.9, 100]

@Suite struct MeasurementTests {
  private static let run = Stretch(from: 0, to: 1_000)
  private static let middle = Stretch(from: 300, to: 700)
  private static let overlapping = Stretch(from: 500, to: 900)
  private static let selections: [SampleSelection] = [
    selection(.timeToFirstToken, run), selection(.queueWait, run, role: .student),
    selection(.timeToFirstToken, middle, level: .hidden),
    selection(.timePerOutputToken, overlapping, outcome: .completed),
    selection(.endToEnd, middle, role: .admin, outcome: .cached, level: .normal),
  ]

  private static func selection(
    _ metric: Metric, _ stretch: Stretch, role: Role? = nil, outcome: Outcome? = nil,
    level: DegradationLevel? = nil
  ) -> SampleSelection {
    SampleSelection(MetricSelector(metric, role: role, outcome: outcome, level: level), stretch)!
  }

  @Test func placesAreThoseOfAllCases() {
    #expect(Role.allCases.map(\.place) == Array(0..<Role.places))
    #expect(Outcome.allCases.map(\.place) == Array(0..<Outcome.places))
    #expect(DegradationLevel.allCases.map(\.rawValue) == Array(0..<DegradationLevel.places))
    let kinds = RequestKind.all(segments: 3)
    #expect(kinds.map(\.place) == Array(kinds.indices))
  }

  @Test func segmentsAreInTheStretchesThatHoldThem() {
    let segments = Segments([Self.run, Self.middle, Self.overlapping])
    #expect(segments.boundaries == [0, 300, 500, 700, 900, 1_000])
    for (segment, moment) in [
      (1, Int64(-1)), (2, 0), (2, 299), (3, 300), (4, 500), (5, 700), (6, 900), (7, 1_000),
    ] {
      for stretch in [Self.run, Self.middle, Self.overlapping] {
        #expect(
          segments.contains(segment, in: stretch) == (moment >= stretch.from && moment < stretch.to),
          "segment \(segment) in \(stretch)")
      }
    }
    #expect(segments.contains(Segments.anywhere, in: Self.middle))
  }

  @Test(arguments: UInt64(1)...4) func theLogAgreesWithAListOfAllRequests(seed: UInt64) {
    let model = RequestModel(seed: seed, count: 6_000, span: 1_100)
    let log = RequestLog(
      stretches: [Self.run, Self.middle, Self.overlapping], selections: Self.selections)
    for end in model.ends { log.record(end) }
    log.settle()

    for (place, selection) in Self.selections.enumerated() {
      let durations = model.durations(selection)
      let whole = log.whole(place).distribution()
      expect(whole, holds: durations, "seed \(seed), selection \(place)")
      let set = log.sets[place]
      #expect(set.summary.count == durations.count, "seed \(seed), selection \(place)")
      // The minute's percentiles are those that a recorder of the minute would give.
      for percent in percents {
        #expect(
          set.value(.percentile(percent)) == whole.value(.percentile(percent)),
          "seed \(seed), selection \(place), p(\(percent))")
      }
      for aggregate: Aggregate in [.average, .minimum, .maximum, .median, .count, .rate] {
        #expect(
          set.value(aggregate) == whole.value(aggregate),
          "seed \(seed), selection \(place), \(aggregate.name)")
      }
    }

    let table = log.latency()
    for metric in LatencyTable.metrics.indices {
      for role in Role.allCases {
        for outcome in Outcome.allCases {
          let durations = model.ends.filter { $0.role == role && $0.outcome == outcome }
            .map { RequestModel.duration($0, metric) }.filter { $0 >= 0 }.sorted()
          let name = "seed \(seed), \(LatencyTable.metrics[metric]), \(role), \(outcome)"
          if let distribution = table.distribution(metric, role, outcome) {
            expect(distribution, holds: durations, name)
          } else {
            #expect(durations.isEmpty, "\(name)")
          }
        }
      }
    }

    let late = log.places { $0.outcome == .busy && log.segments.contains($0.segment, in: Self.overlapping) }
    #expect(
      log.count(late)
        == model.ends.count {
          $0.outcome == .busy && ($0.intendedAt < 0 || (500..<900).contains($0.intendedAt))
        })
    #expect(log.counts(1) { _ in 0 } == [model.ends.count])
    #expect(
      log.counts(DegradationLevel.places) { $0.level.rawValue }
        == DegradationLevel.allCases.map { level in model.ends.count { $0.level == level } })
  }

  /// Expects exact sums, and percentiles that are not below the exact ones, at most a thousandth above them, never
  /// falling and never above the greatest.
  private func expect(_ distribution: LatencyDistribution, holds durations: [Int64], _ name: String) {
    #expect(distribution.count == durations.count, "\(name)")
    #expect(distribution.buckets.reduce(0) { $0 + $1.count } == durations.count, "\(name)")
    #expect(distribution.sum == durations.reduce(0, &+), "\(name)")
    guard let first = durations.first, let last = durations.last else { return }
    #expect(distribution.least == first && distribution.greatest == last, "\(name)")
    let values = distribution.percentiles(percents).map { $0 ?? -1 }
    #expect(values == values.sorted(), "\(name): \(values)")
    for (percent, value) in zip(percents, values) {
      let exact = atRank(percent, of: durations)
      // Longer ones than the longest are not told apart.
      guard exact <= LatencyRecorder.longest else { continue }
      #expect(value >= exact && value <= last, "\(name), p(\(percent)): \(value) for \(exact)")
      #expect(Double(value - exact) <= Double(exact) / 1_000, "\(name), p(\(percent)): \(value) for \(exact)")
    }
  }

  @Test func failuresLieAboveAllDurations() {
    var recorder = LatencyRecorder()
    let records = GrowingRecords<Int64>()
    for value in [30, -1, 10, 20, -1] as [Int64] { records.append(value) }
    recorder.record(records, 0..<records.count)
    let distribution = recorder.distribution()
    #expect(distribution.percentiles([25, 50, 75, 99], infinite: 1) == [10, 20, 30, nil])
    #expect(distribution.percentiles([50, 99]) == [20, 30])
    #expect(LatencyRecorder().distribution().percentiles([50], infinite: 3) == [nil])
    #expect(LatencyRecorder().distribution().percentiles([50]) == [nil])
  }

  @Test func mergedBucketsAreThoseOfOneRecorder() {
    var numbers = SystemOfNumbers(state: 5)
    let records = GrowingRecords<Int64>()
    for _ in 0..<900 { records.append(numbers.duration()) }
    var all = LatencyRecorder()
    all.record(records, 0..<900)
    var sum = LatencyDistribution()
    for part in 0..<3 {
      var recorder = LatencyRecorder()
      recorder.record(records, part * 300..<(part + 1) * 300)
      sum.merge(recorder.distribution())
    }
    let expected = all.distribution()
    #expect(sum.buckets == expected.buckets)
    #expect((sum.count, sum.sum) == (expected.count, expected.sum))
    #expect((sum.least, sum.greatest) == (expected.least, expected.greatest))
  }

  @Test func aMinuteOfEqualSortedOrReversedSamplesIsSelectedFrom() {
    let shapes: [(String, (Int) -> Int64)] = [
      ("equal", { _ in 7 }), ("ascending", { Int64($0) }), ("descending", { Int64(2_000 - $0) }),
      ("two values", { Int64($0 % 2) }), ("organ pipe", { Int64(min($0, 2_000 - $0)) }),
    ]
    for (name, shape) in shapes {
      for count in [1, 2, 3, 10, 1_999] {
        let set = SampleSet(Self.selection(.queueWait, Self.run))
        let records = GrowingRecords<Int64>()
        for place in 0..<count { records.append(shape(place)) }
        set.append(records, 0..<count)
        let sorted = (0..<count).map(shape).sorted()
        // All are below 2,048 ns, where the histogram keeps every nanosecond.
        for percent in percents {
          #expect(
            set.value(.percentile(percent)) == Double(atRank(percent, of: sorted)) / 1e9,
            "\(name), \(count) samples, p(\(percent))")
        }
      }
    }
  }

  @Test func aMinuteBeginsEmpty() {
    let minute = RollingWindow.lengthNanoseconds
    let set = SampleSet(Self.selection(.queueWait, Stretch(from: 0, to: 3 * minute)))
    let records = GrowingRecords<Int64>()
    records.append(5)
    set.append(records, 0..<1)
    set.roll(at: minute - 1)
    #expect(set.value(.count) == 1)
    set.roll(at: minute)
    #expect(set.value(.count) == 0)
    #expect(set.value(.maximum) == nil && set.value(.percentile(50)) == nil)
    records[0] = 3
    set.append(records, 0..<1)
    #expect(set.value(.maximum) == 3e-9)
    // The stretch is over: its last window is never judged.
    set.roll(at: 4 * minute)
    #expect(set.value(.count) == 1)
  }
}
