// `init`, whole, in a world in memory; and once by the built program in an empty directory.

import Scenario
import Testing

@testable import peakload

@Suite struct InitCommandTests {
  private let world = TestWorld()

  @Test func everyScenarioIsListedWithWhatItSays() {
    #expect(world.run(["init", "--list"], with: .fake()) == .passed)
    let lines = world.output.split(separator: "\n").map(String.init)
    #expect(lines.count == ShippedScenario.all.count)
    for (line, shipped) in zip(lines, ShippedScenario.all) {
      #expect(line.hasPrefix(shipped.name + "  ") && line.hasSuffix("  " + shipped.description))
    }
    #expect(world.files.isEmpty)
  }

  @Test func aScenarioIsWrittenToTheByte() throws {
    #expect(world.run(["init", "normal-5k"], with: .fake()) == .passed)
    let shipped = try #require(ShippedScenario.named("normal-5k"))
    #expect(world.files == ["normal-5k.yaml": shipped.text])
    #expect(world.output.contains("run normal-5k.yaml"))
  }

  @Test func aFileThatExistsIsKept() {
    world.files = ["normal-5k.yaml": "mine"]
    #expect(world.run(["init", "normal-5k"], with: .fake()) == .failed)
    #expect(world.files == ["normal-5k.yaml": "mine"])
    #expect(world.error.contains("--force"))
    #expect(world.run(["init", "normal-5k", "--force"], with: .fake()) == .passed)
    #expect(world.files["normal-5k.yaml"] != "mine")
  }

  @Test func theProviderThatAScenarioIncludesIsWrittenBesideIt() throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    #expect(try program.run(["init", "exam-peak-100k-vllm"]).status == 0)
    #expect(try program.run(["validate", "exam-peak-100k-vllm.yaml"]).status == 0)
    #expect(world.run(["init", "exam-peak-100k-vllm", "--out", "mine/a.yaml"], with: .fake()) == .passed)
    #expect(world.files.keys.sorted() == ["mine/a.yaml", "mine/providers/llama-3.1-8b-rtx-pro-6000.yaml"])
    #expect(world.directories == ["mine/providers"])
  }

  @Test func aMisspeltNameIsCorrected() {
    #expect(world.run(["init", "normal-5"], with: .fake()) == .failed)
    #expect(world.error.contains("did you mean normal-5k?"))
    #expect(world.files.isEmpty)
  }

  @Test(arguments: [["init"], ["init", "--list", "normal-5k"]])
  func wrongUseEndsWith64(arguments: [String]) {
    #expect(world.run(arguments, with: .fake()) == .usage)
  }

  @Test func aWrittenScenarioIsValidInAnEmptyDirectory() throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    #expect(try program.run(["init", "class-bell"]).status == 0)
    #expect(program.files == ["class-bell.yaml"])
    #expect(try program.run(["validate", "class-bell.yaml"]).status == 0)
  }
}
