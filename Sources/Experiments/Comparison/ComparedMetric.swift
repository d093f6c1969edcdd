// What is compared: any metric of the threshold language, read in every run as a threshold would be.

public import RunReport

/// A metric and how its samples become one number: `queue_wait{role:student} p(95)`.
public struct ComparedMetric: Hashable, Sendable {
  /// As it is written.
  public var text: String
  /// Reads the number; its limit means nothing.
  var probe: Threshold

  /// What a value is, which says how to print it.
  public var kind: Metric.Kind { probe.observedKind }

  /// The window that it is taken over; nil for the whole run after the warm-up.
  public var window: String? { probe.selector.window }

  /// Reads `SELECTOR AGGREGATE`; the aggregate may be left out where the metric has one only.
  public init(_ text: String) throws(ThresholdSyntaxError) {
    let parts = text.split(separator: " ", maxSplits: 1).map(String.init)
    let selector = try ThresholdParser.selector(parts.first ?? "")
    let names = selector.metric.kind.aggregateNames
    let aggregate = parts.count > 1 ? parts[1] : names.count == 1 ? names[0] : ""
    guard !aggregate.isEmpty else {
      throw ThresholdSyntaxError(
        message: "no aggregate", hint: "write one of \(names.joined(separator: ", ")) after the metric",
        offset: 0,
        length: max(1, text.count))
    }
    probe = try ThresholdParser.threshold(
      selector: parts[0], expression: aggregate + ">=" + Self.anyLimit(of: selector.metric.kind, aggregate))
    self.text = "\(parts[0]) \(aggregate)"
  }

  /// The metric that a threshold judges.
  public init(_ threshold: Threshold) {
    text = "\(threshold.selectorText) \(threshold.aggregate.name)"
    probe = threshold
    probe.abortOnFail = false
  }

  /// A limit in a unit that the parser accepts.
  private static func anyLimit(of kind: Metric.Kind, _ aggregate: String) -> String {
    if aggregate == "count" { return "0" }
    return switch kind {
    case .duration, .time: "0s"
    case .share: "0%"
    case .counter, .ratePerSecond, .gauge, .ratio: "0"
    case .money: "$0"
    }
  }

  /// What a planner looks at first, in this order.
  public static let usual: [ComparedMetric] = [
    "queue_wait avg", "queue_wait p(95)", "ttft p(50)", "ttft p(95)", "ttft p(99)", "e2e p(95)",
    "failed rate",
    "goodput value", "waiting max", "cost value",
  ].map { (text: String) -> ComparedMetric in
    do {
      return try ComparedMetric(text)
    } catch {
      preconditionFailure("\(text): \(error)")
    }
  }
}
