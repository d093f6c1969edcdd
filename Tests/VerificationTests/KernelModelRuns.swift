// A few replications of a system of the kernel tier, held against exact values.

import Testing
import Verification

/// A parameter as a test writes it: `"lam": 0.8`, `"lams": ["0.3", "0.5"]`.
struct Written: Sendable, ExpressibleByStringLiteral, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByArrayLiteral
{
  let value: TruthValue

  init(_ value: TruthValue) { self.value = value }
  init(_ value: Double) { self.value = .text("\(value)") }
  init(stringLiteral value: String) { self.value = .text(value) }
  init(floatLiteral value: Double) { self.value = .text("\(value)") }
  init(integerLiteral value: Int) { self.value = .text("\(value)") }
  init(arrayLiteral elements: Written...) { value = .list(elements.map(\.value)) }
}

/// The system of a name, ready to run.
func kernelModel(_ name: String, _ parameters: [String: Written]) throws -> any TruthModel {
  let entry = try #require(ModelCatalogue.entry(name), "no system is called '\(name)'")
  #expect(entry.tier == .kernel)
  #expect(entry.parameters.isSuperset(of: parameters.keys))
  return try entry.make(TruthParameters(parameters.mapValues(\.value)))
}

/// Expects that each metric's mean over replications lies within 5 standard errors of its exact value, and that these
/// are small enough for the test to mean something.
///
/// - Parameter relativeError: most that a standard error may be, as a share of the exact value.
func expectAgreement(
  _ name: String, _ parameters: [String: Written], _ exact: [String: Double], customers: Int,
  replications: Int = 12, relativeError: Double = 0.03, sourceLocation: SourceLocation = #_sourceLocation
) async throws {
  let model = try kernelModel(name, parameters)
  let asked = exact.sorted { $0.key < $1.key }.map { AskedMetric(name: $0.key, exact: $0.value) }
  var values: [String: [Double]] = [:]
  for replication in 0..<replications {
    let replicate = try await model.replicate(
      seed: 1 + 7919 * UInt64(replication), customers: customers, asked: asked)
    #expect(replicate.estimates.count == asked.count, sourceLocation: sourceLocation)
    for metric in asked {
      values[metric.name, default: []].append(replicate.estimates[metric.name]?.value ?? .nan)
    }
  }
  for metric in asked {
    #expect(
      model.kind(of: metric.name) != nil, "'\(metric.name)' has no kind", sourceLocation: sourceLocation)
    let found = values[metric.name] ?? []
    let mean = found.reduce(0, +) / Double(found.count)
    let squares = found.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let error = (squares / Double(found.count - 1) / Double(found.count)).squareRoot()
    #expect(
      (mean - metric.exact).magnitude <= 5 * error,
      "\(name), \(metric.name): \(mean) with standard error \(error), exactly \(metric.exact)",
      sourceLocation: sourceLocation)
    #expect(
      error < relativeError * metric.exact,
      "\(name), \(metric.name): standard error \(error) of \(metric.exact)", sourceLocation: sourceLocation)
  }
}

/// Textbook formulas that more than one test needs.
enum Formula {
  /// Erlang's probability of waiting in M/M/c with offered load `load`.
  static func erlangC(servers: Int, load: Double) -> Double {
    var blocking = 1.0
    for server in 1...servers { blocking = load * blocking / (Double(server) + load * blocking) }
    return Double(servers) * blocking / (Double(servers) - load * (1 - blocking))
  }

  /// Mean number of customers in M/M/c.
  static func customers(servers: Int, load: Double) -> Double {
    load + erlangC(servers: servers, load: load) * load / (Double(servers) - load)
  }
}
