// One `--vary`: a key and the values that a sweep gives it.

internal import Scenario

/// A key of a scenario and its values.
///
/// ```swift
/// try SweepVariation("llm.concurrency=3000..4000:500").values  // ["3000", "3500", "4000"]
/// try SweepVariation("system.queue.policy=stride,deadlineDrop").values  // ["stride", "deadlineDrop"]
/// ```
public struct SweepVariation: Hashable, Sendable {
  /// The key, with its sections and list indices before it, as `--set` spells it.
  public let key: String
  /// Its values in order, as they would stand in the file; nil for a range that values are drawn from.
  public let values: [String]?
  /// The range that values are drawn from; nil for a list.
  private let range: SweepRange?

  /// Reads `KEY=VALUES`.
  ///
  /// Values stand between commas; commas inside brackets, braces and quotes belong to the value. A value
  /// `FROM..TO:STEP` is every number that whole steps lead to. `FROM..TO`, which must stand alone, is a range for a
  /// Latin hypercube. Throws what is wrong with the text.
  public init(_ argument: String) throws(SweepRefusal) {
    guard let both = Override(argument) else {
      throw SweepRefusal(
        "--vary \(argument) has no key and values", hint: "write --vary llm.concurrency=3000,3500,4000")
    }
    key = both.key
    var values: [String] = []
    let items = try Self.items(of: both.value, key: both.key)
    for item in items {
      guard let range = try SweepRange(item) else {
        values.append(item)
        continue
      }
      if let steps = range.steps {
        values += steps
        continue
      }
      guard items.count == 1 else {
        throw SweepRefusal(
          "the range '\(item)' of \(both.key) has no step and stands in a list",
          hint: "write FROM..TO:STEP")
      }
      (self.values, self.range) = (nil, range)
      return
    }
    (self.values, self.range) = (values, nil)
  }

  /// The value at `share` of the way through the values, which is from 0 up to and without 1: a list is divided
  /// evenly.
  func value(at share: Double) -> String {
    if let range { return range.value(at: share) }
    guard let values else { return "" }
    return values[min(values.count - 1, Int(share * Double(values.count)))]
  }

  /// Cuts a text at its commas.
  private static func items(of text: String, key: String) throws(SweepRefusal) -> [String] {
    var items: [String] = []
    var item = ""
    var depth = 0
    var quote: Character?
    // YAML knows a quote only where a value begins: the one of "it's" is a letter.
    var canBeginQuote = true
    var letters = text.makeIterator()
    while let letter = letters.next() {
      if let open = quote {
        item.append(letter)
        if letter == "\\", open == "\"", let next = letters.next() { item.append(next) }
        // Two single quotes within quotes are one: the first closes and the second opens again.
        if letter == open { (quote, canBeginQuote) = (nil, open == "'") }
        continue
      }
      switch letter {
      case "'" where canBeginQuote, "\"" where canBeginQuote: quote = letter
      case "[", "{": depth += 1
      case "]", "}": depth = max(0, depth - 1)
      case "," where depth == 0:
        items.append(item)
        item = ""
        canBeginQuote = true
        continue
      default: break
      }
      item.append(letter)
      canBeginQuote = " ,[{:".contains(letter) && (canBeginQuote || depth > 0)
    }
    items.append(item)
    guard quote == nil, depth == 0 else {
      throw SweepRefusal("--vary \(key): a \(quote == nil ? "bracket" : "quote") is not closed in '\(text)'")
    }
    return try items.map { item throws(SweepRefusal) in
      let trimmed = item.drop { $0 == " " }
      let end = trimmed.lastIndex { $0 != " " }
      guard let end else {
        throw SweepRefusal(
          "--vary \(key): a value is empty in '\(text)'", hint: "an empty text is written ''")
      }
      return String(trimmed[...end])
    }
  }
}
