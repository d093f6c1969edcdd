// Reports as bytes: one way to write a value, so that equal reports are equal files in every build, and a
// difference between two reports is a difference between lines.

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Writes and reads values as JSON with sorted keys, shortest exact decimals, `"inf"` for +∞, and a layout in
/// which what holds nothing nested stands on one line.
public enum CanonicalJSON {
  /// The bytes of `value`, ending in a newline. Equal values give equal bytes.
  ///
  /// Throws when a number is NaN or -∞, which no part of a report may be.
  public static func encode(_ value: some Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    var layout = JSONLayout(compact: Array(try encoder.encode(value)))
    return layout.laidOut()
  }

  /// The value that `bytes` hold. Throws `DecodingError` when they hold something else.
  public static func decode<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws -> Value {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return try decoder.decode(type, from: Data(bytes))
  }
}

extension RunReport {
  /// The bytes of `report.json`.
  public func canonicalJSON() throws -> [UInt8] { try CanonicalJSON.encode(self) }

  /// The report that `bytes` hold.
  ///
  /// Throws ``UnknownFormatVersion`` for a report of a later format than this program knows, `DecodingError`
  /// for anything that is no report.
  public init(canonicalJSON bytes: [UInt8]) throws {
    struct Head: Decodable { var formatVersion: Int }
    let version = try CanonicalJSON.decode(Head.self, from: bytes).formatVersion
    guard version <= RunReport.currentFormatVersion else { throw UnknownFormatVersion(found: version) }
    self = try CanonicalJSON.decode(RunReport.self, from: bytes)
  }
}

/// A report was written by a later program than this one.
public struct UnknownFormatVersion: Error, Hashable, CustomStringConvertible {
  /// The version that the report says it has.
  public var found: Int

  /// A report of version `found`.
  public init(found: Int) { self.found = found }

  /// Both versions, in a sentence.
  public var description: String {
    "the report has format version \(found); this program reads up to \(RunReport.currentFormatVersion)"
  }
}

/// Breaks compact JSON into lines: a list or an object without anything nested stays on one line, everything
/// else opens an indented block. Only white space is added.
struct JSONLayout {
  private let compact: [UInt8]
  private var position = 0
  private var output: [UInt8] = []

  /// A layout of `compact`, which must be valid JSON without white space between tokens.
  init(compact: [UInt8]) {
    self.compact = compact
    output.reserveCapacity(compact.count * 3 / 2)
  }

  /// The bytes with line breaks, ending in a newline.
  mutating func laidOut() -> [UInt8] {
    value(depth: 0)
    output.append(UInt8(ascii: "\n"))
    return output
  }

  private mutating func value(depth: Int) {
    switch compact[position] {
    case UInt8(ascii: "{"), UInt8(ascii: "["): container(depth: depth)
    default: scalar()
    }
  }

  /// One list or object, from its opening bracket to past its closing one.
  private mutating func container(depth: Int) {
    let flat = isFlat
    let indentation = flat ? 0 : depth + 1
    takeByte()
    if isAtClosing {
      takeByte()
      return
    }
    if !flat { lineBreak(indentation) }
    while true {
      value(depth: indentation)
      switch compact[position] {
      case UInt8(ascii: ","):
        takeByte()
        if flat { output.append(UInt8(ascii: " ")) } else { lineBreak(indentation) }
      case UInt8(ascii: ":"):
        takeByte()
        output.append(UInt8(ascii: " "))
      default:
        if !flat { lineBreak(depth) }
        takeByte()
        return
      }
    }
  }

  /// A string, number or word.
  private mutating func scalar() {
    if compact[position] == UInt8(ascii: "\"") {
      takeString()
      return
    }
    while position < compact.count, !Self.endsScalar(compact[position]) { takeByte() }
  }

  private mutating func takeString() {
    takeByte()
    while compact[position] != UInt8(ascii: "\"") {
      if compact[position] == UInt8(ascii: "\\") { takeByte() }
      takeByte()
    }
    takeByte()
  }

  private mutating func takeByte() {
    output.append(compact[position])
    position += 1
  }

  private mutating func lineBreak(_ depth: Int) {
    output.append(UInt8(ascii: "\n"))
    output.append(contentsOf: repeatElement(UInt8(ascii: " "), count: depth * 2))
  }

  private var isAtClosing: Bool { Self.closes(compact[position]) }

  /// True when the container that opens here holds no other.
  private var isFlat: Bool {
    var scan = position + 1
    var isInString = false
    while true {
      let byte = compact[scan]
      if isInString {
        if byte == UInt8(ascii: "\\") { scan += 1 } else if byte == UInt8(ascii: "\"") { isInString = false }
      } else if byte == UInt8(ascii: "\"") {
        isInString = true
      } else if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") {
        return false
      } else if Self.closes(byte) {
        return true
      }
      scan += 1
    }
  }

  private static func closes(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") }

  private static func endsScalar(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte == UInt8(ascii: ":") || closes(byte)
  }
}
