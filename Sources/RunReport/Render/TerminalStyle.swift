// How a terminal is written to: with colour or without, and how wide. Whoever knows the terminal decides.

/// Emphasis for a terminal. Nothing depends on it: every text is understandable without colour.
public struct TerminalStyle: Hashable, Sendable {
  /// True when escape sequences for colour may be written.
  public var hasColour: Bool
  /// Columns that a line may take; only commands and paths, which must not be broken, may be longer.
  public var width: Int

  /// A style for a terminal of `width` columns.
  public init(hasColour: Bool, width: Int = 110) {
    self.hasColour = hasColour
    self.width = width
  }

  /// No colour, 110 columns.
  public static let plain = TerminalStyle(hasColour: false)

  /// What a piece of text is, as far as colour can say it.
  package enum Emphasis: String, Sendable {
    case good = "32"
    case bad = "31"
    case warning = "33"
    case strong = "1"
    case faint = "2"
  }

  /// `text` with the colour of `emphasis`, or as it is.
  package func paint(_ text: String, _ emphasis: Emphasis?) -> String {
    guard hasColour, let emphasis, !text.isEmpty else { return text }
    return "\u{1B}[\(emphasis.rawValue)m\(text)\u{1B}[0m"
  }

  /// `text` broken between words into lines of at most `width` less `indentation` columns, each indented; lines
  /// after the first by two more.
  package func wrapped(_ text: String, indentation: Int) -> [String] {
    var lines: [String] = []
    var line = String(repeating: " ", count: indentation)
    var isEmpty = true
    for word in text.split(separator: " ") {
      if !isEmpty, line.count + 1 + word.count > width {
        lines.append(line)
        line = String(repeating: " ", count: indentation + 2)
        isEmpty = true
      }
      if !isEmpty { line += " " }
      line += word
      isEmpty = false
    }
    if !isEmpty { lines.append(line) }
    return lines
  }
}
