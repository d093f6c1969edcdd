// What is wrong with a scenario and where, and how that is printed. Apart from the reader because the command
// line prints diagnostics without knowing how they came to be.

/// One thing that is wrong with a scenario.
public struct Diagnostic: Error, Hashable, Sendable {
  /// The file as the reader was told, or the flag that gave the value: `--set llm.concurrency`.
  public var file: String
  /// From 1.
  public var line: Int
  /// From 1, in characters (Unicode scalars).
  public var column: Int
  /// Number of characters that are wrong, at least 1.
  public var length: Int
  /// What is wrong, without a full stop: `unknown key 'concurency'`.
  public var message: String
  /// What to write instead; may be empty.
  public var hint: String
  /// The line that is quoted.
  public var quotedLine: String

  /// `FILE:LINE:COLUMN`.
  public var location: String { "\(file):\(line):\(column)" }

  /// The diagnostic as people read it, in the manner of cargo:
  ///
  /// ```
  /// error: unknown key 'concurency'
  ///   --> exam.yaml:12:3
  ///    |
  /// 12 |   concurency: 4200
  ///    |   ^^^^^^^^^^
  ///
  /// hint: did you mean 'concurrency'?
  /// ```
  ///
  /// - Parameter colour: Whether ANSI colours are used. Nothing is said by colour alone.
  public func rendered(colour: Bool = false) -> String {
    func paint(_ text: String, _ code: String) -> String { colour ? "\u{1b}[\(code)m\(text)\u{1b}[0m" : text }
    let number = String(line)
    let gutter = String(repeating: " ", count: number.count)
    let (quote, caretColumn) = quotation
    let carets = String(repeating: "^", count: max(1, min(length, quote.unicodeScalars.count - caretColumn)))
    var lines = [
      paint("error", "1;31") + ": " + Self.printable(message),
      "\(gutter)--> \(Self.printable(file)):\(line):\(column)",
      "\(gutter) |",
      "\(number) | \(quote)",
      "\(gutter) | " + String(repeating: " ", count: caretColumn) + paint(carets, "1;31"),
    ]
    if !hint.isEmpty { lines += ["", paint("hint", "1;36") + ": " + Self.printable(hint)] }
    return lines.joined(separator: "\n")
  }

  /// The line, cut to what a terminal shows, and the column of the first caret in it, from 0.
  private var quotation: (String, Int) {
    let widest = 100
    let scalars = Array(quotedLine.unicodeScalars)
    let first = column - 1 > widest - 20 ? column - 1 - 40 : 0
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars.dropFirst(first).prefix(widest))
    let cutLeft = first > 0 ? "…" : ""
    let cutRight = scalars.count > first + widest ? "…" : ""
    return (cutLeft + Self.printable(String(view)) + cutRight, column - 1 - first + cutLeft.count)
  }

  /// The text with everything that would move the cursor or colour the terminal replaced.
  private static func printable(_ text: String) -> String {
    var view = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control: view.append(scalar == "\t" ? " " : "\u{FFFD}")
      case .format, .lineSeparator, .paragraphSeparator: view.append("\u{FFFD}")
      default: view.append(scalar)
      }
    }
    return String(view)
  }
}

/// Everything that is wrong with a scenario, sorted by line.
public struct ScenarioErrors: Error, Hashable, Sendable {
  /// At least one; first those of the file, then those of the command line.
  public let diagnostics: [Diagnostic]
  /// How many more there were than are kept.
  public let leftOut: Int

  /// All diagnostics as people read them, a blank line between two, and a last line with their number.
  public func rendered(colour: Bool = false) -> String {
    let count = diagnostics.count + leftOut
    let end = count == 1 ? "1 error" : "\(count) errors" + (leftOut > 0 ? ", \(leftOut) not shown" : "")
    return (diagnostics.map { $0.rendered(colour: colour) } + [end]).joined(separator: "\n\n")
  }
}

extension ScenarioErrors: CustomStringConvertible {
  /// What ``rendered(colour:)`` gives without colour.
  public var description: String { rendered() }
}
