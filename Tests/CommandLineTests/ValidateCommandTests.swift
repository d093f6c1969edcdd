// `validate`, whole, in a world in memory.

import RunReport
import Testing

@testable import peakload

@Suite struct ValidateCommandTests {
  private let world: TestWorld

  init() {
    world = TestWorld()
    world.files = ["a.yaml": "small", "bad.yaml": "invalid"]
  }

  @Test func aValidScenarioIsSummedUp() {
    #expect(world.run(["validate", "a.yaml"], with: .fake()) == .passed)
    #expect(world.output == "a.yaml: valid: small, 1m 00s, 1 threshold\n")
    #expect(world.error.isEmpty)
  }

  @Test func everyFileIsCheckedWhateverTheOthersAre() {
    #expect(world.run(["validate", "none.yaml", "bad.yaml", "a.yaml"], with: .fake()) == .invalidScenario)
    #expect(world.output == "a.yaml: valid: small, 1m 00s, 1 threshold\n")
    #expect(world.error.contains("error: cannot read none.yaml"))
    #expect(world.error.contains(" --> bad.yaml:3:5"))
    #expect(world.files.count == 2)
  }

  @Test func anUnreadableFileAloneEndsWith1() {
    #expect(world.run(["validate", "none.yaml"], with: .fake()) == .failed)
  }

  @Test func jsonListsEveryFinding() {
    #expect(world.run(["validate", "--json", "a.yaml", "bad.yaml"], with: .fake()) == .invalidScenario)
    #expect(
      world.output == """
        [
          {
            "errors": [],
            "isValid": true,
            "path": "a.yaml"
          },
          {
            "errors": [
              {"column": 5, "file": "bad.yaml", "hint": "users?", "line": 3, "message": "unknown key 'usrs'"}
            ],
            "isValid": false,
            "path": "bad.yaml"
          }
        ]

        """)
    #expect(world.error.isEmpty)
  }

  @Test func settingsAreChecked() {
    #expect(world.run(["validate", "a.yaml", "--set", "wrong=1"], with: .fake()) == .invalidScenario)
    #expect(world.run(["validate", "a.yaml", "--set", "=1"], with: .fake()) == .invalidScenario)
  }
}
