// The layout of a report: a list or an object without anything nested stays on one line, everything else opens an
// indented block.

/// Writes a tree of nodes as text.
struct JSONWriter {
  private(set) var bytes: [UInt8] = []

  /// Writes a whole text, ending in a newline.
  mutating func write(_ node: JSONNode) {
    write(node, depth: 0)
    put("\n")
  }

  private mutating func write(_ node: JSONNode, depth: Int) {
    switch node.content {
    case .scalar(let text): put(text)
    case .integers(let integers): write(integers)
    case .list:
      write("[", "]", node.members, depth: depth) { writer, member, depth in
        writer.write(member, depth: depth)
      }
    case .object:
      let sorted = zip(node.keys, node.members).sorted { $0.0 < $1.0 }
      let keys = sorted.map { JSONNode.Content.quoted($0.0) + ": " }
      var next = 0
      write("{", "}", sorted.map(\.1), depth: depth) { writer, member, depth in
        writer.put(keys[next])
        next += 1
        writer.write(member, depth: depth)
      }
    }
  }

  /// Writes brackets with `members` between them, on one line if none of them has brackets of its own.
  private mutating func write(
    _ opening: String, _ closing: String, _ members: [JSONNode], depth: Int,
    each: (inout JSONWriter, JSONNode, Int) -> Void
  ) {
    let isFlat = members.allSatisfy { !$0.isContainer }
    put(opening)
    for (index, member) in members.enumerated() {
      if index > 0 { put(isFlat ? ", " : ",") }
      if !isFlat { lineBreak(depth + 1) }
      each(&self, member, depth + 1)
    }
    if !isFlat { lineBreak(depth) }
    put(closing)
  }

  private mutating func write(_ integers: [Int]) {
    put("[")
    for (index, integer) in integers.enumerated() {
      if index > 0 {
        bytes.append(UInt8(ascii: ","))
        bytes.append(UInt8(ascii: " "))
      }
      put(integer)
    }
    put("]")
  }

  /// Writes digits without making a string of each number: the last first, then turned round.
  private mutating func put(_ integer: Int) {
    if integer < 0 { bytes.append(UInt8(ascii: "-")) }
    var left = bytes.count
    var rest = integer.magnitude
    repeat {
      bytes.append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
    } while rest > 0
    var right = bytes.count - 1
    while left < right {
      bytes.swapAt(left, right)
      left += 1
      right -= 1
    }
  }

  private mutating func put(_ text: String) { bytes.append(contentsOf: text.utf8) }

  private mutating func lineBreak(_ depth: Int) {
    put("\n")
    for _ in 0..<depth { put("  ") }
  }
}
