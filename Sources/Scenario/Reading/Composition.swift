// From text to tree: scan, parse, convert. The only file that knows the YAML library.

internal import Yams

/// Builds the tree of one source.
enum Composition {
  /// Composes source `number`, or the part of it after `start` characters, and reports what is wrong.
  ///
  /// - Returns: The tree, without what was refused; nil where there is none, `.null` for an empty text.
  static func compose(_ number: Int, _ diagnostics: inout Diagnostics) -> SyntaxNode? {
    let scan = TokenScan(number, &diagnostics)
    guard !scan.isUnsafe else { return nil }
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scan.scalars)
    let empty = Origin(source: number, line: 1, column: 1, length: 1)
    do {
      // The plain resolver: types are the schema's business, and the default one compiles regular
      // expressions.
      let parser = try Parser(yaml: String(view), resolver: .basic, encoding: .utf8)
      let root = try parser.singleRoot()
      var converter = Converter(number: number, source: diagnostics.sources[number], scan: scan)
      // Nodes refer to their anchors weakly: the parser has to outlive them.
      return withExtendedLifetime(parser) {
        root.map { converter.convert($0, &diagnostics) } ?? SyntaxNode(content: .null, origin: empty)
      }
    } catch {
      report(error, number, &diagnostics)
      return nil
    }
  }

  private static func report(_ error: any Error, _ number: Int, _ diagnostics: inout Diagnostics) {
    func report(_ line: Int, _ column: Int, _ problem: String, _ hint: String = "") {
      diagnostics.report(Origin(source: number, line: line, column: column, length: 1), problem, hint: hint)
    }
    func readable(_ problem: String, _ context: YamlError.Context?) -> String {
      guard let context else { return "not valid YAML: \(problem)" }
      return "not valid YAML: \(problem) \(context.text) that begins on line \(context.mark.line)"
    }
    switch error as? YamlError {
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _):
      report(mark.line, mark.column, readable(problem, context))
    case .composer(_, let problem, let mark, _):
      if problem.contains("another document") {
        report(mark.line, mark.column, "a second document is not allowed here", "one file is one scenario")
      } else {
        report(mark.line, mark.column, readable(problem, nil))
      }
    case .reader(let problem, _, _, _):
      let scalars = diagnostics.sources[number].scalars
      let index = scalars.firstIndex { !isReadable($0) } ?? 0
      let position = diagnostics.sources[number].position(of: index)
      report(position.line, position.column, "not valid YAML: \(problem)", "remove the character")
    case .duplicatedKeysInMapping(let keys, let context):
      let names = keys.sorted().map { "'\($0)'" }.joined(separator: ", ")
      report(context.mark.line, context.mark.column, "duplicate key \(names)", "keep one of them")
    default:
      report(1, 1, "not valid YAML: \(error)")
    }
  }

  /// True for the characters that YAML allows.
  private static func isReadable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0x85, 0xA0...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF:
      scalar.value != 0xFEFF
    default: false
    }
  }
}

/// Turns the library's nodes into ours.
private struct Converter {
  let number: Int
  let source: SourceText
  let scan: TokenScan

  mutating func convert(_ node: Node, _ diagnostics: inout Diagnostics) -> SyntaxNode {
    let mark = TokenScan.Position(line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
    var origin = Origin(source: number, line: mark.line, column: mark.column, length: 1)
    func refused() -> SyntaxNode { SyntaxNode(content: .refused, origin: origin) }
    guard node.anchor == nil else {
      diagnostics.report(origin, "an anchor or alias is not allowed here", hint: "write the value out")
      return refused()
    }
    switch node {
    case .scalar(let scalar):
      guard !scan.refusedPositions.contains(mark) else { return refused() }
      let isQuoted = scalar.style != .plain && scalar.style != .any
      origin.length = length(of: scalar.string, isQuoted: isQuoted, at: mark)
      let isNull = !isQuoted && ["", "~", "null", "Null", "NULL"].contains(scalar.string)
      return SyntaxNode(content: isNull ? .null : .scalar(scalar.string, isQuoted: isQuoted), origin: origin)
    case .sequence(let sequence):
      return SyntaxNode(content: .sequence(sequence.map { convert($0, &diagnostics) }), origin: origin)
    case .mapping(let mapping):
      var entries: [SyntaxNode.Entry] = []
      for (key, value) in mapping {
        let keyMark = TokenScan.Position(
          line: key.mark?.line ?? mark.line, column: key.mark?.column ?? mark.column)
        guard !scan.duplicatePositions.contains(keyMark), !scan.refusedPositions.contains(keyMark) else {
          continue
        }
        guard case .scalar(let name) = key, key.anchor == nil else {
          let place = Origin(source: number, line: keyMark.line, column: keyMark.column, length: 1)
          diagnostics.report(place, "a key must be a plain word", hint: "write KEY: VALUE")
          continue
        }
        let isQuoted = name.style != .plain && name.style != .any
        let keyOrigin = Origin(
          source: number, line: keyMark.line, column: keyMark.column,
          length: length(of: name.string, isQuoted: isQuoted, at: keyMark))
        entries.append(.init(key: name.string, keyOrigin: keyOrigin, value: convert(value, &diagnostics)))
      }
      if let first = entries.first, first.keyOrigin.line == origin.line,
        first.keyOrigin.column == origin.column
      {
        origin.length = first.keyOrigin.length
      }
      return SyntaxNode(content: .mapping(entries), origin: origin)
    case .alias:
      diagnostics.report(origin, "an alias is not allowed here", hint: "write the value out")
      return refused()
    }
  }

  /// How many characters of its first line a scalar takes, with its quotes.
  private func length(of text: String, isQuoted: Bool, at mark: TokenScan.Position) -> Int {
    let rest = source.rest(line: mark.line, column: mark.column)
    guard isQuoted, let quote = rest.first, quote == "'" || quote == "\"" else {
      let count = text.unicodeScalars.count
      return rest.starts(with: text.unicodeScalars) ? max(1, count) : max(1, min(count, rest.count))
    }
    var index = rest.startIndex + 1
    while index < rest.endIndex {
      if rest[index] == "\\", quote == "\"" {
        index += 2
      } else if rest[index] == quote {
        guard quote == "'", index + 1 < rest.endIndex, rest[index + 1] == "'" else {
          return index + 1 - rest.startIndex
        }
        index += 2
      } else {
        index += 1
      }
    }
    return max(1, rest.count)
  }
}
