// Traces as JSON Lines: an object for each request. Members that nobody asked for are left out.

/// Which members the objects of a format have.
enum TraceMembers {
  /// `{"timestamp": "82", "input_length": 3112, "output_length": 192, "hash_ids": {"history": [1], "user_input":
  /// [2], …}, "session_id": "…"}`; times in seconds.
  case ragpulse
  /// `{"timestamp": 27482, "input_length": 6955, "output_length": 52, "hash_ids": [46, 47]}`; times in milliseconds.
  case mooncake

  var required: [String] {
    let all = ["timestamp", "input_length", "output_length", "hash_ids"]
    return self == .ragpulse ? all + ["session_id"] : all
  }

  var timeUnit: Int64 { self == .ragpulse ? 1_000_000_000 : 1_000_000 }
}

extension TraceReading {
  /// Reads all objects.
  mutating func readObjects(_ members: TraceMembers) -> TraceTraits {
    forEachLine { reading, line in
      do throws(TraceLineError) {
        return reading.add(try reading.object(line, members), line)
      } catch {
        reading.fail(line, error)
        return true
      }
    }
    return TraceTraits(hasSessions: members == .ragpulse, hasQuestions: true)
  }

  private func object(_ line: Line, _ members: TraceMembers) throws(TraceLineError) -> TraceRow {
    var cursor = JSONCursor(bytes, line.range)
    var row = TraceRow()
    var missing = members.required
    try cursor.begin(UInt8(ascii: "{"), "an object")
    while let name = try cursor.nextMember() {
      switch String(decoding: name, as: UTF8.self) {
      case "timestamp":
        row.nanoseconds = try TraceFields.time(cursor.numberOrString(), unit: members.timeUnit)
      case "input_length": row.promptTokens = try TraceFields.tokens(cursor.number())
      case "output_length": row.answerTokens = try TraceFields.tokens(cursor.number())
      case "session_id" where members == .ragpulse: row.session = .of(try cursor.numberOrString())
      case "hash_ids" where members == .mooncake: row.question = try cursor.list()
      case "hash_ids": try parts(&cursor, &row)
      default:
        try cursor.skipValue()
        continue
      }
      missing.removeAll { Array($0.utf8) == Array(name) }
    }
    try cursor.end()
    if let name = missing.first { throw absent(name, line, members.required) }
    return row
  }

  /// RAGPulse's parts of a prompt, of which the question and the history say what is asked.
  private func parts(_ cursor: inout JSONCursor, _ row: inout TraceRow) throws(TraceLineError) {
    let start = cursor.position
    var missing = ["user_input", "history"]
    try cursor.begin(UInt8(ascii: "{"), "an object")
    while let name = try cursor.nextMember() {
      switch String(decoding: name, as: UTF8.self) {
      case "user_input": row.question = try cursor.list()
      case "history": row.history = try cursor.list()
      default:
        try cursor.skipValue()
        continue
      }
      missing.removeAll { Array($0.utf8) == Array(name) }
    }
    if let name = missing.first {
      throw TraceLineError(
        place: start, length: cursor.position - start, message: "no member '\(name)' in hash_ids",
        hint: "hash_ids holds the lists user_input and history")
    }
  }

  private func absent(_ name: String, _ line: Line, _ required: [String]) -> TraceLineError {
    TraceLineError(
      place: line.range.lowerBound, length: line.range.count, message: "no member '\(name)'",
      hint: "each line is an object with \(required.joined(separator: ", "))")
  }
}

/// A place in the JSON text of one line.
///
/// It reads what traces hold (objects, lists of whole numbers, numbers and strings) and passes over any other value.
struct JSONCursor {
  /// Objects and lists within each other that are passed over.
  static let deepest = 32

  private let bytes: [UInt8]
  private let limit: Int
  private(set) var position: Int
  private var isFirst = true

  init(_ bytes: [UInt8], _ range: Range<Int>) {
    self.bytes = bytes
    position = range.lowerBound
    limit = range.upperBound
  }

  /// Passes the bracket that begins an object or a list.
  mutating func begin(_ bracket: UInt8, _ what: String) throws(TraceLineError) {
    skipSpace()
    guard position < limit, bytes[position] == bracket else { throw wrong("\(what) is expected here") }
    position += 1
    isFirst = true
  }

  /// The name of the next member, with the cursor at its value; nil after the object's end.
  mutating func nextMember() throws(TraceLineError) -> ArraySlice<UInt8>? {
    guard try isNextElement(UInt8(ascii: "}")) else { return nil }
    let name = try string()
    skipSpace()
    guard position < limit, bytes[position] == UInt8(ascii: ":") else { throw wrong("':' is expected here") }
    position += 1
    return name
  }

  /// The identity of a list of whole numbers.
  mutating func list() throws(TraceLineError) -> TraceIdentity {
    var identity = TraceIdentity()
    try begin(UInt8(ascii: "["), "a list of whole numbers")
    while try isNextElement(UInt8(ascii: "]")) {
      let text = try number()
      guard let element = TraceFields.digits(text) else { throw wrong("a whole number is expected here") }
      identity.add(UInt64(element))
    }
    return identity
  }

  /// The digits and signs of a number.
  mutating func number() throws(TraceLineError) -> ArraySlice<UInt8> {
    skipSpace()
    let start = position
    while position < limit, Self.isOfNumber(bytes[position]) { position += 1 }
    guard position > start else { throw wrong("a number is expected here") }
    return bytes[start..<position]
  }

  /// A number, or what a string holds.
  mutating func numberOrString() throws(TraceLineError) -> ArraySlice<UInt8> {
    skipSpace()
    return position < limit && bytes[position] == UInt8(ascii: "\"") ? try string() : try number()
  }

  /// Passes over any value.
  mutating func skipValue(depth: Int = 0) throws(TraceLineError) {
    skipSpace()
    guard position < limit else { throw wrong("a value is expected here") }
    guard depth < Self.deepest else { throw wrong("too deep") }
    switch bytes[position] {
    case UInt8(ascii: "{"):
      try begin(UInt8(ascii: "{"), "an object")
      while try nextMember() != nil { try skipValue(depth: depth + 1) }
    case UInt8(ascii: "["):
      try begin(UInt8(ascii: "["), "a list")
      while try isNextElement(UInt8(ascii: "]")) { try skipValue(depth: depth + 1) }
    case UInt8(ascii: "\""): _ = try string()
    default:
      for word in ["true", "false", "null"] where bytes[position..<limit].starts(with: word.utf8) {
        position += word.utf8.count
        return
      }
      _ = try number()
    }
  }

  /// Nothing may follow.
  mutating func end() throws(TraceLineError) {
    skipSpace()
    guard position == limit else { throw wrong("the line goes on after its object") }
  }

  /// True with the cursor at the next element; false after `bracket`, which ends the object or list.
  private mutating func isNextElement(_ bracket: UInt8) throws(TraceLineError) -> Bool {
    skipSpace()
    let wasFirst = isFirst
    isFirst = false
    guard position < limit else { throw wrong("'\(Character(Unicode.Scalar(bracket)))' is missing") }
    if bytes[position] == bracket {
      position += 1
      return false
    }
    if wasFirst { return true }
    guard bytes[position] == UInt8(ascii: ",") else { throw wrong("',' is expected here") }
    position += 1
    return true
  }

  /// What stands between two quotation marks, as it is written.
  private mutating func string() throws(TraceLineError) -> ArraySlice<UInt8> {
    skipSpace()
    guard position < limit, bytes[position] == UInt8(ascii: "\"") else {
      throw wrong("a string is expected here")
    }
    let start = position + 1
    position = start
    while position < limit, bytes[position] != UInt8(ascii: "\"") {
      position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
    }
    guard position < limit else {
      position = start - 1
      throw wrong("a string that does not end")
    }
    position += 1
    return bytes[start..<position - 1]
  }

  private mutating func skipSpace() {
    while position < limit, bytes[position] == 0x20 || bytes[position] == 0x09 { position += 1 }
  }

  private static func isOfNumber(_ byte: UInt8) -> Bool {
    TraceFields.isDigit(byte) || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains(byte)
  }

  private func wrong(_ problem: String) -> TraceLineError {
    TraceLineError(
      place: min(position, limit), message: "not valid JSON: \(problem)", hint: "each line is one JSON object"
    )
  }
}
