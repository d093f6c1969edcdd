// A value that takes one of several forms, each with a key of its own: `poisson: {rate: 5/s}`.

internal import RunReport

/// One form of a value.
struct Form<Value> {
  let key: String
  let text: String
  /// What stands after the key, for the reference: `{mean, stages}`.
  let example: String
  /// Reads what stands after the key.
  let read: (SyntaxNode, inout Decoding) -> Value?
  /// What stands after the key for this value; nil where the value has another form.
  let show: (Value) -> String?
  /// The keys within, relative to that of the form.
  var members: () -> [DocumentedKey] = { [] }

  /// A form whose parameters are a map.
  static func map<Parameters>(
    _ key: String, _ text: String, example: String, _ schema: ObjectSchema<Parameters>,
    _ template: Parameters, _ make: @escaping (Parameters) -> Value, _ take: @escaping (Value) -> Parameters?
  ) -> Form {
    let kind = schema.kind(template)
    return Form(
      key: key, text: text, example: example,
      read: { node, decoding in kind.read(node, &decoding).map(make) },
      show: { take($0).map(kind.show) },
      members: kind.members)
  }
}

/// Reads a map with exactly one key.
struct OneOf<Value> {
  let what: String
  let forms: [Form<Value>]

  func read(_ node: SyntaxNode, _ decoding: inout Decoding) -> Value? {
    let keys = forms.map(\.key)
    let expected = "\(what), a map with one of \(keys.joined(separator: ", ")),"
    guard let entries = decoding.entries(node, expected: expected) else { return nil }
    for entry in entries where !keys.contains(entry.key) {
      decoding.fail(
        entry.keyOrigin, "unknown \(what) '\(entry.key)'", hint: Spelling.hint(for: entry.key, among: keys))
    }
    let known = entries.filter { keys.contains($0.key) }
    guard let entry = known.first, let form = forms.first(where: { $0.key == entry.key }) else {
      if entries.isEmpty {
        decoding.fail(node.origin, "no \(what)", hint: "one of \(keys.joined(separator: ", "))")
      }
      return nil
    }
    if known.count > 1 {
      let names = known.map { "'\($0.key)'" }.joined(separator: " and ")
      decoding.fail(known[1].keyOrigin, "\(names) exclude one another", hint: "keep one")
    }
    return decoding.within(entry.key, entry.keyOrigin) { form.read(entry.value, &$0) }
  }

  func show(_ value: Value) -> String {
    for form in forms {
      if let shown = form.show(value) { return "{\(form.key): \(shown)}" }
    }
    return "{}"
  }
}
