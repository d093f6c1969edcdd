// Where customers of a network go after each station, and how truth files write it.

/// The routes of an open network that customers enter at its first station.
struct Routing: Sendable, Hashable {
  struct Route: Sendable, Hashable {
    var probability: Double
    /// The station that follows.
    var to: Int
  }

  /// Routes from each station. What their probabilities leave of 1 leaves the network.
  private(set) var routes: [[Route]]

  /// From each station to the next, and out of the last.
  init(tandemOf count: Int) {
    routes = (0..<count).map { $0 + 1 < count ? [Route(probability: 1, to: $0 + 1)] : [] }
  }

  /// Reads clauses such as `api->llm 0.7, api->store 0.3 (cache hit); store->exit`.
  ///
  /// Clauses are separated by commas, semicolons or ends of lines; remarks in parentheses are ignored; a missing
  /// probability is 1; `exit` is outside. Throws where a clause is none, names no station, or is said twice, and where
  /// the probabilities from a station are more than 1.
  init(_ text: String, names: [String]) throws(TruthProblem) {
    routes = names.map { _ in [] }
    var outside = names.map { _ in 0.0 }
    var seen: Set<[String]> = []
    for clause in try Self.withoutRemarks(text).split(whereSeparator: { ",;\n".contains($0) }) {
      let clause = Clause(clause)
      if clause.isEmpty { continue }
      guard let from = clause.from, let to = clause.to, let probability = clause.probability else {
        throw Self.problem("has no clause such as 'a->b 0.7' in '\(clause.text)'")
      }
      guard probability >= 0, probability <= 1 else {
        throw Self.problem("has a probability outside 0 to 1 in '\(clause.text)'")
      }
      guard seen.insert([from, to]).inserted else { throw Self.problem("says '\(from)->\(to)' twice") }
      guard let source = names.firstIndex(of: from) else {
        throw Self.problem("names '\(from)', which is no node")
      }
      if let target = names.firstIndex(of: to) {
        if probability > 0 { routes[source].append(Route(probability: probability, to: target)) }
      } else if to == "exit" {
        outside[source] = probability
      } else {
        throw Self.problem("names '\(to)', which is no node")
      }
    }
    for (index, name) in names.enumerated() {
      let sum = routes[index].reduce(outside[index]) { $0 + $1.probability }
      // Sums of decimal fractions are not exact.
      guard sum <= 1 + 1e-9 else { throw Self.problem("sends \(sum) of the customers of '\(name)' on") }
      // What is said to leave, and what nothing is said of, leaves; routes that make up 1 are all there is.
      let inside = sum - outside[index]
      if inside > 0, outside[index] == 0, sum > 1 - 1e-9 {
        for route in routes[index].indices { routes[index][route].probability /= inside }
      }
    }
  }

  private static func problem(_ what: String) -> TruthProblem { TruthProblem("parameter 'routing' \(what)") }

  private static func withoutRemarks(_ text: String) throws(TruthProblem) -> String {
    var kept = ""
    var depth = 0
    for character in text {
      if character == "(" { depth += 1 }
      if depth == 0 { kept.append(character) }
      if character == ")" { depth -= 1 }
      if depth < 0 { break }
    }
    guard depth == 0 else { throw problem("has a parenthesis without its other half") }
    return kept
  }

  /// `from->to probability`, as far as it is that.
  private struct Clause {
    let text: String
    var from: String?
    var to: String?
    var probability: Double?

    var isEmpty: Bool { text.allSatisfy { $0 == " " } }

    init(_ clause: Substring) {
      text = String(clause)
      let halves = clause.partsBetweenArrows().map { $0.split(separator: " ") }
      guard halves.count == 2, halves[0].count == 1, halves[1].count == 1 || halves[1].count == 2 else {
        return
      }
      from = String(halves[0][0])
      to = String(halves[1][0])
      probability = halves[1].count == 1 ? 1 : TruthValue.text(String(halves[1][1])).number
    }
  }
}

extension Substring {
  /// What stands before, between and after the arrows `->`.
  func partsBetweenArrows() -> [Substring] {
    var parts: [Substring] = []
    var start = startIndex
    var place = startIndex
    while place < endIndex {
      let next = index(after: place)
      if self[place] == "-", next < endIndex, self[next] == ">" {
        parts.append(self[start..<place])
        start = index(after: next)
        place = start
      } else {
        place = next
      }
    }
    return parts + [self[start...]]
  }
}
