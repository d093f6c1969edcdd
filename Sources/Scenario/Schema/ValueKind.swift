// What a value of a key can be: how it is called, which range it has, how it is read and how it is written
// back.

internal import QueueModel
internal import RunReport

/// The description of one kind of value.
struct ValueKind<Value> {
  /// What the reference calls it: `duration`.
  var name: String
  /// The range, or the choices, as the reference prints them.
  var range = ""
  /// Reads a node; nil after having reported what is wrong.
  var read: (SyntaxNode, inout Decoding) -> Value?
  /// The value as a scenario spells it, on one line.
  var show: (Value) -> String
  /// The keys within, relative to this one.
  var members: () -> [DocumentedKey] = { [] }
}

/// One key, as the reference documents it.
public struct DocumentedKey: Hashable, Sendable {
  /// The key with its sections before it; `N` stands for the index of a list entry:
  /// `behaviour.bells.N.share`.
  public var path: String
  /// What a value is: `duration`, `share`.
  public var kind: String
  /// The range or the choices; may be empty.
  public var range: String
  /// The value of a file that leaves the key out; empty where there is none.
  public var defaultValue: String
  /// True when the key must be given where its section is.
  public var isRequired: Bool
  /// What the key means.
  public var text: String
  /// True for a section, which has keys of its own and no value.
  public var isSection: Bool
}

extension ValueKind {
  /// A kind that is one scalar with a range.
  private static func quantity<Bound: Comparable>(
    _ name: String, _ range: ClosedRange<Bound>, _ parse: @escaping (String) throws(QuantityError) -> Value,
    _ bound: @escaping (Value) -> Bound, show: @escaping (Value) -> String, showBound: (Bound) -> String
  ) -> ValueKind {
    let (low, high) = (showBound(range.lowerBound), showBound(range.upperBound))
    let read = { (node: SyntaxNode, decoding: inout Decoding) -> Value? in
      guard let text = decoding.scalar(node, expected: "a \(name)") else { return nil }
      do throws(QuantityError) {
        let value = try parse(text)
        guard range.contains(bound(value)) else {
          let side = bound(value) < range.lowerBound ? "too small" : "too large"
          decoding.fail(node.origin, "'\(text)' is \(side)", hint: "the range is \(low) to \(high)")
          return nil
        }
        return value
      } catch {
        decoding.fail(node.origin, "'\(text)' \(error.problem)", hint: error.hint)
        return nil
      }
    }
    return ValueKind(name: name, range: "\(low) to \(high)", read: read, show: show)
  }
}

extension ValueKind where Value == Duration {
  /// A duration such as `1m30s`.
  static func duration(_ range: ClosedRange<Duration>) -> ValueKind {
    .quantity(
      "duration", range, Quantity.duration, { $0 }, show: Spelled.duration, showBound: Spelled.duration)
  }
}

extension ValueKind where Value == Double {
  /// A number without a unit.
  static func number(_ range: ClosedRange<Double>) -> ValueKind {
    .quantity("number", range, Quantity.number, { $0 }, show: Spelled.number, showBound: Spelled.number)
  }

  /// A share such as `5%` or `0.05`.
  static func share(_ range: ClosedRange<Double> = 0...1) -> ValueKind {
    .quantity("share", range, Quantity.share, { $0 }, show: Spelled.share, showBound: Spelled.share)
  }

  /// A rate such as `5/s`, per second.
  static func rate(_ range: ClosedRange<Double>) -> ValueKind {
    .quantity("rate", range, Quantity.rate, { $0 }, show: Spelled.rate, showBound: Spelled.rate)
  }

  /// An amount of US dollars.
  static func dollars(_ range: ClosedRange<Double>) -> ValueKind {
    .quantity(
      "price", range, Quantity.dollars, { $0 }, show: Spelled.number, showBound: { "$" + Spelled.number($0) })
  }
}

extension ValueKind where Value == Int {
  /// A whole number.
  static func integer(_ range: ClosedRange<Int>) -> ValueKind {
    .quantity(
      "whole number", range, Quantity.integer, { $0 }, show: { String($0) }, showBound: Spelled.integer)
  }
}

extension ValueKind where Value == UInt64 {
  /// A seed.
  static var seed: ValueKind {
    ValueKind(
      name: "whole number", range: "0 to 2^64 − 1",
      read: { node, decoding in
        guard let text = decoding.scalar(node, expected: "a whole number") else { return nil }
        if let value = UInt64(text), text.utf8.first != UInt8(ascii: "+") { return value }
        decoding.fail(node.origin, "'\(text)' is not a seed", hint: "write a whole number from 0 to 2^64 − 1")
        return nil
      }, show: { String($0) })
  }
}

extension ValueKind where Value == Bool {
  /// `true` or `false`.
  static var flag: ValueKind {
    ValueKind(
      name: "true or false",
      read: { node, decoding in
        guard let text = decoding.scalar(node, expected: "true or false") else { return nil }
        switch text {
        case "true": return true
        case "false": return false
        default:
          decoding.fail(node.origin, "'\(text)' is neither true nor false", hint: "write true or false")
          return nil
        }
      }, show: { $0 ? "true" : "false" })
  }
}

extension ValueKind where Value == String {
  /// Text of a limited length, on one line, with more conditions where `refuse` gives a reason.
  static func text(
    longest: Int = 200, refuse: @escaping (String) -> (problem: String, hint: String)? = { _ in nil }
  ) -> ValueKind {
    ValueKind(
      name: "text", range: "at most \(longest) characters",
      read: { node, decoding in
        guard let text = decoding.scalar(node, expected: "a text") else { return nil }
        let trimmed = text.last == "\n" ? String(text.dropLast()) : text
        guard trimmed.unicodeScalars.count <= longest else {
          decoding.fail(node.origin, "longer than \(longest) characters", hint: "shorten it")
          return nil
        }
        guard !trimmed.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
          decoding.fail(
            node.origin, "more than one line, or a control character", hint: "write it on one line")
          return nil
        }
        if let reason = refuse(trimmed) {
          decoding.fail(node.origin, reason.problem, hint: reason.hint)
          return nil
        }
        return trimmed
      }, show: Spelled.text)
  }

  /// One of a list of names.
  static func name(_ what: String, of names: [String]) -> ValueKind {
    .text(longest: 200) { text in
      guard !names.contains(text) else { return nil }
      return ("unknown \(what) '\(text)'", Spelling.hint(for: text, among: names))
    }.with(name: what, range: names.joined(separator: ", "))
  }
}

extension ValueKind {
  /// The same kind under another name and range.
  func with(name: String, range: String) -> ValueKind {
    var kind = self
    kind.name = name
    kind.range = range
    return kind
  }
}

extension ValueKind where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
  /// One of the cases, by raw value.
  static var choice: ValueKind {
    let names = Value.allCases.map(\.rawValue)
    return ValueKind(
      name: "word", range: names.joined(separator: ", "),
      read: { node, decoding in
        guard let text = decoding.scalar(node, expected: "one of \(names.joined(separator: ", "))") else {
          return nil
        }
        if let value = Value(rawValue: text) { return value }
        decoding.fail(
          node.origin, "unknown \(decoding.path.last ?? "value") '\(text)'",
          hint: Spelling.hint(for: text, among: names))
        return nil
      }, show: \.rawValue)
  }
}
