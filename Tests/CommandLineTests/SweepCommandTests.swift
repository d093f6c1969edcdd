// `sweep` before anything is run: what is refused, how, and that nothing is written.

import Testing

@testable import peakload

@Suite struct SweepCommandTests {
  private let world: TestWorld

  init() {
    world = TestWorld()
    world.files["a.yaml"] = "seed: 1\nduration: 10s\n"
    world.files["bad.yaml"] = "seed: 1\nsede: 2\n"
  }

  private func expectNothingWritten() {
    #expect(world.files.count == 2 && world.directories.isEmpty && world.output.isEmpty)
  }

  @Test(arguments: [
    (
      ["a.yaml", "--vary", "llm.concurrency=3,two"], "'two' is not a number\n --> --vary llm.concurrency:1:17"
    ),
    (["a.yaml", "--vary", "llm.concurency=3"], " --> --vary llm.concurency:1:"),
    (["a.yaml", "--vary", "llm.concurrency=1..3:1", "--vary", "llm.hangShare=1%,101%"], "llm.hangShare:1:"),
    (["bad.yaml", "--vary", "llm.concurrency=3"], " --> bad.yaml:2:1"),
    (["a.yaml", "--vary", "llm.concurrency=3", "--set", "llm.model"], "--set llm.model"),
    (["a.yaml", "--vary", "llm.concurrency=3", "--users", "none"], "population.people"),
    (["a.yaml", "--vary", "llm.concurrency=3", "--duration", "soon"], "soon"),
    (["a.yaml", "--vary", "arrivals={trace: {file: none.csv, format: table}}"], "--vary arrivals:1:"),
  ])
  func anInvalidPointEndsWith104AndWritesNothing(arguments: [String], message: String) {
    #expect(world.run(["sweep"] + arguments, with: .product) == .invalidScenario)
    #expect(world.error.contains(message), "\(world.error)")
    expectNothingWritten()
  }

  @Test(arguments: [
    ([], "nothing is varied"),
    (["--vary", "llm.concurrency"], "no key and values"),
    (["--vary", "llm.concurrency=1..5"], "has no step"),
    (["--vary", "llm.concurrency=1..500:1", "--vary", "seed=1..500:1"], "more than 100000 points"),
    (["--vary", "seed=1,2", "--seed", "3"], "set by --seed"),
    (["--vary", "population.people=1,2", "--users", "3"], "set by --users"),
    (["--vary", "duration=1m,2m", "--duration", "3m"], "set by --duration"),
    (["--vary", "llm.concurrency=1,2", "--set", "llm.concurrency=3"], "set by --set"),
    (["--vary", "seed=1,2", "--latin-hypercube", "0"], "from 1 to 100000 points"),
    (["--vary", "seed=1,2", "--replications", "0"], "--replications"),
    (["--vary", "seed=1,2", "--threads", "0"], "--threads"),
    (["--vary", "seed=1,2", "--scale", "0"], "--scale"),
  ])
  func wrongUseEndsWith64(arguments: [String], message: String) {
    #expect(world.run(["sweep", "a.yaml"] + arguments, with: .product) == .usage)
    #expect(world.error.contains(message), "\(world.error)")
    expectNothingWritten()
  }

  @Test func progressSaysHowLongTheRestTakesAtThePaceOfThisProcess() {
    func text(_ done: Int, _ missing: Int) -> String {
      SweepCommand.progress(done: done, of: missing, all: 2_000, elapsedNanoseconds: 30_000_000_000)
    }
    #expect(text(0, 2_000) == "0 of 2,000 points")
    #expect(text(0, 500) == "1,500 of 2,000 points")
    #expect(text(100, 500) == "1,600 of 2,000 points, about 2m 00s left")
    #expect(text(500, 500) == "2,000 of 2,000 points")
  }
}
