// The state of one decoding: where it is in the tree, what it has found wrong. Apart from the schema, which
// is only a description.

internal import RunReport

/// What a reader of a value gets besides the node.
struct Decoding {
  var diagnostics: Diagnostics
  /// Keys from the root to the value that is being read.
  var path: [String] = []
  /// Paths whose value could not be read; checks that need them are left out.
  private(set) var failedPaths: [[String]] = []
  /// Where the key of the value that is being read stands.
  var keyOrigin = Origin(source: 0, line: 1, column: 1, length: 1)

  init(diagnostics: Diagnostics) { self.diagnostics = diagnostics }

  /// Records that `origin` is wrong and that the present path has no value.
  mutating func fail(_ origin: Origin, _ message: String, hint: String = "") {
    failedPaths.append(path)
    diagnostics.report(origin, message, hint: hint)
  }

  /// Records that a node has the wrong type. Says nothing about a node that has been refused already.
  mutating func failType(_ node: SyntaxNode, expected: String, hint: String = "") {
    switch node.content {
    case .refused: failedPaths.append(path)
    case .null:
      fail(keyOrigin, "'\(path.last ?? "")' has no value", hint: "write \(expected), or remove the key")
    default:
      let name = path.last.map { "'\($0)' is " } ?? ""
      fail(node.origin, "\(name)\(node.kindName) where \(expected) is expected", hint: hint)
    }
  }

  /// Reads `node` as the value of `key`.
  mutating func within<Value>(
    _ key: String, _ keyOrigin: Origin, _ body: (inout Decoding) -> Value
  ) -> Value {
    let outer = self.keyOrigin
    path.append(key)
    self.keyOrigin = keyOrigin
    defer {
      path.removeLast()
      self.keyOrigin = outer
    }
    return body(&self)
  }

  /// True when the value at `path`, one around it or one in it could not be read.
  func hasFailed(_ path: [String]) -> Bool {
    failedPaths.contains { $0.starts(with: path) || path.starts(with: $0) }
  }

  /// The text of a scalar, or nil after having said what was expected.
  mutating func scalar(_ node: SyntaxNode, expected: String) -> String? {
    if case .scalar(let text, _) = node.content { return text }
    failType(node, expected: expected)
    return nil
  }

  /// The entries of a map, or nil after having said what was expected.
  mutating func entries(_ node: SyntaxNode, expected: String) -> [SyntaxNode.Entry]? {
    if case .mapping(let entries) = node.content { return entries }
    failType(node, expected: expected)
    return nil
  }

  /// The values of a list, or nil after having said what was expected.
  mutating func values(_ node: SyntaxNode, expected: String) -> [SyntaxNode]? {
    if case .sequence(let values) = node.content { return values }
    failType(node, expected: expected)
    return nil
  }
}
