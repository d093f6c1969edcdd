// A sweep that is killed and continued ends with the same bytes as one that was not: the built program, real signals.

import Foundation
import RunReport
import Testing

@Suite(.serialized) struct KilledSweepTests {
  private let program: BuiltProgram
  private static let scenario = """
    duration: 10s
    drain: 10s
    population: {people: 20}
    behaviour: {gap: 5s}
    questions: {catalogue: unique, answerTokens: 40}
    thresholds:
      failed: [rate<1%]
    """
  private static let variations = ["--vary", "llm.concurrency=1..10:1", "--vary", "seed=1..20:1"]

  init() throws { program = try BuiltProgram() }

  private func bytes(_ path: String) throws -> Data {
    try Data(contentsOf: program.directory.appending(path: path))
  }

  /// The whole lines of a journal.
  private func lines(_ folder: String) -> [Data] {
    guard let data = try? bytes("\(folder)/points.jsonl"), let end = data.lastIndex(of: 10) else { return [] }
    return data[..<end].split(separator: 10).map { Data($0) }
  }

  private func start(_ folder: String, threads: Int) throws -> BuiltProgram.Running {
    try program.start(["sweep", "a.yaml"] + Self.variations + ["--out", folder, "--threads", "\(threads)"])
  }

  /// Waits until the journal of a running sweep has `count` lines.
  private func wait(for running: BuiltProgram.Running, in folder: String, toHave count: Int) {
    func isThere() -> Bool {
      guard let data = try? bytes("\(folder)/points.jsonl") else { return false }
      return data.withUnsafeBytes { bytes in bytes.count { $0 == 10 } } >= count
    }
    while running.isRunning, !isThere() { Thread.sleep(forTimeInterval: 0.005) }
  }

  @Test func killedThreeTimesItEndsWithTheSameBytes() throws {
    defer { program.remove() }
    try program.write(Self.scenario, to: "a.yaml")
    let whole = try start("whole", threads: 2).ending()
    #expect(whole.status == 0, "\(whole.error)")
    #expect(lines("whole").count == 201)

    var kept: [Data] = []
    for (count, threads) in [(2, 2), (60, 1), (120, 3)] {
      let running = try start("killed", threads: threads)
      wait(for: running, in: "killed", toHave: count)
      running.send(SIGKILL)
      #expect(try running.ending().status == SIGKILL)
      let now = lines("killed")
      #expect(now.count >= count && now.count < 201)
      // What was there is there still, and nothing of it came again.
      #expect(now.starts(with: kept))
      kept = now
      #expect(!program.files.contains("killed/sweep.csv"))
      // What a kill in the middle of a line leaves.
      let handle = try FileHandle(
        forWritingTo: program.directory.appending(path: "killed/points.jsonl"))
      try handle.seekToEnd()
      try handle.write(contentsOf: Data("{\"point\": 200,\"ru".utf8))
      try handle.close()
    }
    let last = try start("killed", threads: 2).ending()
    #expect(last.status == 0, "\(last.error)")
    #expect(last.output.contains("200 points, \(kept.count - 1) of them run before: killed/sweep.csv"))
    let now = lines("killed")
    #expect(now.count == 201 && now.starts(with: kept))
    #expect(Set(now).count == 201 && Set(now) == Set(lines("whole")))
    for name in ["sweep.csv", "sweep.json"] {
      let isTheSame = try bytes("killed/\(name)") == bytes("whole/\(name)")
      #expect(isTheSame, "\(name) of the killed sweep differs")
    }
    let isPrinted =
      last.output.split(separator: "\n").dropLast() == whole.output.split(separator: "\n").dropLast()
    #expect(isPrinted)

    // A finished sweep runs nothing again; another one in its folder is refused, and begins anew when told to.
    let again = try start("killed", threads: 1).ending()
    #expect(again.status == 0 && lines("killed") == now)
    let other = ["sweep", "a.yaml", "--vary", "seed=1,2", "--out", "killed", "--quiet"]
    let refused = try program.run(other)
    #expect(refused.status == 1 && refused.error.contains("belongs to another sweep"), "\(refused.error)")
    #expect(lines("killed") == now)
    #expect(try program.run(other + ["--restart"]).status == 0)
    #expect(lines("killed").count == 3)
  }

  @Test func interruptedItSaysHowToGoOnAndNobodyElseMayWriteMeanwhile() throws {
    defer { program.remove() }
    try program.write(Self.scenario, to: "a.yaml")
    let running = try start("out", threads: 1)
    wait(for: running, in: "out", toHave: 3)
    let second = try start("out", threads: 1).ending()
    #expect(second.status == 1 && second.error.contains("another sweep is writing"), "\(second.error)")
    running.send(SIGINT)
    let ending = try running.ending()
    #expect(ending.status == 105, "\(ending.error)")
    let count = lines("out").count - 1
    #expect(count >= 2 && count < 200)
    #expect(ending.error.contains("\(count) of 200 points are finished"), "\(ending.error)")
    #expect(
      ending.error.contains("sweep a.yaml --vary llm.concurrency=1..10:1 --vary seed=1..20:1 --out out"))
    #expect(ending.output.isEmpty && program.files == ["a.yaml", "out", "out/points.jsonl"])
  }

  /// A row of the table is what `run` reports with the same keys.
  @Test func aPointIsTheRunOfItsKeys() throws {
    defer { program.remove() }
    try program.write(Self.scenario, to: "a.yaml")
    let shared = ["--users", "30", "--duration", "20s", "--scale", "2"]
    let sweep = try program.run(
      ["sweep", "a.yaml", "--vary", "llm.concurrency=3,4", "--seed", "9", "--out", "out", "--json"] + shared)
    #expect(sweep.status == 0, "\(sweep.error)")
    #expect(try Data(sweep.output.utf8) == bytes("out/sweep.json"))
    let run = try program.run(
      ["run", "a.yaml", "--set", "llm.concurrency=4", "--seed", "9", "--out", "run", "--json", "--quiet"]
        + shared)
    let report = try RunReport(canonicalJSON: Array(run.output.utf8))
    let csv = String(decoding: try bytes("out/sweep.csv"), as: UTF8.self)
    let rows = csv.components(separatedBy: "\r\n").map { $0.components(separatedBy: ",") }
    let row = Dictionary(uniqueKeysWithValues: zip(rows[0], rows[2]))
    #expect(report.requests.sent > 0)
    #expect(row["llm.concurrency"] == "4" && row["seed"] == "9")
    #expect(row["verdict"] == report.verdict.rawValue)
    #expect(row["requests_sent"] == "\(report.requests.sent)")
    #expect(row["cost_usd"].flatMap(Double.init) == Double(report.cost.totalNanoUSD) / 1e9)
    #expect(
      row["failed rate<1% [share]"].flatMap(Double.init)
        == report.thresholds.first { $0.selector == "failed" }?.observed)
    let wait = report.latency.first { $0.metric == .queueWait && $0.role == nil && $0.outcome == nil }
    #expect(row["queue_wait_p95_s"].flatMap(Double.init) == wait?.observed.p95.seconds)
  }
}
