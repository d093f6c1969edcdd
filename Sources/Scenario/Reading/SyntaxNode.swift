// The tree that a scenario's text is made of, each part with its origin. Overrides change this tree before it
// is decoded, so that they pass the same checks as the file.

/// A value of the tree.
struct SyntaxNode {
  enum Content {
    /// Nothing was written, or `null`.
    case null
    /// Something was written that has been refused already, such as an alias.
    case refused
    case scalar(String, isQuoted: Bool)
    case sequence([SyntaxNode])
    case mapping([Entry])
  }

  struct Entry {
    var key: String
    var keyOrigin: Origin
    var value: SyntaxNode
  }

  var content: Content
  var origin: Origin

  /// What the node is, for messages.
  var kindName: String {
    switch content {
    case .null: "nothing"
    case .refused: "a refused value"
    case .scalar: "a single value"
    case .sequence: "a list"
    case .mapping: "a map of keys"
    }
  }

  /// Where the value at `path` was written: the key of its entry, or the list entry itself. Nil where it was
  /// not.
  func keyOrigin(at path: [String]) -> Origin? {
    find(path)?.key
  }

  /// The value at `path`, or nil where the text gives none.
  func value(at path: [String]) -> SyntaxNode? { find(path)?.value }

  private func find(_ path: [String]) -> (key: Origin, value: SyntaxNode)? {
    var found = (key: origin, value: self)
    for part in path {
      switch found.value.content {
      case .mapping(let entries):
        guard let entry = entries.first(where: { $0.key == part }) else { return nil }
        found = (entry.keyOrigin, entry.value)
      case .sequence(let values):
        guard let index = Int(part), values.indices.contains(index) else { return nil }
        found = (values[index].origin, values[index])
      default: return nil
      }
    }
    return found
  }
}
