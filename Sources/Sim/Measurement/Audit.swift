// What must hold of every run, whatever the scenario: checked at its end, and in debug builds on the way.

import QueueModel
import RunReport

/// What the actors say when they are asked whether everything adds up.
struct AuditFacts: Sendable {
  var sent: Int
  var ended: Int
  /// Askers whose request has not ended.
  var open: Int
  var queueViolations: [String]
  var slotsInUse: Int
  var modelCalls: Int
  var accountPlaces: Int
  var outOfOrder: Int
  var levelViolation: String?
  var live: Int
  var drained: Bool
  /// Only in a run event by event.
  var readers: ReaderFindings?
}

extension AuditFacts {
  /// The findings as the report lists them.
  func findings() -> [RunReport.InvariantFinding] {
    [
      finding(
        "I1", "every request ends in exactly one way", sent == ended + open,
        "\(sent) requests were sent, \(ended) ended and \(open) are open"),
      finding(
        "I2", "every job is in exactly one state, and the counts of states agree", queueViolations.isEmpty,
        queueViolations.first ?? ""),
      finding(
        "I3", "slots and places are conserved", modelCalls == accountPlaces && slotsInUse >= 0,
        "\(modelCalls) calls are under way and \(accountPlaces) places are taken"),
      finding(
        "I4", "within a priority, jobs are first dispatched in the order of admission", outOfOrder == 0,
        "\(outOfOrder) jobs were dispatched before an earlier one"),
      finding(
        "I7", "the level changes only as its policy allows", levelViolation == nil, levelViolation ?? ""),
      finding(
        "I10", "when no question is sent any more, everything ends", !drained || live == 0,
        "\(live) jobs were left when nothing more could happen"),
    ] + readerFinding()
  }

  private func finding(_ name: String, _ statement: String, _ held: Bool, _ detail: String)
    -> RunReport.InvariantFinding
  {
    RunReport.InvariantFinding(
      name: name, statement: statement, checks: 1, held: held, detail: held ? nil : detail)
  }
}
