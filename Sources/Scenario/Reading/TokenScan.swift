// A pass over the text before the YAML parser sees it. Apart because the parser can expand aliases at great
// cost, stops at the first duplicate key, and reports it at the map instead of at the key.

/// Finds what a scenario must not contain, and blanks it out so that the rest can still be parsed and
/// checked.
///
/// Anchors, aliases, tags, directives, complex keys and deep nesting are refused. Of duplicate keys all but
/// the first are reported. The pass follows the structure of YAML (indentation, flow brackets, quotes, block
/// text) and leaves syntax errors to the parser.
struct TokenScan {
  /// Most maps and lists within one another.
  static let deepestNesting = 24

  /// The text with what was refused replaced, character by character, so that positions stay.
  private(set) var scalars: [Unicode.Scalar]
  /// Where a value was refused.
  private(set) var refusedPositions: Set<Position> = []
  /// Where a key was refused.
  private(set) var duplicatePositions: Set<Position> = []
  /// True when the text must not reach the parser.
  private(set) var isUnsafe = false

  /// A line and a column, from 1.
  struct Position: Hashable {
    var line: Int
    var column: Int
  }

  private struct Level {
    var isMap: Bool
    /// Of a block: where its keys or dashes stand. Of a flow collection: -1.
    var column: Int
    var keys: [String: Int] = [:]
  }

  private let source: SourceText
  private let number: Int
  private var position = 0
  private var column = 0
  private var line = 1
  private var blocks: [Level] = []
  private var flows: [Level] = []
  private var replacements: UInt32 = 0

  /// Scans source `number` and reports what it finds.
  init(_ number: Int, _ diagnostics: inout Diagnostics) {
    self.number = number
    source = diagnostics.sources[number]
    scalars = source.scalars
    scan(&diagnostics)
  }

  private mutating func scan(_ diagnostics: inout Diagnostics) {
    if scalars.first == "\u{FEFF}" { position = 1 }
    while position < scalars.count, !isUnsafe {
      let scalar = scalars[position]
      switch scalar {
      case _ where SourceText.isBreak(scalar): newLine()
      case " ", "\t": advance()
      case "#": skipLine()
      case "%" where column == 0 && flows.isEmpty:
        refuse(wordLength(), "a directive is not allowed here", "begin with the first key", &diagnostics)
        isUnsafe = true
      case "-" where column == 0 && flows.isEmpty && startsWith("---"),
        "." where column == 0 && startsWith("..."):
        blocks = []
        advance(3)
      case "-" where flows.isEmpty && isFollowedByBlank:
        openBlock(isMap: false, &diagnostics)
        advance()
      case "?" where isFollowedByBlank:
        refuse(1, "a complex key is not allowed here", "write KEY: VALUE", &diagnostics)
        isUnsafe = true
      case ":" where isFollowedByBlank: advance()
      case "[", "{":
        flows.append(Level(isMap: scalar == "{", column: -1))
        checkDepth(&diagnostics)
        advance()
      case "]", "}":
        _ = flows.popLast()
        advance()
      case "," where !flows.isEmpty: advance()
      case "&", "!", "*": refuseReference(scalar, &diagnostics)
      case "|" where flows.isEmpty, ">" where flows.isEmpty: skipBlockText()
      default: scalarToken(&diagnostics)
      }
    }
  }

  // MARK: Moving

  private mutating func advance(_ count: Int = 1) {
    position += count
    column += count
  }

  private mutating func newLine() {
    if scalars[position] == "\r", position + 1 < scalars.count, scalars[position + 1] == "\n" {
      position += 1
    }
    position += 1
    column = 0
    line += 1
  }

  private mutating func skipLine() {
    while position < scalars.count, !SourceText.isBreak(scalars[position]) { advance() }
  }

  private func isBlank(at index: Int) -> Bool {
    guard index < scalars.count else { return true }
    return scalars[index] == " " || scalars[index] == "\t" || SourceText.isBreak(scalars[index])
  }

  private func isFlowSign(at index: Int) -> Bool {
    guard !flows.isEmpty, index < scalars.count else { return false }
    return ",[]{}".unicodeScalars.contains(scalars[index])
  }

  private var isFollowedByBlank: Bool { isBlank(at: position + 1) || isFlowSign(at: position + 1) }

  private func startsWith(_ text: String) -> Bool {
    scalars[position...].starts(with: text.unicodeScalars)
      && isBlank(at: position + text.unicodeScalars.count)
  }

  private func wordLength() -> Int {
    var end = position + 1
    while !isBlank(at: end), !isFlowSign(at: end) { end += 1 }
    return end - position
  }

  // MARK: Refusing

  private func origin(length: Int) -> Origin {
    Origin(source: number, line: line, column: column + 1, length: length)
  }

  private func refuse(_ length: Int, _ message: String, _ hint: String, _ diagnostics: inout Diagnostics) {
    diagnostics.report(origin(length: length), message, hint: hint)
  }

  private mutating func refuseReference(_ sign: Unicode.Scalar, _ diagnostics: inout Diagnostics) {
    let length = wordLength()
    let (name, hint) =
      switch sign {
      case "&": ("an anchor", "write the value out wherever it is needed, or quote it")
      case "*": ("an alias", "write the value out wherever it is needed, or quote it")
      default: ("a tag", "remove it: the key decides the type; or quote it")
      }
    refuse(length, "\(name) is not allowed here", hint, &diagnostics)
    if sign == "*" { refusedPositions.insert(Position(line: line, column: column + 1)) }
    for index in position..<position + length { scalars[index] = sign == "*" ? "x" : " " }
    // What is left of an alias may still be a key; an anchor or a tag leaves nothing.
    advance(length)
  }

  private mutating func checkDepth(_ diagnostics: inout Diagnostics) {
    guard blocks.count + flows.count > Self.deepestNesting else { return }
    refuse(
      1, "nested more than \(Self.deepestNesting) deep", "a scenario is at most a few levels deep",
      &diagnostics)
    isUnsafe = true
  }

  // MARK: Structure

  private mutating func openBlock(isMap: Bool, _ diagnostics: inout Diagnostics) {
    while let last = blocks.last, last.column > column { blocks.removeLast() }
    if isMap, let last = blocks.last, last.column == column, !last.isMap { blocks.removeLast() }
    // A list may stand at the column of the map that it is a value of.
    if blocks.last?.column != column { blocks.append(Level(isMap: isMap, column: column)) }
    checkDepth(&diagnostics)
  }

  /// A plain or quoted scalar, which may turn out to be a key.
  private mutating func scalarToken(_ diagnostics: inout Diagnostics) {
    let start = (position: position, column: column, line: line)
    let quote = scalars[position]
    let isQuoted = quote == "'" || quote == "\""
    var text = String.UnicodeScalarView()
    if isQuoted { readQuoted(quote, into: &text) } else { readPlain(into: &text) }
    guard start.line == line else { return }
    let end = position
    var next = position
    while next < scalars.count, scalars[next] == " " || scalars[next] == "\t" { next += 1 }
    let isAdjacent = isQuoted && !flows.isEmpty && next == position
    guard next < scalars.count, scalars[next] == ":",
      isAdjacent || isBlank(at: next + 1) || isFlowSign(at: next + 1)
    else { return }
    advance(next - position)
    let after = (position: position, column: column)
    (position, column) = (start.position, start.column)
    if flows.isEmpty { openBlock(isMap: true, &diagnostics) }
    recordKey(String(text), isQuoted: isQuoted, end: end, &diagnostics)
    (position, column) = after
    advance()
  }

  private mutating func readQuoted(_ quote: Unicode.Scalar, into text: inout String.UnicodeScalarView) {
    advance()
    while position < scalars.count {
      let scalar = scalars[position]
      if SourceText.isBreak(scalar) {
        newLine()
      } else if quote == "\"", scalar == "\\" {
        text.append(scalar)
        advance()
        guard position < scalars.count, !SourceText.isBreak(scalars[position]) else { continue }
        text.append(scalars[position])
        advance()
      } else if scalar == quote {
        advance()
        guard quote == "'", position < scalars.count, scalars[position] == "'" else { return }
        text.append("'")
        advance()
      } else {
        text.append(scalar)
        advance()
      }
    }
  }

  private mutating func readPlain(into text: inout String.UnicodeScalarView) {
    while position < scalars.count {
      let scalar = scalars[position]
      if isFlowSign(at: position) { break }
      if SourceText.isBreak(scalar) {
        guard plainTextContinues else { break }
        newLine()
        continue
      }
      if scalar == ":", isFollowedByBlank { break }
      if scalar == "#", position > 0, isBlank(at: position - 1) { break }
      text.append(scalar)
      advance()
    }
    while let last = text.last, last == " " || last == "\t", scalars[position - 1] == last {
      text.removeLast()
      advance(-1)
    }
  }

  /// True when the next line that is not empty belongs to the plain text before the present line break: what looks
  /// like a quote or an anchor there is text.
  private var plainTextContinues: Bool {
    var start = position
    var index = position
    while index < scalars.count, isBlank(at: index) {
      index += 1
      if SourceText.isBreak(scalars[index - 1]) { start = index }
    }
    guard index < scalars.count, scalars[index] != "#" else { return false }
    let indent = index - start
    if indent == 0, ["-", "."].contains(scalars[index]) {
      let marker = scalars[index...].prefix(3)
      if marker.count == 3, Set(marker).count == 1, isBlank(at: index + 3) { return false }
    }
    return !flows.isEmpty || indent > blocks.last?.column ?? -1
  }

  private mutating func recordKey(_ key: String, isQuoted: Bool, end: Int, _ diagnostics: inout Diagnostics) {
    let isInFlow = !flows.isEmpty
    guard var level = isInFlow ? flows.last : blocks.last, level.isMap else { return }
    if let first = level.keys[key] {
      let place = "line \(first)"
      refuse(
        end - position, "duplicate key '\(key)'",
        "it is first given on \(place); keep one of the two", &diagnostics)
      // The last character becomes one that is in no key, so that the parser sees another key.
      let last = end - (isQuoted ? 2 : 1)
      guard last >= position + (isQuoted ? 1 : 0), let mark = Unicode.Scalar(0xE000 + replacements % 6000)
      else {
        isUnsafe = true
        return
      }
      replacements += 1
      scalars[last] = mark
      duplicatePositions.insert(Position(line: line, column: column + 1))
    } else {
      level.keys[key] = line
      if isInFlow { flows[flows.count - 1] = level } else { blocks[blocks.count - 1] = level }
    }
  }

  /// Text after `|` or `>`: every following line that is indented deeper than the map or list around it.
  private mutating func skipBlockText() {
    let outer = blocks.last?.column ?? -1
    skipLine()
    while position < scalars.count {
      newLine()
      var indent = 0
      while position + indent < scalars.count, scalars[position + indent] == " " { indent += 1 }
      let isEmpty = position + indent >= scalars.count || SourceText.isBreak(scalars[position + indent])
      guard isEmpty || indent > outer else { return }
      skipLine()
    }
  }
}
