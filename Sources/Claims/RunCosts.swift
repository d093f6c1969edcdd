// What one run says about costs, by the answer, the person and the second: the numbers that months are made of.

import QueueModel
import RunReport

/// Costs and counts of a run, in ratios that carry over to other numbers of people.
struct RunCosts: Sendable {
  /// The run.
  let report: RunReport
  /// Whole answers, at least one.
  let answers: Double
  /// People who took part.
  let people: Double
  /// Hours in which questions were sent.
  let hours: Double
  /// What was changed in the scenario; empty for nothing.
  let change: String

  /// The costs of `report`. A run without people or answers counts as one of each, so that ratios are finite.
  init(_ report: RunReport, change: String = "") {
    self.report = report
    self.change = change
    answers = Double(max(1, report.cost.answers))
    people = Double(max(1, report.run.people))
    hours = Double(max(1, report.run.durationNanoseconds)) / 3.6e12
  }

  /// Dollars an answer that one service is paid.
  func perAnswer(_ service: BilledService) -> Double {
    Double(report.cost.total(of: service)) / 1e9 / answers
  }

  /// Dollars an answer that several services are paid together.
  func perAnswer(_ services: [BilledService]) -> Double { services.reduce(0) { $0 + perAnswer($1) } }

  /// How much of a line of the bill an answer takes.
  func count(_ service: BilledService, _ item: String) -> Double {
    let lines = report.cost.lines.filter { $0.service == service && $0.item == item }
    return lines.reduce(0) { $0 + Double($1.count) } / answers
  }

  /// Redis commands an answer.
  var commands: Double { count(.redis, "commands") }
  /// Redis commands a second and person, on average over the time in which questions are sent.
  var commandsPerPersonSecond: Double { commands * answers / people / (hours * 3600) }
  /// Answers a person and hour.
  var answersPerPersonHour: Double { answers / people / hours }
  /// Jobs an answer.
  var jobs: Double { Double(report.jobs.admitted) / answers }
  /// Calls of the model an answer.
  var calls: Double { Double(report.calls.begun) / answers }
  /// Calls of the persistence service an answer.
  var persistenceCalls: Double { count(.persistence, "calls") }

  private var places: RunReport.ResourceUse? {
    report.bottleneck.resources.first { $0.unit == "calls" }
  }

  /// Seconds for which a call of the model is open, on average.
  var secondsOfCall: Double {
    guard let places, report.calls.begun > 0 else { return 0 }
    return places.averageUse * Double(places.capacity) * hours * 3600 / Double(report.calls.begun)
  }

  /// Most calls open at one time, a person.
  var mostCallsPerPerson: Double { places.map { $0.peakUse * Double($0.capacity) / people } ?? 0 }

  /// Of the questions that asked the cache, the share that found an answer or joined one.
  var hitRatio: Double {
    let asked = report.cache.hits + report.cache.misses
    return asked == 0 ? 0 : Double(report.cache.hits + report.cache.joins) / Double(asked)
  }

  /// The tokens of the run, for bills with other models.
  var tokens: CostLedger {
    var ledger = CostLedger()
    func count(_ item: String) -> Int64 {
      Int64(report.cost.lines.first { $0.service == .llm && $0.item == item }?.count ?? 0)
    }
    ledger.tokensIn = count("tokens in")
    ledger.tokensInCached = count("tokens in, cached")
    ledger.tokensOut = count("tokens out")
    return ledger
  }

  /// The run by its scenario, seed and change, for the basis of a claim.
  var name: String {
    "\(report.run.scenario), seed \(report.run.seed)" + (change.isEmpty ? "" : ", \(change)")
  }
}
