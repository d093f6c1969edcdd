// What a run says to one question: a metric of the threshold language, or a place in its report.

@testable import RunReport
@testable import Scenario
@testable import Sim

/// The answer to a question about a run.
enum Finding: Hashable, Sendable, CustomStringConvertible {
  case number(Double)
  case text(String)
  /// Nothing was measured, or the report has no such part.
  case nothing
  /// The scenario was not read.
  case refused([String])

  var description: String {
    switch self {
    case .number(let value): "\(value)"
    case .text(let text): "'\(text)'"
    case .nothing: "nothing"
    case .refused(let messages): "refused: " + messages.joined(separator: "; ")
    }
  }

  /// True when both are numbers and this one is the smaller.
  func isBelow(_ other: Finding) -> Bool {
    if case .number(let value) = self, case .number(let greater) = other { value < greater } else { false }
  }
}

/// A run whose numbers are of a system that cannot be.
struct BrokenRun: Error {
  var invariants: [String]
}

extension Finding {
  /// Runs the scenario and asks.
  ///
  /// - Parameter question: A metric with one of its aggregates, `queue_wait{role:student} p(95)`; or a path into the
  ///   report, `cost.lines[item=commands].count`, in which brackets choose the entries of a list that have a value, or
  ///   the one at an index, or all. Several numbers at the end of a path are added.
  init(_ question: String, of scenario: Scenario) async throws {
    var scenario = scenario
    // A threshold of the scenario's own may end the run: what is asked comes after it.
    let place = scenario.thresholds.count
    let metric = Metric(rawValue: String(question.prefix { $0 != " " && $0 != "{" }))
    if let metric { scenario.thresholds.append(try Self.threshold(question, metric)) }
    let report = await (try Simulation(scenario)).run()
    guard report.invariantsHold else {
      throw BrokenRun(invariants: report.invariants.filter(\.isUnexpected).map(\.name))
    }
    if metric != nil {
      self = report.thresholds[place].observed.map { .number($0) } ?? .nothing
    } else {
      self = try Self.finding(in: JSONNode(encoding: report, at: []), at: question)
    }
  }

  /// A threshold that measures; whether it holds is of no interest.
  private static func threshold(_ question: String, _ metric: Metric) throws -> Threshold {
    let parts = question.split(separator: " ")
    precondition(parts.count == 2, "'\(question)' is not a metric and an aggregate")
    let isTime = [.duration, .time].contains(metric.kind) && parts[1] != "count"
    return try ThresholdParser.threshold(
      selector: String(parts[0]), expression: "\(parts[1])>=0\(isTime ? "s" : "")")
  }

  private static func finding(in report: JSONNode, at path: String) -> Finding {
    var nodes = [report]
    var isEmptyChoice = false
    for step in steps(path) {
      let name = step.prefix { $0 != "[" }
      nodes = nodes.flatMap { $0.members(named: String(name)) }
      guard name.count < step.count else { continue }
      let choice = step.dropFirst(name.count + 1).dropLast()
      let chosen = nodes.flatMap { $0.entries(chosenBy: choice) }
      isEmptyChoice = chosen.isEmpty && !nodes.isEmpty
      nodes = chosen
    }
    let texts = nodes.flatMap(\.texts)
    if texts.isEmpty { return isEmptyChoice ? .number(0) : .nothing }
    let numbers = texts.compactMap { Double($0) }
    if numbers.count == texts.count { return .number(numbers.reduce(0, +)) }
    return .text(texts.joined(separator: ", "))
  }

  /// The path at its points; those between brackets belong to what is chosen.
  private static func steps(_ path: String) -> [String] {
    var steps = [""]
    var depth = 0
    for letter in path {
      if letter == "[" { depth += 1 }
      if letter == "]" { depth -= 1 }
      if letter == ".", depth == 0 { steps.append("") } else { steps[steps.count - 1].append(letter) }
    }
    return steps
  }
}

extension JSONNode {
  fileprivate func members(named name: String) -> [JSONNode] {
    zip(keys, members).filter { $0.0 == name }.map(\.1)
  }

  /// Entries of a list: the one at an index, or those in which a key has a value.
  fileprivate func entries(chosenBy choice: Substring) -> [JSONNode] {
    if choice.isEmpty { return members }
    if let index = Int(choice) { return members.indices.contains(index) ? [members[index]] : [] }
    let pair = choice.split(separator: "=", maxSplits: 1)
    precondition(pair.count == 2, "'\(choice)' chooses nothing")
    return members.filter { entry in
      entry.members(named: String(pair[0])).contains { $0.texts == [String(pair[1])] }
    }
  }

  /// Every scalar within, strings without their quotes.
  fileprivate var texts: [String] {
    switch content {
    case .scalar(let text): [text.hasPrefix("\"") ? String(text.dropFirst().dropLast()) : text]
    case .integers(let values): values.map(String.init)
    case .list, .object: members.flatMap(\.texts)
    }
  }
}
