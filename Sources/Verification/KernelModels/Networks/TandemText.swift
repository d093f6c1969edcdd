// A row of stations as truth files write it in one line.

/// Reads `tandem M/M/1 mu=4 -> M/M/2 mu=5`; the first word may be missing.
enum TandemText {
  /// The stations in their order. Throws where one is not written as `M/M/c mu=…`.
  static func nodes(_ text: String) throws(TruthProblem) -> [NetworkNode] {
    var rest = text.drop { $0 == " " }
    if rest.hasPrefix("tandem") { rest = rest.dropFirst("tandem".count) }
    var nodes: [NetworkNode] = []
    for part in rest.partsBetweenArrows() { nodes.append(try node(part, number: nodes.count + 1)) }
    return nodes
  }

  private static func node(_ text: Substring, number: Int) throws(TruthProblem) -> NetworkNode {
    let words = text.split { " =".contains($0) }
    guard words.count == 3, words[0].hasPrefix("M/M/"), words[1] == "mu",
      let servers = Int(words[0].dropFirst("M/M/".count)), (1...1_000_000).contains(servers),
      let rate = TruthValue.text(String(words[2])).number, rate > 0, (1 / rate).isFinite
    else { throw TruthProblem("parameter 'nodes' has no station such as 'M/M/1 mu=4' in '\(text)'") }
    return NetworkNode(name: "\(number)", servers: servers, mean: 1 / rate)
  }
}
