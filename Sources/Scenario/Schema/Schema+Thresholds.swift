// The `thresholds` map: a selector for each key, expressions for its value. Apart because its keys are a
// language of their own.

internal import QueueModel
internal import RunReport

/// A threshold's long form.
private struct LongForm {
  var expression = ""
  var abortOnFail = false
  var delay: Duration = .zero

  static var schema: ObjectSchema<LongForm> {
    ObjectSchema(fields: [
      .value("threshold", \.expression, .text(), isRequired: true, "The expression: `p(95)<2s`."),
      .value("abortOnFail", \.abortOnFail, .flag, "Whether a breach ends the run."),
      .value(
        "delayAbortEval", \.delay, .duration(.zero ... .seconds(86_400)),
        "Time from the start before which a breach does not end the run."),
    ])
  }
}

extension Field where Root == Scenario {
  /// Most thresholds of a scenario.
  static var mostThresholds: Int { 1000 }

  static var thresholds: Field {
    let text = "What must hold: for each selector an expression, a list of them, or maps in the long form."
    return Field(
      key: "thresholds", text: text, isRequired: false,
      read: { node, root, decoding in
        guard let entries = decoding.entries(node, expected: "a map of selectors") else { return }
        root.thresholds = entries.flatMap { entry in
          decoding.within(entry.key, entry.keyOrigin) { readThresholds(entry, &$0) }
        }
        if root.thresholds.count > mostThresholds {
          decoding.fail(decoding.keyOrigin, "more than \(mostThresholds) thresholds", hint: "leave some out")
        }
      },
      lines: { root in root.thresholds.isEmpty ? [] : ["thresholds:"] + thresholdLines(root.thresholds) },
      documentation: { _ in
        let own = DocumentedKey(
          path: "thresholds", kind: "section", range: "", defaultValue: "", isRequired: false, text: text,
          isSection: true)
        let selector = DocumentedKey(
          path: "thresholds.SELECTOR", kind: "expression, list of them, or list of maps", range: "",
          defaultValue: "", isRequired: false, text: "What must hold of this metric; see Thresholds.",
          isSection: false)
        let members = LongForm.schema.documentation(LongForm()).map { $0.within("thresholds.SELECTOR.N") }
        return [own, selector] + members
      })
  }

  private static func readThresholds(_ entry: SyntaxNode.Entry, _ decoding: inout Decoding) -> [Threshold] {
    let selector: MetricSelector
    do throws(ThresholdSyntaxError) {
      selector = try ThresholdParser.selector(entry.key)
    } catch {
      decoding.fail(place(of: error, in: entry.keyOrigin, entry.key), error.message, hint: error.hint)
      return []
    }
    guard case .sequence(let values) = entry.value.content else {
      return [readThreshold(entry.value, selector, entry.key, &decoding)].compactMap { $0 }
    }
    if values.isEmpty {
      decoding.fail(entry.value.origin, "'\(entry.key)' has no expression", hint: "write ['p(95)<2s']")
    }
    return values.enumerated().compactMap { index, value in
      decoding.within(String(index), value.origin) { readThreshold(value, selector, entry.key, &$0) }
    }
  }

  private static func readThreshold(
    _ node: SyntaxNode, _ selector: MetricSelector, _ selectorText: String, _ decoding: inout Decoding
  ) -> Threshold? {
    var form = LongForm()
    var origin = node.origin
    switch node.content {
    case .scalar(let text, _): form.expression = text
    case .mapping(let entries):
      guard let read = LongForm.schema.kind(form).read(node, &decoding) else { return nil }
      form = read
      origin = entries.first { $0.key == "threshold" }?.value.origin ?? origin
    default:
      decoding.failType(node, expected: "an expression such as p(95)<2s")
      return nil
    }
    do throws(ThresholdSyntaxError) {
      let condition = try ThresholdParser.condition(form.expression, for: selector.metric)
      return Threshold(
        selector: selector, aggregate: condition.aggregate, comparison: condition.comparison,
        limit: condition.limit, selectorText: selectorText, expressionText: form.expression,
        line: origin.source == 0 ? origin.line : 0, abortOnFail: form.abortOnFail,
        delayAbortEvaluation: form.delay)
    } catch {
      decoding.fail(place(of: error, in: origin, form.expression), error.message, hint: error.hint)
      return nil
    }
  }

  /// The part of a scalar that an error is about. The scalar is longer than its text by its quotes.
  private static func place(of error: ThresholdSyntaxError, in origin: Origin, _ text: String) -> Origin {
    let quote = origin.length > text.unicodeScalars.count ? 1 : 0
    return origin.part(offset: quote + error.offset, length: error.length)
  }

  private static func thresholdLines(_ thresholds: [Threshold]) -> [String] {
    var lines: [String] = []
    var last: String?
    for threshold in thresholds {
      if threshold.selectorText != last { lines.append("  \(Spelled.quoted(threshold.selectorText)):") }
      last = threshold.selectorText
      let form = LongForm(
        expression: threshold.expressionText, abortOnFail: threshold.abortOnFail,
        delay: threshold.delayAbortEvaluation)
      let isShort = !form.abortOnFail && form.delay == .zero
      let shown = isShort ? Spelled.quoted(form.expression) : LongForm.schema.kind(form).show(form)
      lines.append("    - \(shown)")
    }
    return lines
  }
}
