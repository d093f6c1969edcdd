// A text that positions refer to: the scenario file, or one flag of the command line. Apart because lines
// must be counted as the YAML parser counts them.

/// A text cut into lines where YAML cuts them.
struct SourceText {
  /// What diagnostics call it: a file name, or `--set llm.concurrency`.
  let name: String
  let scalars: [Unicode.Scalar]
  /// Where each line begins; never empty.
  private let lineStarts: [Int]

  init(name: String, text: String) {
    self.name = name
    scalars = Array(text.unicodeScalars)
    var starts = [0]
    for (index, scalar) in scalars.enumerated() where Self.isBreak(scalar) {
      if scalar == "\r", index + 1 < scalars.count, scalars[index + 1] == "\n" { continue }
      starts.append(index + 1)
    }
    lineStarts = starts
  }

  var lineCount: Int { lineStarts.count }

  static func isBreak(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": true
    default: false
    }
  }

  /// The characters of a line (from 1) without its break.
  func line(_ number: Int) -> ArraySlice<Unicode.Scalar> {
    let start = lineStarts[number - 1]
    var end = number < lineStarts.count ? lineStarts[number] : scalars.count
    while end > start, Self.isBreak(scalars[end - 1]) { end -= 1 }
    return scalars[start..<end]
  }

  /// The characters from a line and column (both from 1) to the end of the line.
  func rest(line number: Int, column: Int) -> ArraySlice<Unicode.Scalar> {
    guard number >= 1, number <= lineCount else { return [] }
    return line(number).dropFirst(column - 1)
  }

  /// The position of an index, both from 1.
  func position(of index: Int) -> (line: Int, column: Int) {
    var (low, high) = (0, lineStarts.count - 1)
    while low < high {
      let middle = (low + high + 1) / 2
      if lineStarts[middle] <= index { low = middle } else { high = middle - 1 }
    }
    return (low + 1, index - lineStarts[low] + 1)
  }
}

/// A stretch of a source.
struct Origin: Hashable, Comparable {
  /// 0 is the file, n the n-th override.
  var source: Int
  /// From 1.
  var line: Int
  /// From 1.
  var column: Int
  var length: Int

  static func < (left: Origin, right: Origin) -> Bool {
    (left.source, left.line, left.column) < (right.source, right.line, right.column)
  }

  /// A part of this stretch.
  func part(offset: Int, length: Int) -> Origin {
    Origin(source: source, line: line, column: column + offset, length: length)
  }
}
