// The table as files: CSV for spreadsheets, JSON for programs, the same columns in both.

internal import RunReport

extension SweepTable {
  /// The table as CSV by RFC 4180: a header, lines that end in CR and LF, quotes where a field needs them. Numbers
  /// have as many digits as they need to be read back exactly, +∞ is `inf`, and what is not there is empty.
  public func csv() -> [UInt8] {
    var text = ""
    for line in [columns] + rows.map({ $0.map(\.text) }) {
      text += line.map(Self.field).joined(separator: ",") + "\r\n"
    }
    return Array(text.utf8)
  }

  /// The table as canonical JSON: what the sweep was, and for each row its values by column. What is not there is
  /// null, and +∞ is `"inf"`.
  public func json() throws -> [UInt8] { try CanonicalJSON.encode(Document(table: self)) }

  /// A field of a line; in quotes, with each quote doubled, where it contains what would end it.
  static func field(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { byte in
      byte != UInt8(ascii: ",") && byte != UInt8(ascii: "\"") && byte != 0x0A && byte != 0x0D
    }
    return isPlain
      ? text
      : "\""
        + text.split(separator: "\"", omittingEmptySubsequences: false)
        .joined(separator: "\"\"") + "\""
  }

  private struct Document: Encodable {
    var table: SweepTable

    enum Keys: String, CodingKey {
      case formatVersion, sweep, columns, rows
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Keys.self)
      try container.encode(SweepTable.formatVersion, forKey: .formatVersion)
      try container.encode(table.sweep, forKey: .sweep)
      try container.encode(table.columns, forKey: .columns)
      try container.encode(
        table.rows.map { Line(columns: table.columns, cells: $0) }, forKey: .rows)
    }
  }

  /// A row as an object.
  private struct Line: Encodable {
    struct Name: CodingKey {
      var stringValue: String
      var intValue: Int? { nil }

      init(stringValue: String) { self.stringValue = stringValue }
      init?(intValue: Int) { nil }
    }

    var columns: [String]
    var cells: [SweepCell]

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Name.self)
      for (column, cell) in zip(columns, cells) {
        let name = Name(stringValue: column)
        switch cell {
        case .text(let text): try container.encode(text, forKey: name)
        case .number(let number): try container.encode(number, forKey: name)
        case .seed(let seed): try container.encode(seed, forKey: name)
        case .truth(let truth): try container.encode(truth, forKey: name)
        case .empty: try container.encodeNil(forKey: name)
        }
      }
    }
  }
}

extension SweepCell {
  /// The entry as CSV has it, without quotes.
  var text: String {
    switch self {
    case .text(let text): return text
    case .number(let number):
      let text = number.description
      return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    case .seed(let seed): return String(seed)
    case .truth(let truth): return truth ? "true" : "false"
    case .empty: return ""
    }
  }
}
