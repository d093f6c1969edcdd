// The built program with a trace: where the file is looked for, what is said when it is wrong, what is sent.

import Foundation
import RunReport
import Testing

@Suite(.serialized) struct TraceRunTests {
  private let program: BuiltProgram

  init() throws {
    program = try BuiltProgram()
    try FileManager.default.createDirectory(
      at: program.directory.appending(path: "s"), withIntermediateDirectories: true)
    try program.write(
      "name: replay\nduration: 1m\narrivals:\n  trace:\n    file: t.csv\n    format: azure\n", to: "s/a.yaml")
  }

  private static let azure = "TIMESTAMP,ContextTokens,GeneratedTokens\r\n"

  @Test func theTraceLiesBesideItsScenario() throws {
    defer { program.remove() }
    try program.write(
      Self.azure + "2023-11-16 18:16:20.5,300,30\r\n2023-11-16 18:15:50.5,374,44\r\n", to: "s/t.csv")
    let ending = try program.run(["run", "s/a.yaml", "--json", "--quiet", "--out", "out"])
    #expect(ending.status == 0, "\(ending.error)")
    let report = try RunReport(canonicalJSON: Array(ending.output.utf8))
    #expect(report.requests.sent == 2)
    #expect(report.calls.tokensIn == 674)
    #expect(report.run.notes == ["The last of the trace's 2 requests comes at 30s of a run of 1m."])
    #expect(try program.run(["validate", "s/a.yaml"]).status == 0)
  }

  @Test(arguments: ["run", "validate"]) func aBadLineEndsWith104AndWritesNothing(command: String) throws {
    defer { program.remove() }
    try program.write(
      Self.azure + "2023-11-16 18:15:50.5,374,44\r\n2023-11-16 18:15:51,x,1\r\n", to: "s/t.csv")
    let ending = try program.run([command, "s/a.yaml"])
    #expect(ending.status == 104)
    #expect(ending.output.isEmpty)
    #expect(ending.error.contains("error: 'x' is not a number of tokens\n --> s/t.csv:3:21\n"))
    #expect(ending.error.contains("hint: a whole number"))
    #expect(program.files == ["s", "s/a.yaml", "s/t.csv"])
  }

  @Test(arguments: ["run", "validate"]) func aMissingFileEndsWith104AtItsKey(command: String) throws {
    defer { program.remove() }
    let ending = try program.run([command, "s/a.yaml"])
    #expect(ending.status == 104)
    #expect(
      ending.error.contains("error: cannot read s/t.csv: No such file or directory\n --> s/a.yaml:5:11\n"))
    #expect(ending.error.contains("hint: the path of a trace begins at the folder of the scenario's file"))
    #expect(program.files == ["s", "s/a.yaml"])
  }
}
