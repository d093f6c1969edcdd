// Truth files: what is read, and that nothing is passed over in silence.

import Foundation
import Testing

@testable import Verification

@Suite struct TruthFileTests {
  private func error(_ text: String) -> String {
    do {
      _ = try ParameterSet.all(in: TruthFile(text: text, name: "own.json"))
      return "no error"
    } catch {
      return "\(error)"
    }
  }

  private func row(_ model: String, _ params: String, _ metric: String = "Wq_mean", value: String = "1")
    -> String
  {
    #"{"rows": [{"id": 7, "model": "\#(model)", "params": {\#(params)}, "metric": "\#(metric)", "value": \#(value)}]}"#
  }

  @Test func everyShippedRowIsKnown() throws {
    let sets = try ParameterSet.all(in: .shipped)
    #expect(sets.reduce(0) { $0 + $1.rows.count } == 352)
    #expect(Set(sets.map(\.entry.name)).count == 30)
  }

  @Test func numbersMayStandAsStrings() throws {
    let file = try TruthFile(
      text: row("M/M/1", #""lam": 0.5, "mu": "1""#, value: #""0.25""#), name: "own.json")
    #expect(file.rows[0].exact == 0.25)
    #expect(try ParameterSet.all(in: file)[0].parameters.number("lam") == 0.5)
  }

  @Test func whatIsUnknownIsNamedWithItsRow() {
    #expect(
      error(row("M/M/2", #""lam": 1"#)).hasPrefix("own.json:1:11: row 7 (M/M/2, Wq_mean): unknown model"))
    #expect(error(row("M/M/1", #""lam": 0.5, "mu": 1, "c": 2"#)).contains("unknown parameter 'c'"))
    #expect(
      error(row("M/M/1", #""lam": 0.5, "mu": 1"#, "W_mean")).contains("unknown metric; known are 'L_mean'"))
    #expect(error(row("M/M/1", #""lam": 0.5"#)).contains("parameter 'mu' is missing"))
    #expect(error(row("M/M/1", #""lam": "x", "mu": 1"#)).contains("parameter 'lam' is no number: 'x'"))
    #expect(error(row("M/M/1", #""lam": 2, "mu": 1"#)).contains("the load is 2.0"))
    #expect(error(row("M/M/1", #""lam": 0.5, "mu": 1"#, value: #""many""#)).contains("is no number"))
  }

  @Test func aSecondRowOfASetIsCheckedToo() {
    let rows = #"""
      {"rows": [
        {"model": "M/M/1", "params": {"lam": 0.5, "mu": 1}, "metric": "Wq_mean", "value": 1},
        {"model": "M/M/1", "params": {"lam": 0.5, "mu": 1}, "metric": "Wq_men", "value": 1}
      ]}
      """#
    #expect(error(rows).hasPrefix("own.json:3:3: row 2 (M/M/1, Wq_men): unknown metric"))
  }

  @Test func whatIsNoTruthFileSaysWhere() {
    #expect(error("").contains("own.json:1:1: the file is empty"))
    #expect(error("[1, 2]").contains("a truth file is a map with a list 'rows'"))
    #expect(error(#"{"rows": ["#).contains("not valid JSON"))
    #expect(error(#"{"rows": []}"#).contains("'rows' is empty"))
    #expect(error(#"{"rows": [{"model": "M/M/1"}]}"#).contains("row 1 has no 'value'"))
  }
}

@Suite struct ShippedTruthTests {
  @Test func theProgramHoldsTheFile() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(
      path: "../../Sources/Verification/Truth")
    let json = try String(contentsOf: folder.appending(path: "queueing-truth.json"), encoding: .utf8)
    let source = """
      // swift-format-ignore-file
      // The file beside this one, generated: PEAKLOAD_WRITE_REFERENCE=1 swift test --filter ShippedTruthTests

      /// The exact values that ship with the program.
      enum ShippedTruth {
        static let text = ##\"\"\"
      \(json)\"\"\"##
      }

      """
    let path = folder.appending(path: "ShippedTruth.swift")
    if ProcessInfo.processInfo.environment["PEAKLOAD_WRITE_REFERENCE"] != nil {
      try source.write(to: path, atomically: true, encoding: .utf8)
    }
    #expect(
      try String(contentsOf: path, encoding: .utf8) == source, "PEAKLOAD_WRITE_REFERENCE=1 writes it anew")
  }
}
