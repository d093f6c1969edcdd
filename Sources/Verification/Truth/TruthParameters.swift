// The parameters of a row of a truth file: numbers that may stand as strings, lists of them, and maps.

/// A value of a truth file.
package indirect enum TruthValue: Hashable, Sendable {
  /// A number or a text, as it stands in the file.
  case text(String)
  case list([TruthValue])
  case map([String: TruthValue])

  /// The value as a number: `0.5`, `1e-3` or a fraction such as `1/60`; nil for anything else.
  package var number: Double? {
    guard case .text(let text) = self else { return nil }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map {
      Double($0.trimmingSpaces())
    }
    switch parts.count {
    case 1: return parts[0]
    case 2:
      guard let above = parts[0], let below = parts[1], below != 0 else { return nil }
      return above / below
    default: return nil
    }
  }

  /// The value as a short text for messages and tables.
  package var description: String {
    switch self {
    case .text(let text): text
    case .list(let values): "[" + values.map(\.description).joined(separator: ", ") + "]"
    case .map(let entries):
      "{"
        + entries.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.description)" }.joined(
          separator: ", ")
        + "}"
    }
  }
}

extension Substring {
  fileprivate func trimmingSpaces() -> Substring {
    var rest = self
    while rest.first == " " { rest.removeFirst() }
    while rest.last == " " { rest.removeLast() }
    return rest
  }
}

/// What is wrong with a row of a truth file, as one sentence for a person.
package struct TruthProblem: Error, Hashable, Sendable {
  package var message: String

  package init(_ message: String) { self.message = message }
}

/// The parameters of one row, by name.
package struct TruthParameters: Hashable, Sendable {
  package var values: [String: TruthValue]

  package init(_ values: [String: TruthValue]) { self.values = values }

  /// The names and values in order of the names: `c=5, lam=4, mu=1`.
  package var description: String {
    values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.description)" }.joined(separator: ", ")
  }

  /// A finite number. Throws where it is missing, no number or outside `range`.
  package func number(_ name: String, in range: ClosedRange<Double> = -1e15...1e15) throws(TruthProblem)
    -> Double
  {
    let value = try self.value(name)
    guard let number = value.number, number.isFinite else {
      throw TruthProblem("parameter '\(name)' is no number: '\(value.description)'")
    }
    guard range.contains(number) else {
      throw TruthProblem(
        "parameter '\(name)' is \(number), outside \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  /// A number above 0.
  package func positive(_ name: String) throws(TruthProblem) -> Double {
    try number(name, in: Double.leastNormalMagnitude...1e15)
  }

  /// A whole number in `range`.
  package func count(_ name: String, in range: ClosedRange<Int> = 1...100_000_000) throws(TruthProblem) -> Int
  {
    let number = try number(name)
    guard let count = Int(exactly: number), range.contains(count) else {
      throw TruthProblem(
        "parameter '\(name)' is \(try value(name).description), not a whole number from \(range.lowerBound) to "
          + "\(range.upperBound)")
    }
    return count
  }

  /// A list of numbers above 0, at least one.
  package func positives(_ name: String) throws(TruthProblem) -> [Double] {
    guard case .list(let values) = try value(name), !values.isEmpty else {
      throw TruthProblem("parameter '\(name)' is no list")
    }
    var numbers: [Double] = []
    for value in values {
      guard let number = value.number, number.isFinite, number > 0 else {
        throw TruthProblem("parameter '\(name)' holds '\(value.description)', which is no number above 0")
      }
      numbers.append(number)
    }
    return numbers
  }

  /// A text.
  package func text(_ name: String) throws(TruthProblem) -> String {
    guard case .text(let text) = try value(name) else { throw TruthProblem("parameter '\(name)' is no text") }
    return text
  }

  /// A value of any kind. Throws where it is missing.
  package func value(_ name: String) throws(TruthProblem) -> TruthValue {
    guard let value = values[name] else { throw TruthProblem("parameter '\(name)' is missing") }
    return value
  }
}
