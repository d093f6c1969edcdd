// The same seed gives the same bytes: one run of the built program after another, and on what seems to be a lesser
// processor. `make same-bytes` holds the debug build against the release build.

import Foundation
import RunReport
import Testing

@Suite(.serialized) struct SameBytesTests {
  private let program: BuiltProgram
  private static let scenario = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "scenarios/normal-5k.yaml").path

  /// glibc chooses the code of `libm` and of its string functions by these. It spelled them with `_Usable` before
  /// version 2.33, and ignores what it does not know.
  private static let withoutVectors = [
    "GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX2,-FMA,-AVX2_Usable,-FMA_Usable"
  ]

  init() throws { program = try BuiltProgram() }

  @Test func theSameSeedGivesTheSameBytesAndAnotherDoesNot() throws {
    defer { program.remove() }
    let first = try report(seed: 1)
    // Not in an expectation of their own, which would print both reports.
    let again = try report(seed: 1) == first
    #expect(again, "a second run of seed 1 differs from the first")
    let withoutVectors = try report(seed: 1, environment: Self.withoutVectors) == first
    #expect(withoutVectors, "a run of seed 1 without AVX2 and FMA differs from one with them")
    let own = try RunReport(canonicalJSON: Array(first.utf8))
    var other = try RunReport(canonicalJSON: Array(report(seed: 2).utf8))
    #expect(own.run.seed == 1 && other.run.seed == 2)
    // The report names its seed: it must differ in more than that.
    other.run.seed = own.run.seed
    let isTheSame = other == own
    #expect(!isTheSame, "seed 2 gives the bytes of seed 1")
  }

  /// What the program prints as the report of a seed; it must be what it writes to its file.
  private func report(seed: UInt64, environment: [String: String] = [:]) throws -> String {
    let ending = try program.run(
      ["run", Self.scenario, "--json", "--quiet", "--out", "out", "--seed", "\(seed)"],
      environment: environment)
    #expect(ending.status == 0, "\(ending.error)")
    let written = try Data(contentsOf: program.directory.appending(path: "out/report.json"))
    let isWritten = written == Data(ending.output.utf8)
    #expect(isWritten, "standard output and report.json differ with seed \(seed)")
    return ending.output
  }
}
