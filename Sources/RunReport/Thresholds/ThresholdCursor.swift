// A position in a threshold's text. Apart so that the grammar reads without index arithmetic.

/// Walks over a threshold's text and remembers where each piece came from.
struct ThresholdCursor {
  /// A stretch of the text without the blanks around it.
  struct Piece {
    let text: String
    let offset: Int
    let length: Int

    /// An error at this piece.
    func error(_ message: String, hint: String) -> ThresholdSyntaxError {
      ThresholdSyntaxError(message: message, hint: hint, offset: offset, length: max(1, length))
    }
  }

  private let scalars: [Unicode.Scalar]
  private var position = 0

  init(_ text: String) throws(ThresholdSyntaxError) {
    scalars = Array(text.unicodeScalars)
    guard scalars.count <= ThresholdParser.longestText else {
      throw ThresholdSyntaxError(
        message: "longer than \(ThresholdParser.longestText) characters", hint: "split the threshold",
        offset: 0, length: scalars.count)
    }
  }

  var isAtEnd: Bool { scalars[position...].allSatisfy { $0 == " " } }

  /// The text before the next of `stops`, or before the end.
  mutating func word(until stops: String) -> Piece {
    let start = position
    while position < scalars.count, !stops.unicodeScalars.contains(scalars[position]) { position += 1 }
    return piece(start..<position)
  }

  /// The longest text made of `letters`.
  mutating func word(while letters: String) -> Piece {
    let start = position
    while position < scalars.count, letters.unicodeScalars.contains(scalars[position]) { position += 1 }
    return piece(start..<position)
  }

  /// The text to the end.
  mutating func rest() -> Piece {
    defer { position = scalars.count }
    return piece(position..<scalars.count)
  }

  /// The next character. Precondition: there is one.
  mutating func take() -> Piece {
    defer { position += 1 }
    return piece(position..<position + 1)
  }

  /// Steps over `letter` where it is next.
  mutating func take(_ letter: Unicode.Scalar) -> Bool {
    guard position < scalars.count, scalars[position] == letter else { return false }
    position += 1
    return true
  }

  private func piece(_ range: Range<Int>) -> Piece {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end, scalars[start] == " " { start += 1 }
    while end > start, scalars[end - 1] == " " { end -= 1 }
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars[start..<end])
    return Piece(text: String(view), offset: start, length: end - start)
  }
}
