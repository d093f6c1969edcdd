// JSON whose values know their lines, so that what is wrong with a file of measurements can be pointed at.

/// A JSON value and the line that it begins in.
struct PlacedJSON {
  enum Content {
    case null
    case boolean(Bool)
    case number(Double)
    case text(String)
    case list([PlacedJSON])
    case object([Member])
  }

  struct Member {
    var key: String
    var value: PlacedJSON
  }

  var content: Content
  /// From 1.
  var line: Int

  /// The value under a key; nil where there is none, or null.
  subscript(key: String) -> PlacedJSON? {
    guard case .object(let members) = content, let member = members.first(where: { $0.key == key }) else {
      return nil
    }
    if case .null = member.value.content { return nil }
    return member.value
  }

  var number: Double? { if case .number(let number) = content { number } else { nil } }

  var text: String? { if case .text(let text) = content { text } else { nil } }

  var list: [PlacedJSON]? { if case .list(let list) = content { list } else { nil } }

  var isObject: Bool { if case .object = content { true } else { false } }
}

/// Reads a JSON text.
struct PlacedJSONReader {
  /// Deepest nesting that is read.
  private static let deepest = 64

  private let bytes: [UInt8]
  private let file: String
  private var position = 0
  private var line = 1

  /// The value that the bytes of a file hold.
  static func read(_ bytes: [UInt8], file: String) throws(CalibrationError) -> PlacedJSON {
    var reader = PlacedJSONReader(bytes: bytes, file: file)
    let value = try reader.value(depth: 0)
    reader.skipSpace()
    guard reader.position == bytes.count else { throw reader.wrong("there is text after the end") }
    return value
  }

  private init(bytes: [UInt8], file: String) {
    self.bytes = bytes
    self.file = file
  }

  private mutating func value(depth: Int) throws(CalibrationError) -> PlacedJSON {
    guard depth < Self.deepest else { throw wrong("it is nested too deeply") }
    skipSpace()
    let start = line
    let content: PlacedJSON.Content
    switch next {
    case UInt8(ascii: "{"): content = .object(try object(depth: depth))
    case UInt8(ascii: "["): content = .list(try list(depth: depth))
    case UInt8(ascii: "\""): content = .text(try text())
    default: content = try word()
    }
    return PlacedJSON(content: content, line: start)
  }

  private mutating func object(depth: Int) throws(CalibrationError) -> [PlacedJSON.Member] {
    var members: [PlacedJSON.Member] = []
    position += 1
    skipSpace()
    if take("}") { return members }
    repeat {
      skipSpace()
      guard next == UInt8(ascii: "\"") else { throw wrong("a key is expected") }
      let key = try text()
      skipSpace()
      guard take(":") else { throw wrong("a colon is expected") }
      members.append(.init(key: key, value: try value(depth: depth + 1)))
      skipSpace()
    } while take(",")
    guard take("}") else { throw wrong("an object is not closed") }
    return members
  }

  private mutating func list(depth: Int) throws(CalibrationError) -> [PlacedJSON] {
    var elements: [PlacedJSON] = []
    position += 1
    skipSpace()
    if take("]") { return elements }
    repeat {
      elements.append(try value(depth: depth + 1))
      skipSpace()
    } while take(",")
    guard take("]") else { throw wrong("a list is not closed") }
    return elements
  }

  /// What stands between quotation marks. Of escapes only those are undone that names have; the rest are
  /// kept.
  private mutating func text() throws(CalibrationError) -> String {
    position += 1
    var result: [UInt8] = []
    while let byte = next, byte != UInt8(ascii: "\"") {
      position += 1
      guard byte == UInt8(ascii: "\\"), let escaped = next else {
        if byte == UInt8(ascii: "\n") { throw wrong("a string is not closed") }
        result.append(byte)
        continue
      }
      position += 1
      switch escaped {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): result.append(escaped)
      default: result += [byte, escaped]
      }
    }
    guard take("\"") else { throw wrong("a string is not closed") }
    return String(decoding: result, as: UTF8.self)
  }

  private mutating func word() throws(CalibrationError) -> PlacedJSON.Content {
    let start = position
    while let byte = next, !",]} \n\r\t".utf8.contains(byte) { position += 1 }
    let word = String(decoding: bytes[start..<position], as: UTF8.self)
    switch word {
    case "null", "NaN": return .null
    case "true": return .boolean(true)
    case "false": return .boolean(false)
    default:
      guard word.utf8.allSatisfy({ "+-.eE0123456789".utf8.contains($0) }), let number = Double(word),
        number.isFinite
      else { throw wrong(word.isEmpty ? "a value is expected" : "'\(word.prefix(40))' is no value") }
      return .number(number)
    }
  }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func take(_ letter: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: letter) else { return false }
    position += 1
    return true
  }

  private mutating func skipSpace() {
    while let byte = next, " \n\r\t".utf8.contains(byte) {
      if byte == UInt8(ascii: "\n") { line += 1 }
      position += 1
    }
  }

  private func wrong(_ problem: String) -> CalibrationError {
    CalibrationError(
      file: file, line: line, message: "the file is not JSON: \(problem)",
      hint: "check that the file is whole")
  }
}
