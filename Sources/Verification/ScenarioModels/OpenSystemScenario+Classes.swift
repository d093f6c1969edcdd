// Classes of customers with priorities. What is measured is told apart by the people's role, of which there are three,
// so that systems of more classes are run several times, each time with others of them in the roles that are read.

import QueueModel
import RunReport
import Scenario
import Sim

extension OpenSystemScenario {
  /// Most classes: a queue has ten priorities.
  static let mostClasses = 10

  /// Waits by class. The first class has the highest priority.
  func replicateClasses(seed: UInt64, customers: Int, asked: [AskedMetric]) async throws -> Replicate {
    var estimates: [String: Estimate] = [:]
    var events = 0
    let wanted = Set(asked.compactMap { Self.number(ofClassIn: $0.name) }).sorted()
    let passes = classes.count <= 3 ? [Array(classes.indices.map { $0 + 1 })] : Self.pairs(wanted)
    for (pass, read) in passes.enumerated() {
      var roles: [Int: Role] = [:]
      for (number, role) in zip(read, [Role.teacher, .admin, .student]) { roles[number] = role }
      let run = try await ScenarioRun(
        scenario(customers: customers, roles: roles), seed: seed &+ UInt64(pass) &* 0x9E37_79B9_7F4A_7C15,
        unit: unitOfClasses, bent: bent)
      events += run.run.eventCount
      for metric in asked {
        if let number = Self.number(ofClassIn: metric.name) {
          guard let role = roles[number] else { continue }
          estimates[metric.name] =
            Self.percent(in: metric.name).map { run.waits(role).percentile($0) } ?? run.waits(role).mean
        } else if pass == 0 {
          estimates[metric.name] = estimate(metric.name, run)
        }
      }
    }
    return Replicate(estimates: estimates, events: events)
  }

  private var unitOfClasses: Double { max(rate / 100, 1e-3 / meanService) }

  private func scenario(customers: Int, roles: [Int: Role]) -> Scenario {
    var scenario = scenario(customers: customers)
    scenario.population.cohorts = classes.enumerated().map { index, rate in
      Cohort(
        role: roles[index + 1] ?? .student, share: rate / self.rate, priority: index + 1, bypass: false)
    }
    return scenario
  }

  /// Two at a time: the third role is everybody else's.
  private static func pairs(_ numbers: [Int]) -> [[Int]] {
    let pairs = stride(from: 0, to: numbers.count, by: 2).map {
      Array(numbers[$0..<min($0 + 2, numbers.count)])
    }
    return pairs.isEmpty ? [[]] : pairs
  }

  /// The class in a name such as `Wq_p95_class2`.
  static func number(ofClassIn name: String) -> Int? {
    guard let end = name.firstRange(of: "_class")?.upperBound else { return nil }
    return Int(name[end...])
  }
}
