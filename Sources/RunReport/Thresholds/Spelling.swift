// "Did you mean": the nearest of the words that would have been right. Apart because the scenario reader and
// the threshold parser both suggest.

/// Suggestions for a misspelt word.
package enum Spelling {
  /// Longest word that is compared; longer ones get no suggestion.
  static let longestWord = 48

  /// The candidate nearest to `word`, or nil where none is near enough to be what was meant.
  ///
  /// Near is at most a third of the longer word's letters, and at least one: letters left out, put in,
  /// replaced or swapped with their neighbour. Case is ignored. Of two equally near candidates the first
  /// wins.
  package static func nearest(to word: String, among candidates: [String]) -> String? {
    let letters = Array(word.lowercased().unicodeScalars)
    guard !letters.isEmpty, letters.count <= longestWord else { return nil }
    var best: (candidate: String, distance: Int)?
    for candidate in candidates {
      let other = Array(candidate.lowercased().unicodeScalars)
      let allowed = max(1, max(letters.count, other.count) / 3)
      guard abs(letters.count - other.count) <= allowed else { continue }
      let found = distance(letters, other)
      if found <= allowed, found < best?.distance ?? .max { best = (candidate, found) }
    }
    return best?.candidate
  }

  /// A hint for a word that is none of `candidates`: the nearest, or the whole list.
  package static func hint(for word: String, among candidates: [String]) -> String {
    if let nearest = nearest(to: word, among: candidates) { return "did you mean '\(nearest)'?" }
    guard !candidates.isEmpty else { return "there is none" }
    return "one of " + candidates.joined(separator: ", ")
  }

  /// Number of edits between two words, a swap of neighbours counting once.
  static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    var beforePrevious = [Int](repeating: 0, count: right.count + 1)
    var previous = Array(0...right.count)
    for row in 0..<left.count {
      var current = [Int](repeating: row + 1, count: right.count + 1)
      for column in 0..<right.count {
        let change = left[row] == right[column] ? 0 : 1
        var least = min(previous[column + 1] + 1, current[column] + 1, previous[column] + change)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          least = min(least, beforePrevious[column - 1] + 1)
        }
        current[column + 1] = least
      }
      (beforePrevious, previous) = (previous, current)
    }
    return previous[right.count]
  }
}
