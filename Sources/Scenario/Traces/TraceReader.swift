// From the bytes of a trace file to requests in order, or to everything that is wrong with it. The formats of the
// lines are in `TraceTable.swift` and `TraceObjects.swift`.

/// Reads trace files.
///
/// A file is read line by line; empty lines are left out. Its lines need not be sorted: requests come out in order
/// of time, and in the order of the file where times are equal. A line that cannot be read is an error with its
/// place, and nothing of the file is used.
///
/// ```swift
/// let bytes = Array("second,promptTokens,answerTokens\n7,100,20\n5,90,30\n".utf8)
/// let trace = try TraceReader.read(bytes: bytes, fileName: "t.csv", format: .table)
/// trace.requests.map(\.atNanoseconds)  // [0, 2_000_000_000]
/// trace.requests[0].answerTokens       // 30
/// ```
public enum TraceReader {
  /// What a trace may be at most.
  struct Limits {
    /// Bytes of a file: 512 MB.
    var bytes = 536_870_912
    /// Requests of a file.
    var requests = 5_000_000
    /// Errors that are told; the rest are counted.
    var errors = 10
  }

  /// Reads a trace from the bytes of a file.
  ///
  /// - Parameter fileName: What errors call it.
  /// - Throws: What is wrong with the file: at most ten errors, with their lines.
  /// - Complexity: O(n log n) in the requests, linear in the bytes.
  public static func read(
    bytes: [UInt8], fileName: String, format: TraceFile.Format
  ) throws(ScenarioErrors) -> Trace {
    try read(bytes: bytes, fileName: fileName, format: format, limits: Limits())
  }

  static func read(
    bytes: [UInt8], fileName: String, format: TraceFile.Format, limits: Limits
  ) throws(ScenarioErrors) -> Trace {
    var reading = TraceReading(bytes: bytes, fileName: fileName, limits: limits)
    guard bytes.count <= limits.bytes else {
      reading.fail(
        nil, "the file has \(bytes.count) bytes; the most is \(limits.bytes)", hint: "replay a part of it")
      throw reading.errors
    }
    let traits =
      switch format {
      case .azure, .table: reading.readTable(format == .azure ? .azure : .own)
      case .ragpulse: reading.readObjects(.ragpulse)
      case .mooncake: reading.readObjects(.mooncake)
      }
    if reading.rows.isEmpty, !reading.hasFailed {
      reading.fail(nil, "the file holds no requests", hint: "each line but a header is a request")
    }
    guard !reading.hasFailed else { throw reading.errors }
    return reading.trace(traits)
  }
}

/// What a file says besides times and tokens.
struct TraceTraits {
  var hasSessions = false
  var hasQuestions = false
}

/// One line of a file, before the requests are in order.
struct TraceRow {
  var nanoseconds: Int64 = 0
  var promptTokens: Int32 = 0
  var answerTokens: Int32 = 0
  var session = TraceIdentity()
  var question = TraceIdentity()
  var history = TraceIdentity()
}

/// Why a line cannot be read.
struct TraceLineError: Error {
  /// Index of the first wrong byte within the file, and how many are wrong.
  var place: Int
  var length = 1
  var message: String
  var hint: String
}

/// A file on its way from bytes to requests.
struct TraceReading {
  let bytes: [UInt8]
  let fileName: String
  let limits: TraceReader.Limits
  var rows: [TraceRow] = []
  private var found: [Diagnostic] = []
  private var leftOut = 0

  init(bytes: [UInt8], fileName: String, limits: TraceReader.Limits) {
    self.bytes = bytes
    self.fileName = fileName
    self.limits = limits
  }

  var hasFailed: Bool { !found.isEmpty }
  var errors: ScenarioErrors { ScenarioErrors(diagnostics: found, leftOut: leftOut) }

  // MARK: Lines

  /// A line without its break: its number from 1, and where its bytes are.
  struct Line {
    var number: Int
    var range: Range<Int>
  }

  /// Calls `body` for each line that is not empty, until it returns false.
  mutating func forEachLine(_ body: (inout TraceReading, Line) -> Bool) {
    // A mark that says UTF-8 is no part of the first line.
    var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var number = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      number += 1
      var last = end
      while last > start, Self.isSpace(bytes[last - 1]) { last -= 1 }
      var first = start
      while first < last, Self.isSpace(bytes[first]) { first += 1 }
      if first < last, !body(&self, Line(number: number, range: first..<last)) { return }
      start = end + 1
    }
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }

  /// Keeps a row; false, with an error, when there are too many.
  mutating func add(_ row: TraceRow, _ line: Line) -> Bool {
    guard rows.count < limits.requests else {
      fail(line, "more than \(Spelled.integer(limits.requests)) requests", hint: "replay a part of the file")
      return false
    }
    rows.append(row)
    return true
  }

  // MARK: Errors

  mutating func fail(_ line: Line, _ error: TraceLineError) {
    fail(line, error.message, hint: error.hint, place: error.place, length: error.length)
  }

  /// Notes an error; the first line stands for the file where no line is at fault.
  mutating func fail(_ line: Line?, _ message: String, hint: String, place: Int? = nil, length: Int = 1) {
    guard found.count < limits.errors else {
      leftOut += 1
      return
    }
    let range = line?.range ?? 0..<0
    let before = String(decoding: bytes[range.lowerBound..<(place ?? range.lowerBound)], as: UTF8.self)
    found.append(
      Diagnostic(
        file: fileName, line: line?.number ?? 1, column: before.unicodeScalars.count + 1,
        length: max(1, length), message: message, hint: hint,
        quotedLine: String(decoding: bytes[range], as: UTF8.self)))
  }

  // MARK: Order

  /// The requests in order of time, with sessions and contents numbered as they appear in it.
  func trace(_ traits: TraceTraits) -> Trace {
    let order = rows.indices.sorted { (rows[$0].nanoseconds, $0) < (rows[$1].nanoseconds, $1) }
    let begin = order.first.map { rows[$0].nanoseconds } ?? 0
    var sessions = TraceNumbering()
    var questions = TraceNumbering()
    var histories = TraceNumbering()
    var turns: [UInt32] = []
    var requests: [Trace.Request] = []
    requests.reserveCapacity(rows.count)
    for (place, index) in order.enumerated() {
      let row = rows[index]
      let session = traits.hasSessions ? sessions.number(row.session) : UInt32(place)
      if Int(session) == turns.count { turns.append(0) }
      turns[Int(session)] += 1
      requests.append(
        Trace.Request(
          atNanoseconds: row.nanoseconds - begin, promptTokens: row.promptTokens,
          answerTokens: row.answerTokens, session: session, turn: turns[Int(session)],
          question: traits.hasQuestions ? questions.number(row.question) : UInt32(place),
          history: histories.number(row.history)))
    }
    return Trace(requests: requests, hasSessions: traits.hasSessions, hasQuestions: traits.hasQuestions)
  }
}

/// 128 bits that stand for a text or a list of numbers. Two of a million share them with a probability of 10⁻²⁷.
struct TraceIdentity: Hashable {
  private var high: UInt64 = 0x9E37_79B9_7F4A_7C15
  private var low: UInt64 = 0xD1B5_4A32_D192_ED03

  /// Adds a number to what the identity stands for.
  mutating func add(_ word: UInt64) {
    high = Self.mixed(high ^ word)
    low = Self.mixed(low &+ word &* 0xBF58_476D_1CE4_E5B9)
  }

  /// The identity of a text.
  static func of(_ text: ArraySlice<UInt8>) -> TraceIdentity {
    var identity = TraceIdentity()
    for byte in text { identity.add(UInt64(byte)) }
    return identity
  }

  private static func mixed(_ word: UInt64) -> UInt64 {
    var bits = word &+ 0x9E37_79B9_7F4A_7C15
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }
}

/// Small numbers for identities, in order of first appearance.
private struct TraceNumbering {
  private var numbers: [TraceIdentity: UInt32] = [:]

  mutating func number(_ identity: TraceIdentity) -> UInt32 {
    if let known = numbers[identity] { return known }
    let number = UInt32(numbers.count)
    numbers[identity] = number
    return number
  }
}
