// `peakload claims` as built, by its short runs: a table for people, JSON for programs, and nothing on the disk.

import Claims
import Foundation
import RunReport
import Testing

@Suite(.serialized) struct ClaimsCommandTests {
  private let program: BuiltProgram

  init() throws { program = try BuiltProgram() }

  @Test func itJudgesInAnEmptyDirectoryAndWritesNothing() throws {
    defer { program.remove() }
    let ending = try program.run(["claims", "--quick"])
    #expect(ending.status == 0)
    #expect(ending.error.isEmpty)
    #expect(program.files.isEmpty)
    #expect(ending.output.hasPrefix("What the original design claims about its costs: "))
    #expect(ending.output.contains("(--quick)"))
    for heading in [
      "ASSUMED", "WHAT THE SERVICES ARE", "WHAT OTHER QUEUES WOULD COST", "THE MONTHLY BILL",
      "WITH AND WITHOUT THE QUEUE", "WHAT THE CACHE SAVES", "THE ROADMAP", "PRICES AND LIMITS",
    ] {
      #expect(ending.output.contains("\n  \(heading)\n"), "\(heading)")
    }
    #expect(!ending.output.contains("\u{1B}"))
  }

  @Test func jsonIsTheSameBytesEachTimeAndHoldsTheTable() throws {
    defer { program.remove() }
    let first = try program.run(["claims", "--quick", "--json"])
    let second = try program.run(["claims", "--quick", "--json"])
    #expect(first.status == 0 && first.output == second.output)
    let report = try CanonicalJSON.decode(ClaimsReport.self, from: Array(first.output.utf8))
    #expect(report.caveat != nil)
    #expect(report.runs.map(\.run) == ClaimRun.allCases)
    let table = try program.run(["claims", "--quick"]).output
    for claim in report.claims { #expect(table.contains(claim.statement), "\(claim.id)") }
  }

  @Test func theMonthComesFromTheScenarioOrTheCommandLine() throws {
    defer { program.remove() }
    func use(_ arguments: [String]) throws -> ClaimsReport {
      let ending = try program.run(["claims", "--quick", "--json"] + arguments)
      #expect(ending.status == 0, "\(ending.error)")
      return try CanonicalJSON.decode(ClaimsReport.self, from: Array(ending.output.utf8))
    }
    // The exam scenario: twenty peak hours, and 20 million other answers of 100,000 people; fewer people ask as much
    // each.
    let shipped = try use([])
    #expect(shipped.usage.peakHours == 20 && shipped.usage.otherAnswersPerPerson == 200)
    let stated = try use(["--answers", "30", "--school-days", "15"])
    #expect(stated.answersPerPersonMonth.withPeakHours == 30)
    #expect(stated.answersPerPersonMonth.withoutPeakHours == 30)
    #expect(stated.usage.schoolDays == 15)
    let none = try use(["--peak-hours", "0", "--other-answers", "10"])
    #expect(none.answersPerPersonMonth.withPeakHours == 10)
  }

  @Test(arguments: [
    ["--answers", "-1"], ["--answers", "3", "--peak-hours", "2"], ["--school-days", "0"], ["nonsense"],
  ])
  func wrongUseEndsWith64(arguments: [String]) throws {
    defer { program.remove() }
    let ending = try program.run(["claims"] + arguments)
    #expect(ending.status == 64)
    #expect(ending.output.isEmpty)
  }

  /// The table of the page is what `claims` prints for the shipped scenarios; what needs no run is compared here,
  /// the rest is written anew by `Scripts/claims-page.sh`.
  @Test func thePageHoldsEveryClaim() throws {
    defer { program.remove() }
    let page = try String(
      contentsOf: URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "docs/claims.md"), encoding: .utf8)
    let table = try program.run(["claims", "--quick"]).output
    func part(_ text: String, from: String, to: String) -> Substring? {
      guard let start = text.range(of: from), let end = text.range(of: to) else { return nil }
      return text[start.lowerBound..<end.lowerBound]
    }
    let services = part(table, from: "  WHAT THE SERVICES ARE", to: "  WHAT OTHER QUEUES")
    #expect(
      services != nil && services == part(page, from: "  WHAT THE SERVICES ARE", to: "  WHAT OTHER QUEUES"))
    let json = try program.run(["claims", "--quick", "--json"]).output
    let report = try CanonicalJSON.decode(ClaimsReport.self, from: Array(json.utf8))
    for claim in report.claims { #expect(page.contains(claim.statement), "\(claim.id)") }
    for price in report.prices { #expect(page.contains("    \(price.name): "), "\(price.name)") }
  }
}
