// What things cost, as dated data that a scenario can replace entry by entry.

/// How much of what an entry's price is for.
public struct PriceUnit: Hashable, Sendable {
  /// How many of `noun` the price buys, above 0.
  public var quantity: Int64
  /// What is bought, in the plural.
  public var noun: String

  /// A unit of `quantity` of `noun`.
  public init(_ quantity: Int64, _ noun: String) {
    precondition(quantity > 0, "a price for \(quantity) \(noun)")
    self.quantity = quantity
    self.noun = noun
  }
}

/// One price, with where it was read and when.
public struct PriceEntry: Hashable, Sendable {
  /// The name that a scenario replaces it by.
  public var name: String
  /// US dollars for one `unit`.
  public var price: Money
  /// What the price buys.
  public var unit: PriceUnit
  /// Where the price was read, in words.
  public var source: String
  /// The day of the source, as `YYYY-MM-DD`, or `YYYY-MM` where it names no day; or `undated`.
  public var date: String

  /// An entry with these fields.
  public init(_ name: String, _ price: Money, per unit: PriceUnit, source: String, date: String) {
    self.name = name
    self.price = price
    self.unit = unit
    self.source = source
    self.date = date
  }
}

/// A dated list of prices.
///
/// Names: `redis.command`, `redis.storageGigabyteMonth`, `qstash.message`, `functions.invocation`,
/// `functions.activeCPUHour`, `functions.memoryGigabyteHour`, `persistence.call`, `vectors.operation`,
/// `vectors.embeddedToken`, `llm.creditFee`, and for
/// each model `llm.MODEL.input`, `llm.MODEL.cachedInput` and `llm.MODEL.output`. Each of these reaches a bill
/// through ``Tariff``. `redis.plan.PLAN` is the month of a ``RedisPlan``, which a report gives beside the limits
/// that it buys.
///
/// ```swift
/// let book = try PriceBook.named("2026-08").replacing(["redis.command": 0.10])
/// book["redis.command"]?.price.dollars   // 0.1, for 100,000 commands
/// ```
public struct PriceBook: Hashable, Sendable {
  /// The name of the book: the year and month it was drawn up in.
  public let name: String
  /// All entries, in order of their names.
  public private(set) var entries: [PriceEntry]

  /// A book with these entries. Precondition: no two have the same name.
  public init(name: String, entries: [PriceEntry]) {
    self.name = name
    self.entries = entries.sorted { $0.name < $1.name }
    for (left, right) in zip(self.entries, self.entries.dropFirst()) {
      precondition(left.name != right.name, "two prices named \(left.name)")
    }
  }

  /// Names of the books that ship with the program, the newest last.
  public static let shippedNames = ["2026-08"]

  /// A book that ships with the program.
  ///
  /// - Throws: ``PriceBookError/unknownBook(_:known:)``.
  public static func named(_ name: String) throws(PriceBookError) -> PriceBook {
    switch name {
    case "2026-08": .august2026
    default: throw .unknownBook(name, known: shippedNames)
    }
  }

  /// The entry of that name, if the book has it. O(log n).
  public subscript(name: String) -> PriceEntry? {
    index(of: name).map { entries[$0] }
  }

  /// The models whose tokens have prices, in order of their names.
  public var models: [String] {
    let suffix = ".output"
    return entries.map(\.name).filter { $0.hasPrefix("llm.") && $0.hasSuffix(suffix) }
      .map { String($0.dropFirst(4).dropLast(suffix.count)) }
  }

  /// The book with some prices replaced. Units stay: the new value is for as much as the old one was.
  ///
  /// - Parameter overrides: US dollars by the name of the entry, each at least 0 and at most what
  ///   ``highestValue(of:)`` says; kept to the billionth of a dollar.
  /// - Throws: for the first, in order of the names, that is unknown or out of range.
  public func replacing(_ overrides: [String: Double]) throws(PriceBookError) -> PriceBook {
    var book = self
    for (name, dollars) in overrides.sorted(by: { $0.key < $1.key }) {
      guard let index = index(of: name) else {
        throw .unknownEntry(name, near: namesNear(name, among: entries.map(\.name)))
      }
      let highest = Self.highestValue(of: name)
      guard dollars >= 0, dollars <= highest else {
        throw .valueOutOfRange(name, dollars, highest: highest)
      }
      book.entries[index].price = Money(nanoUSD: Int64(dollars * 1e9 + 0.5))
      book.entries[index].source = "replaced by the scenario"
      book.entries[index].date = "undated"
    }
    return book
  }

  /// The highest price that an entry may be replaced by, in US dollars for one unit: above it is a slip of
  /// the pen, and the bound lets bills be computed in 128 bits.
  public static func highestValue(of name: String) -> Double { name == "llm.creditFee" ? 1 : 10_000 }

  private func index(of name: String) -> Int? {
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].name < name { low = middle + 1 } else { high = middle }
    }
    return low < entries.count && entries[low].name == name ? low : nil
  }
}

/// Why prices cannot be had.
public enum PriceBookError: Error, Hashable, Sendable, CustomStringConvertible {
  /// No book of this name ships with the program.
  case unknownBook(String, known: [String])
  /// The book has no entry of this name; `near` are names that may be meant, the nearest first.
  case unknownEntry(String, near: [String])
  /// The book has no prices for this model; `near` are models that may be meant, the nearest first.
  case unknownModel(String, near: [String])
  /// A price that is negative, absurdly high, or not a number.
  case valueOutOfRange(String, Double, highest: Double)

  /// One sentence for a person.
  public var description: String {
    switch self {
    case .unknownBook(let name, let known):
      "unknown price book '\(name)' (there are: \(known.joined(separator: ", ")))"
    case .unknownEntry(let name, let near): "unknown price '\(name)'" + Self.suggestion(near)
    case .unknownModel(let name, let near): "no prices for the model '\(name)'" + Self.suggestion(near)
    case .valueOutOfRange(let name, let value, let highest):
      "price '\(name)' of \(value) is not between 0 and \(highest)"
    }
  }

  private static func suggestion(_ near: [String]) -> String {
    near.isEmpty ? "" : " (did you mean \(near.map { "'\($0)'" }.joined(separator: " or "))?)"
  }
}

/// At most three of `names` that somebody who wrote `name` may have meant, the nearest first: those within
/// a third of its length in edits, or whose part after a dot or a slash it is. Case is ignored. O(total
/// length × length).
func namesNear(_ name: String, among names: [String]) -> [String] {
  let wanted = Array(name.lowercased().utf8)
  let bound = max(2, wanted.count / 3)
  let ranked = names.map { candidate in
    (distance: editDistance(wanted, Array(candidate.lowercased().utf8)), name: candidate)
  }
  let near = ranked.filter { candidate in
    let lowercased = candidate.name.lowercased()
    return candidate.distance <= bound
      || [".", "/"].contains { lowercased.hasSuffix($0 + name.lowercased()) }
  }
  return near.sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }.prefix(3).map(\.name)
}

/// Fewest insertions, deletions and replacements of a byte that turn one into the other (Levenshtein).
private func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
  var row = Array(0...right.count)
  for (i, byte) in left.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for (j, other) in right.enumerated() {
      let replaced = diagonal + (byte == other ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(replaced, row[j] + 1, diagonal + 1)
    }
  }
  return row[right.count]
}
