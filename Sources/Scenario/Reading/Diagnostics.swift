// Where the passes of the reader put what they find wrong. Apart so that every diagnostic gets a valid
// position, a quoted line and a place in the order in one way.

/// Collects diagnostics over the sources of one reading.
struct Diagnostics {
  /// Most diagnostics that are kept; more are counted only.
  static let limit = 100

  private(set) var sources: [SourceText]
  private var found: [(origin: Origin, diagnostic: Diagnostic)] = []
  private var leftOut = 0

  init(file: SourceText) { sources = [file] }

  var isEmpty: Bool { found.isEmpty }

  /// Adds a source and returns its number.
  mutating func add(_ source: SourceText) -> Int {
    sources.append(source)
    return sources.count - 1
  }

  /// Records that `origin` is wrong. A position outside the text is moved to its nearest end.
  mutating func report(_ origin: Origin, _ message: String, hint: String = "") {
    guard found.count < Self.limit else {
      leftOut += 1
      return
    }
    let source = sources[origin.source]
    let line = min(max(1, origin.line), source.lineCount)
    let text = source.line(line)
    let isBeyond = origin.line > source.lineCount
    let column = isBeyond ? text.count + 1 : min(max(1, origin.column), text.count + 1)
    let length = max(1, min(origin.length, text.count - column + 1))
    var quoted = String.UnicodeScalarView()
    quoted.append(contentsOf: text)
    let diagnostic = Diagnostic(
      file: source.name, line: line, column: column, length: length, message: message, hint: hint,
      quotedLine: String(quoted))
    let place = Origin(source: origin.source, line: line, column: column, length: length)
    guard !found.contains(where: { $0.diagnostic == diagnostic }) else { return }
    found.append((place, diagnostic))
  }

  /// Throws what was found, sorted by position; returns where nothing was.
  func check() throws(ScenarioErrors) {
    guard !found.isEmpty else { return }
    let sorted = found.enumerated().sorted {
      ($0.element.origin, $0.offset) < ($1.element.origin, $1.offset)
    }
    throw ScenarioErrors(diagnostics: sorted.map(\.element.diagnostic), leftOut: leftOut)
  }
}
