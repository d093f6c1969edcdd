// JSON as a tree of nodes: what has to be looked at as a whole before it is decoded. Everything else is decoded by
// `JSONDecoder`.

/// Reads a JSON text into nodes.
struct JSONReader {
  /// Deepest nesting that is read; a report has less than ten levels.
  private static let deepest = 64

  private let bytes: [UInt8]
  private var position = 0

  /// The tree of `bytes`. Throws `DecodingError` when they hold something else than one JSON value.
  static func read(_ bytes: [UInt8]) throws -> JSONNode {
    var reader = JSONReader(bytes: bytes)
    let node = try reader.value(depth: 0)
    reader.skipSpace()
    guard reader.position == bytes.count else { throw reader.error("text after the end") }
    return node
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private mutating func value(depth: Int) throws -> JSONNode {
    guard depth < Self.deepest else { throw error("nested too deeply") }
    skipSpace()
    switch next {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try list(depth: depth)
    case UInt8(ascii: "\""): return JSONNode(.scalar("\"\(try rawString())\""))
    default: return JSONNode(.scalar(try word()))
    }
  }

  private mutating func object(depth: Int) throws -> JSONNode {
    let node = JSONNode(.object)
    position += 1
    skipSpace()
    if take("}") { return node }
    repeat {
      skipSpace()
      guard next == UInt8(ascii: "\"") else { throw error("no key") }
      let key = JSONNode.Content.unquoted("\"\(try rawString())\"")
      skipSpace()
      guard take(":") else { throw error("no colon") }
      node.append(try value(depth: depth + 1), under: key)
      skipSpace()
    } while take(",")
    guard take("}") else { throw error("an object that is not closed") }
    return node
  }

  private mutating func list(depth: Int) throws -> JSONNode {
    let node = JSONNode(.list)
    position += 1
    skipSpace()
    if take("]") { return node }
    repeat {
      node.append(try value(depth: depth + 1))
      skipSpace()
    } while take(",")
    guard take("]") else { throw error("a list that is not closed") }
    return node
  }

  /// A string without its quotes, escapes as they are.
  private mutating func rawString() throws -> String {
    position += 1
    let start = position
    while let byte = next, byte != UInt8(ascii: "\"") {
      position += byte == UInt8(ascii: "\\") ? 2 : 1
    }
    guard position < bytes.count else { throw error("a string that is not closed") }
    defer { position += 1 }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  /// A number, `true`, `false` or `null`.
  private mutating func word() throws -> String {
    let start = position
    while let byte = next, !",]} \n\r\t".utf8.contains(byte) { position += 1 }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    let isNumber =
      text.utf8.allSatisfy { "+-.eE0123456789".utf8.contains($0) } && Double(text) != nil
      && text.utf8.first != UInt8(ascii: "+")
    guard isNumber || ["true", "false", "null"].contains(text) else { throw error("'\(text)' is no value") }
    return text
  }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func take(_ letter: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: letter) else { return false }
    position += 1
    return true
  }

  private mutating func skipSpace() {
    while let byte = next, " \n\r\t".utf8.contains(byte) { position += 1 }
  }

  private func error(_ problem: String) -> DecodingError {
    .dataCorrupted(.init(codingPath: [], debugDescription: "\(problem) at byte \(position)"))
  }
}

extension JSONNode.Content {
  /// The text that a string between quotes stands for.
  static func unquoted(_ quoted: String) -> String {
    var result = String.UnicodeScalarView()
    var units: [UInt16] = []
    var scalars = quoted.unicodeScalars.dropFirst().dropLast()[...]
    func flush() {
      result.append(contentsOf: String(decoding: units, as: UTF16.self).unicodeScalars)
      units = []
    }
    while let scalar = scalars.popFirst() {
      guard scalar == "\\", let escape = scalars.popFirst() else {
        flush()
        result.append(scalar)
        continue
      }
      if escape == "u" {
        // Two in a row may be halves of one scalar.
        units.append(UInt16(String(String.UnicodeScalarView(scalars.prefix(4))), radix: 16) ?? 0xFFFD)
        scalars = scalars.dropFirst(4)
        continue
      }
      flush()
      switch escape {
      case "b": result.append("\u{8}")
      case "f": result.append("\u{C}")
      case "n": result.append("\n")
      case "r": result.append("\r")
      case "t": result.append("\t")
      default: result.append(escape)
      }
    }
    flush()
    return String(result)
  }
}
