// Which requests a threshold judges, and which minute it calls the worst.

import QueueModel
import RunReport
import Testing

@testable import Sim

/// One threshold and a log of requests that it judges, as the meter keeps them.
private final class JudgedLog {
  private let log: RequestLog
  private var probe: ThresholdProbe

  init(_ threshold: Threshold, from: Int64, to: Int64) {
    let stretch = Stretch(from: from, to: to)
    let selection = SampleSelection(threshold.selector, stretch)
    log = RequestLog(stretches: [stretch], selections: selection.map { [$0] } ?? [])
    probe = ThresholdProbe(threshold, stretch, set: selection == nil ? nil : 0, log: log)
  }

  func record(_ end: RequestEnd) { log.record(end) }

  func record(waiting: Int, spent: (BilledService?) -> Int64, at time: Int64) {
    probe.record(waiting: waiting, spent: spent, at: time)
  }

  func roll(at time: Int64) {
    log.settle()
    probe.roll(at: time, log)
    for set in log.sets { set.roll(at: time) }
  }

  func observed(until time: Int64) -> Double? { reading(until: time).observed }

  var samples: Int { reading(until: .max).samples }

  var worst: RunReport.WorstWindow? { probe.worst }

  private func reading(until time: Int64) -> ThresholdReading {
    log.settle()
    return probe.reading(until: time, log)
  }
}

@Suite struct ThresholdProbeTests {
  private static let second: Int64 = 1_000_000_000

  private static func probe(
    _ selector: String, _ expression: String, from: Int64 = 0, to: Int64 = 600
  ) throws -> JudgedLog {
    JudgedLog(
      try ThresholdParser.threshold(selector: selector, expression: expression), from: from * second,
      to: to * second)
  }

  /// A request of a student that was meant to be sent at a second and ended so.
  private static func end(_ outcome: Outcome, at seconds: Int64, lasting length: Int64 = 0) -> RequestEnd {
    var end = RequestEnd(role: .student, outcome: outcome, level: .normal)
    end.intendedAt = seconds * second
    if outcome.isDelivered {
      end.firstTokenAt = (seconds + length) * second
      end.endAt = end.firstTokenAt
    }
    return end
  }

  @Test func theStretchBeginsWithItsFirstMomentAndEndsBeforeItsLast() throws {
    let probe = try Self.probe("requests", "count>0", from: 60, to: 120)
    for moment in [59, 60, 61, 119, 120] as [Int64] { probe.record(Self.end(.completed, at: moment)) }
    #expect(probe.observed(until: 200 * Self.second) == 3)
  }

  @Test func failuresAreASharesButNotADurationsSamples() throws {
    let share = try Self.probe("failed", "rate<1%")
    let duration = try Self.probe("e2e", "p(99)<1s")
    for outcome in Outcome.allCases {
      share.record(Self.end(outcome, at: 1, lasting: 2))
      duration.record(Self.end(outcome, at: 1, lasting: 2))
    }
    #expect(share.observed(until: 10 * Self.second) == 4.0 / 14)
    #expect(share.samples == 14)
    #expect(duration.samples == 4)
    #expect(duration.observed(until: 10 * Self.second) == 2)
  }

  @Test func tagsChooseByRoleOutcomeAndTheLevelMet() throws {
    let probe = try Self.probe("requests{role:admin,outcome:cached,level:simple}", "count>0")
    for role in Role.allCases {
      for outcome in [Outcome.cached, .completed] {
        for level in DegradationLevel.allCases {
          var end = Self.end(outcome, at: 1)
          end.role = role
          end.level = level
          probe.record(end)
        }
      }
    }
    #expect(probe.observed(until: Self.second) == 1)
  }

  @Test func goodputIsPerSecondOfTheStretch() throws {
    let probe = try Self.probe("goodput", ">1/s", from: 100, to: 200)
    for moment in 100..<150 as Range<Int64> { probe.record(Self.end(.completed, at: moment)) }
    probe.record(Self.end(.abandoned, at: 150))
    #expect(probe.observed(until: 900 * Self.second) == 0.5)
    #expect(probe.observed(until: 150 * Self.second) == 1)
    #expect(probe.samples == 51)
  }

  @Test func theWorstMinuteIsTheOneFarthestOnTheWrongSide() throws {
    for (expression, worst) in [("p(50)<1s", 9.0), ("p(50)>1s", 2)] {
      let probe = try Self.probe("e2e", expression)
      for (minute, length) in [3, 9, 2, 5].enumerated() as EnumeratedSequence<[Int64]> {
        probe.record(Self.end(.completed, at: Int64(minute) * 60 + 30, lasting: length))
        for tick in 1...6 { probe.roll(at: (Int64(minute) * 60 + Int64(tick) * 10) * Self.second) }
      }
      let found = try #require(probe.worst)
      // To the three digits of a histogram.
      #expect(abs(found.value - worst) < 0.01)
      #expect(found.startNanoseconds == (worst == 9 ? 60 : 120) * Self.second)
      #expect(found.lengthNanoseconds == 60 * Self.second)
    }
  }

  @Test func aMinuteThatIsNotWholeIsNotTheWorst() throws {
    let probe = try Self.probe("e2e", "p(50)<1s", from: 0, to: 90)
    probe.record(Self.end(.completed, at: 10, lasting: 1))
    probe.roll(at: 60 * Self.second)
    probe.record(Self.end(.completed, at: 70, lasting: 50))
    for tick in 7...20 { probe.roll(at: Int64(tick) * 10 * Self.second) }
    let worst = try #require(probe.worst)
    #expect(abs(worst.value - 1) < 0.01)
  }

  @Test func gaugesAndMoneyAreTakenAtTheTicksOfTheStretch() throws {
    let waiting = try Self.probe("waiting", "max<10", from: 10, to: 40)
    let cost = try Self.probe("cost{service:redis}", "<$1", from: 10, to: 40)
    for tick in 1...6 as ClosedRange<Int> {
      let time = Int64(tick) * 10 * Self.second
      let spent: (BilledService?) -> Int64 = { $0 == .redis ? 1_000_000_000 : 5_000_000_000 }
      waiting.record(waiting: tick * tick, spent: spent, at: time)
      cost.record(waiting: tick * tick, spent: spent, at: time)
    }
    #expect(waiting.observed(until: 60 * Self.second) == 16 && waiting.samples == 3)
    #expect(cost.observed(until: 60 * Self.second) == 3)
  }
}
