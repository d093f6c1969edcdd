// Each metric, aggregate, tag, tag value and comparison of the threshold language changes a verdict.

import QueueModel
import Testing

@testable import RunReport
@testable import Scenario
@testable import Sim

/// A run in which requests of every role end in every way at every level, and every service is paid.
private let everything = BaseScenario(
  text: """
    duration: 3m
    drain: 10m
    population:
      people: 120
      ramp: 20s
      cohorts:
        - {role: student, share: 60%}
        - {role: teacher, share: 30%}
        - {role: admin, share: 10%}
    behaviour:
      gap: {exponential: 15s}
      patience: {lognormal: {median: 8s, sigma: 0.5}}
      cancelShare: 5%
      malformedShare: 2%
      signedOutShare: 2%
      hasty: {share: 20%, resendAfter: 3s, doubleClickShare: 20%}
      bells: [{at: 30s, share: 50%, within: 2s, classQuestion: {share: 100%}}]
    system:
      rateLimit: {requests: 12}
      degradation: {hidden: 4, simple: 12, busy: 24}
      queue: {timeToLive: 12s, maximumWaitingPerPerson: 2}
      delivery: qstash
      qstash: {parallelism: 6, retries: 1, backoff: jittered}
      educators: {reserve: 3}
      cache: {semantic: {hitRatio: 5%, falseHitShare: 10%}}
    llm:
      concurrency: 20
      errorBeforeShare: 10%
    windows: [{name: early, from: 0s, to: 1m}, {name: late, from: 90s, to: 3m}]
    """)

@Suite struct ThresholdEffectTests {
  /// Values of each tag.
  private static let tagValues: [String: [String]] = [
    "role": Role.allCases.map(\.rawValue), "outcome": Outcome.allCases.map(\.rawValue),
    "level": DegradationLevel.allCases.map(\.name), "service": BilledService.allCases.map(\.rawValue),
    "window": ["early", "late"],
  ]

  /// The run with these thresholds, as a scenario file has them.
  private static func report(_ thresholds: [(selector: String, expression: String)]) async throws -> RunReport
  {
    var lists: [String: [String]] = [:]
    for (selector, expression) in thresholds { lists[selector, default: []].append("'\(expression)'") }
    let settings = lists.sorted { $0.key < $1.key }.map {
      "thresholds.'\($0)'=[\($1.joined(separator: ", "))]"
    }
    return await (try Simulation(everything.scenario(settings))).run()
  }

  /// What was observed for each selector, each with the aggregate that counts or sums where the metric has one.
  private static func observed(_ selectors: [String], _ aggregate: (Metric) -> String) async throws
    -> [String: Double]
  {
    let thresholds = selectors.map { selector in
      let metric = metric(of: selector)
      return (selector, "\(aggregate(metric))>=\(limit(0, metric, aggregate(metric)))")
    }
    let findings = try await report(thresholds).thresholds
    #expect(findings.count == selectors.count)
    return Dictionary(uniqueKeysWithValues: findings.map { ($0.selector, $0.observed ?? -1) })
  }

  private static func metric(of selector: String) -> Metric {
    Metric(rawValue: String(selector.prefix { $0 != "{" }))!
  }

  /// A limit of a metric in its unit.
  private static func limit(_ value: Double, _ metric: Metric, _ aggregate: String) -> String {
    let isTime = [.duration, .time].contains(metric.kind) && aggregate != "count"
    return isTime ? Spelled.seconds(value) : Spelled.number(value)
  }

  @Test func everyAggregateOfEveryMetricIsJudged() async throws {
    let all = Metric.allCases.flatMap { metric in
      metric.kind.aggregateNames.map { aggregate in
        let selector = metric == .timeAtLevel ? "time_at_level{level:simple}" : metric.rawValue
        return (selector: selector, metric: metric, aggregate: aggregate.replacing("N", with: "95"))
      }
    }
    let findings = try await Self.report(
      all.map { ($0.selector, "\($0.aggregate)>=\(Self.limit(0, $0.metric, $0.aggregate))") }
    ).thresholds
    let found = Dictionary(
      uniqueKeysWithValues: findings.map { ("\($0.selector) \($0.condition.prefix { $0 != ">" })", $0) })
    // Between a limit at half of what was observed and one at twice as much the verdict changes.
    var limits: [(selector: String, expression: String)] = []
    for entry in all {
      let name = "\(entry.selector) \(entry.aggregate)"
      let observed = try #require(found[name]?.observed, "\(name)")
      let most = entry.metric.kind == .share ? 1 : Double.infinity
      for limit in [observed / 2, min(most, observed * 2 + 1e-3)] {
        limits.append(
          (entry.selector, "\(entry.aggregate)>=\(Self.limit(limit, entry.metric, entry.aggregate))"))
      }
    }
    let judged = try await Self.report(limits).thresholds
    #expect(judged.count == limits.count)
    for finding in judged {
      let isLower = limits.firstIndex { $0 == (finding.selector, finding.condition) }!.isMultiple(of: 2)
      let observed = finding.observed.map { "\($0)" } ?? "nothing"
      #expect(finding.passed == isLower, "\(finding.selector) \(finding.condition): \(observed)")
    }
  }

  /// Metrics of which the parts with each value of a tag make up the whole.
  private static func isSum(_ metric: Metric, _ tag: String) -> Bool {
    switch metric.kind {
    case .duration, .counter, .money, .ratePerSecond: tag != "window"
    case .share, .gauge, .ratio, .time: false
    }
  }

  @Test func everyTagOfEveryMetricSelects() async throws {
    var selectors: [String] = []
    for metric in Metric.allCases {
      if metric != .timeAtLevel { selectors.append(metric.rawValue) }
      for tag in metric.tagNames {
        selectors += Self.tagValues[tag]!.map { value in
          metric == .timeAtLevel && tag == "window"
            ? "time_at_level{level:simple,window:\(value)}" : "\(metric.rawValue){\(tag):\(value)}"
        }
      }
    }
    let observed = try await Self.observed(selectors) { metric in
      metric.kind.aggregateNames.contains("count") ? "count" : metric.kind.aggregateNames[0]
    }
    for metric in Metric.allCases {
      for tag in metric.tagNames {
        let parts = selectors.filter { Self.metric(of: $0) == metric && $0.contains("\(tag):") }.filter {
          tag == "window" || !$0.contains("window:")
        }.compactMap { observed[$0] }
        #expect(Set(parts).count > 1, "\(metric.rawValue) is the same with each \(tag): \(parts)")
        if Self.isSum(metric, tag), let whole = observed[metric.rawValue] {
          // What those who gave up had waited is a part of nothing.
          let apart = metric.kind == .duration ? observed["\(metric.rawValue){outcome:abandoned}"] ?? 0 : 0
          let sum = parts.reduce(0, +) - (tag == "outcome" ? apart : 0)
          #expect(abs(sum - whole) <= 1e-9 * whole, "\(metric.rawValue) by \(tag): \(parts), whole \(whole)")
        }
      }
    }
    // No word of a tag stands for nothing.
    for tag in ["role", "outcome", "level"] {
      for value in Self.tagValues[tag]! {
        #expect(observed["requests{\(tag):\(value)}"]! > 0, "no request of \(tag) \(value)")
      }
    }
    for service in Self.tagValues["service"]! {
      #expect(observed["cost{service:\(service)}"]! > 0, "nothing is paid for \(service)")
    }
  }

  @Test func everyComparisonIsTheOneItSays() async throws {
    let count = try #require(try await Self.observed(["requests"]) { _ in "count" }["requests"])
    let limits = [count - 1, count, count + 1].map(Spelled.number)
    let expected: [Comparison: [Bool]] = [
      .less: [false, false, true], .lessOrEqual: [false, true, true], .greater: [true, false, false],
      .greaterOrEqual: [true, true, false], .equal: [false, true, false], .notEqual: [true, false, true],
    ]
    let all = Comparison.allCases.flatMap { comparison in
      limits.map { ("requests", "count\(comparison.rawValue)\($0)") }
    }
    let passed = try await Self.report(all).thresholds.map(\.passed)
    for (index, comparison) in Comparison.allCases.enumerated() {
      let found = Array(passed[index * limits.count..<(index + 1) * limits.count])
      #expect(found == expected[comparison], "\(comparison.rawValue) of \(count) and \(limits)")
    }
  }
}
