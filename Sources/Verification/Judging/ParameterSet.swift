// The rows of one system with one set of parameters: what one simulation answers.

/// A system with its parameters, and what is asked of it.
package struct ParameterSet: Sendable {
  package var entry: ModelEntry
  package var parameters: TruthParameters
  package var model: any TruthModel
  package var rows: [TruthRow]

  /// The sets of a file, in the order in which they first appear.
  ///
  /// Throws where a model, a parameter or a metric is unknown, or a parameter has no legal value: no row is passed
  /// over in silence.
  package static func all(in file: TruthFile) throws(TruthFileError) -> [ParameterSet] {
    var sets: [ParameterSet] = []
    for row in file.rows {
      func refuse(_ message: String) -> TruthFileError {
        TruthFileError(
          file: file.name, line: row.line, column: row.column,
          message: "row \(row.id) (\(row.model), \(row.metric)): \(message)")
      }
      if let index = sets.firstIndex(where: { $0.entry.name == row.model && $0.parameters == row.parameters })
      {
        guard sets[index].model.kind(of: row.metric) != nil else {
          throw refuse("unknown metric; known are \(names(sets[index].model.metrics.keys))")
        }
        sets[index].rows.append(row)
        continue
      }
      guard let entry = ModelCatalogue.entry(row.model) else {
        throw refuse("unknown model; known are \(names(ModelCatalogue.all.map(\.name)))")
      }
      for name in row.parameters.values.keys.sorted() where !entry.parameters.contains(name) {
        throw refuse("unknown parameter '\(name)'; known are \(names(entry.parameters))")
      }
      let model: any TruthModel
      do {
        model = try entry.make(row.parameters)
      } catch {
        throw refuse(error.message)
      }
      guard model.kind(of: row.metric) != nil else {
        throw refuse("unknown metric; known are \(names(model.metrics.keys))")
      }
      sets.append(ParameterSet(entry: entry, parameters: row.parameters, model: model, rows: [row]))
    }
    return sets
  }

  private static func names(_ names: some Sequence<String>) -> String {
    names.sorted().map { "'\($0)'" }.joined(separator: ", ")
  }

  /// Times shorter than this are none: computed with any number of digits, the quantile of a system in which the
  /// probability is exactly that of not waiting may be 10⁻⁶⁰ instead of 0.
  private static let noTime = 1e-12

  /// How a row is judged. A quantile of a wait that is zero stands on the atom of those who do not wait.
  func kind(of row: TruthRow) -> MetricKind {
    guard let kind = model.kind(of: row.metric) else {
      preconditionFailure("\(row.metric) was accepted and is unknown")
    }
    if case .quantile(let percent) = kind, row.exact.magnitude < Self.noTime { return .atom(percent) }
    return kind
  }
}

extension ParameterSet {
  /// One set of each system: the one that takes the fewest customers, so that all together take under a minute.
  package static func smoke(of sets: [ParameterSet]) -> [ParameterSet] {
    var chosen: [ParameterSet] = []
    for set in sets {
      if let index = chosen.firstIndex(where: { $0.entry.name == set.entry.name }) {
        if set.model.pilotCustomers < chosen[index].model.pilotCustomers { chosen[index] = set }
      } else {
        chosen.append(set)
      }
    }
    return chosen
  }
}
