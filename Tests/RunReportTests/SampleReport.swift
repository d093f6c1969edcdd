// A report with something in every part, for the tests: an exam peak that breaks one of its thresholds.

import QueueModel
import RunReport

/// Reports that tests render and round-trip.
enum SampleReport {
  private static let second: Int64 = 1_000_000_000

  static var failing: RunReport {
    var report = RunReport(
      run: .init(
        programVersion: "0.1.0", scenario: "exam-peak-100k",
        description: "One hour in which 100,000 people use an AI tutor at once.", seed: 7,
        startNanosecondsSinceEpoch: 1_768_208_400 * second, durationNanoseconds: 3_600 * second,
        drainNanoseconds: 1_800 * second, warmUpNanoseconds: 0, people: 100_000, scale: 1,
        overrides: [.init(key: "llm.concurrency", value: "2700")], endNanoseconds: 3_671_250_000_000,
        notes: ["Level busy (10,000 waiting) was not reached by this population."]))
    report.verdict = .breached
    report.thresholds = thresholds
    report.latency = latency
    report.requests = requests
    report.degradation = degradation
    report.goodput = .init(
      answers: 3_588_120, perSecond: 996.7, shareOfRequests: 0.9664, delivered: 3_601_889)
    report.cost = cost
    report.bottleneck = Bottleneck(resources: resources)
    report.tail = .init(delivered: 1_204, endedOtherwise: 17, lastEndNanoseconds: 3_671 * second)
    fillCounts(&report)
    report.series = .init(
      offered: [812, 10_160, 10_231], admitted: [640, 8_004, 8_011], waiting: [0, 1_204, 310],
      inFlight: [612, 2_700, 2_700], level: [0, 1, 0], limited: [0, 61, 58], finished: [12, 9_870, 10_402],
      cached: [4, 1_650, 1_700], failed: [0, 3, 2], goodput: [12, 9_861, 10_390],
      costNanoUSD: [101_200_000, 1_650_000_000, 1_648_000_000])
    return report
  }

  static var passing: RunReport {
    var report = failing
    report.verdict = .passed
    for index in report.thresholds.indices { report.thresholds[index].passed = true }
    report.run.overrides = []
    return report
  }

  private typealias Bottleneck = RunReport.Bottleneck

  private static var thresholds: [RunReport.ThresholdFinding] {
    [
      .init(
        selector: "queue_wait{role:student}", condition: "p(95)<2s", line: 61, kind: .duration, limit: 2,
        observed: 4.213, samples: 2_961_004, passed: false,
        worst: .init(value: 21.7, startNanoseconds: 1_500 * second)),
      .init(
        selector: "time_at_level{level:simple}", condition: "value<6m", line: 63, kind: .time, limit: 360,
        observed: 402.5, samples: 1, passed: false),
      .init(
        selector: "failed", condition: "rate<1%", line: 64, kind: .share, limit: 0.01, observed: 0.00092,
        samples: 3_712_345, passed: true, worst: .init(value: 0.0071, startNanoseconds: 1_560 * second)),
      .init(
        selector: "cost", condition: "value<1000", line: 66, kind: .money, limit: 1_000, observed: 589.43,
        samples: 3_601_889, passed: true),
      .init(
        selector: "goodput", condition: "rate>900", line: 67, kind: .ratePerSecond, limit: 900,
        observed: 996.7,
        samples: 3_588_120, passed: true),
      .init(
        selector: "ttft{role:admin}", condition: "p(99)<8s", line: 69, kind: .duration, limit: 8,
        observed: nil,
        samples: 0, passed: false, reason: "no samples"),
      .init(
        selector: "e2e", condition: "p(99)<60s", line: 70, kind: .duration, limit: 60, observed: .infinity,
        samples: 3_603_000, passed: false),
    ]
  }

  private static func summary(
    _ count: Int, _ milliseconds: [Int64], infiniteFrom: Int? = nil
  ) -> RunReport.LatencySummary {
    func value(_ index: Int) -> MeasuredDuration {
      if let infiniteFrom, index >= infiniteFrom { return .infinite }
      return MeasuredDuration(nanoseconds: milliseconds[index] * 1_000_000)
    }
    return .init(
      count: count, avg: infiniteFrom == nil ? value(0) : .infinite, min: value(1), med: value(2),
      max: infiniteFrom == nil ? value(6) : .infinite, p90: value(3), p95: value(4), p99: value(5))
  }

  private static var latency: [RunReport.LatencyRow] {
    let wait: [Int64] = [611, 0, 12, 2_410, 4_213, 9_870, 22_400]
    let first: [Int64] = [1_310, 4, 702, 3_120, 5_004, 11_204, 41_020]
    return [
      .init(
        metric: .queueWait, observed: summary(2_990_210, wait), observedWithFailures: summary(2_990_210, wait)
      ),
      .init(
        metric: .queueWait, role: .student, observed: summary(2_961_004, wait),
        observedWithFailures: summary(2_963_000, wait, infiniteFrom: 5)),
      .init(
        metric: .queueWait, role: .student, outcome: .completed, observed: summary(2_950_000, wait),
        observedWithFailures: summary(2_950_000, wait)),
      .init(
        metric: .queueWait, role: .student, outcome: .cancelled, observed: summary(11_004, wait),
        observedWithFailures: summary(11_004, wait)),
      .init(
        metric: .queueWait, role: .teacher, observed: summary(29_206, [3, 0, 0, 2, 9, 210, 1_004]),
        observedWithFailures: summary(29_206, [3, 0, 0, 2, 9, 210, 1_004])),
      .init(
        metric: .timeToFirstToken, role: .student, observed: summary(3_561_889, first),
        observedWithFailures: summary(3_565_000, first, infiniteFrom: 5),
        histogram: .init(lowerBoundsMicroseconds: [4_000, 702_000, 5_004_000], counts: [1, 3_561_000, 888])),
      .init(
        metric: .timePerOutputToken, role: .student,
        observed: summary(3_001_889, [13, 7, 12, 16, 18, 24, 95]),
        observedWithFailures: summary(3_001_889, [13, 7, 12, 16, 18, 24, 95])),
    ]
  }

  private static var requests: RunReport.Requests {
    .init(
      sent: 3_712_345, sentPerSecond: 1_031.2, unfinished: 0,
      rows: [
        .init(role: .student, outcome: .completed, count: 2_950_112),
        .init(role: .student, outcome: .cached, count: 604_321),
        .init(role: .student, outcome: .shared, count: 7_456),
        .init(role: .student, outcome: .failed, count: 1_210),
        .init(role: .student, outcome: .cancelled, count: 37_204),
        .init(role: .student, outcome: .abandoned, count: 2_201),
        .init(role: .student, outcome: .limited, count: 61_004),
        .init(role: .student, outcome: .duplicate, count: 8_837),
        .init(role: .teacher, outcome: .bypassed, count: 39_000),
        .init(role: .admin, outcome: .bypassed, count: 1_000),
      ])
  }

  private static var degradation: RunReport.DegradationFacts {
    .init(
      levels: [
        .init(
          level: .normal, timesEntered: 3, firstEnteredNanoseconds: 0, totalNanoseconds: 2_568_500_000_000,
          requestsMet: 2_589_000, shareOfRequests: 0.6974, deepestQueue: 1_000,
          oldestWaitNanoseconds: 1_200_000_000),
        .init(
          level: .hidden, timesEntered: 4, firstEnteredNanoseconds: 601_250_000_000,
          totalNanoseconds: 700_250_000_000, requestsMet: 720_300, shareOfRequests: 0.194,
          deepestQueue: 5_000,
          oldestWaitNanoseconds: 9_800_000_000),
        .init(
          level: .simple, timesEntered: 2, firstEnteredNanoseconds: 1_502_000_000_000,
          totalNanoseconds: 402_500_000_000, requestsMet: 403_045, shareOfRequests: 0.1086,
          deepestQueue: 8_912,
          oldestWaitNanoseconds: 22_400_000_000),
        .init(level: .busy),
      ],
      changes: [
        .init(atNanoseconds: 601_250_000_000, from: .normal, to: .hidden, waiting: 1_001),
        .init(atNanoseconds: 1_502_000_000_000, from: .hidden, to: .simple, waiting: 5_001),
      ])
  }

  private static var cost: RunReport.CostFacts {
    .init(
      priceBook: "2026-08",
      lines: [
        .init(
          service: .llm, item: "tokens in", count: 2_800_112_004, priceNanoUSD: 100_000_000,
          priceUnit: 1_000_000, amountNanoUSD: 280_011_200_400),
        .init(
          service: .llm, item: "tokens out", count: 650_204_551, priceNanoUSD: 400_000_000,
          priceUnit: 1_000_000,
          amountNanoUSD: 260_081_820_400),
        .init(
          service: .redis, item: "commands", count: 17_204_330, priceNanoUSD: 200_000_000, priceUnit: 100_000,
          amountNanoUSD: 34_408_660_000),
        .init(
          service: .qstash, item: "messages", count: 1_490_000, priceNanoUSD: 1_000_000_000,
          priceUnit: 100_000,
          amountNanoUSD: 14_900_000_000),
        .init(
          service: .functions, item: "CPU milliseconds", count: 796_477, priceNanoUSD: 128_000_000,
          priceUnit: 3_600_000,
          amountNanoUSD: 28_319_200),
      ],
      totalNanoUSD: 589_430_000_000, answers: 3_601_889, perThousandAnswersNanoUSD: 163_644_000,
      perHourNanoUSD: 589_430_000_000,
      month: .init(peakHours: 40, otherAnswers: 12_000_000, amountNanoUSD: 25_540_930_000_000),
      waste: .init(tokensIn: 14_201_000, tokensOut: 5_120_400, amountNanoUSD: 3_468_260_000))
  }

  private static var resources: [RunReport.ResourceUse] {
    [
      .init(
        name: "places at the language model", capacity: 2_700, unit: "calls", averageUse: 0.972, peakUse: 1,
        fullNanoseconds: 2_470 * second, refusals: 812_004),
      .init(name: "worker slots", capacity: 2_650, unit: "slots", averageUse: 0.968, peakUse: 1),
      .init(
        name: "completion tokens a minute", capacity: 20_000_000, unit: "tokens a minute", averageUse: 0.541,
        peakUse: 0.83),
    ]
  }

  private static func fillCounts(_ report: inout RunReport) {
    report.limiter.checks = 3_672_345
    report.limiter.allowed = 3_611_341
    report.limiter.limited = 61_004
    report.cache.hits = 604_321
    report.cache.misses = 2_998_000
    report.cache.joins = 7_456
    report.cache.entries = 1_204_003
    report.calls.begun = 3_000_110
    report.calls.retries = 9_004
    report.calls.hung = 301
    report.calls.stalled = 1_204
    report.people.refreshes = 71_204
    report.people.resumes = 36_004
    report.people.cancels = 37_204
    report.people.giveUps = 2_201
    report.streams.rotations = 12
    report.streams.redisCommands = 17_204_330
    report.jobs.admitted = 2_990_727
    report.jobs.ended = [.init(name: "completed", count: 2_950_112), .init(name: "failed", count: 1_210)]
    report.invariants = [
      .init(name: "I1", statement: "every request is counted exactly once", checks: 11_204_331, held: true),
      .init(name: "I3", statement: "no more calls in flight than slots", checks: 9_004_120, held: true),
    ]
    report.events = [.init(name: "send", count: 3_712_345), .init(name: "first token", count: 3_000_110)]
  }
}
