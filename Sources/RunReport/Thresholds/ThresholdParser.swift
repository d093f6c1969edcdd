// The two halves of a threshold's text: the selector, which says what is measured over which part of the run,
// and the expression, which says what must hold of it.

import QueueModel

/// Why a threshold cannot be read, and where in its text.
public struct ThresholdSyntaxError: Error, Hashable, Sendable {
  /// What is wrong: `unknown metric 'queue_wiat'`.
  public var message: String
  /// What to write instead.
  public var hint: String
  /// Where it is wrong: characters (Unicode scalars) from the beginning of the text that was parsed.
  public var offset: Int
  /// How many characters are wrong, at least 1.
  public var length: Int

  /// An error from its parts.
  public init(message: String, hint: String, offset: Int, length: Int) {
    self.message = message
    self.hint = hint
    self.offset = offset
    self.length = length
  }
}

/// The right half of a threshold: `p(95)<2s`.
public struct ThresholdCondition: Hashable, Sendable {
  /// How samples become one number.
  public var aggregate: Aggregate
  /// The relation that must hold between that number and the limit.
  public var comparison: Comparison
  /// In the metric's own unit.
  public var limit: Double
}

/// Reads thresholds in k6's form.
///
/// A selector is a metric, with tags between braces where only a part counts:
/// `queue_wait{role:student,window:bell}`. An expression is an aggregate, a comparison and a limit with unit:
/// `p(95)<2s`. Where a metric has one aggregate only, it can be left out: `>800/s`.
public enum ThresholdParser {
  /// Longest selector or expression that is read.
  static let longestText = 256

  /// Reads both halves.
  ///
  /// - Throws: the first thing that is wrong, with its offset in the half that contains it.
  public static func threshold(
    selector selectorText: String, expression expressionText: String, line: Int = 0
  ) throws(ThresholdSyntaxError) -> Threshold {
    let selector = try selector(selectorText)
    let condition = try condition(expressionText, for: selector.metric)
    return Threshold(
      selector: selector, aggregate: condition.aggregate, comparison: condition.comparison,
      limit: condition.limit, selectorText: selectorText, expressionText: expressionText, line: line)
  }

  /// Reads `queue_wait{role:student,outcome:completed}`.
  public static func selector(_ text: String) throws(ThresholdSyntaxError) -> MetricSelector {
    var cursor = try ThresholdCursor(text)
    let word = cursor.word(until: "{")
    guard let metric = Metric(rawValue: word.text) else {
      let hint = Spelling.hint(for: word.text, among: Metric.allCases.map(\.rawValue))
      throw word.error(word.text.isEmpty ? "no metric" : "unknown metric '\(word.text)'", hint: hint)
    }
    var selector = MetricSelector(metric)
    guard !cursor.isAtEnd else { return selector }
    let opening = cursor.take()
    var seen: Set<String> = []
    repeat {
      let name = cursor.word(until: ":,}")
      guard metric.tagNames.contains(name.text) else { throw unknownTag(name, of: metric) }
      guard seen.insert(name.text).inserted else {
        throw name.error("tag '\(name.text)' is given twice", hint: "give each tag once")
      }
      guard cursor.take(":") else {
        throw name.error("tag '\(name.text)' has no value", hint: "write \(name.text):VALUE")
      }
      try set(name.text, to: cursor.word(until: ",}"), in: &selector)
    } while cursor.take(",")
    guard cursor.take("}") else { throw opening.error("'{' is not closed", hint: "close the tags with '}'") }
    guard cursor.isAtEnd else {
      throw cursor.rest().error("unexpected text after '}'", hint: "a selector ends with '}'")
    }
    return selector
  }

  /// Reads `p(95)<2s` for a metric, which decides the aggregates and the units that fit.
  public static func condition(
    _ text: String, for metric: Metric
  ) throws(ThresholdSyntaxError) -> ThresholdCondition {
    var cursor = try ThresholdCursor(text)
    let name = cursor.word(until: "<>=!")
    let aggregate = try aggregate(name, for: metric)
    let sign = cursor.word(while: "<>=!")
    guard let comparison = Comparison(rawValue: sign.text) else {
      let hint = "write AGGREGATE COMPARISON LIMIT, such as \(example(for: metric))"
      let message = sign.text.isEmpty ? "no comparison" : "unknown comparison '\(sign.text)'"
      throw (sign.text.isEmpty ? name : sign).error(message, hint: hint)
    }
    let limit = cursor.rest()
    return ThresholdCondition(
      aggregate: aggregate, comparison: comparison, limit: try self.limit(limit, of: aggregate, for: metric))
  }

  // MARK: Tags

  private static func unknownTag(_ name: ThresholdCursor.Piece, of metric: Metric) -> ThresholdSyntaxError {
    let all = ["role", "outcome", "level", "service", "window"]
    let fitting = metric.tagNames.joined(separator: ", ")
    if all.contains(name.text) {
      return name.error("\(metric.rawValue) has no tag '\(name.text)'", hint: "its tags are \(fitting)")
    }
    let hint = Spelling.hint(for: name.text, among: metric.tagNames)
    return name.error(name.text.isEmpty ? "no tag" : "unknown tag '\(name.text)'", hint: hint)
  }

  private static func set(
    _ tag: String, to value: ThresholdCursor.Piece, in selector: inout MetricSelector
  ) throws(ThresholdSyntaxError) {
    func pick<Value>(
      _ values: [Value], _ name: (Value) -> String
    ) throws(ThresholdSyntaxError) -> Value {
      if let found = values.first(where: { name($0) == value.text }) { return found }
      let hint = Spelling.hint(for: value.text, among: values.map(name))
      throw value.error(value.text.isEmpty ? "no \(tag)" : "unknown \(tag) '\(value.text)'", hint: hint)
    }
    switch tag {
    case "role": selector.role = try pick(Role.allCases, \.rawValue)
    case "outcome": selector.outcome = try pick(Outcome.allCases, \.rawValue)
    case "level": selector.level = try pick(DegradationLevel.allCases, \.name)
    case "service": selector.service = try pick(BilledService.allCases, \.rawValue)
    default:
      guard !value.text.isEmpty else { throw value.error("no window", hint: "write window:NAME") }
      selector.window = value.text
    }
  }

  // MARK: Aggregates and limits

  private static func aggregate(
    _ piece: ThresholdCursor.Piece, for metric: Metric
  ) throws(ThresholdSyntaxError) -> Aggregate {
    let fitting = metric.kind.aggregateNames
    let aggregate: Aggregate
    if piece.text.isEmpty, fitting.count == 1,
      let only = Aggregate.named.first(where: { $0.name == fitting[0] })
    {
      return only
    } else if piece.text.hasPrefix("p("), piece.text.hasSuffix(")") {
      let digits = String(piece.text.dropFirst(2).dropLast())
      guard let percent = try? Quantity.number(digits), percent >= 0, percent <= 100 else {
        throw piece.error("'\(piece.text)' is no percentile", hint: "write p(N) with N from 0 to 100")
      }
      aggregate = .percentile(percent)
    } else if let found = Aggregate.named.first(where: { $0.name == piece.text }) {
      aggregate = found
    } else {
      let message = piece.text.isEmpty ? "no aggregate" : "unknown aggregate '\(piece.text)'"
      let nearest = Spelling.nearest(to: piece.text, among: fitting.filter { $0 != "p(N)" })
      let list = "\(metric.rawValue) has \(fitting.joined(separator: ", "))"
      throw piece.error(message, hint: nearest.map { "did you mean '\($0)'? \(list)" } ?? list)
    }
    guard metric.kind.accepts(aggregate) else {
      throw piece.error(
        "\(metric.rawValue) has no aggregate '\(piece.text)'",
        hint: "it has \(fitting.joined(separator: ", "))")
    }
    return aggregate
  }

  private static func limit(
    _ piece: ThresholdCursor.Piece, of aggregate: Aggregate, for metric: Metric
  ) throws(ThresholdSyntaxError) -> Double {
    let text = piece.text
    do throws(QuantityError) {
      switch (metric.kind, aggregate) {
      case (.duration, .count), (.counter, .count), (.gauge, _), (.ratio, _):
        let value = try Quantity.number(text)
        guard value >= 0 else { throw QuantityError("is negative", hint: "write a number such as 1000") }
        return value
      case (.duration, _), (.time, _): return Double(try Quantity.duration(text).wholeNanoseconds) / 1e9
      case (.share, _): return try Quantity.share(text)
      case (.money, _): return try Quantity.dollars(text)
      case (.ratePerSecond, _), (.counter, _):
        return try Quantity.rate(text.contains("/") ? text : text + "/s")
      }
    } catch {
      let hint = "\(error.hint), as in \(example(for: metric))"
      throw piece.error(text.isEmpty ? "no limit" : "limit '\(text)' \(error.problem)", hint: hint)
    }
  }

  /// How a limit of a metric is written, for the reference.
  package static func limitDescription(of metric: Metric) -> String {
    let kind =
      switch metric.kind {
      case .duration: "duration; of `count` a number"
      case .time: "duration"
      case .counter: "number; of `rate` a number or rate per second"
      case .share: "share"
      case .ratePerSecond: "number or rate per second"
      case .money: "US dollars: `$500`, `500USD` or `500`"
      case .gauge, .ratio: "number"
      }
    return "\(kind), as in `\(example(for: metric))`"
  }

  private static func example(for metric: Metric) -> String {
    switch metric.kind {
    case .duration: "p(95)<2s"
    case .counter: "count>1000"
    case .share: "rate<1%"
    case .ratePerSecond: "value>800/s"
    case .money: "value<$500"
    case .gauge: "max<10000"
    case .ratio: "value<1.1"
    case .time: "value<60s"
    }
  }
}
