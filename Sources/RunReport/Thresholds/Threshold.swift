// One thing that must hold at the end of a run, and what became of it.

/// The relation that must hold between the observed value and the limit.
public enum Comparison: String, CaseIterable, Hashable, Sendable, Codable {
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case equal = "=="
  case notEqual = "!="

  /// True when `observed` stands in this relation to `limit`. Nothing holds for a value that is not a number.
  public func holds(_ observed: Double, _ limit: Double) -> Bool {
    guard !observed.isNaN, !limit.isNaN else { return false }
    return switch self {
    case .less: observed < limit
    case .lessOrEqual: observed <= limit
    case .greater: observed > limit
    case .greaterOrEqual: observed >= limit
    case .equal: observed == limit
    case .notEqual: observed != limit
    }
  }
}

/// One line of a scenario's thresholds: `'queue_wait{role:student}': ['p(95)<2s']`.
public struct Threshold: Hashable, Sendable {
  /// What is measured, over which part of the run.
  public var selector: MetricSelector
  /// How samples become one number; fits the metric.
  public var aggregate: Aggregate
  /// The relation that must hold between that number and the limit.
  public var comparison: Comparison
  /// In the metric's own unit: seconds, a count, a share between 0 and 1, a rate per second, US dollars.
  public var limit: Double
  /// The selector as the scenario spells it.
  public var selectorText: String
  /// The expression as the scenario spells it.
  public var expressionText: String
  /// Line of the scenario file, from 1; 0 where the threshold does not come from a file.
  public var line: Int
  /// True when a breach ends the run.
  public var abortOnFail: Bool
  /// Time from the start before which a breach does not end the run.
  public var delayAbortEvaluation: Duration

  /// A threshold from its parts.
  public init(
    selector: MetricSelector, aggregate: Aggregate, comparison: Comparison, limit: Double,
    selectorText: String, expressionText: String, line: Int = 0, abortOnFail: Bool = false,
    delayAbortEvaluation: Duration = .zero
  ) {
    self.selector = selector
    self.aggregate = aggregate
    self.comparison = comparison
    self.limit = limit
    self.selectorText = selectorText
    self.expressionText = expressionText
    self.line = line
    self.abortOnFail = abortOnFail
    self.delayAbortEvaluation = delayAbortEvaluation
  }
}

/// What became of a threshold.
///
/// ```swift
/// let threshold = try ThresholdParser.threshold(selector: "queue_wait", expression: "p(95)<2s")
/// ThresholdEvaluation(threshold, observed: 1.2).passed        // true
/// ThresholdEvaluation(threshold, observed: .infinity).passed  // false
/// ThresholdEvaluation(threshold, observed: nil).passed        // false: there were no samples
/// ```
public struct ThresholdEvaluation: Hashable, Sendable {
  /// What had to hold.
  public var threshold: Threshold
  /// In the threshold's own unit; nil where there were no samples; may be +∞.
  public var observed: Double?
  /// True when there were samples and the relation holds.
  public var passed: Bool

  /// Judges an observed value.
  public init(_ threshold: Threshold, observed: Double?) {
    self.threshold = threshold
    self.observed = observed
    self.passed = observed.map { threshold.comparison.holds($0, threshold.limit) } ?? false
  }
}
