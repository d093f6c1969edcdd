// A value as JSON without layout: which brackets share a line is known only when all that they hold is known.

/// A JSON value that encoding fills and ``JSONWriter`` writes.
final class JSONNode {
  enum Content {
    /// A number, string or word as it is written.
    case scalar(String)
    /// A list of integers. Apart, because a report has tens of thousands of them and a node is dear.
    case integers([Int])
    /// The nodes of ``members``.
    case list
    /// The nodes of ``members`` under ``keys``.
    case object
  }

  private(set) var content: Content
  private(set) var keys: [String] = []
  private(set) var members: [JSONNode] = []

  init(_ content: Content) { self.content = content }

  /// The node of a value, whatever it encodes itself as; `{}` when it encodes nothing.
  init<Value: Encodable>(encoding value: Value, at path: [any CodingKey]) throws {
    content = .object
    if Value.self == [Int].self, let integers = value as? [Int] {
      content = .integers(integers)
    } else if Value.self == [Int64].self, let integers = value as? [Int64] {
      content = .integers(integers.map { Int($0) })
    } else {
      try value.encode(to: JSONNodeEncoder(node: self, codingPath: path))
    }
  }

  /// True for a list or an object.
  var isContainer: Bool { if case .scalar = content { false } else { true } }

  func become(_ content: Content) { self.content = content }

  /// Adds a member of a list.
  func append(_ node: JSONNode) { members.append(node) }

  /// Adds a member of an object.
  func append(_ node: JSONNode, under key: String) {
    keys.append(key)
    members.append(node)
  }

  /// Adds a member of a list before the one at `index`.
  func insert(_ node: JSONNode, at index: Int) { members.insert(node, at: index) }

  /// Becomes a list of scalars.
  func become(columns: [Content]) {
    content = .list
    members = columns.map { JSONNode($0) }
  }

  /// Takes members out of an object.
  func removeMembers(under names: Set<String>) {
    let kept = keys.indices.filter { !names.contains(keys[$0]) }
    members = kept.map { members[$0] }
    keys = kept.map { keys[$0] }
  }
}

// MARK: Scalars

extension JSONNode.Content {
  static let null = JSONNode.Content.scalar("null")

  static func boolean(_ value: Bool) -> Self { .scalar(value ? "true" : "false") }

  static func integer(_ value: some FixedWidthInteger) -> Self { .scalar(String(value)) }

  /// Shortest exact decimals, without a fraction of zero; +∞ as a string.
  static func decimal(_ value: some BinaryFloatingPoint & LosslessStringConvertible, at path: [any CodingKey])
    throws -> Self
  {
    if value == .infinity { return .scalar("\"inf\"") }
    guard value.isFinite else {
      let context = EncodingError.Context(
        codingPath: path, debugDescription: "\(value) has no place in a report")
      throw EncodingError.invalidValue(value, context)
    }
    let text = value.description
    return .scalar(text.hasSuffix(".0") ? String(text.dropLast(2)) : text)
  }

  static func string(_ value: String) -> Self { .scalar(quoted(value)) }

  /// `text` in quotes, with quotes, backslashes and control characters escaped and nothing else.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\u{8}": result += "\\b"
      case "\u{C}": result += "\\f"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\0"..<" ":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
