// The table: its columns, means and files.

import Foundation
import RunReport
import Testing

@testable import Experiments

struct SweepTableTests {
  private func table(replications: Int, _ values: [[Double?]], variation: String = "a.b=1,2") throws
    -> SweepTable
  {
    let plan = try SweepPlan(gridOf: [SweepVariation(variation)])
    let identity = SweepIdentity(
      of: Sweep(
        recipe: SweepRecipe(bytes: [], fileName: "a.yaml"), plan: plan, replications: replications),
      scenario: "a", seed: 1, variations: [variation])
    let points = values.enumerated().map { index, values in
      SweptPoint(
        point: index + 1,
        runs: values.enumerated().map { number, value in
          var report = RunReport(
            run: .init(scenario: "a", seed: .max - UInt64(number), durationNanoseconds: 1))
          report.thresholds = [
            .init(
              selector: "ttft{role:student,outcome:completed}", condition: "p(95)<2s", kind: .duration,
              limit: 2, observed: value, samples: 1, passed: (value ?? 3) < 2)
          ]
          report.settleVerdict()
          return SweptRun(report)
        })
    }
    return SweepTable(identity, plan, points)
  }

  private func column(_ name: String, of table: SweepTable) throws -> [SweepCell] {
    let place = try #require(table.columns.firstIndex(of: name), "\(table.columns)")
    return table.rows.map { $0[place] }
  }

  @Test func oneRunOfAPointIsItsValues() throws {
    let table = try table(replications: 1, [[1.5], [.infinity]])
    #expect(table.columns.count == 6 + SweepMeasure.allCases.count)
    #expect(
      table.columns.prefix(6) == [
        "point", "a.b", "verdict", "seed", "ttft{role:student,outcome:completed} p(95)<2s [s]",
        "ttft{role:student,outcome:completed} p(95)<2s passed",
      ])
    #expect(Set(table.columns).count == table.columns.count)
    #expect(table.rows.allSatisfy { $0.count == table.columns.count })
    #expect(
      table.rows[1].prefix(6) == [
        .number(2), .text("2"), .text("breached"), .seed(.max), .number(.infinity), .truth(false),
      ])
    let text = String(decoding: table.csv(), as: UTF8.self)
    let lines = text.components(separatedBy: "\r\n")
    #expect(lines.count == 4 && lines[3].isEmpty)
    #expect(
      lines[0].hasPrefix("point,a.b,verdict,seed,\"ttft{role:student,outcome:completed} p(95)<2s [s]\","))
    #expect(lines[2].hasPrefix("2,2,breached,18446744073709551615,inf,false,0,0,0,,,"))
    let json = String(decoding: try table.json(), as: UTF8.self)
    #expect(json.contains("\"seed\": 18446744073709551615"))
    #expect(json.contains("\"ttft{role:student,outcome:completed} p(95)<2s [s]\": \"inf\""))
    #expect(json.contains("\"failed_share\": null"))
  }

  @Test func replicationsAreMeansWithHalfWidths() throws {
    let table = try table(replications: 3, [[1, 1.5, 3.5], [nil, 1, .infinity]])
    let name = "ttft{role:student,outcome:completed} p(95)<2s"
    #expect(try column("verdict", of: table) == [.text("mixed"), .text("mixed")])
    #expect(try column("\(name) mean [s]", of: table) == [.number(2), .number(.infinity)])
    let halfWidths = try column("\(name) halfwidth [s]", of: table)
    // Student's t of two degrees of freedom, times the standard error.
    guard case .number(let halfWidth) = halfWidths[0] else {
      Issue.record("\(halfWidths)")
      return
    }
    #expect(abs(halfWidth - 4.302_652_729_911_275 * (1.75 / 3).squareRoot()) < 1e-9)
    #expect(halfWidths[1] == .empty)
    #expect(try column("\(name) passed [share]", of: table) == [.number(2.0 / 3), .number(1.0 / 3)])
    #expect(
      try column("seeds", of: table)[0]
        == .text("18446744073709551615 18446744073709551614 18446744073709551613"))
    #expect(!table.columns.contains("cost_usd") && table.columns.contains("cost_usd_mean"))
  }

  @Test func aVariedSeedIsTheColumnOfSeeds() throws {
    let table = try table(replications: 1, [[1], [1]], variation: "seed=4,5")
    #expect(table.columns.count { $0 == "seed" } == 1)
  }

  @Test(arguments: [
    ("plain", "plain"), ("", ""), (" a b ", " a b "), ("a,b", "\"a,b\""), ("say \"a\"", "\"say \"\"a\"\"\""),
    ("\"", "\"\"\"\""), ("a\nb", "\"a\nb\""), ("a\r\nb", "\"a\r\nb\""), ("é{x: 1}", "é{x: 1}"),
  ])
  func fieldsAreQuotedWhereTheyMustBe(text: String, field: String) {
    #expect(SweepTable.field(text) == field)
  }

  @Test func aLongTableIsCutForTheTerminal() throws {
    let values = [[Double?]](repeating: [1], count: 25)
    let table = try table(replications: 1, values, variation: "a.b=1..25:1")
    let lines = SweepSummary(table).lines()
    #expect(lines.count == 22)
    #expect(lines[0].contains("a.b") && lines[0].contains("1,000 answers"))
    #expect(lines[20].hasPrefix("20   20  passed"))
    #expect(lines.last == "… and 5 more")
  }
}
