// The recount at the end of every run, release builds included: each number that does not fit is a finding.

import RunReport
import Testing

@testable import Sim

@Suite struct AuditTests {
  /// What the actors say when all is well and nothing is left.
  private static var sound: AuditFacts {
    var read = ReaderFindings()
    for _ in 0..<40 { read.read(true, "") }
    return AuditFacts(
      requests: RequestFacts(
        sent: 100, ended: 100, endedByOutcome: 100, open: 0, following: 0, limited: (ended: 5, refused: 5),
        cached: (ended: 7, hits: 7)),
      jobs: JobFacts(stateViolations: [], outOfOrder: 0, orderViolations: [], live: 0),
      slots: SlotFacts(
        miscounted: [], inUse: 0, peak: 8, most: 8, working: 0, dead: 0, direct: 0, calls: 0,
        recountedCalls: 0,
        accountPlaces: 0, callPeak: 10, mostCalls: 10),
      readers: ReaderFacts(read: read), isDrained: true)
  }

  @Test func soundFactsHold() {
    let findings = Self.sound.findings()
    #expect(findings.allSatisfy { $0.held && $0.detail == nil })
    #expect(findings.map(\.name) == ["I1", "I2", "I3", "I4", "I5", "I6", "I7", "I10"])
    #expect(findings.map(\.checks) == [1, 1, 1, 1, 1, 41, 1, 1])
  }

  /// A number that does not fit, and the invariant that it breaks.
  private static let changes: [(String, @Sendable (inout AuditFacts) -> Void)] = [
    ("I1", { $0.requests.sent += 1 }), ("I1", { $0.requests.endedByOutcome += 1 }),
    ("I1", { $0.requests.following += 1 }), ("I1", { $0.requests.limited.refused += 1 }),
    ("I1", { $0.requests.cached.hits += 1 }), ("I2", { $0.jobs.stateViolations = ["two states"] }),
    ("I3", { $0.slots.miscounted = ["a slot"] }), ("I3", { $0.slots.peak += 1 }),
    ("I3", { $0.slots.dead += 1 }), ("I3", { $0.slots.direct += 1 }),
    ("I3", { $0.slots.accountPlaces += 1 }),
    ("I3", { $0.slots.recountedCalls += 1 }), ("I3", { $0.slots.callPeak += 1 }),
    ("I4", { $0.jobs.outOfOrder = 1 }), ("I5", { $0.jobs.orderViolations = ["passed over"] }),
    ("I6", { $0.readers.read.read(false, "a token too few") }),
    ("I6", { $0.readers.listViolation = "no end" }), ("I6", { $0.readers.endedJobRead = 3 }),
    ("I7", { $0.levelViolation = "two levels at once" }), ("I10", { $0.jobs.live = 1 }),
    ("I6", { $0.foundEarlier = [InvariantViolation(.readers, "on the way")] }),
  ]

  @Test(arguments: changes.indices) func whatDoesNotFitIsFound(place: Int) {
    let (name, change) = Self.changes[place]
    var facts = Self.sound
    change(&facts)
    let broken = facts.findings().filter { !$0.held }
    #expect(broken.map(\.name) == [name], "change \(place)")
    #expect(broken.first?.detail?.isEmpty == false)
  }

  @Test func whatIsOpenMayStayOpenWhileMoreCanHappen() {
    var facts = Self.sound
    facts.jobs.live = 1
    facts.isDrained = false
    #expect(facts.violations().isEmpty)
  }
}
