// Calls as a table: a header of column names, then a line of fields between commas for each call.

/// Reads a table of calls: `ttft`, `e2e` and `answer_tokens`, and where there are any `prompt_tokens`,
/// `error` and `endpoint`. Columns that nobody asked for are left out.
enum CallTable {
  static let required = ["ttft", "e2e", "answer_tokens"]
  static let optional = ["prompt_tokens", "error", "endpoint"]
  /// What an error column says of a call that was answered.
  static let noError = ["", "none", "null", "nan"]

  private struct Line {
    var number: Int
    var fields: [String]
  }

  /// The calls of a file; of one endpoint, where the table has several.
  static func read(
    _ bytes: [UInt8], file: String, endpoint: String?
  ) throws(CalibrationError) -> [MeasuredCall] {
    var rows = lines(bytes)
    guard !rows.isEmpty else {
      throw CalibrationError(
        file: file, message: "the file is empty", hint: "the first line names the columns \(columns)")
    }
    let header = rows.removeFirst()
    let places = try places(header, file)
    if let column = places["endpoint"] { rows = try chosen(rows, column, endpoint, file) }
    var calls: [MeasuredCall] = []
    for row in rows {
      guard row.fields.count == header.fields.count else {
        throw CalibrationError(
          file: file, line: row.number,
          message: "\(row.fields.count) fields where the header has \(header.fields.count)",
          hint: "one field for each column, between commas")
      }
      calls.append(try call(row, places, file))
    }
    return calls
  }

  private static var columns: String {
    "\(required.joined(separator: ", ")), and it may name \(optional.joined(separator: ", "))"
  }

  /// The place of each column.
  private static func places(_ header: Line, _ file: String) throws(CalibrationError) -> [String: Int] {
    var places: [String: Int] = [:]
    for (place, name) in header.fields.enumerated() {
      guard (required + optional).contains(name) else { continue }
      guard places.updateValue(place, forKey: name) == nil else {
        throw CalibrationError(
          file: file, line: header.number, message: "two columns '\(name)'", hint: "keep one of them")
      }
    }
    for name in required where places[name] == nil {
      throw CalibrationError(
        file: file, line: header.number, message: "no column '\(name)'",
        hint: "the first line names the columns \(columns)")
    }
    return places
  }

  /// The rows of the endpoint that was asked for.
  private static func chosen(
    _ rows: [Line], _ column: Int, _ endpoint: String?, _ file: String
  ) throws(CalibrationError) -> [Line] {
    func name(_ row: Line) -> String { column < row.fields.count ? row.fields[column] : "" }
    let names = Set(rows.map(name)).sorted()
    if names.count <= 1, endpoint == nil || names == [endpoint] { return rows }
    guard let endpoint else {
      throw CalibrationError(
        file: file, message: "the table has \(names.count) endpoints and none is named",
        hint: "name one of \(names.joined(separator: ", "))")
    }
    guard names.contains(endpoint) else {
      throw CalibrationError(
        file: file, message: "the table has no endpoint '\(endpoint)'",
        hint: "name one of \(names.joined(separator: ", "))")
    }
    return rows.filter { name($0) == endpoint }
  }

  private static func call(
    _ row: Line, _ places: [String: Int], _ file: String
  ) throws(CalibrationError) -> MeasuredCall {
    let error = places["error"].map { row.fields[$0] } ?? ""
    guard noError.contains(error.lowercased()) else { return .failed(error) }
    func number(_ name: String) throws(CalibrationError) -> Double {
      let text = places[name].map { row.fields[$0] } ?? ""
      guard let number = Double(text), number.isFinite else {
        throw CalibrationError(
          file: file, line: row.number,
          message: text.isEmpty
            ? "there is no \(name)" : "'\(text.prefix(40))' is not a number for \(name)",
          hint: "a decimal number; a call that failed has a text under error")
      }
      return number
    }
    let prompt = places["prompt_tokens"].map { row.fields[$0] } ?? ""
    let record = CallRecord(
      file: file, line: row.number, firstToken: try number("ttft"), endToEnd: try number("e2e"),
      promptTokens: prompt.isEmpty ? nil : try number("prompt_tokens"),
      answerTokens: try number("answer_tokens"))
    return try record.answered()
  }

  /// The lines that are not empty, in fields without the spaces and quotation marks around them.
  private static func lines(_ bytes: [UInt8]) -> [Line] {
    let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    let all = bytes[(hasMark ? 3 : 0)...].split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    return all.enumerated().compactMap { index, line in
      guard line.contains(where: { !" \t\r".utf8.contains($0) }) else { return nil }
      let fields = line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map { field in
        var text = field
        while let byte = text.first, " \t\r\"".utf8.contains(byte) { text.removeFirst() }
        while let byte = text.last, " \t\r\"".utf8.contains(byte) { text.removeLast() }
        return String(decoding: text, as: UTF8.self)
      }
      return Line(number: index + 1, fields: fields)
    }
  }
}
