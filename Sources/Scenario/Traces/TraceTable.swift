// Traces as tables: a header of column names, then a line of fields between commas for each request. Columns that
// nobody asked for are left out; there are no quoted fields in these files.

/// Which columns a kind of table has.
struct TraceColumns {
  var time: String
  var promptTokens: String
  var answerTokens: String
  /// Columns that a file may lack.
  var session: String?
  var question: String?
  var history: String?
  /// Reads the time column.
  var readTime: (ArraySlice<UInt8>) throws(TraceLineError) -> Int64

  /// Azure's public traces.
  static var azure: TraceColumns {
    TraceColumns(
      time: "TIMESTAMP", promptTokens: "ContextTokens", answerTokens: "GeneratedTokens",
      readTime: TraceFields.moment)
  }

  /// Our own tables.
  static var own: TraceColumns {
    TraceColumns(
      time: "second", promptTokens: "promptTokens", answerTokens: "answerTokens", session: "session",
      question: "question", history: "history"
    ) { text throws(TraceLineError) in try TraceFields.time(text, unit: 1_000_000_000) }
  }

  var required: [String] { [time, promptTokens, answerTokens] }
}

extension TraceReading {
  /// Reads all rows of a table.
  mutating func readTable(_ columns: TraceColumns) -> TraceTraits {
    var header: [String: Int]?
    forEachLine { reading, line in
      guard let places = header else {
        header = reading.header(line, columns)
        return header != nil
      }
      do throws(TraceLineError) {
        return reading.add(try reading.row(line, places, columns), line)
      } catch {
        reading.fail(line, error)
        return true
      }
    }
    func has(_ column: String?) -> Bool { column.map { header?[$0] != nil } ?? false }
    return TraceTraits(hasSessions: has(columns.session), hasQuestions: has(columns.question))
  }

  /// The place of each column; nil, with an error for each that is missing, when one must be there and is not.
  private mutating func header(_ line: Line, _ columns: TraceColumns) -> [String: Int]? {
    var places: [String: Int] = [:]
    for (place, field) in fields(line).enumerated() {
      let name = String(decoding: bytes[field], as: UTF8.self)
      if places.updateValue(place, forKey: name) != nil {
        fail(line, "two columns '\(name.prefix(60))'", hint: "keep one of them", place: field.lowerBound)
        return nil
      }
    }
    var missing = columns.required.filter { places[$0] == nil }
    if let history = columns.history, let question = columns.question, places[history] != nil,
      places[question] == nil
    {
      missing.append(question)
    }
    let names = columns.required.joined(separator: ", ")
    let optional = [columns.session, columns.question, columns.history].compactMap(\.self)
    let more = optional.isEmpty ? "" : ", and it may name \(optional.joined(separator: ", "))"
    for name in missing {
      fail(
        line, "no column '\(name)'", hint: "the first line names the columns \(names)" + more,
        length: line.range.count)
    }
    return missing.isEmpty ? places : nil
  }

  private func row(
    _ line: Line, _ places: [String: Int], _ columns: TraceColumns
  ) throws(TraceLineError) -> TraceRow {
    let fields = fields(line)
    guard fields.count == places.count else {
      throw TraceLineError(
        place: line.range.lowerBound, length: line.range.count,
        message:
          "\(fields.count) \(fields.count == 1 ? "field" : "fields") where the header has \(places.count)",
        hint: "one field for each column, between commas")
    }
    func field(_ name: String?) -> ArraySlice<UInt8>? {
      name.flatMap { places[$0] }.map { bytes[fields[$0]] }
    }
    func needed(_ name: String) -> ArraySlice<UInt8> { field(name) ?? [] }
    var row = TraceRow()
    row.nanoseconds = try columns.readTime(needed(columns.time))
    row.promptTokens = try TraceFields.tokens(needed(columns.promptTokens))
    row.answerTokens = try TraceFields.tokens(needed(columns.answerTokens))
    if let session = field(columns.session) { row.session = .of(session) }
    if let question = field(columns.question) { row.question = .of(question) }
    if let history = field(columns.history) { row.history = .of(history) }
    return row
  }

  /// Where the fields of a line are.
  private func fields(_ line: Line) -> [Range<Int>] {
    var fields: [Range<Int>] = []
    var start = line.range.lowerBound
    for index in line.range where bytes[index] == UInt8(ascii: ",") {
      fields.append(start..<index)
      start = index + 1
    }
    fields.append(start..<line.range.upperBound)
    return fields
  }
}
