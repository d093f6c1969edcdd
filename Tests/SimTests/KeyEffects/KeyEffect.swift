// A key of the scenario language as a claim that can be wrong: this key, at these values, moves this number of a run.

import Testing

@testable import RunReport
@testable import Scenario
@testable import Sim

/// A key, the values that it is given, and what they move.
///
/// ```swift
/// KeyEffect("llm.concurrency", "4", "20", lowers: "queue_wait avg")
/// ```
struct KeyEffect: Sendable {
  /// What the values do to the number, in the order in which they are given.
  enum Movement: String, Sendable {
    case raises, lowers
    /// Each value has a result of its own; the meaning of the key does not say which is greater.
    case changes
    /// All values but the first are errors.
    case refusesTheRest = "refuses all but the first; of it"
  }

  /// A value, and what has to be said beside it.
  struct Value: Sendable, ExpressibleByStringLiteral {
    var text: String
    var settings: [String] = []

    init(stringLiteral text: String) { self.text = text }

    init(_ text: String, with settings: String...) {
      self.text = text
      self.settings = settings
    }
  }

  /// The key as `--set` takes it.
  let key: String
  let values: [Value]
  let movement: Movement
  /// A metric with an aggregate as thresholds have them, or a path into `report.json`: see ``Finding``.
  let number: String
  let base: BaseScenario
  /// Further keys of the scenario: `KEY=VALUE`.
  let settings: [String]

  init(
    _ key: String, _ values: [Value], _ movement: Movement, _ number: String, in base: BaseScenario = .calm,
    with settings: [String] = []
  ) {
    precondition(values.count > 1, "\(key) has one value")
    self.key = key
    self.values = values
    self.movement = movement
    self.number = number
    self.base = base
    self.settings = settings
  }

  init(
    _ key: String, _ values: Value..., raises number: String, in base: BaseScenario = .calm,
    with settings: [String] = []
  ) { self.init(key, values, .raises, number, in: base, with: settings) }

  init(
    _ key: String, _ values: Value..., lowers number: String, in base: BaseScenario = .calm,
    with settings: [String] = []
  ) { self.init(key, values, .lowers, number, in: base, with: settings) }

  init(
    _ key: String, _ values: Value..., changes number: String, in base: BaseScenario = .calm,
    with settings: [String] = []
  ) { self.init(key, values, .changes, number, in: base, with: settings) }
}

extension KeyEffect: CustomTestStringConvertible {
  var testDescription: String {
    "\(key) (\(values.map(\.text).joined(separator: ", "))) \(movement.rawValue) \(number)"
  }

  /// The key as the reference documents it: `llm.limits.N.value`.
  var documentedPath: String {
    var parts: [String] = []
    var isQuoted = false
    for part in key.split(separator: "'", omittingEmptySubsequences: false) {
      if isQuoted {
        parts.append(String(part))
      } else {
        parts += part.split(separator: ".").map { $0.allSatisfy(\.isNumber) ? "N" : String($0) }
      }
      isQuoted.toggle()
    }
    if parts.count > 1, parts[0] == "thresholds" { parts[1] = "SELECTOR" }
    if parts.starts(with: ["prices", "overrides"]) { parts.removeLast(parts.count - 2) }
    return parts.joined(separator: ".")
  }
}

// MARK: Running

extension KeyEffect {
  /// What a run with each value finds.
  func findings() async throws -> [Finding] {
    var findings: [Finding] = []
    for value in values {
      let scenario: Scenario
      do {
        scenario = try base.scenario(settings + ["\(key)=\(value.text)"] + value.settings)
      } catch let errors as ScenarioErrors where movement == .refusesTheRest && !findings.isEmpty {
        findings.append(.refused(errors.diagnostics.map(\.message)))
        continue
      }
      findings.append(try await Finding(number, of: scenario))
    }
    return findings
  }

  /// True when the values did what the key means.
  func isShown(by findings: [Finding]) -> Bool {
    let pairs = zip(findings, findings.dropFirst())
    return switch movement {
    case .raises: pairs.allSatisfy { $0.isBelow($1) }
    case .lowers: pairs.allSatisfy { $1.isBelow($0) }
    case .changes: Set(findings).count == findings.count
    case .refusesTheRest: pairs.allSatisfy { if case .refused = $1 { true } else { false } }
    }
  }
}
