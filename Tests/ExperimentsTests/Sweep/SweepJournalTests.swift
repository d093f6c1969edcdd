// The journal: what is read back, what a kill may leave, and whose it is.

import RunReport
import Scenario
import Testing

@testable import Experiments

struct SweepJournalTests {
  /// A sweep of three points.
  static func identity(
    _ variation: String = "llm.concurrency=1,2,3", replications: Int = 2, seed: UInt64 = 1,
    change: (inout SweepRecipe) -> Void = { _ in }
  ) throws -> SweepIdentity {
    var recipe = SweepRecipe(bytes: Array("seed: 1\n".utf8), fileName: "a.yaml")
    change(&recipe)
    let plan = try SweepPlan(gridOf: [SweepVariation(variation)])
    return SweepIdentity(
      of: Sweep(recipe: recipe, plan: plan, replications: replications), scenario: "a", seed: seed,
      variations: [variation])
  }

  /// A finished point with every kind of number.
  static func point(_ number: Int) -> SweptPoint {
    var report = RunReport(run: .init(scenario: "a\n\"b\"", seed: .max, durationNanoseconds: 1))
    report.thresholds = [
      .init(
        selector: "ttft{role:student,outcome:completed}", condition: "p(95)<2s", kind: .duration, limit: 2,
        observed: number == 1 ? .infinity : nil, samples: 0, passed: false)
    ]
    report.cost.totalNanoUSD = 123_456_789_012_345_678
    report.goodput.perSecond = 0.1 + 0.2 * Double(number)
    report.settleVerdict()
    return SweptPoint(point: number, runs: [SweptRun(report), SweptRun(report)])
  }

  @Test func whatIsWrittenIsReadBackExactly() throws {
    let identity = try Self.identity()
    let bytes =
      try SweepJournal.head(identity) + SweepJournal.line(Self.point(3)) + SweepJournal.line(Self.point(1))
    #expect(bytes.count { $0 == UInt8(ascii: "\n") } == 3)
    let journal = try SweepJournal(bytes, of: identity, name: "j")
    #expect(journal.points == [Self.point(1), nil, Self.point(3)])
    #expect(journal.missing == [1])
    #expect(journal.wholeBytes == bytes.count)
  }

  /// Cut anywhere, a journal is the journal of its whole lines.
  @Test func aTornLineIsAsIfItHadNotBeen() throws {
    let identity = try Self.identity()
    let lines = [
      try SweepJournal.head(identity), try SweepJournal.line(Self.point(2)),
      try SweepJournal.line(Self.point(1)),
    ]
    let bytes = lines.flatMap { $0 }
    for length in 0...bytes.count {
      let journal = try SweepJournal(Array(bytes[..<length]), of: identity, name: "j")
      let ends = [0, lines[0].count, lines[0].count + lines[1].count, bytes.count]
      let whole = ends.lastIndex { $0 <= length } ?? 0
      #expect(journal.wholeBytes == ends[whole])
      #expect(journal.missing == [[0, 1, 2], [0, 1, 2], [0, 2], [2]][whole])
    }
  }

  @Test func theJournalOfAnotherSweepIsRefusedWithTheDifference() throws {
    let head = try SweepJournal.head(try Self.identity())
    let others: [(SweepIdentity, String)] = [
      (try Self.identity("llm.concurrency=1,2,4"), "other variations: llm.concurrency=1,2,3"),
      (try Self.identity(replications: 3), "replications: 2"),
      (try Self.identity(seed: 2), "seed 1"),
      (try Self.identity { $0.bytes.append(10) }, "content of the scenario's file"),
      (try Self.identity { $0.files["t.csv"] = [1] }, "content of the files"),
      (try Self.identity { $0.overrides = [Override(key: "x", value: "1")] }, "other settings: none"),
      (try Self.identity { $0.duration = .seconds(60) }, "another duration"),
      (try Self.identity { $0.scale = 2 }, "scale 1"),
    ]
    for (identity, difference) in others {
      let refusal = #expect(throws: SweepRefusal.self) {
        try SweepJournal(head, of: identity, name: "out/points.jsonl")
      }
      #expect(refusal?.message.contains("out/points.jsonl belongs to another sweep") == true)
      #expect(refusal?.message.contains(difference) == true, "\(refusal?.message ?? "none")")
      #expect(refusal?.hint?.contains("--restart") == true)
    }
    var older = try Self.identity()
    older.programVersion = "0.0.9"
    #expect(throws: SweepRefusal.self) { try SweepJournal(head, of: older, name: "j") }
  }

  @Test func whatIsNoJournalIsRefused() throws {
    let identity = try Self.identity()
    let head = try SweepJournal.head(identity)
    let texts = ["hello\n", "{}\n", "\n"].map { Array($0.utf8) }
    let lines = [
      Array("nothing\n".utf8), Array("{\"point\": 4, \"runs\": []}\n".utf8),
      try SweepJournal.line(SweptPoint(point: 4, runs: Self.point(1).runs)),
      try SweepJournal.line(SweptPoint(point: 0, runs: Self.point(1).runs)),
      try SweepJournal.line(SweptPoint(point: 1, runs: [])),
    ]
    for bytes in texts + lines.map({ head + $0 }) {
      #expect(throws: SweepRefusal.self, "\(String(decoding: bytes, as: UTF8.self))") {
        try SweepJournal(bytes, of: identity, name: "j")
      }
    }
  }

  /// The examples of FIPS 180-4 and lengths around a block.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      String(repeating: "a", count: 1_000),
      "41edece42d63e8d9bf515a9ba6932e1c20cbc9f5a5d134645adb5db1b9737ea3"
    ),
  ])
  func hashesAreThoseOfTheStandard(text: String, hash: String) {
    #expect(SecureHash256.hexadecimal(Array(text.utf8)) == hash)
  }
}
