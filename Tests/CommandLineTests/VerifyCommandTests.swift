// `verify` as built: what it reads, what it says, and how it ends. What it finds about the program itself is the
// business of `make verify-smoke` and `make verify`, in release builds.

import Foundation
import Testing

@Suite struct VerifyCommandTests {
  private let program: BuiltProgram

  init() throws { program = try BuiltProgram() }

  /// A burst of a hundred people before seven servers, the mean wait of which is exact: D Σ ⌊(k − 1)/c⌋ / N.
  private func burst(wait: Double) -> String {
    let params = #""N": 100, "c": "7", "D": 3"#
    let model = "burst N at t=0, D service, c servers"
    return """
      {"rows": [
        {"id": 1, "model": "\(model)", "params": {\(params)}, "metric": "Wq_mean", "value": \(wait)},
        {"id": 2, "model": "\(model)", "params": {\(params)}, "metric": "makespan", "value": 45}
      ]}
      """
  }

  private var exactWait: Double { Double((0..<100).reduce(0) { $0 + $1 / 7 }) * 3 / 100 }

  @Test func rowsThatAgreePass() throws {
    defer { program.remove() }
    try program.write(burst(wait: exactWait), to: "own.json")
    let ending = try program.run(["verify", "--truth", "own.json"])
    #expect(ending.status == 0, "\(ending.output) \(ending.error)")
    #expect(ending.output.contains("burst N at t=0, D service, c servers  D=3, N=100, c=7  (scenario tier"))
    #expect(ending.output.contains("✓  makespan"))
    #expect(ending.output.contains("2 rows: 2 passed, 0 failed, 0 printed only; seed 1"))
    #expect(program.files == ["own.json"])
  }

  @Test func aRowThatDoesNotAgreeEndsWith1() throws {
    defer { program.remove() }
    try program.write(burst(wait: exactWait + 0.001), to: "own.json")
    let ending = try program.run(["verify", "--truth", "own.json"])
    #expect(ending.status == 1)
    #expect(ending.output.contains("✗  Wq_mean") && ending.output.contains("✗ FAILED"))
    let quiet = try program.run(["verify", "--truth", "own.json", "--quiet"])
    #expect(quiet.status == 1 && !quiet.output.contains("makespan"))
  }

  @Test func rowsAreDataOnDemand() throws {
    defer { program.remove() }
    try program.write(burst(wait: exactWait), to: "own.json")
    let ending = try program.run(["verify", "--truth", "own.json", "--json"])
    let found = try JSONSerialization.jsonObject(with: Data(ending.output.utf8)) as? [String: Any]
    let rows = try #require(found?["rows"] as? [[String: Any]])
    #expect(rows.count == 2)
    #expect(rows[0]["tier"] as? String == "scenario" && rows[0]["verdict"] as? String == "passed")
    #expect(rows[1]["exact"] as? Double == 45 && rows[1]["simulated"] as? Double == 45)
  }

  @Test func whatIsUnknownNamesFileLineAndRow() throws {
    defer { program.remove() }
    try program.write(burst(wait: 1).replacing("makespan", with: "makespam"), to: "own.json")
    let ending = try program.run(["verify", "--truth", "own.json"])
    #expect(ending.status == 1 && ending.output.isEmpty)
    #expect(
      ending.error.hasPrefix(
        "error: own.json:3:3: row 2 (burst N at t=0, D service, c servers, makespam): unknown metric; known are"
      ))
  }

  @Test(arguments: [
    (["--precision", "0"], "--precision must be a share"),
    (["--precision", "x"], "--precision must be a share"),
    (["--replications", "5"], "--replications must be from 30"), (["--threads", "0"], "--threads must be"),
    (["--model", "M/M/7"], "no system in queueing-truth.json is called 'M/M/7'"),
  ])
  func wrongUseEndsWith64(arguments: [String], message: String) throws {
    defer { program.remove() }
    let ending = try program.run(["verify"] + arguments)
    #expect(ending.status == 64)
    #expect(ending.error.contains(message))
  }

  @Test func ctrlCKeepsTheRowsThatAreWhole() throws {
    defer { program.remove() }
    let ending = try program.run(["verify", "--model", "M/M/1"], interruptAfter: 1)
    #expect(ending.status == 105)
    #expect(ending.error.contains("interrupted by Ctrl-C (SIGINT): the rows above are whole"))
  }
}
