// The program as built and run from a shell: exit statuses, streams, files. What needs no simulation comes first.

import Foundation
import RunReport
import Testing

@Suite(.serialized) struct BuiltProgramTests {
  private let program: BuiltProgram

  init() throws { program = try BuiltProgram() }

  @Test func theVersionIsData() throws {
    defer { program.remove() }
    let ending = try program.run(["--version"])
    #expect(ending.status == 0)
    #expect(ending.output == PeakloadVersion.current + "\n")
    #expect(ending.error.isEmpty)
  }

  @Test(arguments: [["--help"], ["run", "--help"], ["validate", "--help"], ["help", "run"], []])
  func helpIsDataAndShowsExamples(arguments: [String]) throws {
    defer { program.remove() }
    let ending = try program.run(arguments)
    #expect(ending.status == 0)
    #expect(ending.output.contains("EXAMPLES"))
    #expect(ending.output.contains("  peakload "))
    #expect(ending.error.isEmpty)
  }

  @Test(arguments: [
    ["frobnicate"], ["run"], ["run", "a.yaml", "--nope"], ["run", "a.yaml", "--seed", "x"],
    ["run", "a.yaml", "--scale", "0"], ["validate"],
  ])
  func wrongUseEndsWith64(arguments: [String]) throws {
    defer { program.remove() }
    let ending = try program.run(arguments)
    #expect(ending.status == 64)
    #expect(ending.output.isEmpty)
    #expect(ending.error.contains("Usage:"))
    #expect(program.files.isEmpty)
  }

  @Test(arguments: ["run", "validate"])
  func anUnreadableScenarioEndsWith1AndNamesIt(command: String) throws {
    defer { program.remove() }
    let ending = try program.run([command, "none.yaml"])
    #expect(ending.status == 1)
    #expect(ending.output.isEmpty)
    #expect(ending.error == "error: cannot read none.yaml: No such file or directory\n")
    #expect(program.files.isEmpty)
  }

  @Test(arguments: ["run", "validate"])
  func whatIsNoTextEndsWith104(command: String) throws {
    defer { program.remove() }
    try Data([0xFF, 0xFE, 0x00]).write(to: program.directory.appending(path: "a.yaml"))
    let ending = try program.run([command, "a.yaml"])
    #expect(ending.status == 104)
    #expect(program.files == ["a.yaml"])
  }

  @Test func aDirectoryIsNoScenario() throws {
    defer { program.remove() }
    let ending = try program.run(["validate", "."])
    #expect(ending.status == 1)
    #expect(ending.error == "error: cannot read .: Is a directory\n")
  }

  @Test(arguments: ["x", "=1", "llm.concurrency"])
  func aSettingWithoutKeyAndValueEndsWith104(setting: String) throws {
    defer { program.remove() }
    try program.write("seed: 1\n", to: "a.yaml")
    let ending = try program.run(["run", "a.yaml", "--set", setting])
    #expect(ending.status == 104)
    #expect(ending.error.contains("--set \(setting)"))
    #expect(program.files == ["a.yaml"])
  }
}
