// The tables that ship with the program against the figures that are known of their data.

import Scenario
import Testing

@Suite("Quantile tables")
struct QuantileTablesTests {
  @Test("Tables are found by name, and only those there are")
  func names() {
    #expect(
      QuantileTables.names == [
        "ragpulse-gap", "ragpulse-turns", "ragpulse-prompt-tokens", "ragpulse-answer-tokens",
      ])
    for name in QuantileTables.names { #expect(QuantileTables.named(name)?.name == name) }
    #expect(QuantileTables.named("ragpulse") == nil)
  }

  @Test("Every table rises from probability 0 to 1 and names its source", arguments: QuantileTables.names)
  func shape(name: String) throws {
    let table = try #require(QuantileTables.named(name))
    #expect(table.probabilities.count == table.values.count)
    #expect(table.probabilities.first == 0 && table.probabilities.last == 1)
    for (left, right) in zip(table.probabilities, table.probabilities.dropFirst()) { #expect(left < right) }
    for (left, right) in zip(table.values, table.values.dropFirst()) { #expect(left <= right) }
    #expect(table.values[0] >= 1)
    #expect(table.source == "flashserve/RAGPulse data/" && table.licence == "MIT" && table.commit.count == 40)
  }

  /// Mean, p50, p90, p95, p99 of the data: 2,996 gaps, 3,990 first prompts, 7,106 answers.
  @Test(
    "Mean and percentiles match the data within half a percent",
    arguments: [
      ("ragpulse-gap", [98.439, 38, 188.5, 401.5, 1256.5]),
      ("ragpulse-prompt-tokens", [2736.446, 3037, 3399, 3503.65, 4366]),
      ("ragpulse-answer-tokens", [283.236, 234, 563, 670, 891]),
    ])
  func figures(name: String, data: [Double]) throws {
    let table = try #require(QuantileTables.named(name))
    let figures = [table.mean] + [0.5, 0.9, 0.95, 0.99].map { table.value(at: $0) }
    for (figure, truth) in zip(figures, data) {
      #expect(abs(figure / truth - 1) < 0.005, "\(name): \(figure) for \(truth)")
    }
  }

  @Test("Turns, rounded down, have exactly the shares of the data")
  func turns() throws {
    let table = try #require(QuantileTables.named("ragpulse-turns"))
    #expect(table.isCount)
    let sessions = [
      1: 2347, 2: 960, 3: 376, 4: 151, 5: 62, 6: 28, 7: 18, 8: 15, 9: 9, 10: 11, 11: 3, 12: 2, 13: 2, 14: 2,
      15: 1, 19: 1, 22: 1, 25: 1,
    ]
    // Draw in the middle of each of the 3,990 sessions' shares.
    var drawn: [Int: Int] = [:]
    for session in 0..<3990 {
      drawn[Int(table.value(at: (Double(session) + 0.5) / 3990).rounded(.down)), default: 0] += 1
    }
    #expect(drawn == sessions)
    #expect(abs(table.mean - 7106.0 / 3990) < 1e-6)
    #expect([0.9, 0.95, 0.99].map { Int(table.value(at: $0)) } == [3, 4, 8])
  }

  @Test("Prompts and answers grow with the turn, and stay as they are beyond the table")
  func growth() {
    let growth = ConversationGrowth.ragpulse
    #expect((1...5).map { growth.historyTokens(turn: $0) } == [0, 228, 533, 872, 994])
    #expect(growth.historyTokens(turn: 7) == 1360 && growth.historyTokens(turn: 25) == 1360)
    #expect(growth.answerFactor(turn: 1) == 0.8747 && growth.answerFactor(turn: 25) == 1.5619)
    #expect(growth.historyTokens(turn: 0) == 0)
  }
}
