// What holds of every table: nothing is claimed without a basis, no price without a source, and the text fits.

import QueueModel
import RunReport
import Testing

@testable import Claims

@Suite struct ClaimsReportTests {
  private let report: ClaimsReport

  init() throws { report = try knownEvidence().judged() }

  @Test func everyTopicIsJudgedAndEveryClaimHasAName() {
    #expect(Set(report.claims.map(\.topic)) == Set(ClaimTopic.allCases))
    #expect(Set(report.claims.map(\.id)).count == report.claims.count)
    // Five properties of four services, their costs, eight lines, two times three of savings, two of the cache, and
    // five rows of the roadmap.
    #expect(report.claims.count == 5 * 4 + 4 + 8 + 2 * 3 + 2 + 5)
    for claim in report.claims {
      #expect(!claim.claimed.isEmpty && !claim.computed.isEmpty && !claim.basis.isEmpty, "\(claim.id)")
    }
  }

  @Test func quotedClaimsHaveADatedSource() {
    for claim in report.claims where claim.topic == .services {
      #expect(claim.basis.contains(/, 20\d\d-\d\d-\d\d$/), "\(claim.id): \(claim.basis)")
    }
  }

  @Test func everyPriceThatIsNamedIsListedWithItsSource() {
    let listed = Set(report.prices.map(\.name))
    for claim in report.claims {
      for name in claim.prices { #expect(listed.contains(name), "\(claim.id): \(name)") }
    }
    for price in report.prices { #expect(!price.source.isEmpty && !price.date.isEmpty, "\(price.name)") }
  }

  @Test func whatIsUndecidedNamesBothVerdicts() throws {
    let undecided = report.claims.filter { $0.verdict == .undecided }
    #expect(!undecided.isEmpty)
    for claim in undecided {
      let missing = try #require(claim.missing)
      #expect(Set(missing.readings.map(\.verdict)) == [.holds, .doesNotHold], "\(claim.id)")
    }
  }

  @Test(arguments: [40, 60, 80, 110, 120])
  func theTableFitsTheTerminal(width: Int) {
    let text = ClaimsTable(report, style: TerminalStyle(hasColour: false, width: width)).text()
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      // A word that is longer than what is left of a line stands alone in it.
      #expect(line.count <= width || line.split(separator: " ").count == 1, "\(width): \(line)")
      #expect(line.last != " ", "\(line)")
    }
    for claim in report.claims { #expect(width < 110 || text.contains(claim.statement), "\(claim.id)") }
  }

  @Test func coloursChangeNothingButColours() {
    let plain = ClaimsTable(report).text()
    let coloured = ClaimsTable(report, style: TerminalStyle(hasColour: true)).text()
    #expect(coloured != plain)
    #expect(coloured.replacing(/\u{1B}\[[0-9]+m/, with: "") == plain)
  }

  @Test func theSameEvidenceIsTheSameBytes() throws {
    let bytes = try CanonicalJSON.encode(report)
    #expect(try bytes == CanonicalJSON.encode(knownEvidence().judged()))
    #expect(try CanonicalJSON.decode(ClaimsReport.self, from: bytes) == report)
  }
}
