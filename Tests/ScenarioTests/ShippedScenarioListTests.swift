// The scenarios inside the program are the files of `scenarios/`, to the byte.

import Foundation
import Testing

@testable import Scenario

@Suite struct ShippedScenarioListTests {
  private static let file = repository.appending(path: "Sources/Scenario/Shipped/ShippedScenarios.swift")

  /// The list as source text, from the files.
  private static func source() throws -> String {
    let directory = repository.appending(path: "scenarios")
    let names = try FileManager.default.contentsOfDirectory(atPath: directory.path)
      .filter { $0.hasSuffix(".yaml") }.sorted().map { String($0.dropLast(5)) }
    let entries = try names.map { name in
      let text = try shipped(name)
      let description = try read(text).description
      // Nothing in a raw literal of two signs has to be escaped, as long as it does not end it.
      precondition(
        !text.contains("\"\"\"##") && !description.contains("\"##"), "\(name) ends its own literal")
      let head = [
        "    ShippedScenario(", "      name: \"\(name)\",", "      description: ##\"\(description)\"##,",
        "      text: ##\"\"\"", "\(text)",
      ]
      guard let path = provider(in: text) else { return (head + ["\"\"\"##),"]).joined(separator: "\n") }
      let included = try String(contentsOf: directory.appending(path: path), encoding: .utf8)
      precondition(!included.contains("\"\"\"##"), "\(path) ends its own literal")
      return
        (head + [
          "\"\"\"##,", "      provider: ShippedProvider(", "        path: \"\(path)\",",
          "        text: ##\"\"\"", "\(included)", "\"\"\"##)),",
        ]).joined(separator: "\n")
    }
    return """
      // swift-format-ignore-file
      // The files of scenarios/, generated: PEAKLOAD_WRITE_REFERENCE=1 swift test --filter ShippedScenarioListTests

      extension ShippedScenario {
        /// Every shipped scenario, in order of their names.
        public static let all: [ShippedScenario] = [
      \(entries.joined(separator: "\n"))
        ]
      }

      """
  }

  /// The path of the provider's file that a scenario includes.
  private static func provider(in text: String) -> String? {
    text.split(separator: "\n").first { $0.hasPrefix("  file: providers/") }.map { String($0.dropFirst(8)) }
  }

  @Test func theListIsGeneratedFromTheFiles() throws {
    let source = try Self.source()
    if ProcessInfo.processInfo.environment["PEAKLOAD_WRITE_REFERENCE"] != nil {
      try source.write(to: Self.file, atomically: true, encoding: .utf8)
    }
    let file = try String(contentsOf: Self.file, encoding: .utf8)
    #expect(file == source, "PEAKLOAD_WRITE_REFERENCE=1 swift test writes it anew")
  }

  @Test func eachIsItsFileToTheByte() throws {
    #expect(ShippedScenario.all.map(\.name).contains("exam-peak-100k"))
    for scenario in ShippedScenario.all {
      #expect(try scenario.text == shipped(scenario.name))
      #expect(try read(scenario.text).description == scenario.description)
      #expect(ShippedScenario.named(scenario.name) == scenario)
    }
    #expect(ShippedScenario.named("none") == nil)
  }
}
