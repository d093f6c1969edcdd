// `size`, whole, as the built program with real simulations: answers that Erlang's formulas know, what it prints and
// writes, and how it ends. What ends before a simulation runs in a world in memory.

import Experiments
import Foundation
import RunReport
import Testing

@testable import peakload

@Suite(.serialized) struct SizeCommandTests {
  private let program: BuiltProgram
  private static let study = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Scripts/size-study")

  init() throws {
    program = try BuiltProgram()
    for name in ["mmc", "erlang-a"] { try program.write(Self.text(name), to: "\(name).yaml") }
  }

  private static func text(_ name: String) throws -> String {
    try String(contentsOf: study.appending(path: "\(name).yaml"), encoding: .utf8)
  }

  private func size(_ arguments: [String], interruptAfter: Double? = nil) throws -> BuiltProgram.Ending {
    try program.run(["size"] + arguments, interruptAfter: interruptAfter)
  }

  private func bytes(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: program.directory.appending(path: path)))
  }

  private func result(_ path: String) throws -> SizingResult {
    try CanonicalJSON.decode(SizingResult.self, from: bytes(path))
  }

  @Test func theServersOfErlangCAreFoundOrTied() throws {
    defer { program.remove() }
    let ending = try size([
      "mmc.yaml", "--tune", "system.workers.slots=15..60", "--seed", "1", "--duration", "4m", "--out",
      "out",
    ])
    #expect(ending.status == 0, "\(ending.error)")
    let exact = try #require((21...60).first { ErlangServers.wait($0, rate: 20, service: 1) < 0.1 })
    let result = try result("out/size.json")
    #expect(result.interval[0].number <= Double(exact) && Double(exact) <= result.interval[1].number)
    #expect(result.runs <= 36 && result.warnings.isEmpty && result.seed == 1)
  }

  @Test func theServersOfErlangAAreFoundOrTied() throws {
    defer { program.remove() }
    let ending = try size([
      "erlang-a.yaml", "--tune", "system.workers.slots=10..60", "--seed", "1", "--duration", "4m",
      "--out",
      "out",
    ])
    #expect(ending.status == 0, "\(ending.error)")
    let exact = try #require(
      (1...60).first { ErlangServers.abandonment($0, rate: 20, service: 1, patience: 2) < 0.02 })
    let result = try result("out/size.json")
    #expect(result.interval[0].number <= Double(exact) && Double(exact) <= result.interval[1].number)
    #expect(ending.output.contains("binding: failed rate<2%"))
  }

  /// The other way round: the most that 25 servers can take.
  @Test func theLargestArrivalRateIsFoundOrTied() throws {
    defer { program.remove() }
    let ending = try size([
      "mmc.yaml", "--tune", "arrivals.poisson.rate=10/s..30/s:0.5/s", "--largest", "--set",
      "system.workers.slots=25", "--duration", "4m", "--out", "out/", "--quiet",
    ])
    #expect(ending.status == 0, "\(ending.error)")
    let exact = try #require(
      stride(from: 24.5, through: 10, by: -0.5).first { ErlangServers.wait(25, rate: $0, service: 1) < 0.1 })
    let result = try result("out/size.json")
    #expect(result.interval[0].number <= exact && exact <= result.interval[1].number)
    #expect(result.goal == .largest && ending.output.hasPrefix("✓ FOUND  arrivals.poisson.rate: "))
    #expect(!ending.output.contains("PLOT"))
  }

  @Test func theSameSeedIsTheSameBytesForAnyNumberOfThreads() throws {
    defer { program.remove() }
    let arguments = [
      "mmc.yaml", "--tune", "system.workers.slots=20..35", "--duration", "90s", "--maximum-runs", "20",
    ]
    for threads in ["1", "3"] { _ = try size(arguments + ["--threads", threads, "--out", threads]) }
    let first = try bytes("1/size.json")
    #expect(try bytes("3/size.json") == first)
    let other = try size(arguments + ["--seed", "9", "--json", "--out", "other"])
    #expect(try bytes("other/size.json") != first)
    #expect(Array(other.output.utf8) == (try bytes("other/size.json")))
    #expect(other.error.contains("CURVE"))
  }

  @Test func theWholeTextHasAnswerCurvePlotAndCommand() throws {
    defer { program.remove() }
    let output = try size(["mmc.yaml", "--tune", "system.workers.slots=15..60", "--duration", "2m"]).output
    for part in [
      "system.workers.slots: ", "smallest value at which the threshold holds",
      "binding: queue_wait avg<100ms",
      "CURVE", "PLOT  queue_wait avg<100ms", "│", "result: reports/mmc-size/size.json",
      "run mmc.yaml --seed 1 --duration 2m --set system.workers.slots=",
    ] { #expect(output.contains(part), "\(part) is not in \(output)") }
    let result = try result("reports/mmc-size/size.json")
    let isSettledAbove = result.verdict == .tie && !result.isOpen
    #expect(output.contains("to be sure: \(result.interval[1].label), where it is shown") == isSettledAbove)
    #expect(
      output.split(separator: "\n").allSatisfy { $0.count <= 110 || $0.contains("run it: ") }, "\(output)")
  }

  @Test func whereNoValuePassesItEndsWith99AndSaysByHowMuch() throws {
    defer { program.remove() }
    let ending = try size([
      "mmc.yaml", "--tune", "system.workers.slots=10..15", "--duration", "30s", "--set", "warmUp=0s",
    ])
    #expect(ending.status == 99, "\(ending.error)")
    #expect(ending.output.hasPrefix("✗ NONE  system.workers.slots: no value from 10 to 15 passes"))
    #expect(ending.output.contains("queue_wait must have avg<100ms, and it was "))
  }

  @Test func anInterruptionEndsWith105AndSaysWhatIsKnown() throws {
    defer { program.remove() }
    let ending = try size(
      [
        "mmc.yaml", "--tune", "system.workers.slots=15..60", "--out", "out", "--duration", "20h", "--set",
        "arrivals.poisson.rate=25/s",
      ], interruptAfter: 2)
    #expect(ending.status == 105, "\(ending.error)")
    #expect(ending.output.hasPrefix("! INTERRUPTED"))
    #expect(try result("out/size.json").verdict == .interrupted)
  }

  @Test func aValueThatTheChecksRefuseEndsWith104() throws {
    defer { program.remove() }
    let world = TestWorld()
    world.files = ["mmc.yaml": try Self.text("mmc")]
    let status = world.run(
      ["size", "mmc.yaml", "--tune", "system.workers.slots=10..20_000_000"], with: .product)
    #expect(status == .invalidScenario)
    #expect(world.error.contains("--tune") && world.error.contains("system.workers.slots=20000000"))
    #expect(
      world.run(["size", "mmc.yaml", "--tune", "system.workers.slts=1..20"], with: .product)
        == .invalidScenario)
    #expect(world.files.count == 1 && world.directories.isEmpty)
  }

  /// With five places reserved no system has five or fewer.
  @Test func valuesThatCannotBeAtTheUnfavourableEndAreLeftOut() throws {
    defer { program.remove() }
    let ending = try size([
      "mmc.yaml", "--tune", "llm.concurrency=1..60", "--set", "system.workers.slots=auto", "--set",
      "system.educators.reserve=5", "--duration", "2m", "--out", "out",
    ])
    #expect(ending.status == 0, "\(ending.error)")
    #expect(ending.output.contains("note: llm.concurrency cannot be 1 to 5 and was not looked for there: "))
    #expect(try result("out/size.json").range.map(\.text) == ["6", "60"])
  }

  @Test func withoutThresholdsThereIsNothingToSize() {
    defer { program.remove() }
    let world = TestWorld()
    world.files["a.yaml"] = "seed: 1\n"
    #expect(
      world.run(["size", "a.yaml", "--tune", "llm.concurrency=1..9"], with: .product) == .invalidScenario)
    #expect(world.error.contains("has no thresholds"))
  }

  @Test(arguments: [
    ["--tune", "llm.concurrency"], ["--tune", "llm.concurrency=1..5s"], ["--maximum-runs", "3"],
    ["--threads", "0"], ["--scale", "0"], ["--set", "system.workers.slots=5"],
    ["--tune", "population.people=5..9", "--users", "7"], ["--tune", "duration=5m..9m", "--duration", "7m"],
  ])
  func misuseEndsWith64(arguments: [String]) {
    defer { program.remove() }
    let tune = arguments[0] == "--tune" ? [] : ["--tune", "system.workers.slots=1..9"]
    #expect(TestWorld().run(["size", "mmc.yaml"] + tune + arguments, with: .product) == .usage)
  }
}

/// What queueing theory says of a number of servers.
enum ErlangServers {
  /// The mean wait in M/M/c: Erlang's C formula (from the recursion of the B formula) over cμ - λ, where c is enough.
  static func wait(_ servers: Int, rate: Double, service: Double) -> Double {
    let load = rate * service
    var blocked = 1.0
    for count in 1...servers { blocked = load * blocked / (Double(count) + load * blocked) }
    let use = load / Double(servers)
    return use < 1 ? blocked / (1 - use * (1 - blocked)) / (Double(servers) / service - rate) : .infinity
  }

  /// The share that gives up in M/M/c+M: the rate of giving up in the steady state of a birth and death process, over
  /// the rate of arrivals.
  static func abandonment(_ servers: Int, rate: Double, service: Double, patience: Double) -> Double {
    var (weight, total, givingUp) = (1.0, 1.0, 0.0)
    for count in 1...2000 {
      let waiting = Double(max(0, count - servers))
      weight *= rate / (Double(min(count, servers)) / service + waiting / patience)
      total += weight
      givingUp += weight * waiting / patience
    }
    return givingUp / total / rate
  }
}
