// Files of exact values: rows of model, parameters, metric and value, as JSON, each remembered with its line so that
// an error can name it.

internal import Yams

/// A row of a truth file.
package struct TruthRow: Hashable, Sendable {
  /// The file's own number of the row, or its place in the list.
  package var id: String
  package var model: String
  package var parameters: TruthParameters
  package var metric: String
  package var exact: Double
  /// True where a judgement would need a very long run: the row is printed, not judged.
  package var isWeak: Bool
  /// Where it stands in the file, from 1.
  package var line: Int
  package var column: Int
}

/// What is wrong with a truth file, as one line for a person: `file:line:column: message`.
package struct TruthFileError: Error, Hashable, Sendable, CustomStringConvertible {
  package var file: String
  package var line: Int
  package var column: Int
  package var message: String

  package var description: String { "\(file):\(line):\(column): \(message)" }
}

/// The rows of a truth file.
package struct TruthFile: Sendable {
  package var name: String
  package var rows: [TruthRow]

  /// The file that ships with the program.
  package static let shipped: TruthFile = {
    do {
      return try TruthFile(text: ShippedTruth.text, name: "queueing-truth.json")
    } catch {
      preconditionFailure("the shipped truth file: \(error)")
    }
  }()

  /// Reads `{"rows": [{"model": …, "params": {…}, "metric": …, "value": …, "weak": false}, …]}`; other keys are
  /// ignored. Numbers may stand as strings.
  package init(text: String, name: String) throws(TruthFileError) {
    self.name = name
    let root: Node
    do {
      // JSON is YAML, and this reader knows where everything stands.
      guard let composed = try compose(yaml: text, .basic) else {
        throw TruthFileError(file: name, line: 1, column: 1, message: "the file is empty")
      }
      root = composed
    } catch let error as TruthFileError {
      throw error
    } catch {
      throw Self.syntax(error, name)
    }
    guard case .mapping(let file) = root, let list = file["rows"], case .sequence(let entries) = list else {
      throw Self.error(root, name, "a truth file is a map with a list 'rows'")
    }
    var rows: [TruthRow] = []
    for (index, entry) in entries.enumerated() { rows.append(try Self.row(entry, index, name)) }
    guard !rows.isEmpty else { throw Self.error(list, name, "'rows' is empty") }
    self.rows = rows
  }

  private static func row(_ node: Node, _ index: Int, _ file: String) throws(TruthFileError) -> TruthRow {
    guard case .mapping(let entries) = node else { throw error(node, file, "row \(index + 1) is no map") }
    func text(_ key: String) throws(TruthFileError) -> String {
      guard let value = entries[key], case .scalar(let scalar) = value else {
        throw error(node, file, "row \(index + 1) has no '\(key)'")
      }
      return scalar.string
    }
    let exact = try text("value")
    guard let number = TruthValue.text(exact).number, number.isFinite else {
      throw error(entries["value"] ?? node, file, "row \(index + 1): the value '\(exact)' is no number")
    }
    guard let params = entries["params"], case .mapping(let given) = params else {
      throw error(node, file, "row \(index + 1) has no map 'params'")
    }
    var values: [String: TruthValue] = [:]
    for (key, value) in given { values[key.scalar?.string ?? ""] = Self.value(value) }
    var id = "\(index + 1)"
    if case .scalar(let scalar)? = entries["id"] { id = scalar.string }
    let weak = entries["weak"].flatMap { if case .scalar(let scalar) = $0 { scalar.string } else { nil } }
    return TruthRow(
      id: id, model: try text("model"), parameters: TruthParameters(values), metric: try text("metric"),
      exact: number, isWeak: weak == "true", line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
  }

  private static func value(_ node: Node) -> TruthValue {
    switch node {
    case .scalar(let scalar): .text(scalar.string)
    case .sequence(let values): .list(values.map(value))
    case .mapping(let entries):
      .map(
        Dictionary(
          entries.map { ($0.key.scalar?.string ?? "", value($0.value)) },
          uniquingKeysWith: { first, _ in first }))
    case .alias: .text("")
    }
  }

  private static func error(_ node: Node, _ file: String, _ message: String) -> TruthFileError {
    TruthFileError(file: file, line: node.mark?.line ?? 1, column: node.mark?.column ?? 1, message: message)
  }

  private static func syntax(_ error: any Error, _ file: String) -> TruthFileError {
    switch error as? YamlError {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      TruthFileError(file: file, line: mark.line, column: mark.column, message: "not valid JSON: \(problem)")
    default: TruthFileError(file: file, line: 1, column: 1, message: "not valid JSON: \(error)")
    }
  }
}
