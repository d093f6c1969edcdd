// Values given on the command line in place of the file's. They change the tree, so every check and every
// message is the file's own.

/// A value for one key of a scenario, as `--set llm.concurrency=3780` gives it.
public struct Override: Hashable, Sendable {
  /// The key, with its sections and list indices before it: `behaviour.bells.0.share`. A part that contains a
  /// point stands between single quotes: `llm.firstToken.quantiles.'99.9%'`.
  public var key: String
  /// The value as it would stand in the file. Lists and maps are written `[a, b]` and `{a: 1}`.
  public var value: String
  /// The flag that errors name.
  public var flag: String

  /// An override of `key`, whether there is such a key or not.
  public init(key: String, value: String, flag: String = "--set") {
    self.key = key
    self.value = value
    self.flag = flag
  }

  /// Reads `KEY=VALUE`; nil where there is no `=` outside quotes and tags.
  public init?(_ argument: String, flag: String = "--set") {
    var isQuoted = false
    var braces = 0
    for index in argument.indices {
      switch argument[index] {
      case "'": isQuoted.toggle()
      case "{" where !isQuoted: braces += 1
      case "}" where !isQuoted: braces -= 1
      case "=" where !isQuoted && braces <= 0:
        guard index > argument.startIndex else { return nil }
        let value = argument[argument.index(after: index)...]
        self.init(key: String(argument[..<index]), value: String(value), flag: flag)
        return
      default: continue
      }
    }
    return nil
  }
}

/// Applies overrides to a tree.
enum OverrideApplication {
  /// Most overrides of one reading.
  static let limit = 1000
  /// Longest list that an index can extend, by one entry at a time.
  static let longestList = 1000

  /// One part of a key.
  private struct Part {
    var text: String
    var origin: Origin
  }

  static func apply(_ override: Override, to root: inout SyntaxNode, _ diagnostics: inout Diagnostics) {
    let text = "\(override.key)=\(override.value)"
    // The value is parsed as a source of its own, and its positions moved behind the `=` afterwards.
    let whole = diagnostics.add(SourceText(name: "\(override.flag) \(override.key)", text: text))
    guard override.value.utf8.count + override.key.utf8.count <= 65_536 else {
      let origin = Origin(source: whole, line: 1, column: 1, length: 1)
      diagnostics.report(origin, "longer than 64 KB", hint: "put it into a file")
      return
    }
    guard let parts = parts(of: override.key, source: whole, &diagnostics) else { return }
    guard var value = composeValue(override.value, after: override.key, whole, &diagnostics) else { return }
    if case .null = value.content {
      value.origin = Origin(source: whole, line: 1, column: override.key.unicodeScalars.count + 1, length: 1)
    }
    set(value, at: parts[...], in: &root, parent: nil, &diagnostics)
  }

  private static func composeValue(
    _ value: String, after key: String, _ whole: Int, _ diagnostics: inout Diagnostics
  ) -> SyntaxNode? {
    let shift = key.unicodeScalars.count + 1
    var inner = Diagnostics(file: SourceText(name: "value", text: value))
    let node = Composition.compose(0, &inner)
    do throws(ScenarioErrors) {
      try inner.check()
    } catch {
      for diagnostic in error.diagnostics {
        let column = diagnostic.column + (diagnostic.line == 1 ? shift : 0)
        let origin = Origin(source: whole, line: diagnostic.line, column: column, length: diagnostic.length)
        diagnostics.report(origin, diagnostic.message, hint: diagnostic.hint)
      }
      return nil
    }
    return node.map { moved($0, to: whole, by: shift) }
  }

  private static func moved(_ node: SyntaxNode, to source: Int, by shift: Int) -> SyntaxNode {
    func moved(_ origin: Origin) -> Origin {
      let column = origin.column + (origin.line == 1 ? shift : 0)
      return Origin(source: source, line: origin.line, column: column, length: origin.length)
    }
    var node = node
    node.origin = moved(node.origin)
    switch node.content {
    case .sequence(let values):
      node.content = .sequence(values.map { Self.moved($0, to: source, by: shift) })
    case .mapping(let entries):
      node.content = .mapping(
        entries.map { entry in
          .init(
            key: entry.key, keyOrigin: moved(entry.keyOrigin),
            value: Self.moved(entry.value, to: source, by: shift))
        })
    default: break
    }
    return node
  }

  /// Cuts a key at its points.
  private static func parts(of key: String, source: Int, _ diagnostics: inout Diagnostics) -> [Part]? {
    let scalars = Array(key.unicodeScalars)
    var parts: [Part] = []
    var text = String.UnicodeScalarView()
    var start = 0
    var isQuoted = false
    var braces = 0
    for (index, scalar) in scalars.enumerated() {
      switch scalar {
      case "'": isQuoted.toggle()
      case "." where !isQuoted && braces <= 0:
        let origin = Origin(source: source, line: 1, column: start + 1, length: max(1, index - start))
        parts.append(Part(text: String(text), origin: origin))
        text = .init()
        start = index + 1
      default:
        if !isQuoted, scalar == "{" { braces += 1 }
        if !isQuoted, scalar == "}" { braces -= 1 }
        text.append(scalar)
      }
    }
    let origin = Origin(source: source, line: 1, column: start + 1, length: max(1, scalars.count - start))
    parts.append(Part(text: String(text), origin: origin))
    let wrong = parts.first { $0.text.isEmpty }
    guard wrong == nil, !isQuoted, parts.count <= TokenScan.deepestNesting else {
      let message =
        isQuoted ? "a quote is not closed" : wrong == nil ? "too many parts in a key" : "an empty key"
      let hint = "write KEY=VALUE, such as llm.concurrency=3780"
      diagnostics.report(wrong?.origin ?? origin, message, hint: hint)
      return nil
    }
    return parts
  }

  private static func set(
    _ value: SyntaxNode, at parts: ArraySlice<Part>, in node: inout SyntaxNode, parent: Part?,
    _ diagnostics: inout Diagnostics
  ) {
    guard let part = parts.first else {
      node = value
      return
    }
    let rest = parts.dropFirst()
    let index = part.text.utf8.allSatisfy { $0 >= 48 && $0 <= 57 } ? Int(part.text) : nil
    switch node.content {
    case .sequence(var values):
      guard let index, index <= values.count, index < longestList else {
        let name = parent.map { "'\($0.text)'" } ?? "the list"
        let hint =
          values.isEmpty ? "write 0" : "write 0 to \(values.count - 1), or \(values.count) to add one"
        diagnostics.report(part.origin, "\(name) has no entry '\(part.text)'", hint: hint)
        return
      }
      if index == values.count { values.append(SyntaxNode(content: .null, origin: part.origin)) }
      set(value, at: rest, in: &values[index], parent: part, &diagnostics)
      node.content = .sequence(values)
    case .mapping(var entries):
      let place = entries.firstIndex { $0.key == part.text } ?? entries.endIndex
      if place == entries.endIndex {
        let new = SyntaxNode(content: .null, origin: part.origin)
        entries.append(.init(key: part.text, keyOrigin: part.origin, value: new))
      }
      set(value, at: rest, in: &entries[place].value, parent: part, &diagnostics)
      if rest.isEmpty { entries[place].keyOrigin = part.origin }
      node.content = .mapping(entries)
    case .null, .scalar, .refused:
      // A section that the file leaves out, or a single value that becomes a section.
      node.content = index == nil ? .mapping([]) : .sequence([])
      node.origin = part.origin
      set(value, at: parts, in: &node, parent: parent, &diagnostics)
    }
  }
}
